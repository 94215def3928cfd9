"""QS Access: Apple Health steps by the hour or the day, local time with English months."""

from stride.formats.layout import Count, Local, Spans, has
from stride.formats.steps.bins import whole_days

FORMAT = Spans(
    id="apple-qs-access",
    title="QS Access (Apple Health by hour or day)",
    header="Start,Finish,Steps (count)",
    device="Apple Health",
    sure=has("Start", "Finish", "Steps (count)"),
    start=Local("Start"),
    end=Local("Finish"),
    steps=Count("Steps (count)"),
    days=whole_days,
    family="apple-health",
    rank=2,
)
