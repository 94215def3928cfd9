"""Zepp Life, Mi Fit, Amazfit: SPORT, recorded workouts in UTC, of which walks are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.find.origin import Origin, empty
from stride.formats.layout import Format, no, sure
from stride.formats.steps.days import number_at
from stride.formats.steps.walks import Sessions, session_intervals
from stride.formats.table.dialect import dialect_of
from stride.formats.table.rows import records_of
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

WALKING = "6"  # measured on a real export: 1.2 to 1.4 m/s; 1 is running


def recognise(head: Head) -> Verdict:
    """Sure by type, startTime and sportTime(s)."""
    if head.has("type", "startTime") and any(key.startswith("sporttime") for key in head.keys):
        return sure("columns type, startTime and sportTime(s)")
    return no("no columns type, startTime and sportTime(s)")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Walks with their duration; other sports are counted as skipped."""
    dialect = dialect_of(blob.head)
    kind, start = dialect.need("type"), dialect.need("startTime")
    time = next(name for name in dialect.names if name.lower().startswith("sporttime"))
    found, notes = Sessions(), ReadNotes()
    for line, record in records_of(blob, options, dialect):
        notes.rows += 1
        if record[kind].strip() != WALKING:
            notes.rows_skipped += 1
            continue
        found.add(record[start].strip(), number_at(record[time], line, time), line)
    if not notes.rows:
        raise empty(blob)
    return session_intervals(Origin(blob, options, FORMAT.id, "Zepp"), found, notes, utc=True)


FORMAT = Format(
    id="zepp-sport",
    title="Zepp Life / Mi Fit / Amazfit: SPORT (walks)",
    header="type,startTime,sportTime(s),maxPace(/meter),minPace(/meter),distance(m)",
    recognise=recognise,
    read=read,
    family="zepp",
    rank=3,
)
