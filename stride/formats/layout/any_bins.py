"""Columns of times and steps, wherever they stand in a table, to Intervals."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stride.formats.find.blob import empty
from stride.formats.guess.steps import is_steps
from stride.formats.late import np, pa
from stride.formats.steps.bins import bin_length, in_order, pair_order
from stride.formats.steps.choice import chosen
from stride.formats.steps.day_totals import NOT_SAID, DayRows, day_totals
from stride.formats.steps.devices import one_source, one_source_an_hour, whole_bins, without_totals
from stride.formats.steps.durations import walking_seconds
from stride.formats.steps.intervals import intervals
from stride.formats.steps.people import SHARED_SHARE, numbers_rows, one_person, splitting
from stride.formats.steps.rows import DAY_S, StepRows
from stride.formats.steps.running_totals import refuse_running, rises, since_midnight
from stride.formats.table.cells import counts_at
from stride.formats.table.texttable import text_table
from stride.formats.texts import all_match, coded, floats, joined, release_texts, stripped
from stride.formats.time.column import TimeColumn
from stride.formats.time.parse import Times, serial_days, to_date
from stride.formats.time.spelling import STAMP
from stride.formats.time.zones import instants
from stride.types import Intervals, ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob, Origin
    from stride.formats.guess.steps import Places
    from stride.formats.options import ReadOptions
    from stride.formats.table.dialect import Dialect
    from stride.formats.table.text_blocks import TextTable
    from stride.formats.time.zones import Zone
    from stride.types import F64, I16, I64, Bool

_UNTIL = re.compile(r"(?<=\d)\s*[-–~]\s*\d.*$")
SHORTEST_DAY_S = 23 * 3600.0
QUARTER_S = 900.0  # the offsets of zones are whole quarters of an hour
EPOCH = r"^\p{Nd}{9,19}(\.\p{Nd}+)?$"  # seconds, or thousandths and finer, since 1970


def bins_of(origin: Origin, dialect: Dialect, places: Places) -> Intervals:
    """Steps by bin; where sources overlap, each walk from the one that counted more.

    Raises DataError for several people, a running total, and times that are none.
    """
    blob, options = origin.blob, origin.options
    alone = () if places.person else _alone(places)
    table = text_table(blob, options, dialect, places.columns, alone)
    if not len(table):
        raise empty(blob)
    if places.kind:
        table = _of_kind(table, places.kind)
    table = _chosen(table, places, blob.name, options)
    start, stop, offset, zone = _spans(table, places, options)
    table = table.only(places.steps, places.origin, places.walking)
    release_texts()
    counts = counts_at(table.columns[places.steps], table.line, places.steps, dialect, NOT_SAID)
    if _daily(start) and (not places.end or bool((stop - start <= 1.0).all())):
        return _days(origin, start + offset * 60.0, counts, table.line)
    counts[np.isnan(counts)] = 0.0
    walking = _walking(table, places, counts, dialect.decimal)
    rows = StepRows(start, stop, offset, counts, walking, table.line)
    if not (places.person or places.origin or places.kind) and repeated(start):
        rows.keep(_of_one_person(blob, options, dialect, places))
    notes = ReadNotes(rows=len(table))
    if places.end and not places.origin:
        without_totals(rows, notes)
    if not (places.end or places.origin) and since_midnight(rows):
        rows, _ = rises(rows, np.zeros(len(rows), np.int64), zone)
        notes.warnings.append(
            f"The column “{places.steps}” is a total since midnight: what it rose by is counted."
        )
    refuse_running(rows, f"{blob.name}: column “{places.steps}”")
    if places.origin:
        source, names = _sources(table.columns[places.origin])
        source = chosen(rows, source, names, options, notes)
        pick = one_source if places.end or whole_bins(rows) else one_source_an_hour
        pick(rows, source, notes)
    return intervals(origin, rows, zone, notes, spans=bool(places.end))


def _of_kind(table: TextTable, kind: str) -> TextTable:
    """The rows of steps of a table that holds several measures in turn."""
    index, kinds = coded(table.columns[kind])
    return table.take(np.array([is_steps(each) for each in kinds])[index])


def _alone(places: Places) -> tuple[str, ...]:
    """The columns that are a time by themselves, which can be read as such at once."""
    pairs = ((places.time, places.clock), (places.end, places.end_clock))
    return () if places.kind else tuple(name for name, clock in pairs if name and not clock)


def repeated(start: F64) -> bool:
    """Whether most times stand in several rows: people or devices side by side."""
    counts = np.unique(start, return_counts=True)[1]
    return bool((counts > 1).mean() >= SHARED_SHARE)


def _of_one_person(
    blob: Blob, options: ReadOptions, dialect: Dialect, places: Places
) -> Bool | slice:
    """The rows, (n,), of the person named, where a column parts them into several full series.

    Raises DataError where none of them is named.
    """
    names = [name for name in dialect.names if name not in places.columns]
    blob = replace(blob, columns_read=set())  # looked at, not read
    table = text_table(blob, None, dialect, (*names, places.time, *filter(None, [places.clock])))
    cells = {name: _cells(column) for name, column in table.columns.items()}
    times = [
        " ".join(both)
        for both in zip(
            cells[places.time], cells.get(places.clock, cells[places.time]), strict=True
        )
    ]
    column = splitting({name: cells[name] for name in names}, times)
    if not column:
        return slice(None)
    person = one_person(cells[column], f"{blob.name}, column “{column}”,", options.source)
    return np.array([cell == person for cell in cells[column]])


def _cells(column: Any) -> list[str]:
    index, texts = coded(column)
    return [texts[place].strip() for place in index.tolist()]


def _walking(table: TextTable, places: Places, counts: F64, decimal: str) -> F64:
    """The vendor's walking seconds of each row, (n,), NaN where it says nothing."""
    if not places.walking:
        return np.broadcast_to(np.nan, (len(table),))
    column = table.columns[places.walking]
    return walking_seconds(column, table.line, places.walking, counts, decimal)


