"""Any table with a time and a count of steps to intervals: minutes, hours, or start and end."""

from stride.formats.find.head import is_number
from stride.formats.guess.activities import columns_of
from stride.formats.guess.steps import is_date_only, places_of, require
from stride.formats.layout import Count, Head, Local, Spans, TableFile, Verdict, no, possible
from stride.formats.layout.any_spans import by_places
from stride.formats.steps.files import LAST
from stride.formats.steps.rows import DAY_S
from stride.formats.time.parse import serial_days
from stride.formats.time.spelling import has_date


def recognise(head: Head) -> Verdict:
    """Possible by a column of times and a column of steps."""
    if head.binary or not head.lines:
        return no("not text")
    if columns_of(head):
        return no("a list of activities, not of steps")
    places = places_of(head)
    if places is None:
        return no("no column of steps beside a column of times")
    index = head.columns.index(places.time)
    rows = head.rows(head.first + 1, 20)
    cells = [row[index] for row in rows if index < len(row)]
    if rows and not any(has_date(cell) or is_number(cell) for cell in cells):
        return no(f"column {places.time} holds no times")
    undated = (is_number(cell) and not has_date(cell) for cell in cells)
    numbers = any(undated) and not whole_days(cells)
    if not (places.clock or places.end or numbers) and all(is_date_only(cell) for cell in cells):
        return no(f"column {places.time} holds dates without times")
    return possible(f"columns {places.time} and {places.steps}")


def whole_days(cells: list[str]) -> bool:
    """Whether cells are dates as a spreadsheet counts them, without a time of day."""
    days = serial_days(cells)
    return days is not None and all(second % DAY_S == 0 for second in days)


def placed(file: TableFile, layout: Spans) -> Spans:
    """The columns by what their names and first values tell."""
    return by_places(layout, require(file.blob.head, file.dialect, file.name))


FORMAT = Spans(
    id="generic-steps",
    title="Steps by the minute or hour: a time and a count",
    header="time,steps",
    tells=recognise,
    start=Local("time"),
    steps=Count("steps"),
    adapt=placed,
    generic=True,
    rank=LAST,
)
