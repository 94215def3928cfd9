"""Delimited text to columns of numbers, in blocks, by pyarrow."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, cast

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.find.head import clean
from stride.formats.late import arrow, np, pa, pc
from stride.formats.options import ReadOptions
from stride.formats.table.dialect import Dialect
from stride.formats.table.rows import Lines, rows_of
from stride.formats.words import counted
from stride.types import ReadNotes

#: What a column may be read as -> the pyarrow type, made late.
KINDS = ("f4", "f8", "i8", "ns", "ns_utc", "text")


@dataclass
class Block:
    """Some rows of a table.

    line: line number of the first row, where no line was dropped before it. lines: those of all
    rows, as they are. columns: name -> pyarrow array.
    """

    line: int
    lines: Lines
    columns: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def joined(self, names: tuple[str, ...]) -> Any:
        """A column of texts, or several joined by spaces: a date and a time of day."""
        if len(names) == 1:
            return self.columns[names[0]]
        parts = [self.columns[name] for name in names]
        return pc.binary_join_element_wise(*parts, pa.scalar(b" ", pa.binary()))

    def matrix(self, names: tuple[str, ...]) -> Any:
        """Some columns of numbers side by side, (n, k) f32."""
        matrix = np.empty((len(self.lines.rows), len(names)), np.float32)
        for place, name in enumerate(names):
            matrix[:, place] = self.columns[name].to_numpy(zero_copy_only=False)
        return matrix

    def numbers(self, name: str) -> Any:
        """A column as numpy, NaN where a cell is empty."""
        return self.columns[name].to_numpy(zero_copy_only=False)


class _WithoutTop(io.RawIOBase):
    """A stream of lines without those that stand above the table and come again in it.

    Loggers write their header anew when a recording is continued in the same file.
    """

    def __init__(self, stream: BinaryIO, top: Sequence[bytes]) -> None:
        super().__init__()
        self._stream, self._rest = stream, b""
        self._above, self._top_lines = len(top), {line for line in top if line}

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while raw := self._stream.read(size):
            text = self._rest + raw
            whole = text.rfind(b"\n") + 1
            self._rest = text[whole:]
            if rest := self._below(text[:whole].splitlines(keepends=True)):
                return rest
        last, self._rest = self._rest, b""
        return self._below([last])

    def _below(self, lines: list[bytes]) -> bytes:
        above, self._above = self._above, max(self._above - len(lines), 0)
        below = (line for line in lines[above:] if _trimmed(line) not in self._top_lines)
        return b"".join((*lines[:above], *below))

    def close(self) -> None:
        self._stream.close()
        super().close()


def _trimmed(line: bytes) -> bytes:
    return line.strip(b"\xef\xbb\xbf \r\n")


def _top(blob: Blob, dialect: Dialect) -> list[bytes]:
    """The lines above the rows of a table."""
    return [_trimmed(line.encode()) for line in blob.head.lines[: dialect.first_row]]


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
    blob.columns_read.update(kinds)
    line, first = dialect.first_row + 1, dialect.first_row + 1
    odd: list[str] = []
    # read anew without repeated headers only where a cell did not fit: looking for them costs time
    for again in (False, True):
        done, odd = line - first, []
        try:
            for batch in _batches(blob, dialect, kinds, odd, options, again):
                fresh = batch.slice(min(done, batch.num_rows))
                done -= batch.num_rows - fresh.num_rows
                if fresh.num_rows:
                    notes.rows += fresh.num_rows
                    lines = Lines(blob, dialect, range(line - first, line - first + len(fresh)))
                    columns = dict(zip(fresh.schema.names, fresh.columns, strict=True))
                    yield Block(line, lines, columns)
                    line += fresh.num_rows
            break
        except (pa.ArrowException, UnicodeError) as error:
            if "Empty CSV file" in str(error):
                return
            if again or not isinstance(error, pa.ArrowInvalid):
                raise locate(blob, dialect, kinds, error) from error
    notes.rows_skipped += len(odd)
    if odd:
        _warn_odd(notes, dialect, odd)


def only(stream: Iterator[Block], column: str, text: str) -> Iterator[Block]:
    """The rows with a text in a column; blocks that hold none are left out."""
    for block in stream:
        wanted = pc.equal(pc.utf8_trim_whitespace(block.columns[column].cast("string")), text)
        columns = {name: values.filter(wanted) for name, values in block.columns.items()}
        if len(columns[column]):
            rows = pc.indices_nonzero(wanted).to_numpy() + block.lines.rows[0]
            yield Block(block.line, replace(block.lines, rows=rows), columns)


def _batches(
    blob: Blob,
    dialect: Dialect,
    kinds: dict[str, str],
    odd: list[str],
    options: ReadOptions | None,
    without_top: bool,
) -> Iterator[Any]:
    """The table as pyarrow's batches. odd: lines of another width are added, the first in full."""

    def odd_row(row: Any) -> str:
        odd.append(row.text if not odd else "")
        return "skip"

    with blob.utf8(options, dialect.encoding) as stream:
        if without_top:
            stream = cast(BinaryIO, _WithoutTop(stream, _top(blob, dialect)))
        yield from arrow.open_csv(
            pa.PythonFile(stream, mode="r"),
            arrow.ReadOptions(column_names=list(dialect.names), skip_rows=dialect.first_row),
            arrow.ParseOptions(delimiter=dialect.delimiter, invalid_row_handler=odd_row),
            arrow.ConvertOptions(
                column_types={name: arrow_type(kind) for name, kind in kinds.items()},
                include_columns=list(kinds),
                decimal_point=dialect.decimal,
                strings_can_be_null=False,
                null_values=["", "NA", "N/A", "NaN", "nan", "NULL", "null", "None", "-", "--"],
            ),
        )


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
    return {
        "f4": pa.float32(),
        "f8": pa.float64(),
        "i8": pa.int64(),
        "ns": pa.timestamp("ns"),
        "ns_utc": pa.timestamp("ns", "UTC"),
        "text": pa.binary(),
    }[kind]


def locate(blob: Blob, dialect: Dialect, kinds: dict[str, str], error: Exception) -> DataError:
    """The refusal that names the line, the column and the value which stopped the fast reader."""
    positions = {name: dialect.names.index(name) for name in kinds}
    header = [cell.strip() for cell in dialect.names]
    for line, cells in rows_of(blob, None, dialect.delimiter, dialect.encoding):
        if line <= dialect.first_row or len(cells) != len(dialect.names):
            continue
        if [cell.strip() for cell in cells] == header:
            continue
        for name, kind in kinds.items():
            cell = cells[positions[name]].strip()
            if cell and kind != "text" and not _fits(cell, kind, dialect.decimal):
                return DataError(
                    f"{blob.name}, line {line}, column “{clean(name)}”: “{cell[:40]}” is not "
                    f"{'a time like the others' if kind.startswith('ns') else 'a number'}.",
                    "Correct or remove that line, or export the file again.",
                )
    return DataError(
        f"{blob.name} is no table of {len(header)} columns all through: cells and lines are mixed.",
        "Open it in a text editor and look for an open quote, or export the file again.",
    )


def _fits(cell: str, kind: str, decimal: str) -> bool:
    if kind.startswith("ns"):
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
