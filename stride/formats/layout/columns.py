"""What may stand in the columns of a table of steps, as values that know how to read themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from stride.formats.late import np
from stride.formats.steps.bins import instants
from stride.formats.steps.devices import best_device_a_day, one_source
from stride.formats.steps.people import one_person
from stride.formats.steps.rows import DAY_S, local_rows, utc_rows
from stride.formats.table.cells import numbers_at
from stride.formats.table.dialect import count_decimal
from stride.formats.texts import coded
from stride.formats.time.column import TimeColumn
from stride.formats.time.zones import Zone, choose_zone, offset_minutes, offset_text, offsets_at

if TYPE_CHECKING:
    from stride.formats.options import ReadOptions
    from stride.formats.steps.rows import StepRows
    from stride.formats.table.dialect import Dialect
    from stride.formats.table.text_blocks import TextTable
    from stride.formats.table.texttable import Key
    from stride.formats.time.order import DateOrder
    from stride.formats.time.parse import Times
    from stride.types import F64, I16, I64, ReadNotes

HOUR_S = 3600.0

Instants = tuple["F64", "I16", Zone]


@dataclass(frozen=True)
class Moment:
    """When something began or ended, in one column or in several side by side.

    names: columns that are joined. stamps: whether numbers count from 1970, in any unit.
    missing_s: seconds from the start to the end where a cell of ends is empty or no later.
    """

    names: tuple[str, ...]
    stamps: bool = False
    missing_s: float | None = None

    def key(self, dialect: Dialect) -> Key:
        """The columns of one file."""
        found = tuple(map(dialect.need, self.names))
        return found[0] if len(found) == 1 else found

    def column(self, order: DateOrder) -> TimeColumn:
        """A column to be read, that settles the order of dates with the others."""
        return TimeColumn(order, stamps=self.stamps, blanks=self.missing_s is not None)

    def instants(self, times: Times, options: ReadOptions) -> Instants:
        """(UTC seconds, offsets in minutes, zone)."""
        raise NotImplementedError

    def ends(self, times: Times, start: F64, begun_s: F64, options: ReadOptions) -> F64:
        """UTC seconds of ends. start: of the rows; begun_s: their starts as they are written."""
        return self.instants(times, options)[0]


class Wall(Moment):
    """The clock of the person: what the text says of a zone does not count.

    wraps: of ends with the date of their start, one before it lies on the next day, or in the hour
    that comes twice.
    """

    def __init__(self, *names: str, wraps: bool = False, missing_s: float | None = None) -> None:
        super().__init__(names, missing_s=missing_s)
        object.__setattr__(self, "wraps", wraps)

    wraps: bool

    def key(self, dialect: Dialect) -> Key:
        """The columns of one file."""
        found = tuple(map(dialect.need, self.names))
        return found[0] if len(found) == 1 else found

    def ends(self, times: Times, start: F64, begun_s: F64, options: ReadOptions) -> F64:
        """UTC seconds of ends."""
        if not self.wraps:
            return self.instants(times, options)[0]
        zone, stop = choose_zone(options), times.local_s
        same_day = stop >= begun_s
        later = np.where(same_day, stop, stop + DAY_S)
        ahead = offsets_at(zone.tz, start + (later - begun_s)) * 60.0
        set_back = stop - offsets_at(zone.tz, start + HOUR_S) * 60.0
        return np.where(~same_day & (set_back > start), set_back, later - ahead)

    def instants(self, times: Times, options: ReadOptions) -> Instants:
        """By the zone that was said, or configured."""
        zone = choose_zone(options)
        return (*local_rows(zone, times.local_s), zone)


class Utc(Moment):
    """UTC, whatever the text says; the offset of the person comes from the zone, or beside it.

    grid_s: seconds that times are rounded down to. Of several names the first that is there counts.
    """

    def __init__(
        self,
        *names: str,
        stamps: bool = False,
        missing_s: float | None = None,
        grid_s: float | None = None,
    ) -> None:
        super().__init__(names, stamps, missing_s)
        object.__setattr__(self, "grid_s", grid_s)

    grid_s: float | None

    def key(self, dialect: Dialect) -> Key:
        """The column of one file; ends that may be missing may lack their column too."""
        found = dialect.find(*self.names)
        return found or (self.names[0] if self.missing_s else dialect.need(*self.names))

    def instants(self, times: Times, options: ReadOptions) -> Instants:
        """As they stand."""
        zone = choose_zone(options)
        utc = times.local_s
        if self.grid_s:
            utc = np.floor(utc / self.grid_s) * self.grid_s
        if np.isnan(utc).any():  # ends that are missing: their offsets are not asked for
            return utc, np.zeros(len(utc), np.int16), zone
        return (*utc_rows(zone, utc), zone)


class Local(Moment):
    """The clock of the person with its offset, where the text names one; else their zone's."""

    def __init__(self, *names: str) -> None:
        super().__init__(names)

    def instants(self, times: Times, options: ReadOptions) -> Instants:
        """Each row by its own offset, where it has one."""
        return instants(times, options)


