"""Tables of daily totals as declarations, and their driver."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from stride.errors import DataError
from stride.formats.find.blob import empty
from stride.formats.find.head import Head
from stride.formats.late import np
from stride.formats.layout.base import Table, TableFile
from stride.formats.options import ReadOptions
from stride.formats.steps.day_totals import NOT_SAID, DayRows, day_totals
from stride.formats.steps.days import NOT_A_DAY, dates_of
from stride.formats.steps.durations import walking_seconds
from stride.formats.table.cells import MISSING, number_at
from stride.formats.table.dialect import Dialect, count_decimal
from stride.formats.table.text_blocks import Record
from stride.formats.table.texttable import text_table
from stride.formats.texts import chunked
from stride.formats.time.parse import to_date
from stride.formats.time.zones import choose_zone, offsets_at
from stride.types import Intervals, ReadNotes

DAY_S = 86400.0
_STAMP = re.compile(r"^(\d{9,13}|-\d{1,13})$")
_ROUNDED = re.compile(r"^\d([.,]\d+)?E\+?\d+$", re.IGNORECASE)


class Dates(Protocol):
    """Where the day of a row stands, and how it is written."""

    def columns(self, dialect: Dialect) -> tuple[str, ...]:
        """Its columns in one file."""

    def days(self, records: list[Record], file: TableFile) -> list[date | None]:
        """The day of each row, None for a row that is of none."""


class Day:
    """A column of dates: the first of these names that is there, or the first column.

    stamps: numbers are milliseconds from 1970 to 00:00 UTC of the day.
    """

    def __init__(self, *names: str, stamps: bool = False) -> None:
        self._names, self._stamps = names, stamps

    def columns(self, dialect: Dialect) -> tuple[str, ...]:
        """The one column."""
        return (dialect.need(*self._names) if self._names else dialect.names[0],)

    def days(self, records: list[Record], file: TableFile) -> list[date | None]:
        """By all texts together, which settle the order of day and month."""
        (name,) = self.columns(file.dialect)
        dates = [self._stamped(record[name], line) for line, record in records]
        rest = [record for record, day in zip(records, dates, strict=True) if day is None]
        texts, lines = [record[name] for _, record in rest], [line for line, _ in rest]
        others = iter(dates_of(texts, lines, file.options))
        return [day or next(others) for day in dates]

    def _stamped(self, text: str, line: int) -> date | None:
        if not self._stamps:
            return None
        if _ROUNDED.match(text):
            raise DataError(
                f"Line {line}: the day “{text}” was rounded by a spreadsheet and is lost.",
                "Import the file as the app exported it.",
            )
        return to_date(int(text) / 1000) if _STAMP.match(text) else None


class Midnight(Day):
    """A column of dates, or of seconds or milliseconds from 1970 to a local midnight.

    The midnights tell nothing of the zone: in one a few hours off they still round to their day. A
    stamp before 1970 is an app's own state, and of no day.
    """

    def days(self, records: list[Record], file: TableFile) -> list[date | None]:
        """By the zone that was said, or configured."""
        (name,) = self.columns(file.dialect)
        stamps = [bool(_STAMP.match(record[name])) for _, record in records]
        dated = [record for record, stamp in zip(records, stamps, strict=True) if not stamp]
        dates = iter(super().days(dated, file))
        return [
            self._midnight(record[name], file.options) if stamp else next(dates)
            for (_, record), stamp in zip(records, stamps, strict=True)
        ]

    @staticmethod
    def _midnight(text: str, options: ReadOptions) -> date | None:
        seconds = int(text) / (1000 if len(text) >= 12 else 1)
        if seconds <= 0:
            return None
        offset = float(offsets_at(choose_zone(options).tz, np.array([seconds]))[0])
        return to_date(round((seconds + 60.0 * offset) / DAY_S) * DAY_S)


@dataclass(frozen=True)
class YearMonthDay:
    """Three columns of a day, each by the first of its names that is there."""

    year: tuple[str, ...]
    month: tuple[str, ...]
    day: tuple[str, ...]

    def columns(self, dialect: Dialect) -> tuple[str, ...]:
        """The three columns."""
        return tuple(dialect.need(*names) for names in (self.year, self.month, self.day))

    def days(self, records: list[Record], file: TableFile) -> list[date | None]:
        """Row by row. Raises DataError for what is no day."""
        names = self.columns(file.dialect)
        return [self._day([record[name] for name in names], line) for line, record in records]

    @staticmethod
    def _day(cells: list[str], line: int) -> date:
        try:
            return date(*(int(float(cell)) for cell in cells))
        except (ValueError, OverflowError) as error:
            raise DataError(
                f"Line {line}: “{'-'.join(cells)[:40]}” is no year, month and day.",
                "Correct or remove that line.",
            ) from error


class Number:
    """A number of a row: the first of these columns that says one.

    per_unit: of the number in what is wanted, such as 1000 for milliseconds. read: for cells that
    hold more than a number.
    """

    def __init__(
        self,
        *names: str,
        per_unit: float = 1.0,
        read: Callable[[str, int], float] | None = None,
    ) -> None:
        self.names, self.per_unit, self.read = names, per_unit, read

    def columns(self, dialect: Dialect) -> tuple[str, ...]:
        """Those of its columns that a file has."""
        names = dialect.find_all(*((name,) for name in self.names))
        return tuple(dict.fromkeys(name for name in names if name))

    def values(
        self, records: list[Record], dialect: Dialect, steps: Sequence[float] = ()
    ) -> list[float]:
        """Of each row, NOT_SAID where no column says one. Raises DataError naming the line."""
        names = self.columns(dialect)
        marks = [count_decimal([record[name] for _, record in records], dialect) for name in names]
        return [
            self._value(record, line, list(zip(names, marks, strict=True)))
            for line, record in records
        ]

    def _value(self, record: dict[str, str], line: int, columns: list[tuple[str, str]]) -> float:
        for name, mark in columns:
            text = record[name]
            if text.strip('"').lower() in MISSING:
                continue
            value = self.read(text, line) if self.read else number_at(text, line, name, mark)
            return value / self.per_unit
        return NOT_SAID


@dataclass(frozen=True)
class WalkingTime:
    """A column of walking time, in the unit of its name or the one in which it fits the steps."""

    name: str

    def columns(self, dialect: Dialect) -> tuple[str, ...]:
        """The one column."""
        return (dialect.need(self.name),)

    def values(
        self, records: list[Record], dialect: Dialect, steps: Sequence[float] = ()
    ) -> list[float]:
        """Seconds of each row, NOT_SAID where a cell is empty. steps: of each row."""
        cells = chunked([record[self.name] for _, record in records])
        lines = np.array([line for line, _ in records])
        seconds = walking_seconds(cells, lines, self.name, np.array(steps), dialect.decimal)
        return [float(each) for each in seconds]


@dataclass(frozen=True, kw_only=True)
class Days(Table):
    """Rows of days with their steps.

    day: which. steps: how many; a file without a column of them holds none. walking: seconds. only:
    column -> what is true of its cells in rows of steps, where measures take turns. of_each_day:
    ``most``, where devices or a growing export say a day several times, or the column of an update
    of which the latest counts. warns: what to say of a file, by its head. settle, gather: of a
    table that nobody knows, whose rows count, and what is of one day.
    """

    day: Dates
    steps: Number
    walking: Number | WalkingTime | None = None
    only: Mapping[str, Callable[[str], object]] = field(default_factory=dict)
    of_each_day: str = ""
    warns: Callable[[Head], str] | None = None
    settle: Callable[[list[Record], TableFile], list[Record]] | None = None
    gather: Callable[[DayRows, list[Record], TableFile, ReadNotes], DayRows] | None = None

    def read_file(self, file: TableFile) -> Intervals:
        """The totals of the days."""
        numbers = [number for number in (self.steps, self.walking) if number is not None]
        if not any(number.columns(file.dialect) for number in numbers):
            raise empty(file.blob, "holds no steps")
        notes, days = ReadNotes(), DayRows()
        if self.warns and (warning := self.warns(file.blob.head)):
            notes.warnings.append(warning)
        records = self._records(file, notes, days)
        if self.settle is not None:
            records = self.settle(records, file)
        dates, counts = self.day.days(records, file), self._counts(records, file)
        rows = self._chosen(list(zip(records, dates, counts, strict=True)))
        for (line, _), day, (steps, walking_s, _) in rows:
            if day is None or (math.isnan(steps) and self.of_each_day and walking_s is None):
                days.skipped += 1
            else:
                days.add(day, steps, line, walking_s)
        if self.gather is not None:
            days = self.gather(days, records, file, notes)
        return day_totals(self.origin(file.blob, file.options), days, notes)

    def _records(self, file: TableFile, notes: ReadNotes, days: DayRows) -> list[Record]:
        """(line, column -> text) of the rows that are days of steps."""
        dates = self.day.columns(file.dialect)
        only = {file.dialect.need(name): counts for name, counts in self.only.items()}
        names = [*dates, *only, *self.steps.columns(file.dialect)]
        names += self.walking.columns(file.dialect) if self.walking else ()
        names += filter(None, [self._update(file.dialect)])
        blob = file.blob
        if self.settle is not None:  # looks at the others as well
            blob.columns_read.update(names)
            blob, names = replace(blob, columns_read=set()), list(file.dialect.names)
        table = text_table(blob, file.options, file.dialect, tuple(dict.fromkeys(names)))
        if not len(table):
            raise empty(file.blob)
        notes.rows = len(table)
        records = []
        for line, record in table.records():
            record = {name: text.strip() for name, text in record.items()}
            texts = [record[name] for name in dates]
            other = not all(counts(record[name]) for name, counts in only.items())
            if other or not any(texts) or any(map(NOT_A_DAY.match, texts)):
                days.skipped += 1
            else:
                records.append((line, record))
        if not records and only:
            raise empty(file.blob, "holds no days of steps")
        return records

    def _update(self, dialect: Dialect) -> str:
        """The column of an update, "" where there is none."""
        wanted = "" if self.of_each_day == "most" else self.of_each_day
        return (dialect.find(wanted) or "") if wanted else ""

    def _counts(
        self, records: list[Record], file: TableFile
    ) -> list[tuple[float, float | None, float]]:
        """(steps, walking seconds, update) of each row."""
        steps = self.steps.values(records, file.dialect)
        seconds = [NOT_SAID] * len(steps)
        if self.walking is not None:
            seconds = self.walking.values(records, file.dialect, steps)
        update = self._update(file.dialect)
        updates = [number_at(r[update], n, update) if update else 0.0 for n, r in records]
        walking = [None if math.isnan(value) else value for value in seconds]
        return list(zip(steps, walking, updates, strict=True))

    def _chosen(self, rows: list[Any]) -> list[Any]:
        """Of each day the row that counts, where days stand there several times."""
        if not self.of_each_day:
            return rows
        best: dict[date | None, tuple[tuple[float, ...], Any]] = {}
        for place, row in enumerate(rows):
            (line, _), day, (steps, walking_s, update) = row
            count = -math.inf if math.isnan(steps) else steps
            key = (update, count, -1.0 if walking_s is None else walking_s, line)
            best[day] = max(best.get(day, (key, place)), (key, place))
        return [rows[place] for _, place in best.values()]


def two_columns(delimiter: str) -> Callable[[Head], Dialect]:
    """How a table of a day and its steps is written that has no header."""
    return lambda head: Dialect(("day", "steps"), delimiter, first_row=0, encoding=head.encoding)
