"""A table whose columns a person named: which line is its header, and which column is which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.head import is_number
from stride.formats.table.dialect import dialect_of
from stride.formats.time.spelling import has_date, looks_like_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stride.formats.find.head import Head
    from stride.formats.table.dialect import Dialect

MOST_ABOVE = 200  # lines above a header: some devices write a page about themselves


def header_line(head: Head, names: Sequence[str]) -> int | None:
    """Index of the first line that has all these columns, whatever their case; None without one."""
    wanted = {name.lower() for name in names}
    index: int
    for index in [head.first, *range(min(len(head.lines), MOST_ABOVE))]:
        if wanted <= {cell.lower() for cell in head.cells(index)}:
            return index
    return None


def holds_values(cells: Sequence[str]) -> bool:
    """Whether cells are numbers, times or nothing: a row of values, and no header."""
    return any(cells) and all(not cell or is_number(cell) or _is_time(cell) for cell in cells)


def _is_time(cell: str) -> bool:
    return has_date(cell) or looks_like_time(cell)


def cells_at(cells: Sequence[str], places: Sequence[str]) -> list[str]:
    """Those of some cells whose places, from 1 on, are named; all where none is."""
    named = [int(place) - 1 for place in places]
    return [cells[place] for place in named if 0 <= place < len(cells)] if named else list(cells)


def by_place(head: Head, places: Sequence[str] = ()) -> Dialect:
    """The dialect of a table whose columns are called 1, 2, 3 …; a header above them is passed.

    places: those that hold numbers or times, all where none is named.
    """
    bare = holds_values(cells_at(head.columns, places))
    width = max(map(len, head.rows(head.first)), default=0)
    start = head.first if bare else dialect_of(head).first_row
    return dialect_of(head, start, [str(place + 1) for place in range(width)])


def table_with(head: Head, names: Sequence[str], what: str) -> Dialect:
    """How a table is written that has these columns; numbers are places, from 1 on.

    what: the file, for people. Raises DataError where a column is not there.
    """
    if (line := header_line(head, names)) is not None:
        return dialect_of(head, line)
    numbers = [name for name in names if name.isdecimal()]
    if len(numbers) < len(names):
        absent = next(name for name in names if name not in numbers and not _has(head, name))
        shown = ", ".join(cell or "without a name" for cell in head.columns[:12])
        hint = f"It has: {shown}. A number names a column by its place, as in time=1."
        raise DataError(f"{what} has no column “{absent}”.", hint)
    found = by_place(head, numbers)
    if high := [name for name in numbers if name not in found.names]:
        width = len(found.names)
        raise DataError(
            f"{what} has no column {high[0]}: its rows have {width}.", "Count from 1 on."
        )
    return found


def _has(head: Head, name: str) -> bool:
    return name.lower() in head.keys
