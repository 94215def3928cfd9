"""Tables of steps by the minute, hour or record as declarations, and their driver."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stride.errors import EmptyData
from stride.formats.find.blob import empty
from stride.formats.late import np
from stride.formats.layout.base import StepFile, StepTable
from stride.formats.layout.columns import (
    Count,
    Moment,
    OffsetText,
    Only,
    Person,
    Rivals,
    columns_of,
    counts_of,
    kept_rows,
    spans_of,
)
from stride.formats.steps.bins import bin_length, day_rows, reaching_back, whole_days
from stride.formats.steps.choice import chosen
from stride.formats.steps.day_totals import NOT_SAID, day_totals
from stride.formats.steps.devices import one_row_a_start
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import StepRows, step_rows
from stride.formats.steps.running_totals import rises
from stride.formats.table.texttable import text_table
from stride.formats.texts import coded, release_texts
from stride.formats.time.order import DateOrder
from stride.types import Intervals, ReadNotes

if TYPE_CHECKING:
    from stride.formats.table.text_blocks import TextTable
    from stride.formats.table.texttable import Key
    from stride.formats.time.column import TimeColumn
    from stride.types import F64, I16


@dataclass(frozen=True, kw_only=True)
class Spans(StepTable):
    """Rows with a start, perhaps an end, and the steps between.

    start, end: when; length_s: of every row where there is no end, None for what fits the starts;
    back_s: of rows that hold the steps since the row before, at the most. steps: how many; running:
    whether they are totals since midnight. offset: the person's offset beside the times. rivals:
    several sources in the file. person: several people. only: column -> what its cells fit in the
    rows that count, None for a date. days: whether rows that are whole days are totals of them.
    date_order: the habit of the vendor, where dates leave it open. parts: whether rows of one start
    are parts of one. missing: a column that says why a row has no count, where it says anything.
    """

    start: Moment
    steps: Count | tuple[Count, ...]
    end: Moment | None = None
    length_s: float | None = None
    back_s: float | None = None
    running: bool = False
    offset: OffsetText | None = None
    rivals: Rivals | None = None
    person: Person | None = None
    only: Mapping[str, re.Pattern[str] | None] = field(default_factory=dict)
    days: bool = False
    date_order: str | None = None
    parts: bool = False
    missing: str = ""
    warnings: tuple[str, ...] = ()

    def read_file(self, file: StepFile) -> Intervals:
        """The steps of the rows, each walk once."""
        moments = [moment for moment in (self.start, self.end) if moment is not None]
        wanted = self.steps if isinstance(self.steps, tuple) else (self.steps,)
        order = DateOrder(file.options, self.date_order)
        only = {file.dialect.need(name): cell for name, cell in self.only.items()}
        times, names = columns_of(file.dialect, moments, wanted, order)
        notes = ReadNotes(warnings=list(self.warnings))
        table = self._table(file, names, times, (moments, only), notes)
        columns = list(times.values())
        for key in times:  # the columns of times go as soon as they are read
            table.columns.pop(key, None)
        times.clear()
        start, stop, offset, zone = spans_of(
            moments, columns, table.line, self.length_s, file.options
        )
        release_texts()  # texts of times are most of an export
        if self.offset is not None:
            zone = self.offset.apply(table, offset, zone)
        counts = counts_of(table, names, file.dialect, NOT_SAID if self.days else 0.0)
        rows = self._rows(table, counts, (start, stop, offset))
        place, sources = coded(table.columns[self.rivals.name]) if self.rivals else (None, [""])
        mine = self.person and self.person.chosen(table, file.blob.name, file.options.source)
        del table, counts, start, stop, offset
        if mine is not None:
            rows, place = rows.take(mine), None if place is None else place[mine]
        origin = self.origin(file.blob, file.options)
        if self.days and whole_days(rows, self.end is not None):
            return day_totals(origin, day_rows(rows), notes)
        if self.days:
            rows.steps = np.nan_to_num(rows.steps, posinf=np.inf, neginf=-np.inf)
        if self.running:
            rows, place = rises(rows, np.zeros(len(rows), int) if place is None else place, zone)
        if self.rivals is not None and place is not None:
            place = chosen(rows, place, sources, file.options, notes)
            rows = self.rivals.choose(rows, place, sources, notes)
        if self.parts and len(rows):
            rows = one_row_a_start(rows)
        return intervals(origin, rows, zone, notes, spans=self.end is not None)

    def _table(
        self,
        file: StepFile,
        names: list[str],
        times: dict[Key, TimeColumn],
        kept: tuple[list[Moment], Only],
        notes: ReadNotes,
    ) -> TextTable:
        """The rows of a file that count: times as such, everything else as texts."""
        moments, only = kept
        others = (self.offset, self.rivals, self.person)
        names = [*names, *(each.name for each in others if each is not None), *only]
        names += [self.missing] if self.missing else []
        late = bool(only) or any(moment.respell for moment in moments)
        if late:  # times are read when it is known of which rows
            names += [part for key in times for part in ((key,) if isinstance(key, str) else key)]
        names = list(dict.fromkeys(names))
        table = text_table(
            file.blob, file.options, file.dialect, tuple(names), {} if late else times
        )
        if not len(table):
            raise empty(file.blob)
        notes.rows = len(table)
        if late:
            table = kept_rows(table, times, moments, only)
            notes.rows_skipped = notes.rows - len(table)
        if not len(table):
            raise EmptyData(f"{file.blob.name} holds no steps.", "There is nothing to import.")
        return table

    def _rows(self, table: TextTable, counts: list[F64], spans: tuple[F64, F64, I16]) -> StepRows:
        """A row for each count; of several columns of counts, one after the other."""
        start, stop, offset = spans
        line = table.line
        if self.missing:
            place, cells = coded(table.columns[self.missing])
            counts[0][np.array([bool(cell.strip()) for cell in cells], bool)[place]] = 0.0
        if (wide := len(counts)) > 1:
            length = self.length_s or bin_length(start)
            start = (start[:, None] + length * np.arange(wide)).ravel()
            stop, offset, line = start + length, np.repeat(offset, wide), np.repeat(line, wide)
            counts = [np.stack(counts, axis=1).ravel()]
        if self.back_s is not None:
            start, stop = reaching_back(start, self.back_s)
        return step_rows(start, stop, offset, counts[0], line)
