"""Withings raw_tracker_steps: minutes in arrays, of devices that overlap, with offset."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.layout import Blob, Coded, Intervals, Origin, ReadOptions, Sign, empty, exactly
from stride.formats.steps.devices import lanes, most_per_minute
from stride.formats.steps.intervals import intervals, leave_out_long
from stride.formats.steps.rows import StepRows, step_rows
from stride.formats.table.dialect import dialect_of
from stride.formats.table.text_blocks import text_blocks
from stride.formats.texts import coded, release_texts
from stride.formats.time.column import TimeColumn
from stride.formats.time.order import DateOrder
from stride.formats.time.zones import instants
from stride.formats.words import counted, name_lines
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.table.text_blocks import TextTable
    from stride.formats.time.zones import Zone
    from stride.types import F64, I64


def read(origin: Origin) -> Intervals:
    """Steps by the minute: where phone and watch overlap, the higher one."""
    blob, options = origin.blob, origin.options
    rows, zone, count = _rows(_Lists.of(blob, options), options)
    notes = ReadNotes(rows=count)
    _leave_out_moments(rows, notes)
    if len(rows):
        leave_out_long(rows, notes)
    rows.sort()
    if "step" not in blob.head.basename.lower():
        notes.warnings.append("The values are taken as steps; the file does not say so.")
    rows = most_per_minute(rows, lanes(rows)) if len(rows) else rows
    return intervals(origin, rows, zone, notes)


def _leave_out_moments(rows: StepRows, notes: ReadNotes) -> None:
    """Leave out, in place, counts without a duration; those of steps are said."""
    last = rows.end_s > rows.start_s
    if last.all():
        return
    bad = np.unique(rows.line[~last & (rows.steps > 0)])
    if len(bad):
        notes.rows_skipped += len(bad)
        notes.warnings.append(
            f"Left out counts without a duration in {counted(len(bad), 'row')} ({name_lines(bad)})."
        )
    rows.keep(last)


@dataclass
class _Lists:
    """The rows of a file. start: n times. line, count: (n,) line numbers, and numbers in a row.

    spans, steps: the seconds and the steps of all rows, one after the other.
    """

    start: TimeColumn
    line: I64
    count: I64
    spans: F64
    steps: F64

    @classmethod
    def of(cls, blob: Blob, options: ReadOptions) -> _Lists:
        """All rows of a file, of which there must be some."""
        dialect = dialect_of(blob.head)
        names = dialect.names[:3]
        starts = TimeColumn(DateOrder(options))
        columns = [array(code) for code in "iidd"]
        for block in text_blocks(blob, options, dialect, names):
            starts.add(block.columns[names[0]], block.line)
            arrays = (block.line, *_lists(block, *names[1:]))
            for column, more in zip(columns, arrays, strict=True):
                column.frombytes(more.tobytes())
        if not columns[0]:
            raise empty(blob)
        numbers: Any = (np.frombuffer(c, c.typecode) if c else np.zeros(0) for c in columns)
        return cls(starts, *numbers)


def _rows(lists: _Lists, options: ReadOptions) -> tuple[StepRows, Zone, int]:
    """A row for each number, the zone, and how many rows the file has."""
    times = lists.start.read(lists.line)
    del lists.start  # texts are most of an export
    release_texts()
    begin, offset, zone = instants(times, options)
    line, count, spans = lists.line, lists.count, lists.spans
    if not (count == 1).all():
        row = np.repeat(np.arange(len(count)), count)
        before = np.cumsum(spans) - spans
        begin = begin[row] + (before - before[(np.cumsum(count) - count)[row]])
        offset, line = offset[row], line[row]
    rows = step_rows(begin, begin + spans, offset, lists.steps, line)
    return rows, zone, len(lists.line)


def _lists(table: TextTable, duration: str, value: str) -> tuple[I64, F64, F64]:
    """How many numbers each row holds, and all durations and values of the rows.

    Raises DataError for a row that holds others, or not as many of both.
    """
    rows, lists = [], []
    for name in (duration, value):
        index, texts = coded(table.columns[name])
        rows.append(index)
        lists.append([_numbers(text) for text in texts])
    sizes = [
        np.array([bad if numbers is None else len(numbers) for numbers in column], np.int32)[index]
        for bad, index, column in zip((-1, -2), rows, lists, strict=True)
    ]
    wrong = np.flatnonzero(sizes[0] != sizes[1])
    if len(wrong):
        place = int(wrong[0])
        cells = [table.columns[name][place].as_py().decode() for name in (duration, value)]
        raise _refusal(cells, int(table.line[place]))
    spans, steps = (_flat(index, column) for index, column in zip(rows, lists, strict=True))
    return sizes[0], spans, steps


def _flat(index: Any, lists: list[list[float] | None]) -> F64:
    """The numbers of all rows. index: (n,) which list each row holds."""
    arrays = [np.array(numbers, float) for numbers in lists]
    flat: F64
    if all(len(numbers) == 1 for numbers in arrays):
        flat = np.concatenate([np.zeros(0), *arrays])[index]
    else:
        flat = np.concatenate([arrays[which] for which in index.tolist()])
    return flat


def _numbers(text: str) -> list[float] | None:
    """The numbers of a list, None where they are none."""
    try:
        return [float(cell) for cell in re.split(r"[,;]", text.strip().strip("[]")) if cell.strip()]
    except ValueError:
        return None


def _refusal(cells: list[str], line: int) -> DataError:
    """What is wrong with the durations and values of a row."""
    lists = [_numbers(cell) for cell in cells]
    for cell, numbers in zip(cells, lists, strict=True):
        if numbers is None:
            text = cell.strip().strip("[]")
            return DataError(
                f"Line {line}: “{text[:40]}” is not a list of numbers.", "Export the file again."
            )
    spans, steps = (len(numbers or []) for numbers in lists)
    return DataError(
        f"Line {line}: {spans} durations and {steps} values.", "Export the file again."
    )


FORMAT = Coded(
    id="withings-tracker",
    title="Withings: raw_tracker_steps",
    header="start,duration,value",
    device="Withings",
    unless=Sign(
        lambda head: "raw_" in head.basename.lower() and "step" not in head.basename.lower(),
        "another measure of Withings, by its name",
    ),
    sure=exactly("start,duration,value"),
    reads=read,
    family="withings",
    rank=0,
)
