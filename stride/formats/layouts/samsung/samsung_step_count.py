"""Samsung Health pedometer_step_count: steps by the minute, UTC with the offset beside."""

from stride.formats.layout import Count, MostSteps, OffsetText, Sign, Spans, Utc
from stride.formats.layouts.samsung.shared import columns, data_type, dialect

FORMAT = Spans(
    id="samsung-step-count",
    title="Samsung Health: pedometer_step_count",
    header="com.samsung.health.step_count.start_time,com.samsung.health.step_count.count",
    device="Samsung Health",
    sure=Sign(
        lambda head: data_type(head).endswith("step_count") and "start_time" in columns(head),
        "step_count in line 1",
    ),
    table=dialect,
    start=Utc("start_time", stamps=True),
    end=Utc("end_time", stamps=True, missing_s=60),
    offset=OffsetText("time_offset"),
    steps=Count("count"),
    rivals=MostSteps("deviceuuid"),
    family="samsung",
    rank=0,
)
