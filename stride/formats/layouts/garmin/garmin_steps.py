"""Garmin Connect's report Steps.csv: days with actual steps and goal, date in the first column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.origin import Origin
from stride.formats.layout import Format, likely, no, sure
from stride.formats.steps.day_totals import day_totals
from stride.formats.steps.days import read_days
from stride.formats.table.dialect import dialect_of
from stride.formats.time.months import MONTH_OF
from stride.formats.time.spelling import has_date
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

_ACTUAL = ("actual", "aktuell", "tatsächlich", "réel", "real", "effettivo", "werkelijk", "faktisk")

_WORD = re.compile(r"^[^\W\d_]+$")


def recognise(head: Head) -> Verdict:
    """Sure by an empty first name and Actual behind it, likely by the days below it."""
    keys = head.keys
    if len(keys) in (2, 3) and keys[0] == "" and keys[1] in _ACTUAL:
        return sure("an empty column name, Actual and Goal")
    if len(keys) == 3 and keys[0] == "date" and keys[1] in _ACTUAL:
        return likely("columns Date, Actual and Goal")
    rows = head.rows(head.first + 1, 5)
    words = len(keys) == 3 and keys[0] == "" and all(_WORD.match(key) for key in keys[1:])
    if words and rows and all(has_date(row[0]) or _is_month(row[0]) for row in rows):
        return likely("an empty column name, two words, and days below")
    return no("the header is not “,Actual,Goal”")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals; a year view, which has months, is refused."""
    dialect = dialect_of(blob.head)
    rows = blob.head.rows(blob.head.first + 1)
    if rows and _is_month(rows[0][0]):
        raise DataError(
            f"{blob.name}, line {blob.head.first + 2}: “{rows[0][0]}” is a month, not a day.",
            "In Garmin Connect choose the report of 7 days or 4 weeks and export that.",
        )
    notes = ReadNotes()
    days = read_days(blob, options, dialect, (dialect.names[0], dialect.names[1]))
    return day_totals(Origin(blob, options, FORMAT.id, "Garmin"), days, notes)


def _is_month(text: str) -> bool:
    match = re.match(r"^([^\W\d]+)\.?\s+\d{4}$", text.strip())
    return bool(match) and match[1].lower() in MONTH_OF  # type: ignore[index]


FORMAT = Format(
    id="garmin-steps",
    title="Garmin Connect: report Steps",
    header=",Actual,Goal",
    recognise=recognise,
    read=read,
)
