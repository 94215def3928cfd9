"""Garmin Connect's report Steps.csv: days with actual steps and goal, date in the first column."""

import re
from dataclasses import replace

from stride.errors import DataError
from stride.formats.layout import Day, Days, Head, Number, TableFile, sign
from stride.formats.time.spelling import MONTH_OF, has_date

ACTUAL = ("actual", "aktuell", "tatsächlich", "réel", "real", "effettivo", "werkelijk", "faktisk")
_WORD = re.compile(r"^[^\W\d_]+$")
_MONTH = re.compile(r"^([^\W\d]+)\.?\s+\d{4}$")


@sign("an empty column name, Actual and Goal")
def report(head: Head) -> bool:
    """Whether the header is that of the report."""
    return len(head.keys) in (2, 3) and head.keys[0] == "" and head.keys[1] in ACTUAL


@sign("columns Date, Actual and Goal, or an empty name, two words, and days below")
def translated(head: Head) -> bool:
    """Whether the header is the report's in another language, or mended by hand."""
    if len(head.keys) != 3:
        return False
    first, *words = head.keys
    rows = head.rows(head.first + 1, 5)
    days = bool(rows) and all(has_date(row[0]) or is_month(row[0]) for row in rows)
    named = first == "date" and words[0] in ACTUAL
    return named or (first == "" and all(map(_WORD.match, words)) and days)


def is_month(text: str) -> bool:
    """Whether a text is a month and a year."""
    match = _MONTH.match(text.strip())
    return match is not None and match[1].lower() in MONTH_OF


def days_only(file: TableFile, layout: Days) -> Days:
    """The second column; a year view, which has months, is refused."""
    rows = file.blob.head.rows(file.dialect.first_row)
    if rows and is_month(rows[0][0]):
        raise DataError(
            f"{file.name}, line {file.dialect.first_row + 1}: “{rows[0][0]}” is a month, not "
            "a day.",
            "In Garmin Connect choose the report of 7 days or 4 weeks and export that.",
        )
    return replace(layout, steps=Number(file.dialect.names[1]))


FORMAT = Days(
    id="garmin-steps",
    title="Garmin Connect: report Steps",
    header=",Actual,Goal",
    device="Garmin",
    sure=report,
    likely=translated,
    day=Day(),
    steps=Number("Actual"),
    adapt=days_only,
)
