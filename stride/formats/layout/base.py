"""What a format is: a declaration of what tells it, and of what reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, NoReturn

from stride.errors import DataError, StrideError
from stride.formats.find.blob import Blob, Origin
from stride.formats.find.head import Head
from stride.formats.layout.signs import Sign
from stride.formats.options import ReadOptions
from stride.formats.table.dialect import Dialect, dialect_of
from stride.types import Intervals, Recording

_LINE = re.compile(r"\bLine (\d+)")
#: Where the apps of phones are worn, for all that a file tells: pocket, hand and bag share a model.
PHONE = "pocket"
#: Where the sensors of laboratories are strapped on, and where a watch is.
STRAPPED_ON, WATCH = ("wrist", "hip", "thigh", "back"), ("wrist",)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A layout as a declaration: what tells it, and where things stand in it.

    title: for people. header: a typical first line. sure, likely, possible: signs in the head of a
    file, the first that is seen decides; unless: a sign that it is another layout; tells: what
    decides in place of signs. device: for people, where the file names none. family: files of one
    family in one folder or zip are one import, the lowest rank winning each local day (of raw files
    only the lowest is read). useful: False for layouts recognised only to say why they cannot help;
    in a folder they are skipped with a count. raw: whether it holds accelerations. generic: whether
    it is of any vendor's table. kind: of file, as ``Head.kind`` (any where empty); others are not
    even shown to it. positional: its lines have no names, and are read by place. worn_at: where its
    device can be worn, () where it may be a phone in a pocket. tables: the tables inside a file,
    which are recognised in turn. read_all: for files that are pieces of one log: what all those of
    an export hold together.
    """

    id: str
    title: str
    header: str
    sure: Sign | None = None
    likely: Sign | None = None
    possible: Sign | None = None
    unless: Sign | None = None
    tells: Callable[[Head], Verdict] | None = None
    device: str = ""
    family: str = ""
    rank: int | Callable[[Head], int] = 0
    kind: str = "text"
    positional: bool = False
    worn_at: tuple[str, ...] = ()
    useful: bool = True
    raw: bool = False
    generic: bool = False
    tables: Callable[[Blob, ReadOptions], Iterator[Blob]] | None = None
    read_all: Callable[[Sequence[Blob], ReadOptions], Intervals] | None = None

    def recognise(self, head: Head) -> Verdict:
        """How sure the signs in a head make it that a file is of this layout."""
        if self.tells is not None:
            return self.tells(head)
        if self.unless is not None and self.unless.seen(head):
            return no(self.unless.why)
        why = ""
        for match, sign in (
            (Match.SURE, self.sure),
            (Match.LIKELY, self.likely),
            (Match.POSSIBLE, self.possible),
        ):
            if sign is not None and sign.seen(head):
                return Verdict(match, sign.why)
            why = sign.why if sign else why
        return no(f"missing: {why}")

    def read(self, blob: Blob, options: ReadOptions) -> Recording | Intervals:
        """What a file holds, by the driver of its kind of layout."""
        raise NotImplementedError

    def origin(self, blob: Blob, options: ReadOptions) -> Origin:
        """Where what is read comes from."""
        return Origin(blob, options, self.id, self.device)


@dataclass(frozen=True, kw_only=True)
class Coded(Layout):
    """A layout that only code can read: its one hook."""

    reads: Callable[[Origin], Recording | Intervals]

    def read(self, blob: Blob, options: ReadOptions) -> Recording | Intervals:
        """What the hook reads."""
        return self.reads(self.origin(blob, options))


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
class TableFile:
    """A file with a table in it, and how that is written."""

    blob: Blob
    options: ReadOptions
    dialect: Dialect

    @property
    def name(self) -> str:
        """The file, for people."""
        return self.blob.name

    @property
    def rows(self) -> list[list[str]]:
        """The cells of the first rows."""
        return self.blob.head.rows(self.dialect.first_row, delimiter=self.dialect.delimiter)

    def cells(self, column: str) -> list[str]:
        """The first cells of a column."""
        place = self.dialect.names.index(column)
        return [row[place] for row in self.rows if place < len(row)]


@dataclass(frozen=True, kw_only=True)
class Table(Layout):
    """A layout of tables.

    content: what makes a table of a file that is none, such as JSON. table: how a file is written,
    by its head. started: when it began, where the head says so. adapt: for files that differ, this
    layout as it is for one of them.
    """

    content: Callable[[Blob, ReadOptions], Blob] | None = None
    table: Callable[[Head], Dialect] = dialect_of
    started: Callable[[Head], str | None] | None = None
    adapt: Callable[[TableFile, Any], Any] | None = None

    def read(self, blob: Blob, options: ReadOptions) -> Recording | Intervals:
        """What a file holds."""
        if self.content is not None:
            blob = self.content(blob, options)
        if self.started is not None and not options.start:
            options = replace(options, start=self.started(blob.head))
        file = TableFile(blob, options, self.table(blob.head))
        layout: Table = self.adapt(file, self) if self.adapt else self
        try:
            return layout.read_file(file)
        except DataError as error:
            if self.content is not None:  # its rows are no lines of the file
                error.message = _LINE.sub(lambda m: f"Entry {int(m[1]) - 1}", error.message)
            raise

    def read_file(self, file: TableFile) -> Recording | Intervals:
        """The same, of one file that the layout is adapted to."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Refusal(Layout):
    """A layout that is recognised only to say why it cannot help.

    why: the sentence behind the name of the file. instead: what to do. error: DataError, or
    EmptyData for what is sound and holds nothing to import.
    """

    why: str
    instead: str
    error: type[StrideError] = DataError
    useful: bool = False

    def read(self, blob: Blob, options: ReadOptions) -> NoReturn:
        """Always the refusal."""
        raise self.error(f"{blob.name} {self.why}", self.instead)
