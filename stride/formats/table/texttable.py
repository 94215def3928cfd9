"""Delimited text to columns of texts: row by row what ``records_of`` gives, in blocks.

A block in which every line is one row of the full width is split by pyarrow, many times faster
than row by row; any other block goes through the csv module, with the same result.
"""

from __future__ import annotations

import io
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from stride.formats.table.csvio import check_rows, utf8_stream
from stride.formats.table.rows import csv_rows
from stride.formats.texts import edges, printable
from stride.formats.time.column import TimeColumn

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.options import ReadOptions
    from stride.formats.table.dialect import Dialect
    from stride.types import I64, Bool

BLOCK_BYTES = 1 << 20
#: Rows of the csv module that are kept as lists before they become arrays.
BLOCK_ROWS = 1 << 14
#: A column in which texts are repeated this often is kept as their places in a dictionary.
FEW = 8
QUOTE, NEWLINE, RETURN = b'"\n\r'
Fit = Callable[[int, list[str]], list[str]]


@dataclass
class TextTable:
    """Rows of a table that say something.

    columns: name -> pyarrow.ChunkedArray of bytes, n texts in UTF-8, or of their places in a
    dictionary; TimeColumn where asked for. line: (n,) line numbers.
    """

    columns: dict[str, Any]
    line: I64

    def __len__(self) -> int:
        return len(self.line)

    def only(self, *names: str) -> TextTable:
        """Without the other columns: texts of times are most of a table."""
        return replace(self, columns={n: c for n, c in self.columns.items() if n in names})

    def take(self, keep: Bool) -> TextTable:
        """The rows of a mask."""
        import pyarrow as pa

        if keep.all():
            return self
        mask = pa.array(keep)
        # as bytes: a dictionary may hold texts of which no row is left
        kept = {n: column.cast(pa.binary()).filter(mask) for n, column in self.columns.items()}
        return replace(self, columns=kept, line=self.line[keep])


@dataclass(frozen=True)
class _Shape:
    """How to read a block: the table's dialect and where the wanted columns stand.

    fit: makes a row as wide as the header.
    """

    name: str
    dialect: Dialect
    places: tuple[int, ...]
    fit: Fit | None = None


@dataclass
class _Texts:
    """A column of texts as its blocks come.

    few: whether they are kept in dictionaries, as long as they repeat. rows, distinct: so far, in
    each block anew.
    """

    parts: list[Any] = field(default_factory=list)
    few: bool = True
    rows: int = 0
    distinct: int = 0

    def add(self, texts: Any) -> None:
        """The next rows, a chunked column."""
        import pyarrow as pa

        part = texts.combine_chunks()
        if self.few:
            encoded = part.dictionary_encode()
            self.rows, self.distinct = (
                self.rows + len(part),
                self.distinct + len(encoded.dictionary),
            )
            self.few = FEW * self.distinct <= self.rows
            if self.few:
                part = encoded
            else:
                self.parts = [before.cast(pa.binary()) for before in self.parts]
        self.parts.append(part)

    def whole(self) -> Any:
        """All rows, chunked."""
        import pyarrow as pa

        return pa.chunked_array(self.parts, self.parts[0].type if self.parts else pa.binary())


def text_table(
    blob: Blob,
    options: ReadOptions | None,
    dialect: Dialect,
    names: tuple[str, ...],
    times: tuple[str, ...] = (),
) -> TextTable:
    """The named columns of every row after the header that is not empty.

    times: those of them to be read as a TimeColumn. A missing cell is an empty text. Raises
    DataError where the csv module gives up.
    """
    import numpy as np

    found = {name: TimeColumn() if name in times else _Texts() for name in names}
    lines = array("i")
    for block in text_blocks(blob, options, dialect, names):
        lines.frombytes(block.line.tobytes())
        for name, column in block.columns.items():
            found[name].add(column)
    columns = {n: c.whole() if isinstance(c, _Texts) else c for n, c in found.items()}
    return TextTable(columns, np.frombuffer(lines, np.int32) if lines else np.zeros(0, np.int32))


