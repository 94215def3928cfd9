"""Strava activities.csv: walks and hikes in UTC, in the language of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.origin import Origin
from stride.formats.guess.steps import STEPS
from stride.formats.layout import Format, no, sure
from stride.formats.steps.activities import ActivityColumns, read_activities
from stride.formats.table.column_words import ACTIVITY_ID, ELAPSED, MOVING, plain
from stride.formats.table.dialect import dialect_of

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals


def recognise(head: Head) -> Verdict:
    """Sure by the id of an activity in the first column and many columns behind it."""
    if head.has("type", "route name"):
        return no("Runkeeper's columns")
    if len(head.columns) >= 5 and ACTIVITY_ID.match(plain(head.columns[0])):
        return sure("the first column is the id of an activity")
    return no("the first column is not the id of an activity")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Walks and hikes with their moving time; date, name and type are columns 2 to 4."""
    names = dialect_of(blob.head).names
    moving = tuple(name for name in names if MOVING.search(plain(name)))
    elapsed = tuple(name for name in names if ELAPSED.search(plain(name)))
    if not moving and not elapsed:
        raise DataError(
            f"{blob.name}, line 1: no column with the time of an activity.",
            "Import activities.csv as Strava wrote it.",
        )
    columns = ActivityColumns(
        kind=names[3],
        start=names[1],
        durations=(*moving, *reversed(elapsed)),  # the last one counts seconds
        lengths=elapsed,
        steps=next((name for name in names if STEPS.match(name)), ""),
        unit_s=1.0,
    )
    return read_activities(Origin(blob, options, FORMAT.id, "Strava"), columns, utc=True)


FORMAT = Format(
    id="strava-activities",
    title="Strava: activities.csv (walks and hikes)",
    header="Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Moving Time",
    recognise=recognise,
    read=read,
    family="recorded",
    rank=2,
)
