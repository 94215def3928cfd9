"""Tables of steps by the minute, hour or record as declarations, and their driver."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stride.formats.find.blob import empty
from stride.formats.late import np
from stride.formats.layout.base import StepFile, StepTable
from stride.formats.layout.columns import Count, Moment, OffsetText, Person, Rivals
from stride.formats.steps.bins import bin_length
from stride.formats.steps.choice import Choice
from stride.formats.steps.devices import one_row_a_start
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import StepRows
from stride.formats.table.text_blocks import TextTable
from stride.formats.table.texttable import text_table
from stride.formats.texts import coded, release_texts
from stride.formats.time.order import DateOrder
from stride.formats.time.zones import Zone
from stride.types import Intervals, ReadNotes

if TYPE_CHECKING:
    from stride.formats.table.texttable import Key
    from stride.formats.time.column import TimeColumn
    from stride.types import F64, I16, I64, Bool

SHORTEST_S = 1.0  # a row that ends where it begins is a burst


@dataclass(frozen=True, kw_only=True)
class Spans(StepTable):
    """Rows with a start, perhaps an end, and the steps between.

    start, end: when; length_s: of every row where there is no end, None for what fits the starts.
    steps: how many. offset: the person's offset beside the times. rivals: several sources in the
    file. person: several people. date_order: the habit of the vendor, where dates leave it open.
    parts: whether rows of one start are parts of one. missing: a column that says why a row has no
    count, where it says anything.
    """

    start: Moment
    steps: Count | tuple[Count, ...]
    end: Moment | None = None
    length_s: float | None = None
    offset: OffsetText | None = None
    rivals: Rivals | None = None
    person: Person | None = None
    date_order: str | None = None
    parts: bool = False
    missing: str = ""
    warnings: tuple[str, ...] = ()

    def read_file(self, file: StepFile) -> Intervals:
        """The steps of the rows, each walk once."""
        moments = [moment for moment in (self.start, self.end) if moment is not None]
        keys = [moment.key(file.dialect) for moment in moments]
        counts = [count.key(file.dialect) for count in self._counts]
        order = DateOrder(file.options, self.date_order)
        times = [moment.column(order) for moment in moments]
        table = self._texts(file, counts, dict(zip(keys, times, strict=True)))
        if not len(table):
            raise empty(file.blob)
        notes = ReadNotes(rows=len(table), warnings=list(self.warnings))
        for key in keys:  # the columns of times go as soon as they are read
            del table.columns[key]
        start, stop, offset, zone = self._spans(file, times, table.line)
        release_texts()  # texts of times are most of an export
        if self.offset is not None:
            zone = self.offset.apply(table, offset, zone)
        rows = self._rows(file, table, counts, (start, stop, offset))
        sources = coded(table.columns[self.rivals.name]) if self.rivals else None
        chosen = None
        if self.person is not None:
            chosen = self.person.chosen(table, file.blob.name, file.options.source)
        del table, start, stop, offset
        if chosen is not None:
            rows = rows.take(chosen)
        if self.rivals is not None and sources is not None:
            source = sources[0] if chosen is None else sources[0][chosen]
            choice = Choice.of(file.options)
            source = choice.apply(rows, source, sources[1])
            choice.note(notes)
            rows = self.rivals.choose(rows, source, sources[1], notes)
        if self.parts and len(rows):
            rows = one_row_a_start(rows)
        origin, spans = self.origin(file.blob, file.options), self.end is not None
        return intervals(origin, rows, zone, notes, spans=spans)

    @property
    def _counts(self) -> tuple[Count, ...]:
        return self.steps if isinstance(self.steps, tuple) else (self.steps,)

    def _texts(self, file: StepFile, counts: list[str], times: dict[Key, TimeColumn]) -> TextTable:
        """The columns of a file: times as such, everything else as texts."""
        others = (self.offset, self.rivals, self.person)
        names = [*counts, *(each.name for each in others if each is not None)]
        names += [self.missing] if self.missing else []
        return text_table(file.blob, file.options, file.dialect, tuple(names), times)

    def _spans(
        self, file: StepFile, times: list[TimeColumn], lines: I64
    ) -> tuple[F64, F64, I16, Zone]:
        """Starts and ends in UTC seconds, the offsets at the starts, and the zone."""
        begun = times.pop(0).read(lines)
        start, offset, zone = self.start.instants(begun, file.options)
        if self.end is None:
            return start, start + (self.length_s or bin_length(start)), offset, zone
        stop = self.end.ends(times.pop().read(lines), start, begun.local_s, file.options)
        least = self.end.missing_s or SHORTEST_S
        stop = np.where(stop - start >= SHORTEST_S, stop, start + least)  # NaN as well
        return start, stop, offset, zone

    def _rows(
        self, file: StepFile, table: TextTable, names: list[str], spans: tuple[F64, F64, I16]
    ) -> StepRows:
        """A row for each count; of several columns of counts, one after the other."""
        start, stop, offset = spans
        counts = [
            count.values(table, name, file.dialect)
            for count, name in zip(self._counts, names, strict=True)
        ]
        line = table.line
        if self.missing:
            counts[0][said(table.columns[self.missing])] = 0.0
        if (wide := len(counts)) > 1:
            length = self.length_s or bin_length(start)
            start = (start[:, None] + length * np.arange(wide)).ravel()
            stop, offset, line = start + length, np.repeat(offset, wide), np.repeat(line, wide)
            counts = [np.stack(counts, axis=1).ravel()]
        nothing = np.broadcast_to(np.nan, start.shape)
        return StepRows(start, stop, offset, counts[0], nothing, line)


def said(texts: Any) -> Bool:
    """Which cells of a chunked column are not empty, (n,)."""
    index, cells = coded(texts)
    says: Bool = np.array([bool(cell.strip()) for cell in cells], bool)[index]
    return says
