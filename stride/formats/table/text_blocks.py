"""Delimited text to blocks of columns of texts: row by row what the csv module gives, but faster.

A block in which every line is one row of the full width is split by pyarrow, many times faster
than row by row; any other block goes through the csv module, with the same result.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from stride.errors import DataError
from stride.formats.find.head import split_line
from stride.formats.late import arrow, np, pa
from stride.formats.table.dialect import unique
from stride.formats.table.rows import csv_rows
from stride.formats.texts import edges, joined, lengths, printable, stripped, visible

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.options import ReadOptions
    from stride.formats.table.dialect import Dialect
    from stride.types import I64, Bool

BLOCK_BYTES = 1 << 20
#: Rows of the csv module that are kept as lists before they become arrays.
BLOCK_ROWS = 1 << 14
#: Rows of steps that are held at once: 19 years of minutes.
MOST_ROWS = 10_000_000
QUOTE, NEWLINE, RETURN = b'"\n\r'
Fit = Callable[[int, list[str]], list[str]]
Record = tuple[int, dict[str, str]]


@dataclass
class TextTable:
    """Rows of a table that say something.

    columns: name -> pyarrow.ChunkedArray of bytes, n texts in UTF-8, or of their places in a
    dictionary; TimeColumn where asked for. line: (n,) line numbers.
    """

    columns: dict[Any, Any]
    line: I64

    def __len__(self) -> int:
        return len(self.line)

    def joined(self, names: tuple[str, ...]) -> Any:
        """Columns of texts with a space between them, as of a date and a time of day."""
        column = stripped(self.columns[names[0]])
        for name in names[1:]:
            column = joined(column, stripped(self.columns[name]))
        return column

    def only(self, *names: str) -> TextTable:
        """Without the other columns: texts of times are most of a table."""
        return replace(self, columns={n: c for n, c in self.columns.items() if n in names})

    def records(self) -> list[Record]:
        """(line, column -> text) of each row, for tables of some thousands."""
        texts = [
            [cell.decode("utf-8", "replace") for cell in column.cast("binary").to_pylist()]
            for column in self.columns.values()
        ]
        rows = zip(*texts, strict=True)
        return [
            (line, dict(zip(self.columns, row, strict=True)))
            for line, row in zip(self.line.tolist(), rows, strict=True)
        ]

    def take(self, keep: Bool) -> TextTable:
        """The rows of a mask."""
        if keep.all():
            return self
        mask = pa.array(keep)
        # as bytes: a dictionary may hold texts of which no row is left
        columns = {n: column.cast(pa.binary()).filter(mask) for n, column in self.columns.items()}
        return replace(self, columns=columns, line=self.line[keep])


@dataclass(frozen=True)
class _Shape:
    """How to read a block: the table's dialect and where the wanted columns stand.

    fit: makes a row as wide as the header. header: its line, which comes again where exports were
    put behind one another.
    """

    name: str
    dialect: Dialect
    places: tuple[int, ...]
    fit: Fit | None = None
    header: str = ""

    @property
    def again(self) -> list[str] | None:
        """The cells of a header that comes again."""
        return split_line(self.header, self.dialect.delimiter) if self.header else None


def text_blocks(
    blob: Blob,
    options: ReadOptions | None,
    dialect: Dialect,
    names: tuple[str, ...],
    fit: Fit | None = None,
) -> Iterator[TextTable]:
    """The named columns of the rows after the header that are not empty, some rows at a time.

    A column that is not there is empty, and so is a missing cell. Raises DataError where the csv
    module gives up.

    fit: from the line and cells of a row that is not as wide as the header to the cells to take.
    """
    every = tuple(dict.fromkeys(names))
    blob.columns_read.update(every)
    names = tuple(name for name in every if name in dialect.names)
    places = tuple(dialect.names.index(name) for name in names)
    shape = _Shape(blob.name, dialect, places, fit, _header(blob, dialect))
    with blob.utf8(options, dialect.encoding) as stream:
        for columns, numbers in _blocks(stream, shape):
            texts = [pa.chunked_array([column], pa.binary()) for column in columns]
            cells = dict(zip(names, texts, strict=True))
            for name in set(every) - set(names):
                cells[name] = _empty(len(numbers))
            yield TextTable(cells, np.asarray(numbers, np.int32))


def _header(blob: Blob, dialect: Dialect) -> str:
    """The line above the rows where it names the columns, else ""."""
    above = blob.head.lines[: dialect.first_row]
    if not dialect.first_row or len(above) < dialect.first_row:
        return ""
    line = above[-1].strip("\ufeff \r\n")
    names = unique(blob.head.cells(dialect.first_row - 1, dialect.delimiter))
    return line if len(names) > 1 and names == dialect.names[: len(names)] else ""


def _empty(count: int) -> Any:
    """The column that a table has not: a chunked one of empty texts."""
    return pa.chunked_array([pa.repeat(pa.scalar(b"", pa.binary()), count)])


Part = tuple[list[Any], Any]


def _blocks(stream: BinaryIO, shape: _Shape) -> Iterator[Part]:
    """(columns, line numbers) of one stretch of rows after the other.

    Raises DataError above MOST_ROWS: a few packed megabytes can hold any number of equal rows.
    """
    count = 0
    for part in _parts(stream, shape):
        count += len(part[1])
        if count > MOST_ROWS:
            raise DataError(
                f"{shape.name} holds more than {MOST_ROWS:,} rows, which no export of steps does.",
                "Import a part of it at a time.",
            )
        yield part


def _parts(stream: BinaryIO, shape: _Shape) -> Iterator[Part]:
    line = 1
    raws = _whole_lines(stream)
    for raw in raws:
        closed = QUOTE not in raw or _quotes_pair(raw, shape.dialect.delimiter)
        if not closed:  # a cell may reach into the next block: the rest is one
            yield from _by_csv(_text_lines(chain([raw], raws)), line, shape)
            return
        part = _by_arrow(raw, line, shape)
        if part is not None:
            yield part
            # every line below the header is a row
            line += raw.count(b"\n") if line <= shape.dialect.first_row else len(part[1])
        else:
            texts = list(_text_lines([raw]))
            yield from _by_csv(iter(texts), line, shape)
            line += len(texts)


def _whole_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The content in blocks that end where a line does."""
    rest: list[bytes] = []
    while raw := stream.read(BLOCK_BYTES):
        cut = raw.rfind(b"\n") + 1 or raw.rfind(b"\r", 0, len(raw) - 1) + 1
        if cut:
            yield b"".join([*rest, raw[:cut]])
            rest = []
        rest.append(raw[cut:])
    if last := b"".join(rest):
        yield last


