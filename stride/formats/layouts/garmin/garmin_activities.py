"""Garmin Connect activities as CSV, by Garmin or by others: walks and hikes with their time.

Times are those of the wall clock unless they have an offset.
"""

from stride.formats.column_words import ACTIVITY_ID, plain
from stride.formats.guess.activities import columns_of
from stride.formats.layout import ActivityColumns, Head, Sign, Walks

#: In other languages the list is known by its shape: generic-activities.
KINDS = (
    "activity type",
    "aktivitätstyp",
    "type d'activité",
    "tipo de actividad",
    "tipo di attività",
)


def columns(head: Head) -> ActivityColumns | None:
    """A start and a duration beside the kind by one of its names."""
    kind = next((name for name in head.columns if name.lower() in KINDS), "")
    return columns_of(head, kind) if kind else None


FORMAT = Walks(
    id="garmin-activities",
    title="Garmin Connect: activities (walks)",
    header="Activity Type,Date,Favorite,Title,Distance,Calories,Time",
    device="Garmin",
    unless=Sign(
        lambda head: bool(head.columns and ACTIVITY_ID.match(plain(head.columns[0]))),
        "Strava's columns",
    ),
    sure=Sign(lambda head: columns(head) is not None, "columns of activity type, start and time"),
    columns=columns,
    missing=("has no columns of activity type, start and time.", "Export it again."),
)
