"""Delimited text to rows of texts, by the csv module, and rows to the lines they stand in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.options import ReadOptions

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.table.dialect import Dialect
    from stride.types import I64


csv.field_size_limit(1 << 28)  # Withings writes a whole night into one cell


def text_lines(blob: Blob, options: ReadOptions | None, encoding: str) -> Iterator[str]:
    """The lines of a file with their ends, decoded leniently."""
    stream = io.BufferedReader(cast(io.RawIOBase, blob.open(options)), 1 << 18)
    with io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="") as text:
        yield from text


def rows_of(
    blob: Blob, options: ReadOptions | None, delimiter: str, encoding: str = "utf-8-sig"
) -> Iterator[tuple[int, list[str]]]:
    """(line number, cells) of every row that is not empty, by the csv module.

    Raises DataError when a quoted cell never ends.
    """
    return csv_rows(text_lines(blob, options, encoding), blob.name, delimiter)


def csv_rows(
    lines: Iterator[str], name: str, delimiter: str, first: int = 1
) -> Iterator[tuple[int, list[str]]]:
    """The same of lines of text. name: of the file. first: the number of the first line."""
    reader = csv.reader((line.replace("\x00", "") for line in lines), delimiter=delimiter)
    while True:
        line = reader.line_num + first
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DataError(
                f"{name}, line {line}: a cell that never ends, or is longer than any in an export.",
                "Correct that line, where a quote may be open, or export the file again.",
            ) from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def whole_text(blob: Blob, options: ReadOptions | None, limit_bytes: int) -> str:
    """A small file as text.

    Raises DataError above the limit.
    """
    with blob.open(options) as stream:
        raw = stream.read(limit_bytes + 1)
    if len(raw) > limit_bytes:
        raise DataError(
            f"{blob.name} is larger than {limit_bytes >> 20} MB, too large for its kind.",
            "Import the file as the app wrote it, or a part of it.",
        )
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return raw.decode(encoding, errors="replace")


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
    lines: list[str] = []

    def seen() -> Iterator[str]:
        for text in text_lines(blob, None, dialect.encoding):
            lines.append(text)
            yield text.replace("\x00", "")

    reader = csv.reader(seen(), delimiter=dialect.delimiter)
    line = 1
    for cells in reader:
        repeated = len(lines) == 1 and lines[0].strip("\ufeff \r\n") in above
        if line > dialect.first_row and len(cells) == len(dialect.names) and not repeated:
            yield line
        lines.clear()
        line = reader.line_num + 1
