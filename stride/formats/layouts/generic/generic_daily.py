"""Any table with a date and the steps of that day to daily totals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.head import is_number
from stride.formats.find.origin import Origin
from stride.formats.guess.activities import columns_of
from stride.formats.guess.steps import Places, is_date_only, is_steps, places_of, require
from stride.formats.layout import Blob, Format, Head, Intervals, ReadOptions, Verdict, no, possible
from stride.formats.steps.day_totals import NOT_SAID, DayRows, day_totals
from stride.formats.steps.days import NOT_A_DAY, dates_of, fullest_days
from stride.formats.steps.people import numbers_rows, one_person, splitting
from stride.formats.table.cells import number_at
from stride.formats.table.column_words import walking_unit_s
from stride.formats.table.dialect import Dialect, count_decimal, dialect_of
from stride.formats.table.text_blocks import records_of
from stride.formats.time.months import MONTH_OF
from stride.formats.time.spelling import has_date
from stride.types import ReadNotes

if TYPE_CHECKING:
    Records = list[tuple[int, dict[str, str]]]

#: "weekday" is none.
_WEEK = re.compile(r"\bweek(?!day)|woche(?!n?tag)|semaine|semana|settimana|\buke|vecka", re.I)
_MONTH = re.compile(r"^(\d{4}[-/.](0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/.]\d{4}|\d{4}年\d\d?月)$")
_WEEK_CELL = re.compile(
    r"^(\d{4}[- ]?W\d\d?|(week|woche|kw|semaine|semana|uke|vecka|uge)\s?\d\d?\b.*)$", re.I
)
_PERIODS = (
    ("week", _WEEK_CELL),
    ("year", re.compile(r"^(19|20)\d\d$")),
)
_DAY = re.compile(r"^(3[6-9]|[45]\d)\d{3}([.,]0+)?$")  # a date as a spreadsheet counts it


def _period(cells: list[str]) -> str:
    """``month``, ``week`` or ``year``, where all cells name one; "" for anything else."""
    some = [cell.strip().strip('"') for cell in cells if cell.strip()]
    if not some:
        return ""
    if all(_is_month(cell) for cell in some):
        return "month"
    return next((period for period, cell in _PERIODS if all(map(cell.match, some))), "")


def _is_month(cell: str) -> bool:
    word = re.match(r"^([^\W\d]+)\.?,?\s+(de |of )?(\d{4}|'?\d\d)$", cell)
    return bool(word and word[1].lower() in MONTH_OF) or bool(_MONTH.match(cell))


def _headerless(head: Head) -> bool:
    cells = head.columns
    return len(cells) == 2 and has_date(cells[0]) and is_number(cells[1]) and is_date_only(cells[0])


def recognise(head: Head) -> Verdict:
    """Possible by a column of dates without times and a column of steps."""
    if head.binary or not head.lines:
        return no("not text")
    if columns_of(head):
        return no("a list of activities, not of steps")
    if _headerless(head):
        return possible("lines of date,steps without a header")
    places = places_of(head)
    if places is None or places.clock or places.end:
        return no("no column of steps beside a column of dates")
    index = head.columns.index(places.time)
    rows = head.rows(head.first + 1, 20)
    cells = [row[index] for row in rows if index < len(row)]
    if period := _period(cells):
        return possible(f"columns {places.time} and {places.steps}, by the {period}")
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
    notes = ReadNotes()
    kept = _chosen(_day_rows(blob, options, dialect, places.time, notes), places, blob, options)
    period = _period([record[places.time].strip() for _, record in kept])
    if period or _WEEK.search(places.time):
        raise DataError(
            f"{blob.name}: the column “{places.time}” holds {period or 'week'}s, not days.",
            f"Export single days instead of {period or 'week'}s.",
        )
    if places.kind:
        kept = [(line, record) for line, record in kept if is_steps(record[places.kind])]
    if places.guessed:
        notes.warnings.append(f"The column “{places.steps}” is taken as steps; no name says so.")
    days = _days(kept, places, dialect, options)
    if places.origin:
        days = fullest_days(days, [record[places.origin].strip() for _, record in kept], notes)
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
    days = [record[places.time].strip() for _, record in records]
    column = places.person or ("" if places.origin else _splitting(records, places, days))
    if not column:
        return records
    people = [record[column].strip() for _, record in records]
    if numbers_rows(column, people, days):
        return records
    person = one_person(people, f"{blob.name}, column “{column}”,", options.source)
    if person is None:
        return records
    return [(line, r) for line, r in records if r[column].strip() == person]


def _splitting(records: Records, places: Places, days: list[str]) -> str:
    """The column of people that goes by no name of one."""
    others = [name for name in (records[0][1] if records else ()) if name not in places.columns]
    return splitting({n: [record[n].strip() for _, record in records] for n in others}, days)


def _days(records: Records, places: Places, dialect: Dialect, options: ReadOptions) -> DayRows:
    lines = [line for line, _ in records]
    texts = [record[places.time].strip().strip('"') for _, record in records]
    steps, walking = places.steps, places.walking
    decimal = count_decimal([record[steps].strip() for _, record in records], dialect)
    days = DayRows()
    for day, (line, record) in zip(dates_of(texts, lines, options), records, strict=True):
        count = number_at(record[steps], line, steps, decimal, NOT_SAID)
        days.add(
            day,
            count,
            line,
            _walking_s(record[walking], line, walking, dialect) if walking else None,
        )
    return days


def _walking_s(text: str, line: int, column: str, dialect: Dialect) -> float | None:
    """The vendor's walking seconds of a cell, None where it is empty."""
    value = number_at(text, line, column, dialect.decimal, NOT_SAID)
    return None if value != value else value * walking_unit_s(column)


FORMAT = Format(
    id="generic-daily",
    title="Steps by the day: a date and a count",
    header="date,steps",
    recognise=recognise,
    read=read,
)
