"""Tables of steps by the minute, hour or record as declarations, and their driver."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from stride.formats.find.blob import empty
from stride.formats.late import np
from stride.formats.layout.base import Table, TableFile
from stride.formats.layout.columns import (
    Count,
    Moment,
    OffsetText,
    Only,
    columns_of,
    counts_of,
    kept_rows,
    spans_of,
)
from stride.formats.layout.rivals import Person, Rivals
from stride.formats.steps.bins import bin_length, day_rows, reaching_back
from stride.formats.steps.choice import chosen
from stride.formats.steps.day_totals import NOT_SAID, day_totals
from stride.formats.steps.devices import one_row_a_start
from stride.formats.steps.durations import walking_seconds
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import StepRows, step_rows
from stride.formats.steps.running_totals import rises
from stride.formats.table.text_blocks import TextTable
from stride.formats.table.texttable import Key, text_table
from stride.formats.texts import coded, release_texts
from stride.formats.time.column import TimeColumn
from stride.formats.time.order import DateOrder
from stride.formats.time.zones import Zone
from stride.types import Intervals, ReadNotes


@dataclass(frozen=True, kw_only=True)
class Spans(Table):
    """Rows with a start, perhaps an end, and the steps between.

    start, end: when; length_s: of every row where there is no end, None for what fits the starts;
    back_s: of rows that hold the steps since the row before, at the most. steps: how many;
    since_midnight: whether they are totals that run on from there. walking: the vendor's walking
    time. offset: the person's offset beside the times. rivals: several sources in the file. person:
    several people. only: column -> what is true of its cells in the rows that count, None for a
    date. days: when rows are whole days, and totals of them. settle: of a table that nobody knows,
    what else its rows may be. date_order: the habit of the vendor, where dates leave it open.
    parts: whether rows of one start are parts of one. missing: a column that says why a row has no
    count, where it says anything.
    """

    start: Moment
    steps: Count | tuple[Count, ...]
    end: Moment | None = None
    length_s: float | None = None
    back_s: float | None = None
    since_midnight: bool = False
    walking: str = ""
    offset: OffsetText | None = None
    rivals: Rivals | None = None
    person: Person | None = None
    only: Only = field(default_factory=dict)
    days: Callable[[StepRows, bool], bool] | None = None
    settle: Callable[[StepRows, TableFile, Zone, ReadNotes], StepRows] | None = None
    date_order: str | None = None
    parts: bool = False
    missing: str = ""
    warnings: tuple[str, ...] = ()

    def read_file(self, file: TableFile) -> Intervals:
        """The steps of the rows, each walk once."""
        notes = ReadNotes(warnings=list(self.warnings))
        rows, zone, place, names = self._rows(file, notes)
        origin, spans = self.origin(file.blob, file.options), self.end is not None
        if self.days is not None:
            if self.days(rows, spans):
                return day_totals(origin, day_rows(rows), notes)
            rows.steps[np.isnan(rows.steps)] = 0.0
        if self.settle is not None:
            rows = self.settle(rows, file, zone, notes)
        if self.since_midnight:
            rows, place = rises(rows, place, zone)
        if self.rivals is not None:
            place = chosen(rows, place, names, file.options, notes)
            rows = self.rivals.choose(rows, place, names, notes)
        if self.parts and len(rows):
            rows = one_row_a_start(rows)
        return intervals(origin, rows, zone, notes, spans=spans)

    def _rows(self, file: TableFile, notes: ReadNotes) -> tuple[StepRows, Zone, Any, list[str]]:
        """The rows of one person, the zone, and (n,) the place of each row's source among names."""
        moments = [moment for moment in (self.start, self.end) if moment is not None]
        wanted = self.steps if isinstance(self.steps, tuple) else (self.steps,)
        order = DateOrder(file.options, self.date_order)
        times, names = columns_of(file.dialect, moments, wanted, order)
        table = self._table(file, names, times, moments, notes)
        columns = list(times.values())
        for key in times:  # the columns of times go as soon as they are read
            table.columns.pop(key, None)
        times.clear()
        spans = spans_of(moments, columns, table.line, self.length_s, file.options)
        release_texts()  # texts of times are most of an export
        start, stop, offset, zone = spans
        if self.offset is not None:
            zone = self.offset.apply(table, offset, zone)
        counts = counts_of(table, names, file.dialect, NOT_SAID if self.days else 0.0)
        rows = self._counted(table, counts, step_rows(start, stop, offset, counts[0], table.line))
        if self.walking:
            cells, mark = table.columns[self.walking], file.dialect.decimal
            rows.walking_s = walking_seconds(cells, rows.line, self.walking, rows.steps, mark)
        place, sources = coded(table.columns[self.rivals.name]) if self.rivals else (None, [])
        if self.person is not None:
            what, source = file.name, file.options.source
            mine = self.person.chosen(table, start, what, source)
            if mine is not None:
                rows, place = rows.take(mine), None if place is None else place[mine]
        return rows, zone, place, [source.strip() for source in sources]

    def _table(
        self,
        file: TableFile,
        names: list[str],
        times: dict[Key, TimeColumn],
        moments: list[Moment],
        notes: ReadNotes,
    ) -> TextTable:
        """The rows of a file that count: times as such, everything else as texts."""
        only = {file.dialect.need(name): counts for name, counts in self.only.items()}
        others = (self.offset, self.rivals, self.person)
        names = [*names, *(each.name for each in others if each is not None), *only]
        names += filter(None, (self.missing, self.walking))

        def rows(block: TextTable) -> TextTable:
            notes.rows += len(block.line)
            return kept_rows(block, list(times), moments, only)

        wanted = tuple(dict.fromkeys(names))
        table = text_table(file.blob, file.options, file.dialect, wanted, times, rows)
        if not notes.rows:
            raise empty(file.blob)
        notes.rows_skipped = notes.rows - len(table.line)
        if not len(table.line):
            raise empty(file.blob, "holds no steps")
        return table

    def _counted(self, table: TextTable, counts: list[Any], rows: StepRows) -> StepRows:
        """The rows with their counts; of several columns of counts, a row for each."""
        if self.missing:
            place, cells = coded(table.columns[self.missing])
            rows.steps[np.array([bool(cell.strip()) for cell in cells], bool)[place]] = 0.0
        if (wide := len(counts)) > 1:
            length = self.length_s or bin_length(rows.start_s)
            start = (rows.start_s[:, None] + length * np.arange(wide)).ravel()
            offset, line = np.repeat(rows.offset_min, wide), np.repeat(rows.line, wide)
            rows = step_rows(start, start + length, offset, np.stack(counts, axis=1).ravel(), line)
        if self.back_s is not None:
            rows.start_s, rows.end_s = reaching_back(rows.start_s, self.back_s)
        return rows