def _quotes_pair(raw: bytes, delimiter: str) -> bool:
    """Whether every quote opens or closes a whole cell of one line: no reader can doubt those."""
    data = np.frombuffer(raw, np.uint8)
    quotes = np.flatnonzero(data == QUOTE)
    opens, closes = quotes[::2], quotes[1::2]
    if len(opens) != len(closes):
        return False
    bounds = np.zeros(256, bool)
    bounds[[ord(delimiter), NEWLINE, RETURN]] = True
    before = bounds[data[np.maximum(opens - 1, 0)]] | (opens == 0)
    last = len(data) - 1
    after = bounds[data[np.minimum(closes + 1, last)]] | (closes == last)
    ends = np.flatnonzero((data == NEWLINE) | (data == RETURN))
    same_line = np.searchsorted(ends, opens) == np.searchsorted(ends, closes)
    return bool(before.all() and after.all() and same_line.all())


def _by_arrow(raw: bytes, line: int, shape: _Shape) -> Part | None:
    """A block in which every line is a row; None where one is not, or might not be."""
    if b"\x00" in raw or (b"\r" in raw and raw.count(b"\r") != raw.count(b"\r\n")):
        return None
    skipped = 0
    while line <= shape.dialect.first_row and skipped < len(raw):
        skipped = raw.find(b"\n", skipped) + 1 or len(raw)
        line += 1
    if shape.header and raw.find(shape.header.encode(), skipped) >= 0:
        return None
    rows = memoryview(raw)[skipped:]
    count = raw.count(b"\n", skipped) + (not raw.endswith(b"\n"))
    if not len(rows):
        return [pa.array([], pa.binary()) for _ in shape.places], []
    columns = _arrow_columns(rows, shape)
    if columns is None or len(columns[0]) != count or not _every_row_speaks(columns):
        return None
    return columns, np.arange(line, line + count)


def _arrow_columns(rows: memoryview, shape: _Shape) -> list[Any] | None:
    names = [str(place) for place in range(len(shape.dialect.names))]
    wanted = [names[place] for place in shape.places]
    try:
        table = arrow.read_csv(
            pa.BufferReader(pa.py_buffer(rows)),
            arrow.ReadOptions(column_names=names, use_threads=False, block_size=len(rows) + 1),
            arrow.ParseOptions(delimiter=shape.dialect.delimiter),
            arrow.ConvertOptions(
                column_types=dict.fromkeys(wanted, pa.binary()),
                include_columns=wanted,
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [column.chunk(0) for column in table.combine_chunks().columns]


def _every_row_speaks(columns: list[Any]) -> bool:
    """Whether one of the wanted cells of each row begins with a letter: no row is empty."""
    speaks = np.zeros(len(columns[0]), bool)
    for column in columns:
        speaks |= lengths(column) > 0 if visible(column) else printable(edges(column)[0])
        if speaks.all():
            return True
    return False


def _text_lines(raws: Any) -> Iterator[str]:
    """The lines of blocks with their ends."""
    return chain.from_iterable(io.StringIO(raw.decode(), newline="") for raw in raws)


def _by_csv(lines: Iterator[str], first: int, shape: _Shape) -> Iterator[Part]:
    """Any rows, one after the other. first: the number of the first line."""
    width, again = max(shape.places, default=-1) + 1, shape.again
    numbers: list[int] = []
    rows: list[list[str]] = []
    for line, cells in csv_rows(lines, shape.name, shape.dialect.delimiter, first):
        if line <= shape.dialect.first_row or cells == again:
            continue
        if shape.fit and len(cells) != len(shape.dialect.names):
            cells = shape.fit(line, cells)
        numbers.append(line)
        rows.append(cells + [""] * (width - len(cells)))
        if len(rows) == BLOCK_ROWS:
            yield _as_columns(rows, shape), numbers
            numbers, rows = [], []
    if rows:
        yield _as_columns(rows, shape), numbers


def _as_columns(rows: list[list[str]], shape: _Shape) -> list[Any]:
    return [pa.array([row[n].encode() for row in rows], pa.binary()) for n in shape.places]
