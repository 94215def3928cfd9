"""Stepsy and Motionmate: local midnight (epoch ms, or a date) and steps, comma, no header."""

from stride.formats.layout import Days, Midnight, Number, all_lines, two_columns

FORMAT = Days(
    id="stepsy",
    title="Stepsy, Motionmate: days",
    header="1577833200000,8421",
    device="Stepsy",
    sure=all_lines(r"^(\d{10}|\d{12,13}),\d+$", "lines of epoch,steps"),
    likely=all_lines(r"^\d{4}-\d\d-\d\d,\d+$", "lines of date,steps and no header"),
    table=two_columns(","),
    day=Midnight(),
    steps=Number("steps"),
    # a day that begins twice, after a change of zone, keeps the higher count
    of_each_day="most",
    positional=True,
)
