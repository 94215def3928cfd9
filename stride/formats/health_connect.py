"""Health Connect's own export (a database in a zip): step records of all apps, UTC and offset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.database import is_sqlite, mentions, opened, tables
from stride.formats.common.model import Format, no, sure
from stride.formats.common.overlap import one_source_a_cluster
from stride.formats.common.steps import Origin, StepRows, empty, intervals
from stride.formats.common.words import counted
from stride.formats.common.zones import Zone, choose_zone, offset_text, offsets_at
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import Intervals

TABLE = "steps_record_table"
FURTHEST_OFFSET_S = 14 * 3600


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
        found = connection.execute(query).fetchall()
    if not found:
        raise empty(blob)
    start = np.array([row[0] / 1000 for row in found])
    end = np.maximum(np.array([row[1] / 1000 for row in found]), start + 1.0)
    zone = choose_zone(options)
    offsets = offsets_at(zone.tz, start)
    known = [isinstance(row[3], int) and abs(row[3]) <= FURTHEST_OFFSET_S for row in found]
    for index, row in enumerate(found):
        if known[index]:
            offsets[index] = row[3] // 60
    if all(known):
        zone = Zone(offset_text(int(offsets[-1])), "row")
    rows = StepRows(
        start_s=start,
        end_s=end,
        offset_min=offsets,
        steps=np.array([float(row[2]) for row in found]),
        walking_s=np.full(len(found), np.nan),
        line=np.arange(1, len(found) + 1),
    )
    apps = np.unique([str(row[4]) for row in found], return_inverse=True)[1]
    kept = one_source_a_cluster(rows, apps)
    notes = ReadNotes(rows=len(found))
    if len(kept) < len(rows):
        notes.warnings.append(
            f"Left out {counted(len(rows) - len(kept), 'record')} of one app for an overlap with "
            "another; each walk is taken from the one that counted more."
        )
    return intervals(Origin(blob, options, FORMAT.id, "Health Connect"), kept, zone, notes)


FORMAT = Format(
    id="health-connect",
    title="Health Connect: export (database)",
    header="(SQLite) steps_record_table: start_time, end_time, count, start_zone_offset",
    recognise=recognise,
    read=read,
    kind="sqlite",
)
