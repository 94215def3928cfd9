"""Zepp Life, Mi Fit, Amazfit: ACTIVITY, the steps of each day."""

from stride.formats.layout import Day, Days, Number, has

FORMAT = Days(
    id="zepp-daily",
    title="Zepp Life / Mi Fit / Amazfit: ACTIVITY",
    header="date,steps,distance,runDistance,calories",
    device="Zepp",
    sure=has("date", "steps", "distance", "runDistance") & ~has("start"),
    day=Day("date"),
    steps=Number("steps"),
    family="zepp",
    rank=2,
)
