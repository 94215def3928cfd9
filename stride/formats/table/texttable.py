"""Delimited text to whole columns: of texts, and of times, which are read as their blocks come."""

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.late import np, pa
from stride.formats.options import ReadOptions
from stride.formats.table.dialect import Dialect
from stride.formats.table.text_blocks import Record, TextTable, text_blocks
from stride.formats.time.column import TimeColumn

#: A column in which texts are repeated this often is kept as their places in a dictionary.
FEW = 8


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

    def add(self, texts: Any, lines: Any) -> None:
        """The next rows, a chunked column."""
        part = texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()
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
        return pa.chunked_array(self.parts, self.parts[0].type if self.parts else pa.binary())


Key = str | tuple[str, ...]


def text_table(
    blob: Blob,
    options: ReadOptions | None,
    dialect: Dialect,
    names: tuple[str, ...],
    times: Mapping[Key, TimeColumn] | None = None,
    rows: Callable[[TextTable], TextTable] | None = None,
) -> TextTable:
    """The named columns of every row after the header that is not empty.

    times: those to be read as times; a tuple of names is of columns joined by spaces. rows: what
    is taken of each block. A missing cell is an empty text. Raises DataError where the csv module
    gives up.
    """
    times = times or {}
    columns: dict[Key, Any] = {name: _Texts() for name in names if name not in times}
    columns |= times
    lines = array("i")
    wanted = tuple(name for key in columns for name in ((key,) if isinstance(key, str) else key))
    blocks = text_blocks(blob, options, dialect, wanted)
    for block in map(rows, blocks) if rows else blocks:
        lines.frombytes(block.line.tobytes())
        for key, column in columns.items():
            texts = block.columns[key] if isinstance(key, str) else block.joined(key)
            column.add(texts, block.line)
    columns = {n: c.whole() if isinstance(c, _Texts) else c for n, c in columns.items()}
    return TextTable(columns, np.frombuffer(lines, np.int32) if lines else np.zeros(0, np.int32))


def records_of(
    blob: Blob, options: ReadOptions | None, dialect: Dialect, names: tuple[str, ...] = ()
) -> Iterator[Record]:
    """(line number, column -> text) of every row after the header; missing cells are empty.

    names: the columns to read; without any all of them, of which none counts as read, for only the
    caller knows. Raises DataError where no line names the columns.
    """
    if not dialect.names:
        raise DataError(
            f"{blob.name}, line {dialect.first_row}: no columns are named.",
            "Export the file again.",
        )
    if not names:
        blob, names = replace(blob, columns_read=set()), dialect.names
    for block in text_blocks(blob, options, dialect, names):
        yield from block.records()
