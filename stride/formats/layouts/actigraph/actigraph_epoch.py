"""ActiGraph epoch CSV of ActiLife: steps in epochs of 1 to 60 seconds, wall clock."""

from dataclasses import replace
from math import inf, isfinite

from stride.errors import DataError
from stride.formats.find.head import is_number
from stride.formats.layout import STRAPPED_ON, Blob, Coded, Intervals, Origin
from stride.formats.layouts.actigraph.shared import (
    HEADER_LINES,
    Preamble,
    actilife,
    need_start,
    parse_preamble,
    rows_below,
    unsummed,
)
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import step_rows
from stride.formats.table.cells import numbers_at
from stride.formats.table.dialect import Dialect, unique
from stride.formats.table.texttable import text_table
from stride.formats.time.column import TimeColumn
from stride.formats.time.order import DateOrder
from stride.formats.time.zones import unset_instants
from stride.types import ReadNotes

#: Device modes whose fourth column is the steps: three axes and steps, and with light and
#: inclinometer behind.
MODES_WITH_STEPS = (13, 15, 29, 45, 61)


def read(origin: Origin) -> Intervals:
    """Steps by epoch, from the column Steps or the place the device's mode gives it."""
    blob, options = origin.blob, origin.options
    preamble = parse_preamble(blob.head, blob.name, options)
    dialect, steps, time = _table(blob, preamble)
    column = TimeColumn(DateOrder(options, preamble.order or None))
    table = text_table(blob, options, dialect, (steps,), {time: column} if time else {})
    if time:
        local = column.read(table.line).local_s  # a Z is false: ActiLife writes the wall clock
    else:
        epochs = (table.line - (dialect.first_row + 1)).astype("float64")
        local = need_start(preamble) + epochs * preamble.epoch_s
    counts = numbers_at(table.columns[steps], table.line, steps)
    start_s = preamble.start_s if isfinite(preamble.start_s) else float(local.min(initial=inf))
    utc, offset, zone = unset_instants(local, start_s, options)
    rows = step_rows(utc, utc + (preamble.epoch_s or 60.0), offset, counts, table.line)
    notes = ReadNotes(rows=len(table))
    return intervals(replace(origin, device=preamble.device), rows, zone, notes)


def _table(blob: Blob, preamble: Preamble) -> tuple[Dialect, str, tuple[str, ...]]:
    """(dialect, column of the steps, columns of the time)."""
    head = blob.head
    delimiter, sample = rows_below(head)
    first = [cell.strip() for cell in sample[0]]
    if all(is_number(cell) for cell in first if cell):
        return _headerless(blob, preamble, len(first), delimiter)
    names = first + [""] * (max((len(row) for row in sample[1:]), default=0) - len(first))
    dialect = Dialect(unique(names), delimiter, ".", HEADER_LINES + 1, head.encoding)
    steps = dialect.find("steps", "step count")
    if steps is None:
        raise DataError(
            f"{blob.name}, line {HEADER_LINES + 1}: counts without a column Steps; walking cannot "
            "be worked out from counts.",
            "Export it from ActiLife with steps, or export the raw data.",
        )
    stamp = dialect.find("timestamp", "time stamp")
    date, time = dialect.find("date"), dialect.find("time", "epoch")
    if stamp or (date and time):
        return dialect, steps, (stamp,) if stamp else (str(date), str(time))
    return dialect, steps, ()


def _headerless(
    blob: Blob, preamble: Preamble, width: int, delimiter: str
) -> tuple[Dialect, str, tuple[str, ...]]:
    if width < 4 or preamble.mode not in MODES_WITH_STEPS:
        raise DataError(
            f"{blob.name}: {width} columns without names in mode {preamble.mode}; stride does not "
            "know which one holds the steps.",
            "Export it from ActiLife with column names.",
        )
    names = ["axis1", "axis2", "axis3", "steps"] + [f"c{index}" for index in range(4, width)]
    dialect = Dialect(tuple(names), delimiter, ".", HEADER_LINES, blob.head.encoding)
    return dialect, "steps", ()


FORMAT = Coded(
    id="actigraph-epoch",
    worn_at=STRAPPED_ON,
    title="ActiGraph epoch CSV with steps (ActiLife)",
    header="Date, Time, Axis1,Axis2,Axis3,Steps",
    sure=actilife & ~unsummed,
    reads=read,
)
