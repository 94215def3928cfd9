"""Tables without a header, known by nothing but their width and their values."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from stride.formats.find.head import as_number, is_number
from stride.formats.table.dialect import Dialect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stride.formats.find.head import Head

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
