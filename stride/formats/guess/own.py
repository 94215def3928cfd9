"""What the columns of an unknown table can be, by their first values alone: guesses to be tried."""

import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from stride.formats.column_words import plain
from stride.formats.find.head import NUMBER, Head, as_number, by_column, is_number
from stride.formats.guess.steps import OTHER_MEASURE, STEP_TITLE, is_date_only
from stride.formats.late import median
from stride.formats.table.dialect import dialect_of
from stride.formats.table.headed import by_place, holds_values
from stride.formats.time.spelling import has_date

LOOKED_AT = 200  # rows
FEW = 40  # that every format has looked at: they are split already
LEAST_ROWS = 3
MOST_GUESSES = 12
#: Steps of the median day of a table, and of the median finer row that has any.
DAILY_STEPS, ROW_STEPS = (300.0, 60_000.0), (1.0, 6_000.0)
#: Lengths of a resting vector of acceleration in g, m/s2 and mg, with room for movement.
RESTING = ((0.8, 1.4), (8.0, 14.0), (800.0, 1400.0))
EPOCHS = (1.0, 1e3, 1e6, 1e9)  # units in a second of numbers since 1970
_CLOCK = re.compile(r"^([01]?\d|2[0-3])[:.]\d\d([:.]\d\d)?(\s?[ap]\.?m\.?)?$", re.I)
_END = re.compile(r"end|stop|to$|bis|until|fin|slut|koniec|до|終|结束|종료", re.I)

Cells = dict[str, list[str]]


class Guess(NamedTuple):
    """Columns by what they are; whether a rate and a start have to be said as well."""

    columns: dict[str, str]
    rate: bool = False
    start: bool = False


def guesses(head: Head) -> Iterator[Guess]:
    """The likeliest first, some dozen at most; nothing of a file that is no table of numbers."""
    if head.kind != "text" or not head.lines:
        return
    cells = _cells(head)
    if not cells or min(map(len, cells.values())) < LEAST_ROWS:
        return
    times = _times(cells)
    numbers = [name for name in cells if name not in times.values() and _numbers(cells[name])]
    for axes in _axes(numbers, cells):
        yield _samples(axes, times, numbers, cells)
    if times:
        other = [name for name in numbers if OTHER_MEASURE.search(plain(name))]
        if OTHER_MEASURE.search(plain(head.basename)) and not STEP_TITLE.search(head.basename):
            other = numbers
        may = [name for name in numbers if name not in other]
        steps = [name for name in may if _may_be_steps(cells[name], times, cells)]
        for name in steps[:MOST_GUESSES]:
            yield Guess({**times, "steps": name})


def number_columns(head: Head) -> list[str]:
    """The columns of a table with nothing but numbers and empty cells in their first rows."""
    if head.kind != "text" or not head.lines:
        return []
    return [name for name, cells in _cells(head, FEW).items() if _numbers(cells)]


def _cells(head: Head, count: int = LOOKED_AT) -> Cells:
    """The first values of each column, called by its place where the file has no header."""
    headerless = holds_values(head.columns)
    dialect = by_place(head) if headerless else dialect_of(head)
    return by_column(dialect.names, head.rows(dialect.first_row, count))


def _numbers(cells: list[str]) -> bool:
    some = [cell for cell in cells if cell]
    return bool(some) and all(map(NUMBER.match, some))


def _values(cells: list[str]) -> list[float]:
    return [as_number(cell) for cell in cells if is_number(cell)]


def _times(cells: Cells) -> dict[str, str]:
    """The columns that tell when: a time, its clock where that stands beside it, an end."""
    dated = [name for name, texts in cells.items() if _dated(texts)]
    if not dated:
        return {}
    ends = [name for name in dated[1:] if _END.search(name) or _later(cells[dated[0]], cells[name])]
    roles = {"time": dated[0]}
    if all(is_date_only(text) for text in cells[dated[0]]):
        clocks = [name for name, texts in cells.items() if all(map(_CLOCK.match, texts))]
        roles |= {"clock": clocks[0]} if clocks else {}
    elif ends:
        roles["end"] = ends[0]
    return roles


def _dated(texts: list[str]) -> bool:
    return bool(texts) and (all(map(has_date, texts)) or _epochs(texts))


def _epochs(texts: list[str]) -> bool:
    if not all(map(is_number, texts)):
        return False
    values = _values(texts)
    return any(all(6e8 * unit <= value < 5e9 * unit for value in values) for unit in EPOCHS)


def _later(starts: list[str], ends: list[str]) -> bool:
    """Whether each end is the same text kind as its start and none is before it, as texts."""
    return all(len(a) == len(b) and a <= b for a, b in zip(starts, ends, strict=False))


def _may_be_steps(texts: list[str], times: dict[str, str], cells: Cells) -> bool:
    """Whether numbers are whole, differ, and are as many as steps of a day or of a row are."""
    values = _values(texts)
    if any(value < 0 or value % 1 for value in values) or len(set(values)) < LEAST_ROWS:
        return False
    if sum(b >= a for a, b in pairwise(values)) == len(values) - 1:
        return False  # a number of the row, or a running total
    some = [value for value in values if value]
    whole = all(is_date_only(text) for text in cells[times["time"]]) and "clock" not in times
    least, most = DAILY_STEPS if whole and not is_number(cells[times["time"]][0]) else ROW_STEPS
    return least <= median(some) <= most


def _axes(numbers: list[str], cells: Cells) -> Iterator[tuple[str, str, str]]:
    """Three columns side by side whose length is that of gravity, with fractions or in mg."""
    for x, y, z in zip(numbers, numbers[1:], numbers[2:], strict=False):
        rows = zip(_values(cells[x]), _values(cells[y]), _values(cells[z]), strict=False)
        lengths = [math.sqrt(a * a + b * b + c * c) for a, b, c in rows]
        fractions = any(value % 1 for name in (x, y, z) for value in _values(cells[name]))
        signed = len({value for name in (x, y, z) for value in _values(cells[name])}) > LEAST_ROWS
        middle = median(lengths) if lengths else 0.0
        limits = RESTING if fractions else RESTING[2:]
        if signed and any(least <= middle <= most for least, most in limits):
            yield x, y, z


def _samples(
    axes: tuple[str, str, str], times: dict[str, str], numbers: list[str], cells: Cells
) -> Guess:
    """The axes with the time beside them: a date, or a count that rises evenly, or none."""
    xyz = dict(zip("xyz", axes, strict=True))
    if times:
        return Guess({"time": times["time"], **xyz})
    rising = [name for name in numbers if name not in axes and _rising(_values(cells[name]))]
    if rising:
        return Guess({"time": rising[0], **xyz}, start=True)
    return Guess(xyz, rate=True, start=True)


def _rising(values: list[float]) -> bool:
    return len(values) > LEAST_ROWS and all(b > a for a, b in pairwise(values))
