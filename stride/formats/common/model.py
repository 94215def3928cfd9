"""The vocabulary of the formats: options in, blobs of bytes, verdicts, items out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import BinaryIO

from stride.errors import StrideError
from stride.formats.common.head import HEAD_BYTES, Head, make_head
from stride.types import Intervals, Recording

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person said about the files, and what the upper layers know.

    tz: zone of ``--tz``; config_tz: the configured one; computer_tz: the last resort.
    start: ISO start for files that only count seconds. date_order: ``dmy``, ``mdy`` or ``ymd``.
    unit: ``g``, ``m/s2`` or ``mg``. today: the local day, for "after tomorrow".
    progress: called with the bytes of the file on disk consumed so far.
    """

    format_id: str | None = None
    tz: str | None = None
    config_tz: str | None = None
    computer_tz: str = "UTC"
    start: str | None = None
    date_order: str | None = None
    placement: str | None = None
    source: str | None = None
    unit: str | None = None
    today: date = date(2100, 1, 1)
    progress: Progress | None = None


@dataclass(frozen=True)
class Blob:
    """The bytes of one file, wherever they lie: on disk, gzipped, in a zip, or from a pipe.

    name: for people. path: inside its folder or zip, with ``/``. size: bytes of content, -1 when
    only reading tells. opener: a new binary stream from the start, reporting progress.
    siblings: all blobs of the same folder or zip. location: the path on disk. container: the name
    of the folder or zip, empty for a file on its own. plain: the content lies at the location.
    """

    name: str
    path: str
    size: int
    opener: Callable[[Progress | None], BinaryIO]
    siblings: tuple[Blob, ...] = field(default=(), repr=False, compare=False)
    location: str = ""
    container: str = ""
    plain: bool = False

    def open(self, options: ReadOptions | None = None) -> BinaryIO:
        """A stream of the content; with options it reports progress."""
        return self.opener(options.progress if options else None)

    @cached_property
    def head(self) -> Head:
        """The first 64 kB, taken apart for recognition."""
        with self.opener(None) as stream:
            raw = stream.read(HEAD_BYTES + 1)
        return make_head(self.path, raw)

    def beside(self, siblings: tuple[Blob, ...]) -> Blob:
        """The same blob, knowing its neighbours."""
        return replace(self, siblings=siblings)


class Match(IntEnum):
    """How sure a format is: POSSIBLE is for the generic readers, which take what is left."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a format thinks of a file. A match of None means no; ``why`` is said either way."""

    match: Match | None
    why: str


def sure(why: str) -> Verdict:
    """A verdict that names what only this format has."""
    return Verdict(Match.SURE, why)


def likely(why: str) -> Verdict:
    """A verdict from column names that others might share."""
    return Verdict(Match.LIKELY, why)


def possible(why: str) -> Verdict:
    """A verdict of a generic reader."""
    return Verdict(Match.POSSIBLE, why)


def no(why: str) -> Verdict:
    """Not this format, and what was missed."""
    return Verdict(None, why)


@dataclass(frozen=True, slots=True)
class Format:
    """One layout of file. Every module of ``stride.formats`` holds one as ``FORMAT``.

    title: for people. header: a typical first line. recognise: looks at the head only, without
    side effects. read: the whole file. family: files of one family in one folder or zip are one
    import, the lowest rank winning each local day (of raw files only the lowest is read).
    useful: False for layouts recognised only to say why they cannot help; in a folder they are
    skipped with a count. kind: of file, as ``Head.kind``; others are not even shown to it.
    """

    id: str
    title: str
    header: str
    recognise: Callable[[Head], Verdict]
    read: Callable[[Blob, ReadOptions], Recording | Intervals]
    family: str = ""
    rank: int | Callable[[Head], int] = 0
    useful: bool = True
    raw: bool = False
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Part:
    """One blob of an item, with the format it was taken for."""

    blob: Blob
    format_id: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to import: a file, a member of a zip, or the files of one export.

    name: for people. sha256: of the content (of the sorted hashes when there are several parts).
    size_bytes: of the content. skipped: files of no use in the same container, counted once, on
    its first item. Either format_id or error is set.
    """

    name: str
    sha256: str
    size_bytes: int
    format_id: str | None = None
    error: StrideError | None = None
    skipped: int = 0
    parts: tuple[Part, ...] = field(default=(), repr=False)
