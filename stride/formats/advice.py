"""What to type for a file: tried on its first lines, so that the advice works when followed."""

from __future__ import annotations

import io
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from stride.errors import DataError, EmptyData, StrideError, UsageError
from stride.formats import own
from stride.formats.find.blob import Blob
from stride.formats.find.files import blobs
from stride.formats.guess.own import guesses, number_columns
from stride.formats.layout import OwnTable
from stride.formats.layout.own_table import as_told, told_columns
from stride.formats.options import EXAMPLE_START, Question, ReadOptions
from stride.formats.table.headed import header_line
from stride.formats.time.parse import AmbiguousOrder, BadTime
from stride.types import Recording

if TYPE_CHECKING:
    from pathlib import Path

    from stride.formats.find.head import Head
    from stride.formats.layout import Layout

EXAMPLE_HZ = 50.0
NOTHING_SAID = ReadOptions()
HOW_TO_NAME = "Say which column is the time: --columns time=ts,steps=n."


def own_table(path: str | Path, name: str, options: ReadOptions) -> OwnTable:
    """The declaration of a table whose columns ``options.columns`` tells.

    path: a file of that kind. Raises UsageError for a folder or an archive of several.
    """
    files = [blob for blob in blobs(path) if isinstance(blob, Blob)]
    if len(files) != 1:
        raise UsageError(f"--save needs one file, and {path} holds {len(files)}.", "Name one.")
    columns = options.columns or ""
    head = files[0].head
    line = header_line(head, list(told_columns(columns).values()))
    line = head.first if line is None else line
    header = head.lines[line].strip("\ufeff \r\n") if head.kind == "text" else columns
    return OwnTable(
        id=name,
        title=f"{name}: your own table, {columns}",
        header=header,
        device=options.source or "",
        columns=columns,
        rate_hz=options.rate_hz,
        unit=options.unit,
        date_order=options.date_order,
        placement=options.placement,
    )


def save_layout(path: str | Path, name: str, options: ReadOptions, folder: Path) -> Path:
    """Keep what ``options.columns`` says of the file at a path as a layout; its file.

    Raises UsageError where the folder has another of that name, OSError.
    """
    return own.save(folder, own_table(path, name, options))


def beginning(head: Head, name: str) -> Blob:
    """The whole lines of a file's first 64 kB as a file of their own."""
    raw = head.raw
    if not head.complete:
        raw = raw[: raw.rfind(b"\n") + 1] or raw
    return Blob(name, head.name, len(raw), lambda _: io.BytesIO(raw))


def tried(
    layout: Layout, head: Head, name: str, options: ReadOptions = NOTHING_SAID
) -> StrideError | None:
    """Why a layout cannot read the beginning of a file, None where it can."""
    return _tried(layout, beginning(head, name), options)


def _tried(layout: Layout, blob: Blob, options: ReadOptions) -> StrideError | None:
    try:
        content = layout.read(blob, replace(options, progress=None))
        if isinstance(content, Recording):
            next(iter(content.chunks()), None)
    except StrideError as error:
        return error
    except (BadTime, AmbiguousOrder) as error:
        return DataError(f"“{error}” is no date and time stride can read.", HOW_TO_NAME)
    return None


def worth_asking(
    question: Question, layout: Layout, blob: Blob, options: ReadOptions
) -> StrideError:
    """The question, or what stands in the way of every answer, tried on the first lines.

    An answer may lead to another question, and the first lines may hold nothing.
    """
    asked = DataError(question.message, question.hint)
    if blob.head.kind != "text" and not blob.head.complete:
        return asked
    troubles = []
    for answer in question.answers:
        trouble = tried(layout, blob.head, blob.name, replace(options, **answer))
        if trouble is None or isinstance(trouble, Question | EmptyData):
            return asked
        troubles.append(trouble)
    return troubles[0] if troubles else asked


def read_of(
    layout: Layout, head: Head, name: str, options: ReadOptions
) -> tuple[StrideError | None, tuple[str, ...]]:
    """The same, and the columns of numbers that are left unread where it can."""
    blob = beginning(head, name)
    return _tried(layout, blob, options), unread(blob)


def unread(blob: Blob) -> tuple[str, ...]:
    """The columns of numbers that were not read of a table; none where nothing is known of it."""
    names = number_columns(blob.head) if blob.columns_read else []
    return tuple(name for name in names if name not in blob.columns_read)


def guessed(head: Head, name: str, options: ReadOptions = NOTHING_SAID) -> list[str]:
    """What may be typed behind ``import FILE`` of a table that no format knows, likeliest first.

    Each was tried on the first lines. A rate and a start that the file does not tell stand there as
    an example.
    """
    lines = []
    for guess in guesses(head):
        start = options.start or (EXAMPLE_START if guess.start else None)
        hz = EXAMPLE_HZ if guess.rate else None
        columns = as_told(guess.columns)
        table = OwnTable(id="own-columns", title="", header="", columns=columns, rate_hz=hz)
        if tried(table, head, name, replace(options, start=start)) is None:
            words = ["--columns", columns]
            words += ["--rate", f"{hz:g}"] if hz else []
            words += ["--start", start] if start and not options.start else []
            lines.append(shlex.join(words))
    return lines
