"""Cells of tables to numbers: counts as people's exports write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.table.dialect import count_decimal
from stride.formats.texts import coded

if TYPE_CHECKING:
    from stride.formats.table.dialect import Dialect
    from stride.types import F64, I64

#: What people write behind a count.
_UNIT = re.compile(
    r"(?<=\d)\s*(steps?|schritte|pasos|pas|passi|passos|stappen|steg|skritt|步|歩)$", re.I
)
MISSING = ("", "na", "n/a", "nan", "null", "none", "-", "--", "–", "—")


def number_at(text: str, line: int, column: str, decimal: str = ".", missing: float = 0.0) -> float:
    """A number of a cell; an empty cell is ``missing``.

    Raises DataError naming line, column and value.
    """
    if text.strip().strip('"').lower() in MISSING:
        return missing
    try:
        return number(_UNIT.sub("", text.strip().strip('"')), decimal)
    except ValueError as error:
        raise DataError(
            f"Line {line}, column “{column}”: “{text[:40]}” is not a number.",
            "Correct or remove that line, or export the file again.",
        ) from error


def numbers_at(
    column: Any,
    lines: Sequence[int] | I64,
    name: str,
    decimal: str = ".",
    missing: float = 0.0,
) -> F64:
    """``number_at`` of every cell of a chunked column: counts have few distinct spellings.

    lines: (n,) line numbers.
    """
    index, texts = coded(column)
    values = np.zeros(len(texts))
    for place, text in enumerate(texts):
        try:
            values[place] = number_at(text, 0, name, decimal, missing)
        except DataError:  # said again with the line it stands in
            number_at(text, int(lines[int(np.argmax(index == place))]), name, decimal)
    numbers: F64 = values[index]
    return numbers


def counts_at(
    column: Any,
    lines: Sequence[int] | I64,
    name: str,
    dialect: Dialect,
    missing: float = 0.0,
) -> F64:
    """``numbers_at`` of a column of counts, in which 8.421 may be eight thousand."""
    cells = [cell.strip() for cell in coded(column)[1]]
    return numbers_at(column, lines, name, count_decimal(cells, dialect), missing)


def number(text: str, decimal: str = ".") -> float:
    """A number as people's exports write it: thousands, decimal comma, odd spaces.

    Raises ValueError.
    """
    text = re.sub("[\\s\u00a0\u202f'’]", "", text)
    text = text.replace(".", "").replace(",", ".") if decimal == "," else text.replace(",", "")
    value = float(text)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value
