"""Rows of a table to the lines of the file they stand in, looked up when a message needs one.

The fast reader drops empty lines, lines of another width and repeated headers without a word;
to count lines for every row would cost more than to read them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stride.formats.table.rows import text_lines

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.table.dialect import Dialect
    from stride.types import I64


@dataclass(frozen=True)
class Lines:
    """The line numbers of some rows of a table. rows: (n,) which of all its rows they are."""

    blob: Blob
    dialect: Dialect
    rows: Sequence[int] | I64

    def __getitem__(self, row: int) -> int:
        wanted = int(self.rows[row])
        for count, line in enumerate(_row_lines(self.blob, self.dialect)):
            if count == wanted:
                return line
        return self.dialect.first_row + 1 + wanted  # the file has changed


def _row_lines(blob: Blob, dialect: Dialect) -> Iterator[int]:
    """The line of each row that the fast reader gives."""
    above = {line.strip("\ufeff \r\n") for line in blob.head.lines[: dialect.first_row]} - {""}
    kept: list[str] = []

    def seen() -> Iterator[str]:
        for text in text_lines(blob, None, dialect.encoding):
            kept.append(text)
            yield text.replace("\x00", "")

    reader = csv.reader(seen(), delimiter=dialect.delimiter)
    line = 1
    for cells in reader:
        repeated = len(kept) == 1 and kept[0].strip("\ufeff \r\n") in above
        if line > dialect.first_row and len(cells) == len(dialect.names) and not repeated:
            yield line
        kept.clear()
        line = reader.line_num + 1
