"""Delimited text to columns of numbers, in blocks, by pyarrow; and to rows, by the csv module."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from stride.errors import DataError
from stride.formats.common.head import HEAD_BYTES, clean, is_number
from stride.formats.common.model import Blob, ReadOptions
from stride.formats.common.words import counted
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.common.head import Head

csv.field_size_limit(1 << 28)  # Withings writes a whole night into one cell
#: A number with points between its thousands and perhaps a decimal comma.
THOUSANDS = re.compile(r"^[1-9]\d{0,2}(\.\d{3})+(,\d+)?$")

#: What a column may be read as -> the pyarrow type, made late.
KINDS = ("f4", "f8", "i8", "ns", "ns_utc", "text")


@dataclass(frozen=True)
class Dialect:
    """How a table is written. names: one per field, made unique; first_row: lines before data."""

    names: tuple[str, ...]
    delimiter: str = ","
    decimal: str = "."
    first_row: int = 1
    encoding: str = "utf-8"

    def find(self, *wanted: str) -> str | None:
        """The name of the first of the wanted columns that is there, whatever its case."""
        lower = {name.lower(): name for name in reversed(self.names)}
        return next((lower[w.lower()] for w in wanted if w.lower() in lower), None)

    def need(self, *wanted: str) -> str:
        """Like ``find``, where the format cannot do without.

        Raises DataError when none is there.
        """
        found = self.find(*wanted)
        if found is None:
            raise DataError(f"There is no column “{wanted[0]}”.", "Export the file again.")
        return found


@dataclass
class Block:
    """Some rows of a table. line: line number of the first row. columns: name -> pyarrow array."""

    line: int
    columns: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def numbers(self, name: str) -> Any:
        """A column as numpy, NaN where a cell is empty."""
        return self.columns[name].to_numpy(zero_copy_only=False)


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
    columns = head.cells(index) if names is None else list(names)
    start = index + 1 if names is None else index
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
    )


def decimal_of(rows: list[list[str]], delimiter: str) -> str:
    """The decimal mark: a comma only if numbers have one and none has a point."""
    if delimiter == ",":
        return "."
    cells = [cell for row in rows for cell in row if is_number(cell) or THOUSANDS.match(cell)]
    commas = any("," in cell for cell in cells)
    points = [cell for cell in cells if "." in cell and not THOUSANDS.match(cell)]
    return "," if commas and not points else "."


def count_decimal(cells: list[str], dialect: Dialect) -> str:
    """The decimal mark of a column of counts, in which 8.421 may be eight thousand."""
    points = [cell for cell in cells if "." in cell]
    if dialect.delimiter != "," and points and all(THOUSANDS.match(cell) for cell in points):
        return ","
    return dialect.decimal


class _Recoded(io.RawIOBase):
    """A stream of UTF-8 from one in another encoding."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while raw := self._stream.read(size if size > 0 else -1):
            text = self._decoder.decode(raw)
            if text:
                return text.encode()
        return self._decoder.decode(b"", final=True).encode()

    def close(self) -> None:
        self._stream.close()
        super().close()


def utf8_stream(blob: Blob, options: ReadOptions | None, encoding: str) -> Any:
    """The content as UTF-8 bytes."""
    stream = blob.open(options)
    if encoding in ("utf-16", "cp1252"):
        return _Recoded(stream, encoding)
    return stream


