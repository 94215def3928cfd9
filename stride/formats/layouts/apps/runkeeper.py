"""Runkeeper cardioActivities.csv: walks and hikes on the local clock, by their duration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.origin import Origin, empty
from stride.formats.layout import Format, no, sure
from stride.formats.steps.walks import Sessions, clock_seconds, session_intervals, walks_of
from stride.formats.table.dialect import dialect_of
from stride.formats.table.rows import records_of
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

NEEDED = ("activity id", "date", "type", "route name", "duration")


def recognise(head: Head) -> Verdict:
    """Sure by the columns of an activity with the name of its route."""
    if head.has(*NEEDED):
        return sure("columns Activity Id, Type, Route Name and Duration")
    return no("no columns Activity Id, Type, Route Name and Duration")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Walks and hikes; the duration is without pauses."""
    dialect = dialect_of(blob.head)
    start, kind, length = (dialect.need(name) for name in ("Date", "Type", "Duration"))
    found, notes = Sessions(), ReadNotes()
    records = records_of(blob, options, dialect)
    for line, record in walks_of(records, start, kind, found, notes, options.walks):
        walked = clock_seconds(record[length])
        if walked is None:
            raise DataError(
                f"Line {line}, column “{length}”: “{record[length][:40]}” is not a duration.",
                "Correct or remove that line, or export the file again.",
            )
        found.add(record[start].strip(), walked, line)
    if not notes.rows:
        raise empty(blob)
    return session_intervals(Origin(blob, options, FORMAT.id, "Runkeeper"), found, notes, utc=False)


FORMAT = Format(
    id="runkeeper",
    title="Runkeeper: cardioActivities.csv (walks and hikes)",
    header="Activity Id,Date,Type,Route Name,Distance (km),Duration",
    recognise=recognise,
    read=read,
)
