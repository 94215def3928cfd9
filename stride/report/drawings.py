"""Turns a Report into drawings on one time axis: bars, calendar, pain, and the hours of the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from stride.conventions import span_of_hours
from stride.goals.plans import TARGET_MINUTES
from stride.goals.streak import WEEK_GOAL_DAYS
from stride.report.calendar_drawing import calendar_drawing
from stride.report.plots import (
    LEFT,
    LINE,
    PLOT,
    RIGHT,
    TOP,
    Axis,
    axis_of,
    dates,
    legend,
    look,
    state_of,
)
from stride.report.shapes import FONT, WIDTH, Dot, Drawing, Path, Shape, Text, moved
from stride.summary.report import Report, months
from stride.words import days as words
from stride.words import report as words_report

#: More days than this are drawn as weeks, and more weeks than that as months.
DAYS_DRAWN, WEEKS_DRAWN = 70, 110
BARS_HIGH, PAIN_HIGH, HOURS_HIGH = 170.0, 60.0, 110.0


class Bar(NamedTuple):
    """day: ordinal of its first day. days: its width. state: as in a DayRow, or of a week."""

    day: int
    days: int
    minutes: float | None
    state: str


def unit_of(report: Report) -> str:
    """What a bar stands for: ``day``, ``week`` or ``month``."""
    if len(report.days) <= DAYS_DRAWN:
        return "day"
    return "week" if len(report.weeks) <= WEEKS_DRAWN else "month"


def drawings(report: Report) -> list[Drawing]:
    """Minutes (with the pain diary on the same axis), calendar and hours, where there are any."""
    drawn = [minutes_drawing(report), calendar_drawing(report)]
    if report.hours and any(report.hours):
        drawn.append(hours_drawing(report))
    return drawn


def minutes_drawing(report: Report) -> Drawing:
    """Bars of days, or of weekly or monthly means, with the goal and the study's mark."""
    axis, unit = axis_of(report), unit_of(report)
    bars = _bars(report, unit)
    goals = [row.goal for row in report.days if row.goal is not None] if unit != "month" else []
    top = _top([*[bar.minutes or 0.0 for bar in bars], *goals, float(TARGET_MINUTES)])
    base = TOP + BARS_HIGH

    def y(minutes: float) -> float:
        return base - minutes / top * BARS_HIGH

    shapes: list[Shape] = [*_grid(top, y), Text(LEFT - 4, TOP - 6, "minutes", "start")]
    for bar in bars:
        shapes += _bar(bar, axis, y)
    shapes += _lines(report, axis, y, unit)
    height = base
    if report.pains:
        shapes += moved(_pain(report, axis), height + 14)
        height += 14 + PAIN_HIGH
    shapes += moved(dates(axis), height)
    height += LINE + 6
    keys, rows = legend(_keys(report, bars, unit))
    shapes += moved(keys, height)
    return Drawing(
        "minutes",
        f"Walking minutes by {unit}, {words_report.span(report)}",
        _described(report, unit),
        height + rows,
        tuple(shapes),
    )


def _bars(report: Report, unit: str) -> list[Bar]:
    if unit == "day":
        return [Bar(r.date.toordinal(), 1, r.known_minutes, state_of(r)) for r in report.days]
    if unit == "week":
        return [
            Bar(w.start.toordinal(), 7, w.mean.mean_minutes,
                "open" if w.in_progress else "met" if w.goal_days >= WEEK_GOAL_DAYS else "missed")
            for w in report.weeks
        ]  # fmt: skip
    return [Bar(m.start.toordinal(), 28, m.mean.mean_minutes, "mean") for m in months(report)]


def _top(values: Sequence[float]) -> float:
    """The upper end of the axis: a tenth of room above the highest."""
    return max(values) * 1.1


def _ticks(top: float) -> list[float]:
    step = next(s for s in (1, 2, 5, 10, 25, 50, 100, 200, 500, 1000) if top / s <= 6)
    return [float(n) for n in range(0, int(top) + 1, step)]


def _grid(top: float, y: object) -> list[Shape]:
    assert callable(y)
    shapes: list[Shape] = []
    for tick in _ticks(top):
        at = y(tick)
        shapes.append(Path(((LEFT, at), (WIDTH - RIGHT, at)), "edge" if not tick else "grid", 0.8))
        shapes.append(Text(LEFT - 6, at + 4, words.whole(tick), "end"))
    return shapes


def _bar(bar: Bar, axis: Axis, y: object) -> list[Shape]:
    assert callable(y)
    width = bar.days * axis.step
    gap = min(width * 0.14, 3.0)
    x, base = axis.x(bar.day) + gap / 2, y(0)
    if bar.state == "no_data" and bar.days == 1:
        return [Path(((x, base - 2), (x + width - gap, base - 2)), "edge", 1.2, dashed=True)]
    if not bar.minutes:
        return []
    high = y(0) - y(bar.minutes)
    shapes: list[Shape] = [
        look(bar.state, (x, base - high, width - gap, high)),
    ]
    if bar.state == "rest" and width >= 7:
        shapes.append(Text(x + (width - gap) / 2, base - high - 3, "r", "middle", size=10))
    return shapes


