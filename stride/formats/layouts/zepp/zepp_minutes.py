"""Zepp Life, Mi Fit, Amazfit: ACTIVITY_MINUTE, local time, only minutes with steps."""

from stride.formats.layout import Count, Spans, Wall, cells, exactly, named

COLUMNS = exactly("date,time,steps") & cells("time", "^.{5}$", "times as HH:MM")

FORMAT = Spans(
    id="zepp-minutes",
    title="Zepp Life / Mi Fit / Amazfit: ACTIVITY_MINUTE",
    header="date,time,steps",
    device="Zepp",
    sure=COLUMNS & named("ACTIVITY_MINUTE"),
    likely=COLUMNS,
    start=Wall("date", "time"),
    length_s=60,
    steps=Count("steps"),
    family="zepp",
    rank=0,
)
