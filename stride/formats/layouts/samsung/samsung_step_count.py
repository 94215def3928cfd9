"""Samsung Health pedometer_step_count: steps by the minute, UTC with the offset beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stride.formats.find.origin import Origin, empty
from stride.formats.layout import Format, no, sure
from stride.formats.layouts.samsung.shared import columns, data_type, offset_minutes, table
from stride.formats.steps.bins import in_order, pair_order
from stride.formats.steps.days import numbers_at
from stride.formats.steps.devices import best_device_a_day
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import StepRows
from stride.formats.texts import (
    all_match,
    coded,
    edges,
    floats,
    release_texts,
    stripped,
)
from stride.formats.time.parse import MIDNIGHT_1970
from stride.formats.time.zones import Zone, choose_zone, offset_text, offsets_at
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.formats.table.texttable import TextTable
    from stride.formats.time.column import TimeColumn
    from stride.types import F64, I16, I64, Intervals

DEFAULT_S = 60.0
NO_STAMP = b"0000000000000"
SPAN = ("start_time", "end_time")
NAMES = (*SPAN, "count", "time_offset", "deviceuuid")


def recognise(head: Head) -> Verdict:
    """Sure by the name in line 1."""
    if data_type(head).endswith("step_count") and "start_time" in columns(head):
        return sure("line 1 names step_count")
    return no("line 1 does not name pedometer_step_count")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by the minute; of each day the device with the most."""
    import numpy as np

    texts = table(blob, options, NAMES, SPAN)
    if not len(texts):
        raise empty(blob)
    start, end = _spans(texts, options)
    offset, zone = _offsets(texts.columns["time_offset"], start, options)
    steps = numbers_at(texts.columns["count"], texts.line, "count")
    device, names = coded(texts.columns["deviceuuid"])
    rows = StepRows(start, end, offset, steps, np.broadcast_to(np.nan, start.shape), texts.line)
    best_device_a_day(rows, np.argsort(np.argsort(names))[device])
    notes = ReadNotes(rows=len(texts))
    if len(names) > 1:
        notes.warnings.append("Several devices; each day is taken from the one with most steps.")
    return intervals(Origin(blob, options, FORMAT.id, "Samsung Health"), rows, zone, notes)


def _spans(texts: TextTable, options: ReadOptions) -> tuple[F64, F64]:
    """Starts and ends in UTC seconds; a row of no length, or without an end, is a minute."""
    import numpy as np

    starts, ends = (texts.columns.pop(name) for name in SPAN)
    order = pair_order((starts, ends), texts.line, options)
    start = _utc(starts, texts.line, order)
    del starts  # texts are most of an export
    release_texts()
    if not _have_ends(ends):
        return start, start + DEFAULT_S
    end = _utc(ends, texts.line, order)
    del ends
    release_texts()
    np.copyto(end, start + DEFAULT_S, where=end - start < 1)
    return start, end


def _have_ends(ends: TimeColumn) -> bool:
    """Whether there are ends; a row without one then gets one before all starts."""
    import pyarrow.compute as pc

    parts = [stripped(part, "").combine_chunks() for _, part in ends.waiting]
    some = [edges(part)[0] > 0 for part in parts]
    if all(said.all() for said in some):
        return True
    first = next(
        (
            part.filter(said)[0].as_py()
            for part, said in zip(parts, some, strict=True)
            if said.any()
        ),
        b"",
    )
    nothing = NO_STAMP if first.isdigit() else MIDNIGHT_1970
    filled = (pc.if_else(said, part, nothing) for part, said in zip(parts, some, strict=True))
    ends.waiting = [(at, part) for (at, _), part in zip(ends.waiting, filled, strict=True)]
    return bool(first) or not ends.all_wait


def _utc(column: TimeColumn, lines: I64, order: str | None) -> F64:
    texts = stripped(column.texts, "")
    if column.all_wait and all_match(texts, r"^\p{Nd}{13}$"):
        stamps: F64 = floats(texts) / 1000
        return stamps
    return in_order(column, lines, order).local_s


def _offsets(texts: Any, start: F64, options: ReadOptions) -> tuple[I16, Zone]:
    """The offset of each row, where it names none that of the zone, and the zone."""
    import numpy as np

    zone = choose_zone(options)
    offset = offsets_at(zone.tz, start)
    index, names = coded(texts)
    said = [offset_minutes(name) for name in names]
    for place, minutes in enumerate(said):
        if minutes is not None:
            offset[index == place] = np.int16(minutes)
    return offset, zone if said[0] is None else Zone(offset_text(said[0]), "row")


FORMAT = Format(
    id="samsung-step-count",
    title="Samsung Health: pedometer_step_count",
    header="com.samsung.health.step_count.start_time,com.samsung.health.step_count.count",
    recognise=recognise,
    read=read,
    family="samsung",
    rank=0,
)
