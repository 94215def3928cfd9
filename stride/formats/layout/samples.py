"""Tables of accelerations as declarations: where time and axes stand, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from stride.errors import DataError
from stride.formats.guess.samples import elapsed_rule, file_time_rule
from stride.formats.layout.base import Table, TableFile
from stride.formats.options import EXAMPLE_START
from stride.formats.samples.blocks import RawLayout
from stride.formats.samples.measure import Known
from stride.formats.samples.read import open_recording
from stride.formats.time.clock import TimeRule, start_rule
from stride.types import Recording

#: How a layout tells the time, of one file, in which its start or its order may have to be asked.
Time = Callable[[TableFile], TimeRule]


def At(*names: str, otherwise_first: bool = False, advice: str = "") -> Time:
    """A column of times in whatever spelling its first cells have.

    names: the first that is there; otherwise_first: where none is, the first column. advice: what
    to do where the column is missing.
    """

    def rule(file: TableFile) -> TimeRule:
        column = file.dialect.find(*names)
        if column is None and otherwise_first:
            column = file.dialect.names[0]
        if column is None:
            raise DataError(
                f"{file.name} has no column {names[0]}.", advice or "Export the file again."
            )
        cells = file.cells(column)
        return file_time_rule(file.blob, file.dialect, (column,), cells, file.options)

    return rule


def Elapsed(column: str, per_second: float = 1.0) -> Time:
    """A column that counts from a start which ``--start`` gives. per_second: of its units."""
    return lambda file: elapsed_rule(file.dialect.need(column), per_second, file.options, file.name)


def Epoch(column: str, per_second: float = 1.0, offset_min: int | None = None) -> Time:
    """A column of numbers since 1970 UTC. per_second: of its units. offset_min: the person's."""

    def rule(file: TableFile) -> TimeRule:
        name = file.dialect.need(column)
        # whole numbers are read as such: 19 digits are more than a float has
        broken = any("." in cell for cell in file.cells(name))
        kind = "epoch_f8" if broken else "epoch"
        return TimeRule(kind, name, per_second, row_offset_min=offset_min)

    return rule


def Text(column: str) -> Time:
    """A column of texts of the wall clock, whatever their spelling."""
    return lambda file: TimeRule("text", file.dialect.need(column))


def Rate(hz: float) -> Time:
    """No column at all: so many samples a second, from a start which ``--start`` gives."""

    def rule(file: TableFile) -> TimeRule:
        start, utc, offset = start_rule(file.options, file.name)
        return TimeRule("rate", start_s=start, start_utc=utc, row_offset_min=offset, rate_hz=hz)

    return rule


@dataclass(frozen=True, kw_only=True)
class Samples(Table, Known):
    """A table of accelerations.

    time: how it tells the time. xyz, back: columns of the axes; add: columns whose sum with xyz is
    the acceleration with gravity. finish: what is left to be done to the recording.
    """

    time: Time | TimeRule | None = None
    xyz: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    finish: Callable[[Recording], Recording] | None = None
    raw: bool = True

    def read_file(self, file: TableFile) -> Recording:
        """The recording, which is read when its samples are asked for."""
        time, blob = self.time, file.blob
        if time is None:
            raise DataError(
                f"{blob.name} does not tell the time of its samples.",
                "Say the samples a second and the start: --columns x=1,y=2,z=3 --rate 50 --start "
                f"{EXAMPLE_START}.",
            )
        if not self.xyz:
            raise DataError(
                f"{blob.name} has no three columns of acceleration.", "Export the file again."
            )
        wanted = [(name,) for name in (*self.xyz, *self.back, *self.add)]
        names = tuple(file.dialect.need_all(*wanted))
        three, more = len(self.xyz), len(self.xyz) + len(self.back)
        columns = RawLayout(
            dialect=file.dialect,
            time=time if isinstance(time, TimeRule) else time(file),
            xyz=names[:three],
            back=names[three:more],
            add=names[more:],
            **{each.name: getattr(self, each.name) for each in fields(Known)},
        )
        recording = open_recording(blob, file.options, self.id, columns)
        return self.finish(recording) if self.finish else recording
