"""Google Fit in Takeout, one file a day in quarter hours: steps and walking time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError, EmptyData
from stride.formats.column_words import STEPS, is_walking_time, plain
from stride.formats.late import np
from stride.formats.layout import Coded, Head, Intervals, Origin, empty, sign
from stride.formats.steps.day_totals import NOT_SAID
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import StepRows
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import dialect_of
from stride.formats.table.texttable import records_of
from stride.formats.time.column import read_times
from stride.formats.time.parse import parse_times
from stride.formats.time.zones import row_zone
from stride.types import ReadNotes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stride.types import F64, I16

    Record = tuple[int, dict[str, str]]
    Records = list[Record]

DAY_S = 86400.0
_CLOCK = re.compile(r"^\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:?\d\d|Z)$")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)")


@sign("two columns of times of day with an offset, or their English names above no row")
def quarters(head: Head) -> bool:
    """Whether two columns hold times of day with an offset, in any language."""
    rows = head.rows(head.first + 1, 2)
    if not rows:
        return head.has("start time", "end time", "move minutes count")
    return len(_clock_columns(head.columns, rows[0])) == 2


def _clock_columns(names: Sequence[str], row: Sequence[str]) -> list[str]:
    """The columns of times of day, the start before the end."""
    return [name for name, cell in zip(names, row, strict=False) if _CLOCK.match(cell)]


def _span_columns(names: Sequence[str], record: Record) -> tuple[str, str]:
    """The columns of start and end. Raises DataError without both."""
    line, cells = record
    begin, stop, *_ = [*_clock_columns(names, [cells[name] for name in names]), "", ""]
    if not stop:
        raise DataError(
            f"Line {line}: a start and an end as times of day are not both there.",
            "Export the file again.",
        )
    return begin, stop


def read(origin: Origin) -> Intervals:
    """Quarter hours; the date stands in the file name only."""
    blob, options = origin.blob, origin.options
    date = _DATE.search(blob.head.basename)
    if not date:
        raise DataError(
            f"{blob.name} holds times of day; Google Fit writes the date into the file name, and "
            "this name has none.",
            "Give the file its name back, such as 2023-10-29.csv.",
        )
    midnight = float(parse_times([date[1]]).local_s[0])
    dialect = dialect_of(blob.head)
    names = dialect.names
    steps = next((name for name in names if STEPS.match(plain(name))), None)
    walking = next((name for name in names if is_walking_time(name)), None)
    records = list(records_of(blob, options, dialect))
    if not records:
        raise empty(blob)
    if steps is None and walking is None:
        raise EmptyData(f"{blob.name} has neither steps nor walking in it.", "Nothing to import.")
    lines = [line for line, _ in records]
    begin, stop = _span_columns(names, records[0])
    start, offset = _instants(records, begin, midnight, lines)
    end, _ = _instants(records, stop, midnight, lines)
    end = np.where(end <= start, end + DAY_S, end)
    rows = StepRows(
        start_s=start,
        end_s=end,
        offset_min=offset,
        steps=_column(records, steps, dialect.decimal),
        walking_s=_column(records, walking, dialect.decimal, NOT_SAID) / 1000,
        line=np.array(lines),
    )
    # a Z too is the person's: the day in the name of the file begins at its midnight
    zone = row_zone(offset[0])
    notes = ReadNotes(rows=len(records))
    return intervals(origin, rows, zone, notes)


def _column(records: Records, name: str | None, decimal: str, missing: float = 0.0) -> F64:
    """The numbers of a column, (n,); where it, or a cell, is missing, ``missing``."""
    if name is None:
        return np.full(len(records), missing)
    return np.array(
        [number_at(record[name], line, name, decimal, missing) for line, record in records]
    )


def _instants(records: Records, name: str, midnight: float, lines: list[int]) -> tuple[F64, I16]:
    times = read_times([record[name].strip() for _, record in records], lines, None)
    offset = np.nan_to_num(times.offset_min)
    return midnight + times.local_s - offset * 60, offset.astype(np.int16)


FORMAT = Coded(
    id="google-fit-intervals",
    title="Google Fit in Takeout: one file a day, quarter hours",
    header="Start time,End time,Move Minutes count,Calories (kcal),Step count",
    device="Google Fit",
    sure=quarters,
    reads=read,
    family="google-fit",
    rank=0,
)
