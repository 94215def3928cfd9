"""Zepp Life, Mi Fit, Amazfit: ACTIVITY_STAGE, blocks of 10 to 20 minutes, local time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.find.origin import Origin, empty
from stride.formats.layout import Format, no, sure
from stride.formats.steps.bins import parsed_pairs
from stride.formats.steps.days import number_at
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import local_rows, step_rows
from stride.formats.table.dialect import dialect_of
from stride.formats.table.rows import records_of
from stride.formats.time.zones import Zone, choose_zone, offsets_at
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import F64, Intervals

DAY_S = 86400.0
HOUR_S = 3600.0


def recognise(head: Head) -> Verdict:
    """Sure by date, start, stop and steps."""
    if head.has("date", "start", "stop", "steps"):
        return sure("columns date, start, stop and steps")
    return no("no columns date, start, stop and steps")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Blocks of walking; a stop before the start lies on the next day."""
    import numpy as np

    dialect = dialect_of(blob.head)
    names = [dialect.need(name) for name in ("date", "start", "stop", "steps")]
    records = list(records_of(blob, options, dialect))
    if not records:
        raise empty(blob)
    lines = [line for line, _ in records]
    texts = [
        [f"{r[names[0]].strip()} {r[name].strip()}" for _, r in records] for name in names[1:3]
    ]
    begin, end = parsed_pairs(texts[0], texts[1], lines, options)
    zone = choose_zone(options)
    utc, offset = local_rows(zone, begin.local_s)
    length = _lengths(zone, utc, begin.local_s, end.local_s)
    counts = np.array([number_at(record[names[3]], line, "steps") for line, record in records])
    # a block that begins and ends in the same minute lasts for that minute
    rows = step_rows(utc, np.maximum(length, 60.0), offset, counts, np.array(lines))
    notes = ReadNotes(rows=len(records))
    return intervals(Origin(blob, options, FORMAT.id, "Zepp"), rows, zone, notes)


def _lengths(zone: Zone, utc: F64, start: F64, stop: F64) -> F64:
    """Seconds from start to stop; a stop before the start lies on the next day, or in the hour
    that comes twice.
    """
    import numpy as np

    def until(stop_s: F64, guess_s: F64 | float) -> F64:
        found: F64 = stop_s - offsets_at(zone.tz, utc + guess_s) * 60.0 - utc
        return found

    same_day = stop >= start
    later = np.where(same_day, stop, stop + DAY_S)
    length = until(later, later - start)
    set_back = until(stop, HOUR_S)
    return np.where(~same_day & (set_back > 0), set_back, length)


FORMAT = Format(
    id="zepp-stages",
    title="Zepp Life / Mi Fit / Amazfit: ACTIVITY_STAGE",
    header="date,start,stop,distance,calories,steps",
    recognise=recognise,
    read=read,
    family="zepp",
    rank=1,
)
