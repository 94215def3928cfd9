"""Turns the days of a report into the cells of a calendar: weekdays down, weeks across."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from stride.summary.report import Report
from stride.words.days import whole

#: Lower ends of the levels, minutes: the first tier, the study's lower cut, and the mark.
LEVELS = (30, 78, 100)
#: Shapes of no data, below 30, 30 to 77, 78 to 99, and 100 or more; and their names.
SHAPES = ("·", "░", "▒", "▓", "█")
NAMES = ("no data", "below 30", "30-77", "78-99", "100 or more")


class HeatCell(NamedTuple):
    """A date. level: 0 no data to 4, None outside the report. minutes: None for no data."""

    date: date
    level: int | None
    minutes: float | None
    estimate: bool


def level_of(minutes: float | None) -> int:
    """0 for no data, then 1 to 4 by LEVELS."""
    if minutes is None:
        return 0
    return 1 + sum(minutes + 1e-6 >= level for level in LEVELS)


def number(cell: HeatCell) -> str:
    """The cell's whole minutes, never rounded up into the next level; ``~`` for an estimate."""
    if cell.minutes is None:
        return "·"
    above = next((level for level in LEVELS if cell.minutes + 1e-6 < level), None)
    return ("~" if cell.estimate else "") + whole(cell.minutes, above)


def columns(report: Report) -> list[list[HeatCell]]:
    """A column a week, each of seven cells from the week's first weekday on."""
    first = report.stand.frame.week_start
    cells = [
        _outside(row.date.toordinal())
        if row.state == "before"
        else HeatCell(
            row.date,
            level_of(row.known_minutes),
            row.known_minutes,
            bool(row.day and row.day.estimate),
        )
        for row in report.days
    ]
    lead = (report.start.weekday() - first) % 7
    start = report.start.toordinal() - lead
    padded = [_outside(start + n) for n in range(lead)] + cells
    while len(padded) % 7:
        padded.append(_outside(start + len(padded)))
    return [padded[n : n + 7] for n in range(0, len(padded), 7)]


def _outside(ordinal: int) -> HeatCell:
    return HeatCell(date.fromordinal(ordinal), None, None, False)