def text_blocks(
    blob: Blob,
    options: ReadOptions | None,
    dialect: Dialect,
    names: tuple[str, ...],
    fit: Fit | None = None,
) -> Iterator[TextTable]:
    """The same, some rows at a time.

    fit: from the line and cells of a row that is not as wide as the header to the cells to take.
    """
    import numpy as np
    import pyarrow as pa

    names = tuple(dict.fromkeys(names))
    shape = _Shape(blob.name, dialect, tuple(dialect.names.index(name) for name in names), fit)
    with utf8_stream(blob, options, dialect.encoding) as stream:
        for columns, numbers in _blocks(stream, shape):
            texts = [pa.chunked_array([column], pa.binary()) for column in columns]
            yield TextTable(dict(zip(names, texts, strict=True)), np.asarray(numbers, np.int32))


Part = tuple[list[Any], Any]


def _blocks(stream: BinaryIO, shape: _Shape) -> Iterator[Part]:
    """(columns, line numbers) of one stretch of rows after the other.

    Raises DataError for more rows than can be held (csvio.check_rows).
    """
    count = 0
    for part in _stretches(stream, shape):
        count += len(part[1])
        check_rows(count, shape.name)
        yield part


def _stretches(stream: BinaryIO, shape: _Shape) -> Iterator[Part]:
    line = 1
    raws = _whole_lines(stream)
    for raw in raws:
        closed = QUOTE not in raw or _quotes_pair(raw, shape.dialect.delimiter)
        if not closed:  # a cell may reach into the next block: the rest is one
            yield from _by_csv(_text_lines(chain([raw], raws)), line, shape)
            return
        found = _by_arrow(raw, line, shape)
        if found is not None:
            yield found
            line += raw.count(b"\n")
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
    import numpy as np

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
    import numpy as np
    import pyarrow as pa

    if b"\x00" in raw or raw.count(b"\r") != raw.count(b"\r\n"):
        return None
    skipped = 0
    while line <= shape.dialect.first_row and skipped < len(raw):
        skipped = raw.find(b"\n", skipped) + 1 or len(raw)
        line += 1
    rows = memoryview(raw)[skipped:]
    count = raw.count(b"\n", skipped) + (not raw.endswith(b"\n"))
    if not len(rows):
        return [pa.array([], pa.binary()) for _ in shape.places], []
    columns = _arrow_columns(rows, shape)
    if columns is None or len(columns[0]) != count or not _every_row_speaks(columns):
        return None
    return columns, np.arange(line, line + count)


def _arrow_columns(rows: memoryview, shape: _Shape) -> list[Any] | None:
    import pyarrow as pa
    from pyarrow import csv as arrow

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
    return [column.combine_chunks() for column in table.columns]


def _every_row_speaks(columns: list[Any]) -> bool:
    """Whether one of the wanted cells of each row begins with a letter: no row is empty."""
    import numpy as np

    speaks = np.zeros(len(columns[0]), bool)
    for column in columns:
        speaks |= printable(edges(column)[0])
        if speaks.all():
            return True
    return False


def _text_lines(raws: Any) -> Iterator[str]:
    """The lines of blocks with their ends."""
    return chain.from_iterable(io.StringIO(raw.decode(), newline="") for raw in raws)


def _by_csv(lines: Iterator[str], first: int, shape: _Shape) -> Iterator[Part]:
    """Any rows, one after the other. first: the number of the first line."""
    width = max(shape.places, default=-1) + 1
    numbers: list[int] = []
    rows: list[list[str]] = []
    for line, cells in csv_rows(lines, shape.name, shape.dialect.delimiter, first):
        if line <= shape.dialect.first_row:
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
    import pyarrow as pa

    return [pa.array([row[n].encode() for row in rows], pa.binary()) for n in shape.places]
