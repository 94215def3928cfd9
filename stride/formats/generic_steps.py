"""Any table with a time and a count of steps to intervals: minutes, hours, or start and end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.binned import bin_length, in_order, instants
from stride.formats.common.days import number_at
from stride.formats.common.dialect import dialect_of
from stride.formats.common.head import is_number
from stride.formats.common.model import Format, no, possible
from stride.formats.common.order import proofs_of, settled
from stride.formats.common.overlap import one_source_a_cluster
from stride.formats.common.rows import records_of
from stride.formats.common.stepnames import Places, is_date_only, one_person, places_of, require
from stride.formats.common.steps import (
    DAY_S,
    MOST_STEPS_PER_MINUTE,
    Origin,
    StepRows,
    empty,
    intervals,
)
from stride.formats.common.times import Times, has_date, serial_days, to_date
from stride.formats.common.totals import NOT_SAID, DayRows, day_totals
from stride.formats.common.words import counted
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import F64, Intervals

    Records = list[tuple[int, dict[str, str]]]


SHORTEST_DAY_S = 23 * 3600.0
LEAST_RISES = 10  # a row of counts hardly ever rises ten times without falling once


def recognise(head: Head) -> Verdict:
    """Possible by a column of times and a column of steps."""
    if head.binary or not head.lines:
        return no("not text")
    places = places_of(head)
    if places is None:
        return no("no column of steps beside a column of times")
    index = head.columns.index(places.time)
    rows = head.rows(head.first + 1, 20)
    cells = [row[index] for row in rows if index < len(row)]
    if rows and not any(has_date(cell) or is_number(cell) for cell in cells):
        return no(f"column {places.time} holds no times")
    numbers = any(is_number(cell) for cell in cells) and not _whole_days(cells)
    if not (places.clock or places.end or numbers) and all(is_date_only(cell) for cell in cells):
        return no(f"column {places.time} holds dates without times")
    return possible(f"columns {places.time} and {places.steps}")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by bin; where sources overlap, each walk from the one that counted more."""
    import numpy as np

    dialect = dialect_of(blob.head)
    places = require(blob.head, dialect, blob.name)
    records = list(records_of(blob, options, dialect))
    if not records:
        raise empty(blob)
    records = _chosen(records, places, blob.name, options)
    lines = [line for line, _ in records]
    order = _order(records, places, options)
    start, offset, zone = instants(_times(records, places, places.time, order), options)
    if places.end:
        stop = instants(_times(records, places, places.end, order), options)[0]
        stop = np.where(stop <= start, start + 1.0, stop)
    else:
        stop = start + bin_length(start)
    mark = dialect.decimal
    said = [number_at(r[places.steps], n, places.steps, mark, NOT_SAID) for n, r in records]
    origin = Origin(blob, options, FORMAT.id)
    if not places.end and _daily(start):
        return _days(origin, start + offset * 60.0, said, lines)
    counts = np.nan_to_num(np.array(said))
    _refuse_totals(start, stop, counts, f"{blob.name}: column “{places.steps}”")
    nothing = np.full(len(lines), np.nan)
    rows = StepRows(start, stop, offset, counts, nothing, np.array(lines))
    notes = ReadNotes(rows=len(records))
    if places.origin:
        sources = [record[places.origin] for _, record in records]
        kept = one_source_a_cluster(rows, np.unique(sources, return_inverse=True)[1])
        if len(kept) < len(rows):
            notes.warnings.append(
                f"Left out {counted(len(rows) - len(kept), 'row')} of one source for an overlap "
                "with another; each walk is taken from the one that counted more."
            )
        rows = kept
    return intervals(origin, rows, zone, notes)


def _whole_days(cells: list[str]) -> bool:
    """Whether cells are dates as a spreadsheet counts them, without a time of day."""
    days = serial_days(cells)
    return days is not None and all(second % DAY_S == 0 for second in days)


def _refuse_totals(start: F64, stop: F64, counts: F64, what: str) -> None:
    """Raises DataError for a count that never falls and is mostly too high: a running total."""
    import numpy as np

    order = np.argsort(start, kind="stable")
    rises, grown = np.diff(counts[order]), counts.max() > 2 * counts.min()
    high = counts > MOST_STEPS_PER_MINUTE / 60.0 * (stop - start)
    rising = (rises > 0).sum() >= LEAST_RISES and not (rises < 0).any()
    if rising and grown and high.mean() > 0.5:
        raise DataError(
            f"{what} only ever rises: a running total, not the steps of each row.",
            "Export the steps of each minute or hour, or write into each row what it adds.",
        )


def _daily(start: F64) -> bool:
    """Whether rows lie a day apart."""
    import numpy as np

    gaps = np.diff(np.unique(start))
    return len(gaps) > 0 and float(gaps.min()) >= SHORTEST_DAY_S


def _days(origin: Origin, local_s: F64, counts: list[float], lines: list[int]) -> Intervals:
    """Rows a day apart as totals of the day whose midnight is nearest."""
    days = DayRows()
    for second, count, line in zip(local_s.tolist(), counts, lines, strict=True):
        days.add(to_date(round(second / DAY_S) * DAY_S), count, line)
    return day_totals(origin, days)


def _chosen(records: Records, places: Places, name: str, options: ReadOptions) -> Records:
    if not places.person:
        return records
    people = [record[places.person].strip() for _, record in records]
    person = one_person(people, name, options.source)
    if person is None:
        return records
    return [(line, r) for line, r in records if r[places.person].strip() == person]


def _texts(records: Records, places: Places, column: str) -> list[str]:
    """The times of a column; with the time of day beside the date, both."""
    texts = [record[column].strip().strip('"') for _, record in records]
    if not places.clock or column != places.time:
        return texts
    clocks = [record[places.clock].strip() for _, record in records]
    clocks = [f"{clock}:00" if re.match(r"^\d\d?$", clock) else clock for clock in clocks]
    return [f"{text} {clock}" for text, clock in zip(texts, clocks, strict=True)]


def _order(records: Records, places: Places, options: ReadOptions) -> str | None:
    """The order of dates that starts and ends together prove."""
    columns = [column for column in (places.time, places.end) if column]
    texts = [text for column in columns for text in _texts(records, places, column)]
    return settled(proofs_of(texts, [line for line, _ in records] * len(columns)), options)


def _times(records: Records, places: Places, column: str, order: str | None) -> Times:
    import numpy as np

    texts = _texts(records, places, column)
    lines = [line for line, _ in records]
    if all(re.match(r"^\d{9,19}(\.\d+)?$", text) for text in texts):
        values = np.array([float(text) for text in texts])
        values /= 10.0 ** (3 * np.floor((np.log10(np.maximum(values, 1)) - 8.5) / 3))
        return Times(values, np.zeros(len(values)), True, True)
    if (serial := serial_days(texts)) is not None:
        # a fraction of a day has no whole seconds
        return Times(np.round(np.array(serial)), np.full(len(serial), np.nan), False, True)
    return in_order(texts, lines, order)


FORMAT = Format(
    id="generic-steps",
    title="Steps by the minute or hour: a time and a count",
    header="time,steps",
    recognise=recognise,
    read=read,
)
