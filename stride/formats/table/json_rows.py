"""JSON files of many objects, read one after the other and given on as a table.

The objects stand in one list or on lines of their own; only one lies in memory at once.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, cast

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.find.head import Head
from stride.formats.options import Progress
from stride.formats.time.spelling import looks_like_time

BLOCK_BYTES = 1 << 18
MAX_OBJECT_CHARS = 1 << 20  # a sample is shorter; a longer object is no list of samples
LINES = 512  # written at a time
_DECODER = json.JSONDecoder()
_BETWEEN = re.compile(r"[\s,]*")
_NO_NUMBER = ("", "nan", "null", "none", "na")

Wanted = Callable[[dict[str, Any]], bool]


def first_object(head: Head) -> dict[str, Any]:
    """The first object of a list, empty where there is none or the head ends before it does."""
    text = head.text.lstrip("\ufeff").lstrip()
    try:
        value, _ = _DECODER.raw_decode(text.removeprefix("[").lstrip())
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def each_object(blob: Blob, progress: Progress | None = None) -> Iterator[dict[str, Any]]:
    """The objects of a file; anything else in its list is passed.

    Raises DataError where it is no JSON, or is cut off, by the number of the object.
    """
    count, text, at, listed = 0, "", 0, False
    with blob.opener(progress) as stream:
        decoder = codecs.getincrementaldecoder(blob.head.encoding)(errors="replace")
        last = False
        while not last:
            raw = stream.read(BLOCK_BYTES)
            last = not raw
            text, at = text[at:] + decoder.decode(raw, final=last), 0
            if not listed and text.lstrip()[:1] == "[":
                listed, at = True, text.index("[") + 1
            while (at := _start(text, at)) < len(text) and text[at] != "]":
                try:
                    value, at = _DECODER.raw_decode(text, at)
                except (ValueError, RecursionError) as error:
                    if last or len(text) - at > MAX_OBJECT_CHARS:
                        raise _cut_off(blob, count + 1) from error
                    break
                count += 1
                if isinstance(value, dict):
                    yield value
            if text[at : at + 1] == "]":
                break
        text += decoder.decode(stream.read(BLOCK_BYTES))
    if text[at:].strip() != "]" * listed:  # it ends early, or more follows
        raise _cut_off(blob, count + 1)


def _start(text: str, at: int) -> int:
    """Where the next object begins, behind spaces and a comma."""
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def _cut_off(blob: Blob, number: int) -> DataError:
    return DataError(
        f"{blob.name}, object {number:,}: the JSON is damaged or cut off.",
        "Export the file again and copy it whole; nothing of it was stored.",
    )


@dataclass(frozen=True)
class Columns:
    """The keys of objects that become columns; missing ones make empty cells.

    time: of these, that of the time. numbers: those that must be numbers.
    """

    names: tuple[str, ...]
    time: str
    numbers: tuple[str, ...]


def table_of(blob: Blob, path: str, columns: Columns, wanted: Wanted | None = None) -> Blob:
    """The objects as a table with a header, which is written while it is read.

    path: of the table, as formats look at names. wanted: which objects are rows.
    """

    def opener(progress: Progress | None) -> BinaryIO:
        lines = _lines(blob, columns, wanted, progress)
        return cast(BinaryIO, io.BufferedReader(_Written(lines), BLOCK_BYTES))

    return replace(blob, path=path, size=-1, opener=opener, plain=False)


def _lines(
    blob: Blob, columns: Columns, wanted: Wanted | None, progress: Progress | None
) -> Iterator[bytes]:
    """The table in pieces of some lines."""
    rows: list[Any] = [columns.names]
    for count, entry in enumerate(each_object(blob, progress), 1):
        if wanted is not None and not wanted(entry):
            continue
        cells = {name: _cell(entry.get(name)) for name in columns.names}
        if wrong := _wrong(cells, columns):
            raise DataError(
                f"{blob.name}, object {count:,}, {wrong}.",
                "Correct or remove that object, or export the file again.",
            )
        rows.append(cells.values())
        if len(rows) == LINES:
            yield _written(rows)
            rows = []
    yield _written(rows)


def _wrong(cells: dict[str, str], columns: Columns) -> str:
    """What cannot be read in a row, in words."""
    for name in columns.numbers:
        if not _numeric(cells[name]):
            return f"“{name}”: “{cells[name][:40]}” is not a number"
    time = cells[columns.time]
    if not _numeric(time) and not looks_like_time(time):
        return f"“{columns.time}”: “{time[:40]}” is not a date and time stride can read"
    return ""


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _numeric(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return cell.lower() in _NO_NUMBER
    return "_" not in cell


def _written(rows: list[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


class _Written(io.RawIOBase):
    """A stream of pieces of text."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

    def close(self) -> None:
        if not self.closed:
            self._pieces.close()  # type: ignore[attr-defined]
        super().close()