class Count:
    """A column of counts: the first of these names that is there."""

    def __init__(self, *names: str, missing: float = 0.0) -> None:
        self._names, self._missing = names, missing

    def key(self, dialect: Dialect) -> str:
        """The column of one file."""
        return dialect.need(*self._names)

    def values(self, table: TextTable, name: str, dialect: Dialect) -> F64:
        """(n,) counts of the column of a file. Raises DataError naming the line of no number."""
        column = table.columns[name]
        mark = count_decimal([cell.strip() for cell in coded(column)[1]], dialect)
        return numbers_at(column, table.line, name, mark, self._missing)


@dataclass(frozen=True)
class OffsetText:
    """The person's offset from UTC in a column of its own: ``UTC+0530``."""

    name: str

    def apply(self, table: TextTable, offset: I16, zone: Zone) -> Zone:
        """Put the offsets that are said in place of the zone's. The zone of the file comes back."""
        index, names = coded(table.columns[self.name])
        said = [offset_minutes(name) for name in names]
        for place, minutes in enumerate(said):
            if minutes is not None:
                offset[index == place] = np.int16(minutes)
        first = said[0] if said else None
        return zone if first is None else Zone(offset_text(first), "row")


class Rivals(Protocol):
    """Several sources in one file, of which each walk may count once."""

    @property
    def name(self) -> str:
        """Their column."""

    def choose(self, rows: StepRows, source: I64, names: list[str], notes: ReadNotes) -> StepRows:
        """The rows to keep. source: (n,) into names. notes: get a warning where some are left."""


@dataclass(frozen=True)
class MostSteps:
    """Of each day the source that counted most."""

    name: str

    def choose(self, rows: StepRows, source: I64, names: list[str], notes: ReadNotes) -> StepRows:
        """The rows of one source a day."""
        best_device_a_day(rows, ranked(names)[source])
        if len(names) > 1:
            notes.warnings.append(
                "Several devices; each day is taken from the one with most steps."
            )
        return rows


@dataclass(frozen=True)
class Overlapping:
    """Where rows overlap, the source that counted more. row, source: what they are called."""

    name: str
    row: str = "row"
    source: str = "source"

    def choose(self, rows: StepRows, source: I64, names: list[str], notes: ReadNotes) -> StepRows:
        """The rows without those of the other source."""
        one_source(rows, ranked(names)[source], notes, self.row, self.source)
        return rows


@dataclass(frozen=True)
class OneAMinute:
    """Each minute from one source: a device before copies of it, then the one with more steps.

    copies: which names are those of copies.
    """

    name: str
    copies: re.Pattern[str]

    def choose(self, rows: StepRows, source: I64, names: list[str], notes: ReadNotes) -> StepRows:
        """The rows of one source a minute; a source with no steps in it is none."""
        if len(names) < 2:
            return rows
        copy = np.array([bool(self.copies.search(name)) for name in names])[source]
        totals = np.bincount(source, weights=rows.steps, minlength=len(names))
        # sort so that the row to keep comes first within its minute
        order = np.lexsort((-totals[source], copy, rows.steps <= 0, rows.start_s))
        fresh = np.diff(rows.start_s[order], prepend=np.nan) != 0
        first = source[order][np.flatnonzero(fresh)]
        kept = order[source[order] == first[np.cumsum(fresh) - 1]]
        notes.warnings.append(
            f"{len(names)} data sources in one file ({', '.join(names)}); each minute is taken "
            "from one."
        )
        return rows.take(np.sort(kept))


def ranked(names: list[str]) -> Any:
    """The place of each name in their order, which does not hang on the order of the rows."""
    return np.argsort(np.argsort(names)).astype(np.int32)


@dataclass(frozen=True)
class Person:
    """The column that says whose a row is."""

    name: str

    def chosen(self, table: TextTable, what: str, source: str | None) -> Any | None:
        """(n,) which rows are those of one person, None where all are.

        Raises DataError where there are several and ``--source`` names none of them.
        """
        index, cells = coded(table.columns[self.name])
        names = [cell.strip() for cell in cells]
        person = one_person(names, what, source)
        return None if person is None else np.flatnonzero(index == names.index(person))
