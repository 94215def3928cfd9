"""Google Takeout of Fitbit, steps_*.csv: UTC, several data sources for the same walk."""

from __future__ import annotations

import re

from stride.formats.find.blob import Blob
from stride.formats.find.head import Head
from stride.formats.find.origin import Origin
from stride.formats.layout import Format, Verdict, likely, no, sure
from stride.formats.options import ReadOptions
from stride.formats.steps.devices import one_row_a_start
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import StepRows, step_rows, utc_rows
from stride.formats.steps.steptable import StepTable, Wanted, read_table
from stride.formats.table.dialect import dialect_of
from stride.formats.time.zones import choose_zone
from stride.types import Intervals

#: Copies of the watch's steps, or the phone's: never added to those of a device.
COPIES = re.compile(r"mobiletrack|health ?connect|health ?kit|phone", re.IGNORECASE)


def recognise(head: Head) -> Verdict:
    """Sure by ``timestamp,steps`` with a Z behind the first time."""
    if not (head.has("timestamp", "steps") and len(head.columns) <= 3):
        return no("no columns timestamp,steps")
    if len(head.columns) == 3 and not head.has("data source"):
        return no("a third column that is not data source")
    rows = head.rows(head.first + 1, 3)
    if rows and not rows[0][0].endswith("Z"):
        return no("times without Z")
    if not rows:
        return likely("columns timestamp,steps")
    return sure("columns timestamp,steps and times in UTC")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by the minute, each minute from one data source."""
    import numpy as np

    dialect = dialect_of(blob.head)
    time, steps = dialect.need("timestamp"), dialect.need("steps")
    origin = dialect.find("data source")
    table = read_table(
        blob, options, dialect, Wanted((time,), numbers=(steps,), texts=(origin,) if origin else ())
    )
    zone = choose_zone(options)
    minute = np.floor(table.local_s / 60.0) * 60.0
    utc, offset = utc_rows(zone, minute)
    rows = step_rows(utc, 60.0, offset, table.numbers[steps], table.line)
    if origin and len(table):
        rows = _one_source(rows, table, origin)
    if len(rows):
        rows = one_row_a_start(rows)
    return intervals(Origin(blob, options, FORMAT.id, "Fitbit"), rows, zone, table.notes)


def _one_source(rows: StepRows, table: StepTable, origin: str) -> StepRows:
    """Each minute from one source: a device before the copies, then the one with more steps."""
    import numpy as np

    codes = table.texts[origin]
    if len(codes.names) == 1:
        return rows
    copy = np.array([bool(COPIES.search(name)) for name in codes.names])[codes.index]
    totals = np.bincount(codes.index, weights=rows.steps, minlength=len(codes.names))
    # sort so that the row to keep comes first within its minute
    order = np.lexsort((-totals[codes.index], copy, rows.steps <= 0, rows.start_s))
    start = rows.start_s[order]
    first = np.flatnonzero(np.diff(start, prepend=np.nan) != 0)
    group = np.cumsum(np.diff(start, prepend=np.nan) != 0) - 1
    same = codes.index[order] == codes.index[order][first][group]
    kept = order[same]
    names = ", ".join(codes.names)
    table.notes.warnings.append(
        f"{len(codes.names)} data sources in one file ({names}); each minute is taken from one."
    )
    return rows.take(np.sort(kept))


FORMAT = Format(
    id="fitbit-takeout",
    title="Fitbit in Google Takeout: steps_*.csv",
    header="timestamp,steps,data source",
    recognise=recognise,
    read=read,
    family="fitbit",
    rank=0,
)
