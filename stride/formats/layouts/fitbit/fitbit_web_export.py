"""Fitbit's web export (31 days in titled sections) and its copies: daily steps."""

from stride.formats.layout import Coded, Head, Intervals, Origin, empty, sign
from stride.formats.steps.day_totals import NOT_SAID, DayRows, day_totals
from stride.formats.steps.days import dates_of
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import Dialect, count_decimal, decimal_of
from stride.formats.table.rows import rows_of
from stride.types import ReadNotes

NEEDED = ("date", "steps", "minutes sedentary", "minutes lightly active")


def _is_header(cells: list[str]) -> bool:
    return all(name in [cell.strip().strip('"').lower() for cell in cells] for name in NEEDED)


@sign("a section with Date, Steps and Minutes Sedentary")
def activities(head: Head) -> bool:
    """Whether the columns of the section Activities stand in any line."""
    return "minutes sedentary" in head.text.lower() and any(
        "minutes sedentary" in line.lower() and _is_header(head.cells(index, _mark(line)))
        for index, line in enumerate(head.lines)
    )


def _mark(line: str) -> str:
    return max((";", "\t", ","), key=line.count)


def read(origin: Origin) -> Intervals:
    """Daily totals of the section Activities; its active minutes are not walking."""
    blob, options = origin.blob, origin.options
    header: list[str] = []
    texts, lines, counts, rows = [], [], [], []
    mark = _mark(next(line for line in blob.head.lines if "minutes sedentary" in line.lower()))
    for line, cells in rows_of(blob, options, mark, blob.head.encoding):
        if _is_header(cells):
            header = [cell.strip().strip('"').lower() for cell in cells]
            continue
        if not header:
            continue
        if len(cells) < 3 or not cells[0].strip()[:1].isdigit():
            header = []  # the next section
            continue
        rows.append([cell.strip() for cell in cells])
        texts.append(cells[header.index("date")].strip())
        lines.append(line)
        counts.append(cells[header.index("steps")] if header.index("steps") < len(cells) else "")
    if not texts:
        raise empty(blob, "has no days in it")
    days, dialect = DayRows(), Dialect((), mark, decimal_of(rows, mark))
    decimal = count_decimal([count.strip() for count in counts], dialect)
    for day, steps, line in zip(dates_of(texts, lines, options), counts, lines, strict=True):
        days.add(day, number_at(steps, line, "Steps", decimal, NOT_SAID), line)
    notes = ReadNotes(rows=len(texts))
    return day_totals(origin, days, notes)


FORMAT = Coded(
    id="fitbit-web-export",
    title="Fitbit web export: days",
    header="Date,Calories Burned,Steps,Distance,Floors,Minutes Sedentary,Minutes Lightly Active",
    device="Fitbit",
    sure=activities,
    reads=read,
    family="fitbit",
    rank=2,
)