def _lines(report: Report, axis: Axis, y: object, unit: str) -> list[Shape]:
    assert callable(y)
    mark = y(TARGET_MINUTES)
    shapes: list[Shape] = [
        Path(((LEFT, mark), (WIDTH - RIGHT, mark)), "muted", 1.2, dashed=True, halo=True),
        Text(LEFT + 3, mark - 4, f"{TARGET_MINUTES}, the study's mark", size=11),
    ]
    rows = [row for row in report.days if row.goal is not None] if unit != "month" else []
    if not rows:
        return shapes
    points: list[tuple[float, float]] = []
    for row in rows:
        at, x = y(row.goal or 0.0), axis.x(row.date.toordinal())
        points += [(x, at), (x + axis.step, at)]
    last = rows[-1].goal or 0.0
    below = 13 if abs(y(last) - mark) < 16 and last <= TARGET_MINUTES else -4
    label = Text(points[-1][0], y(last) + below, f"goal {words.whole(last)}", "end", "ink", 11)
    return [*shapes, Path(tuple(points), "ink", 1.5, halo=True), label]


def _pain(report: Report, axis: Axis) -> list[Shape]:
    """The diary on the days of the axis above, on its own scale: beside it, never as its effect."""

    def y(score: float) -> float:
        return PAIN_HIGH - 4 - score / 10 * (PAIN_HIGH - 12)

    shapes: list[Shape] = []
    for score in (0, 5, 10):
        shapes.append(Path(((LEFT, y(score)), (WIDTH - RIGHT, y(score))), "grid", 0.8))
        shapes.append(Text(LEFT - 6, y(score) + 4, str(score), "end", size=11))
    shapes.append(Text(LEFT + 3, y(10) + 10, "back pain, 0 to 10", size=11))
    for entry in report.pains:
        day = entry.date.toordinal()
        if axis.first <= day <= axis.last:
            shapes.append(Dot(axis.x(day + 0.5), y(entry.score), 2.8, "ink"))
    return shapes


def _keys(report: Report, bars: Sequence[Bar], unit: str) -> list[tuple[str, str]]:
    """State and words of the legend, those that stand in the picture."""
    names = {
        "day": {"met": "goal met", "missed": "below the goal", "open": "today, still open",
                "rest": "rest day (r)", "no_data": "no data"},
        "week": {"met": "five goal days or more", "missed": "fewer goal days",
                 "open": "this week, still open"},
        "month": {"mean": "mean of the month's valid days"},
    }[unit]  # fmt: skip
    seen = {bar.state for bar in bars if bar.minutes or bar.state == "no_data"}
    return [(state, text) for state, text in names.items() if state in seen]


def _described(report: Report, unit: str) -> str:
    judged = [row for row in report.days if row.known_minutes is not None]
    text = f"Bars of walking minutes by {unit}, with the goal and the mark of {TARGET_MINUTES}. "
    if judged:
        best = max(judged, key=lambda row: row.known_minutes or 0)
        text += (
            f"Days from {words.whole(min(r.known_minutes or 0 for r in judged))} to "
            f"{words.whole(best.known_minutes or 0)} minutes, most on {words.full_date(best.date)}."
        )
    if report.pains:
        text += f" Below: {len(report.pains)} entries of the back-pain diary, 0 to 10."
    return text


def hours_drawing(report: Report) -> Drawing:
    """Bars of the mean minutes of the 24 clock hours."""
    hours = report.hours or (0.0,)
    top = _top([*hours, 1.0])
    base = TOP + HOURS_HIGH

    def y(minutes: float) -> float:
        return base - minutes / top * HOURS_HIGH

    shapes: list[Shape] = [*_grid(top, y), Text(LEFT - 4, TOP - 6, "minutes")]
    step = PLOT / 24
    for hour, minutes in enumerate(hours):
        if minutes > 0:
            box = (LEFT + hour * step + 1.5, y(minutes), step - 3, base - y(minutes))
            shapes.append(look("mean", box))
    for hour in range(0, 25, 3):
        anchor = "end" if hour == 24 else "middle"
        shapes.append(Text(LEFT + hour * step, base + FONT + 4, str(hour), anchor))
    best = max(range(len(hours)), key=lambda hour: hours[hour])
    text = (
        "Bars of mean walking minutes by hour of the day, of valid days; most from "
        f"{span_of_hours(best)}, {words.whole(hours[best])} minutes."
    )
    title = f"Walking by time of day, {words_report.span(report)}"
    return Drawing("hours", title, text, base + LINE + 4, tuple(shapes))
