"""Any table with a date and the steps of that day to daily totals."""

import re

from stride.formats.find.head import is_number
from stride.formats.guess.activities import columns_of
from stride.formats.guess.steps import is_date_only, places_of, require
from stride.formats.layout import Day, Days, Head, Number, TableFile, Verdict, no, possible
from stride.formats.layout.any_days import days_by_places, period_of
from stride.formats.steps.files import LAST
from stride.formats.table.dialect import Dialect, dialect_of
from stride.formats.time.spelling import has_date

_DAY = re.compile(r"^(3[6-9]|[45]\d)\d{3}([.,]0+)?$")  # a date as a spreadsheet counts it


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
    if period := period_of(cells):
        return possible(f"columns {places.time} and {places.steps}, by the {period}")
    if rows and not any(has_date(cell) or is_number(cell) for cell in cells):
        return no(f"column {places.time} holds no dates")
    undated = (is_number(cell) and not has_date(cell) for cell in cells)
    numbers = any(undated) and not all(_DAY.match(cell) for cell in cells)
    if numbers or not all(is_date_only(cell) for cell in cells):
        return no(f"column {places.time} holds times of day")
    return possible(f"columns {places.time} and {places.steps}")


def table(head: Head) -> Dialect:
    """How it is written; without a header its columns are the date and the steps."""
    if _headerless(head):
        return dialect_of(head, head.first, ["date", "steps"])
    return dialect_of(head)


def placed(file: TableFile, layout: Days) -> Days:
    """The columns by what their names and first values tell."""
    return days_by_places(layout, require(file.blob.head, file.dialect, file.name))


FORMAT = Days(
    id="generic-daily",
    title="Steps by the day: a date and a count",
    header="date,steps",
    tells=recognise,
    table=table,
    adapt=placed,
    day=Day(),
    steps=Number("steps"),
    generic=True,
    rank=LAST,
)
