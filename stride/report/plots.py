"""What the drawings of a report share: days to x, the look of each state, dates and legend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from stride import conventions
from stride.report.shapes import FONT, WIDTH, Path, Rect, Shape, Text
from stride.summary.report import DayRow, Report

LEFT, RIGHT, TOP = 38.0, 8.0, 18.0
PLOT = WIDTH - LEFT - RIGHT
#: Height of a line of the legend, and rough width of a letter.
LINE, LETTER = 19.0, FONT * 0.52


class Axis(NamedTuple):
    """Days to x. first, last: ordinals (date.toordinal), both inside."""

    first: int
    last: int

    def x(self, day: float) -> float:
        """The left edge of a day."""
        return LEFT + (day - self.first) * self.step

    @property
    def step(self) -> float:
        """The width of a day."""
        return PLOT / (self.last + 1 - self.first)


def axis_of(report: Report) -> Axis:
    """Whole weeks from the first data on, at least one."""
    days = [row.date for row in report.days if row.state != "before"]
    first = days[0] if days else report.start
    start = first.toordinal() - (first.weekday() - report.stand.frame.week_start) % 7
    weeks = max(1, -(-(report.end.toordinal() + 1 - start) // 7))
    return Axis(start, start + 7 * weeks - 1)


def state_of(row: DayRow) -> str:
    """``met``, ``open``, ``rest``, ``missed``, ``no_data`` or ``before``."""
    return "missed" if row.state == "covered" else row.state


def look(state: str, box: tuple[float, float, float, float]) -> Rect:
    """The one look of a state, in bars, calendar and legend."""
    if state in ("met", "mean"):
        return Rect(*box, fill="met", edge="met")
    if state == "open":
        return Rect(*box, edge="ink", dashed=True)
    if state == "rest":
        return Rect(*box, edge="below")
    return Rect(*box, fill="below", edge="below", hatched=True)


def dates(axis: Axis) -> list[Shape]:
    """Labels below the axis: the starts of weeks, of months, or of years."""
    days = axis.last + 1 - axis.first
    start = date.fromordinal(axis.first)
    every = [start + timedelta(days=n) for n in range(days)]
    if days <= 130:
        shown = every[::7]
        texts = [f"{day.day} {conventions.MONTHS[day.month - 1][:3]}" for day in shown]
    elif days <= 1100:
        shown = [day for day in every if day.day == 1]
        texts = [conventions.MONTHS[d.month - 1][:3] + (f" {d.year}" if d.month == 1 else "")
                 for d in shown]  # fmt: skip
    else:
        shown = [day for day in every if (day.month, day.day) == (1, 1)]
        texts = [str(day.year) for day in shown]
    shapes: list[Shape] = []
    free = LEFT
    for day, text in zip(shown, texts, strict=True):
        x, width = axis.x(day.toordinal()), len(text) * LETTER + 8
        if x >= free and x + width - 8 <= WIDTH:
            shapes += [Path(((x, 0), (x, 4)), "edge"), Text(x, FONT + 4, text)]
            free = x + width
    return shapes


def legend(keys: Sequence[tuple[str, str]]) -> tuple[list[Shape], float]:
    """Swatches with their words, never parted at a line's end; and the height they take."""
    shapes: list[Shape] = []
    x, y = LEFT, 4.0
    for state, text in keys:
        width = 20 + len(text) * LETTER + 14
        if x > LEFT and x + width > WIDTH:
            x, y = LEFT, y + LINE
        box = (x, y, 13.0, 11.0)
        shapes.append(
            Path(((x, y + 9), (x + 13, y + 9)), "edge", 1.2, dashed=True)
            if state == "no_data"
            else look(state, box)
        )
        shapes.append(Text(x + 18, y + 10.5, text, color="ink"))
        x += width
    return shapes, y + LINE
