"""Columns of dates and the steps of each day, wherever they stand in a table, to totals of days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.guess.steps import is_steps
from stride.formats.late import np
from stride.formats.steps.choice import Choice
from stride.formats.steps.day_totals import NOT_SAID, DayRows, day_totals
from stride.formats.steps.days import NOT_A_DAY, added_up, dates_of, fullest_days
from stride.formats.steps.durations import walking_seconds
from stride.formats.steps.people import are_parts, numbers_rows, one_person, splitting
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import count_decimal
from stride.formats.table.texttable import records_of
from stride.formats.texts import chunked
from stride.formats.time.spelling import MONTH_OF
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob, Origin
    from stride.formats.guess.steps import Places
    from stride.formats.options import ReadOptions
    from stride.formats.table.dialect import Dialect
    from stride.types import Intervals

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


def period_of(cells: list[str]) -> str:
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


def days_of(origin: Origin, dialect: Dialect, places: Places) -> Intervals:
    """Daily totals; several people are asked about, totals of weeks and months refused."""
    blob, options, notes = origin.blob, origin.options, ReadNotes()
    blob.columns_read.update(places.columns)
    records = _day_rows(blob, options, dialect, places.time, notes)
    texts = [record[places.time].strip() for _, record in records]
    part = "" if places.person or places.origin else _splitting(records, places, texts)
    parts = bool(part) and are_parts({record[part] for _, record in records})
    records = records if parts else _chosen(records, places, blob, options)
    period = period_of([record[places.time].strip() for _, record in records])
    if period or _WEEK.search(places.time):
        raise DataError(
            f"{blob.name}: the column “{places.time}” holds {period or 'week'}s, not days.",
            f"Export single days instead of {period or 'week'}s.",
        )
    if places.kind:
        records = [(line, record) for line, record in records if is_steps(record[places.kind])]
    if places.guessed:
        notes.warnings.append(f"The column “{places.steps}” is taken as steps; no name says so.")
    days = _days(records, places, dialect, options)
    if places.origin:
        origins = [record[places.origin].strip() for _, record in records]
        days = fullest_days(days, origins, notes, Choice.of(options))
    if parts:
        notes.warnings.append(f"The parts of each day (column “{part}”) are added up.")
        days = added_up(days)
    return day_totals(origin, days, notes)


def _day_rows(
    blob: Blob, options: ReadOptions, dialect: Dialect, time: str, notes: ReadNotes
) -> Records:
    """The rows that are days, without those of sums and means."""
    records = []
    for line, record in records_of(blob, options, dialect):
        notes.rows += 1
        if NOT_A_DAY.match(record[time].strip()) or not record[time].strip():
            notes.rows_skipped += 1
            continue
        records.append((line, record))
    return records


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
    steps = places.steps
    decimal = count_decimal([record[steps].strip() for _, record in records], dialect)
    counts = [number_at(record[steps], line, steps, decimal, NOT_SAID) for line, record in records]
    walking = np.full(len(records), np.nan)
    if places.walking:
        column = chunked([record[places.walking] for _, record in records])
        walking = walking_seconds(
            column, np.array(lines), places.walking, np.array(counts), dialect.decimal
        )
    days = DayRows()
    rows = zip(dates_of(texts, lines, options), counts, lines, walking.tolist(), strict=True)
    for day, count, line, walked in rows:
        days.add(day, count, line, None if walked != walked else walked)
    return days
