"""Turns the days of a report into its calendar: a square per day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from stride import conventions
from stride.goals.plans import TARGET_MINUTES
from stride.report.plots import LEFT, LINE, TOP, Axis, axis_of, dates, legend, look, state_of
from stride.report.shapes import Drawing, Path, Rect, Shape, Text, moved
from stride.summary.report import DayRow, Report
from stride.words import days as words
from stride.words import report as words_report

#: Weeks of a calendar in one band: a year; more are drawn a band each.
BAND_WEEKS = 53
#: Letters in a square of the calendar from this width on.
NUMBERED_WIDTH = 26.0


def calendar_drawing(report: Report) -> Drawing:
    """A square per day in the looks of the bars; wide ones hold the minutes, and fill up to 100.

    Up to a year its weeks stand below the bars of the same days; a longer report has a band per
    year of 53 weeks by 7 days.
    """
    axis = axis_of(report)
    bands = _bands(report, axis)
    shapes: list[Shape] = []
    height = 0.0
    for label, rows, band in bands:
        drawn, high = _band(report, rows, band, label)
        shapes += moved(drawn, height)
        height += high
    states = {state_of(row) for row in report.days} - {"before"}
    names = {
        "met": "goal met",
        "missed": "below the goal",
        "open": "still open",
        "rest": "rest day",
        "no_data": "no data",
    }
    keys, high = legend([(state, names[state]) for state in names if state in states])
    shapes += moved(keys, height)
    text = (
        "One square per day, weeks from left to right; its look says whether the goal was met, "
        "missed, still open, a rest day, or without data. The table below has the numbers."
    )
    title = f"Calendar, {words_report.span(report)}"
    return Drawing("calendar", title, text, height + high, tuple(shapes))


def _bands(report: Report, axis: Axis) -> list[tuple[str, list[DayRow], Axis]]:
    """Label, days and axis of each band."""
    rows = [row for row in report.days if row.state != "before"]
    if (axis.last + 1 - axis.first) // 7 <= BAND_WEEKS:
        return [("", rows, axis)]
    bands = []
    for year in range(date.fromordinal(axis.first + 6).year, report.end.year + 1):
        first = date(year, 1, 1)
        start = first.toordinal() - (first.weekday() - report.stand.frame.week_start) % 7
        members = [row for row in rows if row.date.year == year]
        if members:
            weeks = -(-(date(year, 12, 31).toordinal() + 1 - start) // 7)
            bands.append((str(year), members, Axis(start, start + 7 * weeks - 1)))
    return bands


def _band(
    report: Report, rows: Sequence[DayRow], axis: Axis, label: str
) -> tuple[list[Shape], float]:
    width = 7 * axis.step
    size = min(width, 24.0) if width >= NUMBERED_WIDTH else width
    top = TOP if label else 4.0
    shapes: list[Shape] = [Text(LEFT, TOP - 5, label, color="ink")] if label else []
    for place in range(0, 7, 1 if size >= 15 else 2):
        name = conventions.WEEKDAYS[(report.stand.frame.week_start + place) % 7][
            : 3 if size > 8 else 2
        ]
        shapes.append(Text(LEFT - 6, top + place * size + size * 0.72, name, "end", size=10))
    for row in rows:
        column, place = divmod(row.date.toordinal() - axis.first, 7)
        box = (LEFT + column * width, top + place * size, width, size)
        shapes += _square(row, box)
    shapes += moved(dates(axis), top + 7 * size + 2)
    return shapes, top + 7 * size + LINE + 8


def _square(row: DayRow, box: tuple[float, float, float, float]) -> list[Shape]:
    x, y, width, height = (box[0] + 0.6, box[1] + 0.6, box[2] - 1.2, box[3] - 1.2)
    state, minutes = state_of(row), row.known_minutes
    if state == "no_data" or minutes is None:
        foot = y + height - 1.5
        return [Path(((x + 1, foot), (x + width - 1, foot)), "edge", 1.0, dashed=True)]
    if width < NUMBERED_WIDTH:
        return [look(state, (x, y, width, height))]
    high = max(1.0, min(1.0, minutes / TARGET_MINUTES) * height)
    text = words.walked(row.day, row.goal) if row.day else ""
    return [
        Rect(x, y, width, height, edge="grid"),
        look(state, (x, y + height - high, width, high)),
        Text(x + width / 2, y + height / 2 + 4, text, "middle", "ink", 11),
    ]
