"""Withings activities.csv: walks with start and end, under a header translated by half."""

from __future__ import annotations

import json

from stride.formats.layout import Coded, Intervals, Origin, ReadOptions, Sign, empty, has
from stride.formats.steps.walks import Sessions, session_intervals, walks_of
from stride.formats.table.dialect import dialect_of
from stride.formats.table.texttable import records_of
from stride.formats.time.column import read_times
from stride.types import ReadNotes


def read(origin: Origin) -> Intervals:
    """Walks; the first two columns are start and end, whatever their names."""
    blob, options = origin.blob, origin.options
    dialect = dialect_of(blob.head)
    start, end = dialect.names[:2]
    kind, data = dialect.need("Activity type"), dialect.need("Data")
    found, notes, ends = Sessions(), ReadNotes(), []
    records = records_of(blob, options, dialect, (start, end, kind, data))
    for line, record in walks_of(records, start, kind, found, notes, options.walks):
        found.add(record[start].strip(), 0.0, line, steps=_steps(record[data]))
        ends.append(record[end].strip())
    if not notes.rows:
        raise empty(blob)
    _measure(found, ends, options)
    return session_intervals(origin, found, notes, utc=False)


def _measure(found: Sessions, ends: list[str], options: ReadOptions) -> None:
    """The length of each walk, from its start to its end."""
    order = found.order(options)
    for place, end in enumerate(ends):
        line = found.line[place]
        times = read_times([found.start[place], end], [line, line], order)
        utc = times.local_s - [0 if o != o else o * 60 for o in times.offset_min]
        length_s = float(utc[1] - utc[0])
        found.walking_s[place] = length_s
        # one that ends before it begins is left out with its line
        found.length_s[place] = length_s if length_s < 0 else max(length_s, 1.0)


def _steps(text: str) -> float:
    """The steps in the cell of JSON, 0 when it has none."""
    try:
        found = json.loads(text)
        return float(found.get("steps", 0)) if isinstance(found, dict) else 0.0
    except (ValueError, TypeError, OverflowError, RecursionError):
        return 0.0


FORMAT = Coded(
    id="withings-activities",
    title="Withings: activities (walks)",
    header='from,to,"from (manual)","to (manual)",Timezone,"Activity type",Data,GPS,Modified',
    device="Withings",
    sure=has("Activity type", "Data", "GPS", "Modified")
    & Sign(lambda head: len(head.columns) >= 6, "two columns before them"),
    reads=read,
    family="withings",
    rank=1,
)
