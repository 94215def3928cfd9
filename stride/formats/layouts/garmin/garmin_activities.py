"""Garmin Connect activities as CSV, by Garmin or by others: walks and hikes with their time."""

from __future__ import annotations

from stride.errors import DataError
from stride.formats.find.origin import Origin
from stride.formats.guess.activities import columns_of
from stride.formats.layout import Blob, Format, Head, Intervals, ReadOptions, Verdict, no, sure
from stride.formats.steps.activities import ActivityColumns, read_activities
from stride.formats.table.column_words import ACTIVITY_ID, plain

#: In other languages the list is known by its shape: generic-activities.
KINDS = (
    "activity type",
    "aktivitätstyp",
    "type d'activité",
    "tipo de actividad",
    "tipo di attività",
)


def _columns(head: Head) -> ActivityColumns | None:
    kind = next((name for name in head.columns if name.lower() in KINDS), "")
    return columns_of(head, kind) if kind else None


def recognise(head: Head) -> Verdict:
    """Sure by a kind, a start and a duration, and no number of Strava's."""
    if head.columns and ACTIVITY_ID.match(plain(head.columns[0])):
        return no("Strava's columns")
    if _columns(head):
        return sure("columns of activity type, start and time")
    return no("no columns of activity type, start and time")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Walks and hikes; times are those of the wall clock unless they have an offset."""
    columns = _columns(blob.head)
    if columns is None:
        raise DataError(
            f"{blob.name} has no columns of activity type, start and time.", "Export it again."
        )
    return read_activities(Origin(blob, options, FORMAT.id, "Garmin"), columns)


FORMAT = Format(
    id="garmin-activities",
    title="Garmin Connect: activities (walks)",
    header="Activity Type,Date,Favorite,Title,Distance,Calories,Time",
    recognise=recognise,
    read=read,
)
