"""A path to what each format says of it, and to the line that imports it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stride.errors import StrideError
from stride.formats.advice import guessed, read_of
from stride.formats.find.blob import Blob
from stride.formats.find.files import blobs
from stride.formats.find.foreign import UnknownFile, foreign
from stride.formats.registry import recognise, unknown, verdicts

if TYPE_CHECKING:
    from pathlib import Path

    from stride.formats.options import ReadOptions

MOST_EXPLAINED = 5000


@dataclass(frozen=True)
class HowTo:
    """What to type for one file. line: that imports it, "" where none is known to.

    others: lines that may be meant instead. why: the refusal where there is no line. unread:
    columns of numbers that the format leaves alone.
    """

    line: str = ""
    others: tuple[str, ...] = ()
    why: str = ""
    unread: tuple[str, ...] = ()


def how_to(path: str | Path, options: ReadOptions) -> HowTo:
    """What to type for a file, tried on its first lines; of several files nothing is said."""
    files = [blob for blob in blobs(path) if isinstance(blob, Blob)]
    if len(files) != 1 or str(path) == "-":
        return HowTo()
    head, name, command = files[0].head, files[0].name, f"stride import {shlex.quote(str(path))}"
    trouble: StrideError | None = None
    left: tuple[str, ...] = ()
    try:
        taken = recognise(head, name)
        if head.kind == "text":  # only tables can be read from their first lines alone
            trouble, left = read_of(taken, head, name, options)
    except StrideError as error:
        trouble = error
    if trouble is None:
        return HowTo(command, unread=left)
    lines = [f"{command} {words}" for words in guessed(head, name, options)]
    if lines:
        return HowTo(lines[0], tuple(lines[1:]))
    return HowTo(why=f"{trouble.message} {trouble.hint}".strip())


def explain(path: str | Path, options: ReadOptions) -> list[tuple[str, str, str]]:
    """(format, verdict, why) of every format for a file, the best first.

    The verdict is ``sure``, ``likely``, ``possible`` or ``no``. Of several files only what matches
    is said, each with its name. Raises the refusal of a file that is no export at all.
    """
    rows, entries = [], list(blobs(path))
    files = [entry for entry in entries if isinstance(entry, Blob)]
    refused = [entry[1] for entry in entries if isinstance(entry, tuple)]
    if refused and not files:
        raise refused[0]
    for blob in files[:MOST_EXPLAINED]:
        if len(files) == 1 and foreign(blob.head.raw):
            raise unknown(blob.head, blob.name)
        for taken, verdict in verdicts(blob.head):
            if len(files) == 1 or verdict.match:
                word = verdict.match.name.lower() if verdict.match else "no"
                why = verdict.why if len(files) == 1 else f"{blob.path}: {verdict.why}"
                rows.append((verdict.match or 0, taken.id, word, why))
    if not rows and files:
        raise UnknownFile(
            f"None of the {len(files):,} files in {path} matches a format.",
            "'stride formats' lists what can be read.",
        )
    rows.sort(key=lambda row: (-row[0], row[1]))
    return [(format_id, word, why) for _, format_id, word, why in rows]
