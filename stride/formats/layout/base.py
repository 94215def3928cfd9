"""What a format is: a declaration that a driver reads, or two functions where it needs code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar, NoReturn

from stride.errors import DataError
from stride.formats.find.blob import Blob, Origin
from stride.formats.find.head import Head
from stride.formats.layout.signs import Sign
from stride.formats.options import ReadOptions
from stride.formats.table.dialect import Dialect, dialect_of
from stride.types import Intervals, Recording

Rank = int | Callable[[Head], int]
#: Where the sensors of laboratories are strapped on, and where a watch is.
STRAPPED_ON, WATCH = ("wrist", "hip", "thigh", "back"), ("wrist",)


@dataclass(frozen=True, slots=True)
class Format:
    """A layout that only code can recognise or read; the fields are those of Layout.

    recognise: looks at the head only, without side effects. read: the whole file. tables: the
    tables inside a file of this format, which are recognised in turn. read_all: for files that are
    pieces of one log: what all those of an export hold together. positional: its lines have no
    names, and are read by place. worn_at: where its device can be worn, () where it may be a phone.
    """

    id: str
    title: str
    header: str
    recognise: Callable[[Head], Verdict]
    read: Callable[[Blob, ReadOptions], Recording | Intervals]
    family: str = ""
    rank: Rank = 0
    useful: bool = True
    raw: bool = False
    kind: str = "text"
    tables: Callable[[Blob, ReadOptions], Iterator[Blob]] | None = None
    read_all: Callable[[Sequence[Blob], ReadOptions], Intervals] | None = None
    positional: bool = False
    worn_at: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A layout as a declaration: what tells it, and where things stand in it.

    title: for people. header: a typical first line. sure, likely, possible: signs in the head of a
    file, the first that is seen decides; unless: a sign that it is another layout. device: for
    people, where the file names none. family: files of one family in one folder or zip are one
    import, the lowest rank winning each local day (of raw files only the lowest is read).
    useful: False for layouts recognised only to say why they cannot help; in a folder they are
    skipped with a count. raw: whether it holds accelerations. kind: of file, as ``Head.kind``
    (any where empty); others are not even shown to it. positional: its lines have no names, and are
    read by place. worn_at: where its device can be worn, () where it may be a phone in a pocket.
    """

    id: str
    title: str
    header: str
    sure: Sign | None = None
    likely: Sign | None = None
    possible: Sign | None = None
    unless: Sign | None = None
    device: str = ""
    family: str = ""
    rank: Rank = 0
    kind: str = "text"
    positional: bool = False
    worn_at: tuple[str, ...] = ()
    useful: ClassVar[bool] = True
    raw: ClassVar[bool] = False
    tables: ClassVar[None] = None
    read_all: ClassVar[None] = None

    def recognise(self, head: Head) -> Verdict:
        """How sure the signs in a head make it that a file is of this layout."""
        if self.unless is not None and self.unless.seen(head):
            return no(self.unless.why)
        grades = ((Match.SURE, self.sure), (Match.LIKELY, self.likely))
        signs = [
            (match, sign) for match, sign in (*grades, (Match.POSSIBLE, self.possible)) if sign
        ]
        for match, sign in signs:
            if sign.seen(head):
                return Verdict(match, sign.why)
        return no(f"missing: {signs[-1][1].why}")

    def read(self, blob: Blob, options: ReadOptions) -> Recording | Intervals:
        """What a file holds, by the driver of its kind of layout."""
        raise NotImplementedError

    def origin(self, blob: Blob, options: ReadOptions) -> Origin:
        """Where what is read comes from."""
        return Origin(blob, options, self.id, self.device)


@dataclass(frozen=True, kw_only=True)
class Coded(Layout):
    """A layout that is told by signs and read by code of its own: its one hook."""

    reads: Callable[[Origin], Recording | Intervals]

    def read(self, blob: Blob, options: ReadOptions) -> Recording | Intervals:
        """What the hook reads."""
        return self.reads(self.origin(blob, options))


#: A declaration, or a layout in code: the registry asks and reads both alike.
AnyLayout = Format | Layout


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


@dataclass(frozen=True)
class StepFile:
    """A file with steps, and how its table is written."""

    blob: Blob
    options: ReadOptions
    dialect: Dialect


@dataclass(frozen=True, kw_only=True)
class StepTable(Layout):
    """A table of steps.

    table: how a file is written, by its head. adapt: for files that differ, this layout as it is
    for one of them.
    """

    table: Callable[[Head], Dialect] = dialect_of
    adapt: Callable[[StepFile, Any], Any] | None = None

    def read(self, blob: Blob, options: ReadOptions) -> Intervals:
        """The steps of a file."""
        file = StepFile(blob, options, self.table(blob.head))
        layout: StepTable = self.adapt(file, self) if self.adapt else self
        return layout.read_file(file)

    def read_file(self, file: StepFile) -> Intervals:
        """The same, of one file that the layout is adapted to."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Refusal(Layout):
    """A layout that is recognised only to say why it cannot help.

    why: the sentence behind the name of the file. instead: what to do.
    """

    why: str
    instead: str
    useful: ClassVar[bool] = False

    def read(self, blob: Blob, options: ReadOptions) -> NoReturn:
        """Always the refusal."""
        raise DataError(f"{blob.name} {self.why}", self.instead)
