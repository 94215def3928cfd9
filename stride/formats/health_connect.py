"""Health Connect's own export (a database in a zip): step records of all apps, UTC and offset."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from stride.errors import DataError
from stride.formats.common.database import is_sqlite, mentions, opened, tables
from stride.formats.common.model import Format, no, sure
from stride.formats.common.overlap import one_source_a_cluster
from stride.formats.common.steps import Origin, StepRows, empty, intervals
from stride.formats.common.words import counted
from stride.formats.common.zones import Zone, choose_zone, offset_text, offsets_at
from stride.types import ReadNotes

if TYPE_CHECKING:
    import sqlite3

    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import Intervals

TABLE = "steps_record_table"
FURTHEST_OFFSET_S = 14 * 3600
UNKNOWN = -9999  # no offset
BLOCK_ROWS = 1 << 14


def recognise(head: Head) -> Verdict:
    """Sure by a database with a table of step records."""
    if not is_sqlite(head):
        return no("not a database")
    if mentions(head, TABLE) or "health_connect" in head.basename.lower():
        return sure("a database with steps_record_table")
    return no("a database without steps_record_table")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by record; where apps overlap, the one that counted more."""
    import numpy as np

    with opened(blob, options) as connection:
        columns = tables(connection).get(TABLE)
        if columns is None:
            raise DataError(f"{blob.name} has no table of steps.", "Import another file.")
        offset = "start_zone_offset" if "start_zone_offset" in columns else "null"
        app = "app_info_id" if "app_info_id" in columns else "0"
        query = (
            f"select start_time, end_time, count, {offset}, {app} from {TABLE} where count > 0 "
            "and typeof(start_time) = 'integer' and typeof(end_time) = 'integer' "
            "and typeof(count) in ('integer', 'real')"
        )
        found = _Found.of(connection.execute(query))
    if not found.start_s:
        raise empty(blob)
    start, end, steps = (np.array(c) for c in (found.start_s, found.end_s, found.steps))
    zone = choose_zone(options)
    said, offsets = np.array(found.offset_min), offsets_at(zone.tz, start)
    np.copyto(offsets, said, where=said != UNKNOWN)
    if (said != UNKNOWN).all():
        zone = Zone(offset_text(int(offsets[-1])), "row")
    lines = np.arange(1, len(start) + 1)
    apps = np.argsort(np.argsort(list(found.apps)))[np.array(found.app)]
    del found, said
    np.maximum(end, start + 1.0, out=end)
    rows = StepRows(start, end, offsets, steps, np.broadcast_to(np.nan, start.shape), lines)
    notes = ReadNotes(rows=len(rows))
    left_out = one_source_a_cluster(rows, apps)
    if left_out:
        notes.warnings.append(
            f"Left out {counted(left_out, 'record')} of one app for an overlap with "
            "another; each walk is taken from the one that counted more."
        )
    return intervals(Origin(blob, options, FORMAT.id, "Health Connect"), rows, zone, notes)


@dataclass
class _Found:
    """The records so far, in arrays that grow in place. apps: the number of each."""

    start_s: array[float] = field(default_factory=lambda: array("d"))
    end_s: array[float] = field(default_factory=lambda: array("d"))
    steps: array[float] = field(default_factory=lambda: array("d"))
    offset_min: array[int] = field(default_factory=lambda: array("h"))
    app: array[int] = field(default_factory=lambda: array("i"))
    apps: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, cursor: sqlite3.Cursor) -> _Found:
        """All that a query gives, some rows at a time."""
        found = cls()
        while rows := cursor.fetchmany(BLOCK_ROWS):
            start, end, steps, offset, app = zip(*rows, strict=True)
            found.start_s.extend(stamp / 1000 for stamp in start)
            found.end_s.extend(stamp / 1000 for stamp in end)
            found.steps.extend(steps)
            found.offset_min.extend(map(_minutes, offset))
            found.app.extend(found.apps.setdefault(str(name), len(found.apps)) for name in app)
        return found


def _minutes(offset: object) -> int:
    """Of an offset in seconds; UNKNOWN where it is none."""
    known = isinstance(offset, int) and abs(offset) <= FURTHEST_OFFSET_S
    return cast(int, offset) // 60 if known else UNKNOWN


FORMAT = Format(
    id="health-connect",
    title="Health Connect: export (database)",
    header="(SQLite) steps_record_table: start_time, end_time, count, start_zone_offset",
    recognise=recognise,
    read=read,
    kind="sqlite",
)
