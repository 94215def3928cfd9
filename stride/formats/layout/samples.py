"""Tables of accelerations as declarations: where time and axes stand, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Protocol

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.find.head import Head
from stride.formats.guess.samples import cells_of, elapsed_rule, file_time_rule
from stride.formats.layout.base import Layout
from stride.formats.options import EXAMPLE_START, ReadOptions
from stride.formats.samples.blocks import RawLayout
from stride.formats.samples.measure import Known
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import Dialect, dialect_of
from stride.formats.time.clock import TimeRule, start_rule
from stride.types import Recording


@dataclass(frozen=True)
class SampleFile:
    """A file with accelerations, and how its table is written."""

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
        return cells_of(self.rows, self.dialect, column)


class Time(Protocol):
    """How a layout tells the time."""

    def rule(self, file: SampleFile) -> TimeRule:
        """The same for one file, in which its start or its order of dates may have to be asked."""


class At:
    """A column of times in whatever spelling its first cells have.

    names: the first that is there. otherwise: the first column, where none is. advice: what to do
    where the column is missing.
    """

    def __init__(self, *names: str, otherwise_first: bool = False, advice: str = "") -> None:
        self._names, self._first, self._advice = names, otherwise_first, advice

    def rule(self, file: SampleFile) -> TimeRule:
        """By the first cells, the order of dates proved by any row of the file."""
        column = file.dialect.find(*self._names)
        if column is None and self._first:
            column = file.dialect.names[0]
        if column is None:
            raise DataError(
                f"{file.name} has no column {self._names[0]}.",
                self._advice or "Export the file again.",
            )
        cells = file.cells(column)
        return file_time_rule(file.blob, file.dialect, (column,), cells, file.options)


@dataclass(frozen=True)
class Elapsed:
    """A column that counts from a start which ``--start`` gives. per_second: of its units."""

    column: str
    per_second: float = 1.0

    def rule(self, file: SampleFile) -> TimeRule:
        """From the start that was said."""
        column = file.dialect.need(self.column)
        return elapsed_rule(column, self.per_second, file.options, file.name)


@dataclass(frozen=True)
class Epoch:
    """A column of numbers since 1970 UTC. per_second: of its units. offset_min: the person's."""

    column: str
    per_second: float = 1.0
    offset_min: int | None = None

    def rule(self, file: SampleFile) -> TimeRule:
        """Whole numbers are read as such: 19 digits are more than a float has."""
        column = file.dialect.need(self.column)
        broken = any("." in cell for cell in file.cells(column))
        kind = "epoch_f8" if broken else "epoch"
        return TimeRule(kind, column, self.per_second, row_offset_min=self.offset_min)


@dataclass(frozen=True)
class Text:
    """A column of texts of the wall clock, whatever their spelling."""

    column: str

    def rule(self, file: SampleFile) -> TimeRule:
        """The column as it is."""
        return TimeRule("text", file.dialect.need(self.column))


@dataclass(frozen=True)
class Rate:
    """No column at all: so many samples a second, from a start which ``--start`` gives."""

    hz: float

    def rule(self, file: SampleFile) -> TimeRule:
        """From the start that was said."""
        start, utc, offset = start_rule(file.options, file.name)
        return TimeRule(
            "rate", start_s=start, start_utc=utc, row_offset_min=offset, rate_hz=self.hz
        )


@dataclass(frozen=True, kw_only=True)
class Samples(Layout, Known):
    """A table of accelerations.

    time: how it tells the time. xyz, back: columns of the axes; add: columns whose sum with xyz is
    the acceleration with gravity. content: what makes a table of a file that is none, such as JSON.
    table: how a file is written, by its head. started: when it began, where the head says so.
    adapt: for files that differ, this layout as it is for one of them. finish: what is left to be
    done to the recording.
    """

    time: Time | TimeRule | None = None
    xyz: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    content: Callable[[Blob, ReadOptions], Blob] | None = None
    table: Callable[[Head], Dialect] = dialect_of
    started: Callable[[Head], str | None] | None = None
    adapt: Callable[[SampleFile, Samples], Samples] | None = None
    finish: Callable[[Recording], Recording] | None = None
    raw: bool = True

    def read(self, blob: Blob, options: ReadOptions) -> Recording:
        """The recording, which is read when its samples are asked for."""
        if self.content is not None:
            blob = self.content(blob, options)
        if self.started is not None and not options.start:
            options = replace(options, start=self.started(blob.head))
        file = SampleFile(blob, options, self.table(blob.head))
        layout = self.adapt(file, self) if self.adapt else self
        time = layout.time
        if time is None:
            raise DataError(
                f"{blob.name} does not tell the time of its samples.",
                "Say the samples a second and the start: --columns x=1,y=2,z=3 --rate 50 --start "
                f"{EXAMPLE_START}.",
            )
        if not layout.xyz:
            raise DataError(
                f"{blob.name} has no three columns of acceleration.", "Export the file again."
            )
        wanted = [(name,) for name in (*layout.xyz, *layout.back, *layout.add)]
        names = tuple(file.dialect.need_all(*wanted))
        three, more = len(layout.xyz), len(layout.xyz) + len(layout.back)
        columns = RawLayout(
            dialect=file.dialect,
            time=time if isinstance(time, TimeRule) else time.rule(file),
            xyz=names[:three],
            back=names[three:more],
            add=names[more:],
            **{each.name: getattr(layout, each.name) for each in fields(Known)},
        )
        recording = open_recording(blob, options, self.id, columns)
        return layout.finish(recording) if layout.finish else recording
