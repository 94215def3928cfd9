"""Several sources or several people in one table of steps: whose rows count, as values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from stride.formats.late import np
from stride.formats.steps.devices import (
    best_device_a_day,
    one_source,
    one_source_an_hour,
    whole_bins,
)
from stride.formats.steps.people import numbers_rows, one_person
from stride.formats.texts import coded

if TYPE_CHECKING:
    from stride.formats.steps.rows import StepRows
    from stride.formats.table.text_blocks import TextTable
    from stride.types import F64, I64, ReadNotes


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
class AnySource:
    """Of rows that overlap, or of an hour, the source that counted more.

    ended: whether rows have an end of their own, by which an overlap is seen.
    """

    name: str
    ended: bool

    def choose(self, rows: StepRows, source: I64, names: list[str], notes: ReadNotes) -> StepRows:
        """The rows without those of the other source."""
        pick = one_source if self.ended or whole_bins(rows) else one_source_an_hour
        pick(rows, ranked(names)[source], notes)
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
        rows_left = order[source[order] == first[np.cumsum(fresh) - 1]]
        notes.warnings.append(
            f"{len(names)} data sources in one file ({', '.join(names)}); each minute is taken "
            "from one."
        )
        return rows.take(np.sort(rows_left))


def ranked(names: list[str]) -> Any:
    """The place of each name in their order, which does not hang on the order of the rows."""
    return np.argsort(np.argsort(names)).astype(np.int32)


@dataclass(frozen=True)
class Person:
    """The column that says whose a row is."""

    name: str

    def chosen(self, table: TextTable, start_s: F64, what: str, source: str | None) -> Any | None:
        """(n,) which rows are those of one person, None where all are.

        start_s: of the rows. Raises DataError where there are several and ``--source`` names none.
        """
        place, cells = coded(table.columns[self.name])
        names = [cell.strip() for cell in cells]
        if len(names) == len(table) and numbers_rows(self.name, names, start_s.tolist()):
            return None
        person = one_person(names, what, source)
        return None if person is None else np.flatnonzero(place == names.index(person))
