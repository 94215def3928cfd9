"""Oura: daily activity; its equivalent walking distance is no distance walked."""

from stride.formats.layout import Day, Days, Number, has

DATES = ("date", "day", "summary_date")

FORMAT = Days(
    id="oura",
    title="Oura: daily activity",
    header="date,Steps,Equivalent Walking Distance",
    device="Oura",
    sure=(has("Equivalent Walking Distance") | has("equivalent_walking_distance"))
    & (has("date") | has("day") | has("summary_date")),
    day=Day(*DATES),
    steps=Number("Steps"),
)
