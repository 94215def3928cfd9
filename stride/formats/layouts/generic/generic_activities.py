"""Any list of recorded activities, in any language, to walks: a kind, a start and a duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.origin import Origin
from stride.formats.guess.activities import columns_of
from stride.formats.layout import Format, no, possible
from stride.formats.steps.activities import read_activities
from stride.formats.table.column_words import ACTIVITY_ID, plain

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals


def recognise(head: Head) -> Verdict:
    """Possible by a column of words for activities, a start and a duration."""
    if head.columns and ACTIVITY_ID.match(plain(head.columns[0])):
        return no("Strava's columns")
    columns = columns_of(head)
    if columns is None:
        return no("no columns of a kind of activity, a start and a duration")
    timed = columns.durations[0] if columns.durations else columns.end
    return possible(f"activities in {columns.kind}, with {columns.start} and {timed}")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Walks and hikes with their own duration; other activities are left out."""
    columns = columns_of(blob.head)
    if columns is None:
        raise DataError(
            f"{blob.name} has no columns of a kind of activity, a start and a duration.",
            "Name them “type”, “start” and “duration” in the first line.",
        )
    return read_activities(Origin(blob, options, FORMAT.id), columns)


FORMAT = Format(
    id="generic-activities",
    title="Recorded activities: a kind, a start and a duration, in any language",
    header="type,start,duration",
    recognise=recognise,
    read=read,
)
