"""Withings raw_tracker_steps: minutes in arrays, of devices that overlap, with offset."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.binned import instants, parsed
from stride.formats.common.dialect import dialect_of
from stride.formats.common.model import Format, no, sure
from stride.formats.common.overlap import lanes, most_per_minute
from stride.formats.common.rows import records_of
from stride.formats.common.steps import Origin, StepRows, empty, intervals
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import Intervals


def recognise(head: Head) -> Verdict:
    """Sure by start, duration and value, when the name is that of steps."""
    if head.keys != ["start", "duration", "value"]:
        return no("columns are not start, duration and value")
    if "raw_" in head.basename.lower() and "step" not in head.basename.lower():
        return no("another measure of Withings, by its name")
    return sure("columns start, duration and value")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by the minute: where phone and watch overlap, the higher one."""
    import numpy as np

    dialect = dialect_of(blob.head)
    start, duration, value = dialect.names[:3]
    texts, lines, lengths, values, counts = [], [], [], [], []
    for line, record in records_of(blob, options, dialect):
        spans, steps = _numbers(record[duration], line), _numbers(record[value], line)
        if len(spans) != len(steps):
            raise DataError(
                f"Line {line}: {len(spans)} durations and {len(steps)} values.",
                "Export the file again.",
            )
        texts.append(record[start].strip())
        lines.append(line)
        counts.append(len(spans))
        lengths += spans
        values += steps
    if not texts:
        raise empty(blob)
    times = parsed(texts, lines, options)
    begin, offset, zone = instants(times, options)
    row = np.repeat(np.arange(len(texts)), counts)
    span = np.array(lengths)
    before = np.cumsum(span) - span
    firsts = np.cumsum(counts) - np.array(counts)
    known = np.minimum(firsts, max(len(span) - 1, 0))
    inside = before - (before[known] if len(span) else np.zeros(len(known)))[row]
    rows = StepRows(
        start_s=begin[row] + inside,
        end_s=begin[row] + inside + span,
        offset_min=offset[row],
        steps=np.array(values),
        walking_s=np.full(len(row), np.nan),
        line=np.array(lines)[row],
    )
    rows = rows.take(rows.end_s > rows.start_s)
    rows = rows.take(np.argsort(rows.start_s, kind="stable"))
    notes = ReadNotes(rows=len(texts))
    if "step" not in blob.head.basename.lower():
        notes.warnings.append("The values are taken as steps; the file does not say so.")
    rows = most_per_minute(rows, lanes(rows)) if len(rows) else rows
    return intervals(Origin(blob, options, FORMAT.id, "Withings"), rows, zone, notes)


def _numbers(text: str, line: int) -> list[float]:
    text = text.strip().strip("[]")
    try:
        return [float(cell) for cell in re.split(r"[,;]", text) if cell.strip()]
    except ValueError as error:
        raise DataError(
            f"Line {line}: “{text[:40]}” is not a list of numbers.", "Export the file again."
        ) from error


FORMAT = Format(
    id="withings-tracker",
    title="Withings: raw_tracker_steps",
    header="start,duration,value",
    recognise=recognise,
    read=read,
    family="withings",
    rank=0,
)
