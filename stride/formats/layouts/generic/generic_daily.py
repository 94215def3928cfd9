"""Any table with a date and the steps of that day to daily totals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.head import is_number
from stride.formats.find.origin import Origin
from stride.formats.guess.steps import (
    Places,
    is_date_only,
    numbers_rows,
    one_person,
    places_of,
    require,
)
from stride.formats.layout import Format, no, possible
from stride.formats.steps.day_totals import NOT_SAID, DayRows, day_totals
from stride.formats.steps.days import NOT_A_DAY, dates_of, fullest_days, number_at, whole_days
from stride.formats.table.dialect import Dialect, count_decimal, dialect_of
from stride.formats.table.rows import records_of
from stride.formats.time.spelling import has_date
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

    Records = list[tuple[int, dict[str, str]]]

#: "weekday" is none.
_WEEK = re.compile(r"\bweek(?!day)|woche(?!n?tag)|semaine|semana|settimana|\buke|vecka", re.I)
_DAY = re.compile(r"^(3[6-9]|[45]\d)\d{3}([.,]0+)?$")  # a date as a spreadsheet counts it


def _headerless(head: Head) -> bool:
    cells = head.columns
    return len(cells) == 2 and has_date(cells[0]) and is_number(cells[1]) and is_date_only(cells[0])


def recognise(head: Head) -> Verdict:
    """Possible by a column of dates without times and a column of steps."""
    if head.binary or not head.lines:
        return no("not text")
    if _headerless(head):
        return possible("lines of date,steps without a header")
    places = places_of(head)
    if places is None or places.clock or places.end:
        return no("no column of steps beside a column of dates")
    index = head.columns.index(places.time)
    rows = head.rows(head.first + 1, 20)
    cells = [row[index] for row in rows if index < len(row)]
    if rows and not any(has_date(cell) or is_number(cell) for cell in cells):
        return no(f"column {places.time} holds no dates")
    undated = (is_number(cell) and not has_date(cell) for cell in cells)
    numbers = any(undated) and not all(_DAY.match(cell) for cell in cells)
    if numbers or not all(is_date_only(cell) for cell in cells):
        return no(f"column {places.time} holds times of day")
    return possible(f"columns {places.time} and {places.steps}")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals; several people are asked about, totals of weeks and months refused."""
    head = blob.head
    bare = _headerless(head)
    dialect = dialect_of(head, head.first, ["date", "steps"]) if bare else dialect_of(head)
    places = require(head, dialect, blob.name)
    if _WEEK.search(places.time):
        raise DataError(
            f"{blob.name}: the column “{places.time}” says that its rows are weeks, not days.",
            "Export single days instead of weeks.",
        )
    notes = ReadNotes()
    kept = _chosen(_day_rows(blob, options, dialect, places.time, notes), places, blob, options)
    days = _days(kept, places.time, places.steps, dialect, options)
    days = fullest_days(days, notes) if places.origin else whole_days(days, blob.name)
    return day_totals(Origin(blob, options, FORMAT.id), days, notes)


def _day_rows(
    blob: Blob, options: ReadOptions, dialect: Dialect, time: str, notes: ReadNotes
) -> Records:
    """The rows that are days, without those of sums and means."""
    kept = []
    for line, record in records_of(blob, options, dialect):
        notes.rows += 1
        if NOT_A_DAY.match(record[time].strip()) or not record[time].strip():
            notes.rows_skipped += 1
            continue
        kept.append((line, record))
    return kept


def _chosen(records: Records, places: Places, blob: Blob, options: ReadOptions) -> Records:
    if not places.person:
        return records
    people = [record[places.person].strip() for _, record in records]
    days = [record[places.time].strip() for _, record in records]
    if numbers_rows(places.person, people, days):
        return records
    person = one_person(people, blob.name, options.source)
    if person is None:
        return records
    return [(line, r) for line, r in records if r[places.person].strip() == person]


def _days(
    records: Records,
    time: str,
    steps: str,
    dialect: Dialect,
    options: ReadOptions,
) -> DayRows:
    lines = [line for line, _ in records]
    days = DayRows()
    dates = dates_of([record[time].strip().strip('"') for _, record in records], lines, options)
    decimal = count_decimal([record[steps].strip() for _, record in records], dialect)
    for day, (line, record) in zip(dates, records, strict=True):
        days.add(day, number_at(record[steps], line, steps, decimal, NOT_SAID), line)
    return days


FORMAT = Format(
    id="generic-daily",
    title="Steps by the day: a date and a count",
    header="date,steps",
    recognise=recognise,
    read=read,
)
