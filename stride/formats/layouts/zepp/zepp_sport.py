"""Zepp Life, Mi Fit, Amazfit: SPORT, recorded workouts in UTC, of which walks are kept."""

from stride.formats.layout import ActivityColumns, Head, Sign, Walks, has

WALKING = "6"  # measured on a real export: 1.2 to 1.4 m/s; 1 is running


def duration(head: Head) -> str:
    """The column of seconds, whose unit stands in its name in brackets."""
    return next((name for name in head.columns if name.lower().startswith("sporttime")), "")


def columns(head: Head) -> ActivityColumns | None:
    """The columns of a file."""
    if not head.has("type", "startTime") or not duration(head):
        return None
    kind, start = (head.columns[head.keys.index(name)] for name in ("type", "starttime"))
    return ActivityColumns(
        kind=kind, start=start, durations=(duration(head),), codes=(WALKING,), unit_s=1.0
    )


FORMAT = Walks(
    id="zepp-sport",
    title="Zepp Life / Mi Fit / Amazfit: SPORT (walks)",
    header="type,startTime,sportTime(s),maxPace(/meter),minPace(/meter),distance(m)",
    device="Zepp",
    sure=has("type", "startTime") & Sign(lambda head: bool(duration(head)), "a column sportTime"),
    columns=columns,
    utc=True,
    family="zepp",
    rank=3,
)
