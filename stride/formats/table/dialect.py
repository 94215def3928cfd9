"""How a table is written: columns, delimiter, decimal mark, where the data begins."""

import re
from dataclasses import dataclass
from functools import lru_cache

from stride.errors import DataError
from stride.formats.find.head import NUMBER, Head

#: A number with points between its thousands and perhaps a decimal comma.
THOUSANDS = re.compile(r"^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$")
_COMMA_THOUSANDS = re.compile(r"^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$")
_WORD_BEHIND = re.compile(r"(?<=\d)\s*[^\W\d_]+$")  # steps, Schritte
#: What stands below a header as the unit of a column.
_UNIT = re.compile(
    r"^[\[(]?(m?g('s)?|[nuµm]?s(ec)?|seconds|m/\(?s(\^?2|²)\)?|ms\^?-2|m\.s-2|deg/s|dps|°/s|rad/s"
    r"|[uµ]?T|gauss|°?C|kPa|mV|lux|no[_ ]units?|counts?|-)[\])]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dialect:
    """How a table is written.

    names: one per field, made unique. first_row: lines before data. units: of a line of units
    between header and rows, where there is one.
    """

    names: tuple[str, ...]
    delimiter: str = ","
    decimal: str = "."
    first_row: int = 1
    encoding: str = "utf-8"
    units: tuple[str, ...] = ()

    def unit(self, name: str) -> str:
        """What the line of units says of a column, "" where there is none."""
        index = self.names.index(name)
        return self.units[index] if index < len(self.units) else ""

    def find(self, *wanted: str) -> str | None:
        """The name of the first of the wanted columns that is there, whatever its case."""
        return self.find_all(wanted)[0]

    def need(self, *wanted: str) -> str:
        """Like ``find``, where the format cannot do without.

        Raises DataError when none is there.
        """
        return self.need_all(wanted)[0]

    def find_all(self, *wanted: tuple[str, ...]) -> list[str | None]:
        """``find`` of several columns, each with all its names."""
        lower = {name.lower(): name for name in reversed(self.names)}
        keys = ([name.lower() for name in names if name.lower() in lower] for names in wanted)
        return [lower[each[0]] if each else None for each in keys]

    def need_all(self, *wanted: tuple[str, ...]) -> list[str]:
        """``need`` of several columns, each with all its names."""
        names = self.find_all(*wanted)
        if None in names:
            absent = wanted[names.index(None)][0]
            raise DataError(f"There is no column “{absent}”.", "Export the file again.")
        return [name for name in names if name is not None]


def unique(names: list[str]) -> tuple[str, ...]:
    """Names with ``#2``, ``#3`` behind repeated ones, ``#`` for empty ones."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        name = name or "#"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}#{seen[name]}")
    return tuple(result)


def dialect_of(head: Head, header: int | None = None, names: list[str] | None = None) -> Dialect:
    """The dialect of a file from its head.

    header: index of the header line, by default the first that says something; names: use these
    instead of a header, the data beginning at line ``header``.
    """
    index = head.first if header is None else header
    return _with_header(head, index) if names is None else _dialect(head, list(names), index)


@lru_cache(maxsize=2)  # asked for by many layouts of one file
def _with_header(head: Head, index: int) -> Dialect:
    return _dialect(head, head.cells(index), index + 1, _units(head, index + 1))


def _dialect(head: Head, columns: list[str], start: int, units: tuple[str, ...] = ()) -> Dialect:
    """columns: the cells of the header. start: the line of the units, or the first row."""
    start += 1 if units else 0
    rows = head.rows(start)
    width = max((len(row) for row in rows), default=0)
    if rows and width > len(columns):
        # a trailing delimiter in the rows only: the header is one short
        common = sorted(len(row) for row in rows)[len(rows) // 2]
        columns = columns + [""] * (common - len(columns))
    return Dialect(
        names=unique(columns),
        delimiter=head.delimiter,
        decimal=decimal_of(rows, head.delimiter),
        first_row=start,
        encoding=head.encoding,
        units=units,
    )


def _units(head: Head, line: int) -> tuple[str, ...]:
    """The cells of a line of units: words without a digit above rows of numbers."""
    if line + 1 >= len(head.lines):
        return ()
    cells, below = head.cells(line), head.cells(line + 1)
    filled = [cell for cell in cells if cell]
    words = len(filled) >= 2 and not any(map(NUMBER.match, filled))
    units = sum(bool(_UNIT.match(cell)) for cell in filled)
    numbers = sum(map(bool, map(NUMBER.match, below)))
    return tuple(cells) if words and 2 * units >= len(filled) and numbers >= 2 else ()


def decimal_of(rows: list[list[str]], delimiter: str) -> str:
    """The decimal mark: a comma only if numbers have one and none has a point."""
    cells = [
        cell for row in rows for cell in row if NUMBER.match(cell.strip()) or THOUSANDS.match(cell)
    ]
    if delimiter == ",":  # in quotes, 2,635 may be thousands, 1,38 may not
        commas = any("," in cell and not _COMMA_THOUSANDS.match(cell) for cell in cells)
    else:
        commas = any("," in cell for cell in cells)
    points = [cell for cell in cells if "." in cell and not THOUSANDS.match(cell)]
    return "," if commas and not points else "."


def count_decimal(cells: list[str], dialect: Dialect) -> str:
    """The decimal mark of a column of counts, in which 8.421 may be eight thousand, and 8,421 too.

    Where semicolons part the columns, a comma is the decimal mark: that is what they are for.
    """
    cells = [_WORD_BEHIND.sub("", cell) for cell in cells]
    points, commas = ([cell for cell in cells if mark in cell] for mark in ".,")
    sayable = dialect.delimiter != "," or dialect.decimal == ","
    if sayable and points and all(THOUSANDS.match(cell) for cell in points):
        return ","
    if dialect.delimiter not in ",;" and commas and all(map(_COMMA_THOUSANDS.match, commas)):
        return "."
    return dialect.decimal
