"""What a format says of a file, and what a format is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from stride.formats.find.blob import Blob
from stride.formats.find.head import Head
from stride.formats.options import ReadOptions
from stride.types import Intervals, Recording


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
    skipped with a count. kind: of file, as ``Head.kind`` (any where empty); others are not even
    shown to it. tables: the tables inside a file of this format, which are recognised in turn.
    read_all: for files that are pieces of one log: what all those of an export hold together.
    positional: its lines have no names, and are read by place.
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
    tables: Callable[[Blob, ReadOptions], Iterator[Blob]] | None = None
    read_all: Callable[[Sequence[Blob], ReadOptions], Intervals] | None = None
    positional: bool = False