def _spans(table: TextTable, places: Places, options: ReadOptions) -> tuple[F64, F64, I16, Zone]:
    """Starts and ends in UTC seconds, the offsets at the starts, and the zone."""
    starts = _column(table, places, places.time)
    ends = _column(table, places, places.end) if places.end else None
    order = pair_order([starts] if ends is None else [starts, ends], table.line, options)
    if ends is None:
        start, offset, zone = instants(_times(starts, table.line, order), options)
        del starts, table.columns[places.time]  # texts are most of a table
        release_texts()
        return start, start + bin_length(start), offset, zone
    ended, stop = _times(ends, table.line, order), None
    del ends, table.columns[places.end]
    release_texts()
    if ended.dated:
        stop = instants(ended, options)[0]
        del ended
    begun = _times(starts, table.line, order)
    start, offset, zone = instants(begun, options)
    if stop is None:
        stop = instants(_on_the_day(ended, begun), options)[0]
    np.copyto(stop, start + 1.0, where=stop <= start)
    return start, stop, offset, zone


def _on_the_day(ended: Times, begun: Times) -> Times:
    """Ends without a date on the days of their starts, or on the next one, past midnight."""
    local_s = begun.local_s - begun.local_s % DAY_S + ended.local_s
    local_s += DAY_S * (local_s < begun.local_s)
    local_s = np.where(ended.local_s < DAY_S, local_s, ended.local_s)
    return replace(begun, local_s=local_s)


def _sources(origins: Any) -> tuple[I64, list[str]]:
    """The number of the source of each row, (n,), by the order of their names; the names."""
    index, names = coded(origins)
    place: I64 = np.argsort(np.argsort(names)).astype(np.int32)
    return place[index], [name.strip() for name in sorted(names)]


def whole_days(cells: list[str]) -> bool:
    """Whether cells are dates as a spreadsheet counts them, without a time of day."""
    days = serial_days(cells)
    return days is not None and all(second % DAY_S == 0 for second in days)


def _daily(start: F64) -> bool:
    """Whether rows lie a day apart."""
    gaps = np.diff(np.unique(start))
    return len(gaps) > 0 and float(gaps.min()) >= SHORTEST_DAY_S


def _days(origin: Origin, local_s: F64, counts: F64, lines: I64) -> Intervals:
    """Rows a day apart as totals of the day whose midnight is nearest.

    No zone has its midnight at 23:59, which is the end of its own day.
    """
    days = DayRows()
    rows = zip(local_s.tolist(), counts.tolist(), lines.tolist(), strict=True)
    for second, count, line in rows:
        midnight = second % QUARTER_S == 0
        days.add(to_date(round(second / DAY_S) * DAY_S if midnight else second), count, line)
    return day_totals(origin, days)


def _chosen(table: TextTable, places: Places, name: str, options: ReadOptions) -> TextTable:
    if not places.person:
        return table
    index, cells = coded(table.columns[places.person])
    people = [cell.strip() for cell in cells]
    times = coded(table.columns[places.time])[1]
    if len(people) == len(table) and numbers_rows(places.person, people, times):
        return table
    person = one_person(people, name, options.source)
    if person is None:
        return table
    return table.take(np.array([each == person for each in people])[index])


def _column(table: TextTable, places: Places, name: str) -> TimeColumn:
    """The times of a column; with the time of day beside the date, both."""
    texts = table.columns[name]
    if isinstance(texts, TimeColumn):
        return texts
    texts = stripped(texts)
    clock = {places.time: places.clock, places.end: places.end_clock}[name]
    if clock:
        texts = joined(texts, _clocks(table.columns[clock]))
    found = TimeColumn()
    found.add(texts)
    return found


def _clocks(column: Any) -> Any:
    """Times of day; a bare hour gets its minutes."""
    index, cells = coded(column)
    clocks = [cell.strip() for cell in cells]
    clocks = [_UNTIL.sub("", clock) for clock in clocks]  # 07:00 - 08:00
    clocks = [f"{clock}:00" if re.match(r"^\d\d?$", clock) else clock for clock in clocks]
    encoded = pa.array([clock.encode() for clock in clocks], pa.binary())
    return pa.chunked_array([encoded.take(pa.array(index))], pa.binary())


def _times(column: TimeColumn, lines: I64, order: str | None) -> Times:
    if not column.all_wait:
        return in_order(column, lines, order)
    texts = stripped(column.texts)
    nowhere = np.broadcast_to(np.nan, (len(texts),))
    if all_match(texts, EPOCH) and not all_match(texts, STAMP):
        values = floats(texts)
        values /= 10.0 ** (3 * np.floor((np.log10(np.maximum(values, 1)) - 8.5) / 3))
        return Times(values, np.zeros(len(values)), True, True)
    if (serial := serial_days(texts)) is not None:
        return Times(np.round(serial), nowhere, False, True)  # a fraction has no whole seconds
    return in_order(texts, lines, order)
