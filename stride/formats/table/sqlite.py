"""SQLite databases inside exports, opened read-only wherever they lie."""

from __future__ import annotations

import sqlite3
import tempfile
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stride.errors import DataError
from stride.formats.late import np

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.options import ReadOptions
    from stride.types import I64

MAGIC = b"SQLite format 3\x00"
COPY_BYTES = 1 << 20
BLOCK_ROWS = 1 << 12  # rows that stay in the processor's memory

#: The type code of ``array``, or that and what makes its numbers of the values of a block.
Column = str | tuple[str, Callable[[tuple[Any, ...]], Any]]


def is_sqlite(head: Head) -> bool:
    """Whether a file is an SQLite database."""
    return head.raw.startswith(MAGIC)


def mentions(head: Head, *names: str) -> bool:
    """Whether the schema on the first pages names all of these."""
    return all(name.encode() in head.raw for name in names)


@contextmanager
def opened(blob: Blob, options: ReadOptions) -> Iterator[sqlite3.Connection]:
    """The database, read-only, from a copy of its content.

    Raises DataError when it is damaged.
    """
    with tempfile.NamedTemporaryFile(suffix=".db") as copy:
        with blob.open(options) as stream:
            while block := stream.read(COPY_BYTES):
                copy.write(block)
        copy.flush()
        uri = f"{Path(copy.name).as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as connection:
                connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
                yield connection
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise DataError(
                f"{blob.name} is a damaged database: not all of its pages can be read.",
                "Export it again from the app.",
            ) from error


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The columns of every table, in lower case."""
    listed = "select name from sqlite_master where type = 'table' and typeof(name) = 'text'"
    names = [row[0] for row in connection.execute(listed)]
    columns = {}
    for name in names:
        quoted = name.replace('"', '""')
        info = connection.execute(f'pragma table_info("{quoted}")').fetchall()
        columns[name] = [str(row[1]).lower() for row in info]
    return columns


def arrays(cursor: sqlite3.Cursor, *columns: Column) -> list[Any]:
    """The columns of a query, (n,) each: read in blocks, since tuples of millions take GB.

    columns: what becomes of each; texts come as bytes, undecoded.
    """
    kinds = [(kind, tuple) if isinstance(kind, str) else kind for kind in columns]
    filled = [array(code) for code, _ in kinds]
    cursor.connection.text_factory = bytes
    while rows := cursor.fetchmany(BLOCK_ROWS):
        for column, (_, numbers), values in zip(
            filled, kinds, zip(*rows, strict=True), strict=True
        ):
            column.frombytes(np.asarray(numbers(values), column.typecode).tobytes())
    return [np.frombuffer(a, a.typecode) if a else np.zeros(0, a.typecode) for a in filled]


class Names:
    """Numbers in place of names, as a column of ``arrays``."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __call__(self, values: tuple[object, ...]) -> list[int]:
        """The number of each name, in the order in which they first came."""
        numbers = self._numbers
        fresh = {
            name: numbers.setdefault(str(name), len(numbers)) for name in dict.fromkeys(values)
        }
        return [fresh[name] for name in values]

    @property
    def ordered(self) -> list[str]:
        """The names, sorted: what the numbers of ``ranks`` stand for."""
        return sorted(self._numbers)

    def ranks(self, column: Any) -> I64:
        """The numbers in the order of the names, which does not hang on the order of the rows."""
        rank: I64 = np.argsort(np.argsort(list(self._numbers)))[column]
        return rank
