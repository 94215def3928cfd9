"""Samsung Health pedometer_step_count: steps by the minute, UTC with the offset beside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.formats.common.binned import in_order
from stride.formats.common.days import number_at
from stride.formats.common.model import Format, no, sure
from stride.formats.common.order import proofs_of, settled
from stride.formats.common.overlap import best_device_a_day
from stride.formats.common.samsung import columns, data_type, offset_minutes, records
from stride.formats.common.steps import Origin, StepRows, empty, intervals
from stride.formats.common.zones import Zone, choose_zone, offset_text, offsets_at
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import F64, Intervals

DEFAULT_S = 60.0


def recognise(head: Head) -> Verdict:
    """Sure by the name in line 1."""
    if data_type(head).endswith("step_count") and "start_time" in columns(head):
        return sure("line 1 names step_count")
    return no("line 1 does not name pedometer_step_count")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by the minute; of each day the device with the most."""
    import numpy as np

    found = list(records(blob, options))
    if not found:
        raise empty(blob)
    lines = [line for line, _ in found]
    starts = [record.get("start_time", "").strip() for _, record in found]
    ends = [record.get("end_time", "").strip() for _, record in found]
    order = settled(proofs_of(starts + ends, lines + lines), options)
    start = _utc(starts, lines, order)
    end = _utc(ends, lines, order) if all(ends) else start + DEFAULT_S
    end = np.where(end - start < 1, start + DEFAULT_S, end)
    offsets = [offset_minutes(record.get("time_offset", "")) for _, record in found]
    zone = choose_zone(options)
    fallback = offsets_at(zone.tz, start)
    offset = np.array([b if a is None else a for a, b in zip(offsets, fallback, strict=True)])
    if offsets[0] is not None:
        zone = Zone(offset_text(offsets[0]), "row")
    steps = np.array([number_at(r.get("count", ""), line, "count") for line, r in found])
    devices = [record.get("deviceuuid", "") for _, record in found]
    device = np.unique(devices, return_inverse=True)[1]
    nothing = np.full(len(start), np.nan)
    rows = StepRows(start, end, offset.astype(np.int16), steps, nothing, np.array(lines))
    rows = best_device_a_day(rows, device)
    notes = ReadNotes(rows=len(found))
    if len(set(devices)) > 1:
        notes.warnings.append("Several devices; each day is taken from the one with most steps.")
    return intervals(Origin(blob, options, FORMAT.id, "Samsung Health"), rows, zone, notes)


def _utc(texts: list[str], lines: list[int], order: str | None) -> F64:
    import numpy as np

    if all(re.match(r"^\d{13}$", text) for text in texts):
        return np.array([int(text) / 1000 for text in texts])
    return in_order(texts, lines, order).local_s


FORMAT = Format(
    id="samsung-step-count",
    title="Samsung Health: pedometer_step_count",
    header="com.samsung.health.step_count.start_time,com.samsung.health.step_count.count",
    recognise=recognise,
    read=read,
    family="samsung",
    rank=0,
)
