"""SQLite databases inside exports, opened read-only wherever they lie."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from stride.errors import DataError

if TYPE_CHECKING:
    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions

MAGIC = b"SQLite format 3\x00"
COPY_BYTES = 1 << 20


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
                f"{blob.name} is a damaged database: {error}.", "Export it again from the app."
            ) from error


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The columns of every table, in lower case."""
    names = [
        row[0] for row in connection.execute("select name from sqlite_master where type='table'")
    ]
    found = {}
    for name in names:
        quoted = name.replace('"', '""')
        info = connection.execute(f'pragma table_info("{quoted}")').fetchall()
        found[name] = [str(row[1]).lower() for row in info]
    return found
