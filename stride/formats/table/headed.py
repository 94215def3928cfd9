"""Which column is which where a person named them, or where a table has no header at all."""

from collections.abc import Sequence
from itertools import pairwise

from stride.errors import DataError
from stride.formats.find.head import Head, as_number, is_number
from stride.formats.table.dialect import Dialect, dialect_of
from stride.formats.time.spelling import has_date, looks_like_time

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
    headerless = holds_values(cells_at(head.columns, places))
    width = max(map(len, head.rows(head.first)), default=0)
    start = head.first if headerless else dialect_of(head).first_row
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
    dialect = by_place(head, numbers)
    if high := [name for name in numbers if name not in dialect.names]:
        width = len(dialect.names)
        raise DataError(
            f"{what} has no column {high[0]}: its rows have {width}.", "Count from 1 on."
        )
    return dialect


def _has(head: Head, name: str) -> bool:
    return name.lower() in head.keys


LOOKED_AT = 40  # lines
FEWEST = 3


def bare_rows(head: Head, delimiter: str, width: int) -> list[list[float]]:
    """The first rows as numbers, NaN as such; none where a line is no row of so many numbers."""
    lines = [line for line in head.lines[:LOOKED_AT] if line.strip()]
    rows = [line.strip().split(delimiter) for line in lines]
    sound = len(rows) >= FEWEST and all(
        len(row) == width and all(is_number(cell) or cell == "NaN" for cell in row) for row in rows
    )
    return [[_value(cell) for cell in row] for row in rows] if sound else []


def _value(cell: str) -> float:
    return as_number(cell) if is_number(cell) else float("nan")


def within(rows: Sequence[Sequence[float]], column: int, least: float, most: float) -> bool:
    """Whether a column holds nothing but values between two limits, where it holds any."""
    return all(least <= row[column] <= most for row in rows if row[column] == row[column])


def labelled(rows: Sequence[Sequence[float]], column: int, most: int) -> bool:
    """Whether a column holds whole numbers from 0, as the labels of a data set are."""
    return within(rows, column, 0, most) and all(row[column] % 1 == 0 for row in rows)


def rising(rows: Sequence[Sequence[float]], column: int, least: float, most: float) -> bool:
    """Whether each row of a column is by so much above the one before."""
    values = [row[column] for row in rows]
    return all(least <= b - a <= most for a, b in pairwise(values))


def bare_dialect(delimiter: str, width: int, names: dict[int, str]) -> Dialect:
    """The dialect of such a table. names: of the columns that are read."""
    columns = tuple(names.get(place, f"column {place + 1}") for place in range(width))
    return Dialect(columns, delimiter, first_row=0)
