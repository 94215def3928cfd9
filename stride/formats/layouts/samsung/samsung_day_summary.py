"""Samsung Health pedometer_day_summary and activity.day_summary: steps and walk time of a day."""

from stride.formats.layout import Day, Days, Head, Number
from stride.formats.layouts.samsung.shared import dialect, of_type, top

NAMES = ("pedometer_day_summary", "activity.day_summary")


def rank(head: Head) -> int:
    """The summary of all activities gives only the days that no pedometer file has."""
    return 3 if top(head).kind.endswith(NAMES[1]) else 1


FORMAT = Days(
    id="samsung-day-summary",
    title="Samsung Health: pedometer_day_summary",
    header="step_count,active_time,walk_step_count,run_step_count,day_time,deviceuuid",
    device="Samsung Health",
    sure=of_type(*NAMES),
    table=dialect,
    day=Day("day_time", stamps=True),
    steps=Number("step_count", "count"),
    walking=Number("walk_time", "active_time", per_unit=1000),
    of_each_day="most",
    family="samsung",
    rank=rank,
)
