"""Strava activities.csv: walks and hikes in UTC, in the language of the account."""

from stride.formats.column_words import ACTIVITY_ID, ELAPSED, MOVING, STEPS, plain
from stride.formats.layout import ActivityColumns, Head, Sign, Walks, has
from stride.formats.layouts.tracks import shared
from stride.formats.table.dialect import unique


def columns(head: Head) -> ActivityColumns | None:
    """Date, name and type are columns 2 to 4; the moving time goes before the whole."""
    names = unique(list(head.columns))
    moving = tuple(name for name in names if MOVING.search(plain(name)))
    elapsed = tuple(name for name in names if ELAPSED.search(plain(name)))
    if len(names) < 4 or not (moving or elapsed):
        return None
    return ActivityColumns(
        kind=names[3],
        start=names[1],
        durations=(*moving, *reversed(elapsed)),  # the last one counts seconds
        lengths=elapsed,
        steps=next((name for name in names if STEPS.match(name)), ""),
        unit_s=1.0,
    )


FORMAT = Walks(
    id="strava-activities",
    title="Strava: activities.csv (walks and hikes)",
    header="Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Moving Time",
    device="Strava",
    unless=has("Type", "Route Name"),
    sure=Sign(
        lambda head: len(head.columns) >= 5 and bool(ACTIVITY_ID.match(plain(head.columns[0]))),
        "the id of an activity in the first column",
    ),
    columns=columns,
    missing=(
        "has no column with the time of an activity in line 1.",
        "Import activities.csv as Strava wrote it.",
    ),
    utc=True,
    family=shared.FAMILY,
    rank=shared.LISTED,
)
