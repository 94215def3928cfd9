"""Samsung Health pedometer_step_count: steps by the minute, UTC with the offset beside."""

from stride.formats.layout import Count, MostSteps, OffsetText, Spans, Utc
from stride.formats.layouts.samsung.shared import dialect, of_type

FORMAT = Spans(
    id="samsung-step-count",
    title="Samsung Health: pedometer_step_count",
    header="com.samsung.health.step_count.start_time,com.samsung.health.step_count.count",
    device="Samsung Health",
    sure=of_type("step_count", column="start_time"),
    table=dialect,
    start=Utc("start_time", stamps=True),
    end=Utc("end_time", stamps=True, missing_s=60),
    offset=OffsetText("time_offset"),
    steps=Count("count"),
    rivals=MostSteps("deviceuuid"),
    family="samsung",
    rank=0,
)