def blocks(
    blob: Blob,
    dialect: Dialect,
    kinds: dict[str, str],
    notes: ReadNotes,
    options: ReadOptions | None = None,
) -> Iterator[Block]:
    """The wanted columns in blocks of about 1 MiB of file.

    kinds: column -> one of KINDS. notes: rows and skipped rows are counted here.
    Raises DataError naming line, column and value of a cell that does not fit.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow

    odd: list[str] = []

    def odd_row(row: Any) -> str:
        odd.append(row.text if not odd else "")
        notes.rows_skipped += 1
        return "skip"

    line = dialect.first_row + 1
    with utf8_stream(blob, options, dialect.encoding) as stream:
        try:
            reader = arrow.open_csv(
                pa.PythonFile(stream, mode="r"),
                arrow.ReadOptions(column_names=list(dialect.names), skip_rows=dialect.first_row),
                arrow.ParseOptions(
                    delimiter=dialect.delimiter,
                    invalid_row_handler=odd_row,
                ),
                arrow.ConvertOptions(
                    column_types={name: arrow_type(kind) for name, kind in kinds.items()},
                    include_columns=list(kinds),
                    decimal_point=dialect.decimal,
                    strings_can_be_null=False,
                    null_values=["", "NA", "N/A", "NaN", "nan", "NULL", "null", "None", "-", "--"],
                ),
            )
            for batch in reader:
                if batch.num_rows:
                    notes.rows += batch.num_rows
                    yield Block(line, dict(zip(batch.schema.names, batch.columns, strict=True)))
                    line += batch.num_rows
        except pa.ArrowInvalid as error:
            if "Empty CSV file" in str(error):
                return
            raise locate(blob, dialect, kinds, error) from error
        except (pa.ArrowException, UnicodeError) as error:
            raise locate(blob, dialect, kinds, error) from error
    if odd:
        _warn_odd(notes, dialect, odd)


def _warn_odd(notes: ReadNotes, dialect: Dialect, odd: list[str]) -> None:
    width, example = len(dialect.names), odd[0][:60]
    if len(odd) > max(20, notes.rows // 20):
        raise DataError(
            f"{len(odd):,} of {notes.rows + len(odd):,} lines do not have {width} fields, such as "
            f"“{example}”.",
            "The file looks damaged or holds several tables; export it again.",
        )
    notes.warnings.append(
        f"Left out {counted(len(odd), 'line')} not of {width} fields, such as “{example}”."
    )


def arrow_type(kind: str) -> Any:
    """The pyarrow type of one of KINDS."""
    import pyarrow as pa

    return {
        "f4": pa.float32(),
        "f8": pa.float64(),
        "i8": pa.int64(),
        "ns": pa.timestamp("ns"),
        "ns_utc": pa.timestamp("ns", "UTC"),
        "text": pa.binary(),
    }[kind]


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
    reader = csv.reader(
        (line.replace("\x00", "") for line in text_lines(blob, options, encoding)),
        delimiter=delimiter,
    )
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DataError(f"{blob.name}, line {line}: {error}.", "Export it again.") from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def records_of(
    blob: Blob, options: ReadOptions | None, dialect: Dialect
) -> Iterator[tuple[int, dict[str, str]]]:
    """(line number, column -> text) of every row after the header; missing cells are empty."""
    for line, cells in rows_of(blob, options, dialect.delimiter, dialect.encoding):
        if line > dialect.first_row:
            padded = cells + [""] * (len(dialect.names) - len(cells))
            yield line, dict(zip(dialect.names, padded, strict=False))


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


def locate(blob: Blob, dialect: Dialect, kinds: dict[str, str], error: Exception) -> DataError:
    """The refusal that names the line, the column and the value which stopped the fast reader."""
    positions = {name: dialect.names.index(name) for name in kinds}
    for line, cells in rows_of(blob, None, dialect.delimiter, dialect.encoding):
        if line <= dialect.first_row or len(cells) != len(dialect.names):
            continue
        for name, kind in kinds.items():
            cell = cells[positions[name]].strip()
            if cell and kind != "text" and not _fits(cell, kind, dialect.decimal):
                return DataError(
                    f"{blob.name}, line {line}, column “{clean(name)}”: “{cell[:40]}” is not "
                    f"{'a time like the others' if kind.startswith('ns') else 'a number'}.",
                    "Correct or remove that line, or export the file again.",
                )
    reason = str(error).split("\n", 1)[0][:160]
    return DataError(f"{blob.name} could not be read as a table: {reason}", "Export it again.")


def _fits(cell: str, kind: str, decimal: str) -> bool:
    if kind.startswith("ns"):
        import pyarrow as pa

        try:
            pa.array([cell]).cast(arrow_type(kind))
        except pa.ArrowInvalid:
            return False
        return True
    if cell.lower() in ("na", "n/a", "nan", "null", "none", "-", "--", "inf", "-inf"):
        return True
    text = cell.replace(",", ".") if decimal == "," else cell
    try:
        int(text) if kind == "i8" else float(text)
    except ValueError:
        return False
    return "_" not in text


def whole_text(blob: Blob, options: ReadOptions | None, limit_bytes: int) -> str:
    """A small file as text.

    Raises DataError above the limit.
    """
    with blob.open(options) as stream:
        raw = stream.read(limit_bytes + 1)
    if len(raw) > limit_bytes:
        raise DataError(
            f"{blob.name} is larger than {limit_bytes >> 20} MB, too large for its kind."
        )
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return raw.decode(encoding, errors="replace")


HEAD_LIMIT = HEAD_BYTES
