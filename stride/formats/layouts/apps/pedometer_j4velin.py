"""Pedometer by j4velin: epoch milliseconds of local midnight and steps, no header."""

from stride.formats.layout import Days, Midnight, Number, all_lines, two_columns

FORMAT = Days(
    id="pedometer-j4velin",
    title="Pedometer (j4velin): days",
    header="1577833200000;8421",
    device="Pedometer",
    sure=all_lines(
        r"^\d{12,13};-?\d+$",
        "lines of epoch milliseconds;steps",
        apart_from=r"^-\d{1,13};-?\d+$",  # the app's own state
    ),
    table=two_columns(";"),
    day=Midnight(),
    steps=Number("steps"),
    of_each_day="most",
    positional=True,
)
