"""Columns of dates and the steps of each day, wherever they stand in a table, as a declaration."""

import re
from dataclasses import replace

from stride.errors import DataError
from stride.formats.guess.steps import Places, is_steps
from stride.formats.layout.base import TableFile
from stride.formats.layout.days import Day, Days, Number, WalkingTime
from stride.formats.steps.choice import Choice
from stride.formats.steps.day_totals import DayRows
from stride.formats.steps.days import added_up, fullest_days
from stride.formats.steps.people import are_parts, numbers_rows, one_person, splitting
from stride.formats.table.text_blocks import Record
from stride.formats.time.spelling import MONTH_OF
from stride.types import ReadNotes

Records = list[Record]
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


def days_by_places(layout: Days, places: Places) -> Days:
    """The layout of a table of daily totals by what its columns are.

    Several people are asked about, totals of weeks and months refused; of several sources each day
    is from the one that counted more.
    """
    rows = _Rows(places)
    doubt = f"The column “{places.steps}” is taken as steps; no name says so."
    return replace(
        layout,
        day=Day(places.time),
        steps=Number(places.steps),
        walking=WalkingTime(places.walking) if places.walking else None,
        only={places.kind: is_steps} if places.kind else {},
        warns=(lambda _: doubt) if places.guessed else None,
        settle=rows.settle,
        gather=rows.gather,
    )


class _Rows:
    """What the rows of a table that nobody knows are. part: the column of parts of a day."""

    def __init__(self, places: Places) -> None:
        self.places, self.part = places, ""

    def settle(self, records: Records, file: TableFile) -> Records:
        """The days of one person. Raises DataError for several, or for weeks and months."""
        file.blob.columns_read.update(self.places.columns)
        days = [record[self.places.time] for _, record in records]
        column = self.places.person or self._splitting(records, days)
        cells = [record[column] for _, record in records] if column else []
        if column and not self.places.person and are_parts(set(cells)):
            self.part = column
        elif column and not numbers_rows(column, cells, days):
            what = f"{file.name}, column “{column}”,"
            person = one_person(cells, what, file.options.source)
            records = [r for r in records if person is None or r[1][column] == person]
        period = period_of([record[self.places.time] for _, record in records])
        if period or _WEEK.search(self.places.time):
            raise DataError(
                f"{file.name}: the column “{self.places.time}” holds {period or 'week'}s, not "
                "days.",
                f"Export single days instead of {period or 'week'}s.",
            )
        return records

    def _splitting(self, records: Records, days: list[str]) -> str:
        """The column of people, or of parts of a day, that goes by no name of one."""
        if self.places.origin or not records:
            return ""
        others = [name for name in records[0][1] if name not in self.places.columns]
        return splitting({n: [record[n] for _, record in records] for n in others}, days)

    def gather(self, days: DayRows, records: Records, file: TableFile, notes: ReadNotes) -> DayRows:
        """One row a day, of those of several sources or of its parts."""
        if self.places.origin:
            origins = [record[self.places.origin] for _, record in records]
            days = fullest_days(days, origins, notes, Choice.of(file.options))
        if self.part:
            notes.warnings.append(f"The parts of each day (column “{self.part}”) are added up.")
            days = added_up(days)
        return days
