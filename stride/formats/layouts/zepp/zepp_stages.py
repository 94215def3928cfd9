"""Zepp Life, Mi Fit, Amazfit: ACTIVITY_STAGE, blocks of 10 to 20 minutes, local time."""

from stride.formats.layout import Count, Spans, Wall, has

FORMAT = Spans(
    id="zepp-stages",
    title="Zepp Life / Mi Fit / Amazfit: ACTIVITY_STAGE",
    header="date,start,stop,distance,calories,steps",
    device="Zepp",
    sure=has("date", "start", "stop", "steps"),
    start=Wall("date", "start"),
    # a block that begins and ends in the same minute lasts for that minute
    end=Wall("date", "stop", wraps=True, missing_s=60),
    steps=Count("steps"),
    family="zepp",
    rank=1,
)
