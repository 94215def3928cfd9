"""Steps by the day with year, month and day in three columns, as people's own tables have them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.origin import Origin, empty
from stride.formats.guess.steps import STEPS
from stride.formats.layout import Format, likely, no
from stride.formats.steps.day_totals import NOT_SAID, DayRows, day_totals
from stride.formats.steps.days import NOT_A_DAY, number_at
from stride.formats.table.dialect import count_decimal, dialect_of
from stride.formats.table.rows import records_of
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

YEAR = ("year", "jahr", "año", "année", "anno", "ano", "jaar", "år")
MONTH = ("month", "monat", "mes", "mois", "mese", "mês", "maand", "måned", "månad")
DAY = ("day", "tag", "día", "dia", "jour", "giorno", "dag")
FINER = ("hour", "stunde", "hora", "heure", "ora", "uur", "time", "minute")


def recognise(head: Head) -> Verdict:
    """Likely by columns of year, month, day and steps, and none of the hour."""
    keys = set(head.keys)
    if not all(keys & set(names) for names in (YEAR, MONTH, DAY)):
        return no("no columns of year, month and day")
    if keys & set(FINER):
        return no("a column of the hour beside year, month and day")
    if not any(STEPS.match(column) for column in head.columns):
        return no("no column of steps")
    return likely("columns of year, month, day and steps")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals."""
    dialect = dialect_of(blob.head)
    parts = tuple(dialect.need(*names) for names in (YEAR, MONTH, DAY))
    steps = next((name for name in dialect.names if STEPS.match(name)), None)
    if steps is None:
        raise DataError(f"{blob.name} has no column of steps.", "Name it “steps”.")
    records = list(records_of(blob, options, dialect))
    if not records:
        raise empty(blob)
    decimal = count_decimal([record[steps].strip() for _, record in records], dialect)
    days = DayRows()
    for line, record in records:
        cells = [record[part].strip() for part in parts]
        if not any(cells) or any(NOT_A_DAY.match(cell) for cell in cells):
            days.skipped += 1  # sums below the table
            continue
        day = _day(cells, line)
        days.add(day, number_at(record[steps], line, steps, decimal, NOT_SAID), line)
    return day_totals(Origin(blob, options, FORMAT.id), days, ReadNotes(rows=len(records)))


def _day(cells: list[str], line: int) -> date:
    try:
        return date(*(int(float(cell)) for cell in cells))
    except (ValueError, OverflowError) as error:
        raise DataError(
            f"Line {line}: “{'-'.join(cells)[:40]}” is no year, month and day.",
            "Correct or remove that line.",
        ) from error


FORMAT = Format(
    id="year-month-day",
    title="Steps by the day: year, month and day in three columns",
    header="year,month,day,steps",
    recognise=recognise,
    read=read,
)
