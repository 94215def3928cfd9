"""Turns a Report into drawings on one time axis: bars, calendar, pain, and the hours of the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from stride import conventions
from stride.conventions import span_of_hours
from stride.goals.plans import TARGET_MINUTES
from stride.goals.streak import WEEK_GOAL_DAYS
from stride.report.shapes import FONT, WIDTH, Dot, Drawing, Path, Rect, Shape, Text, moved
from stride.summary.report import DayRow, Report, months
from stride.words import days as words
from stride.words import report as words_report

#: More days than this are drawn as weeks, and more weeks than that as months.
DAYS_DRAWN, WEEKS_DRAWN = 70, 110
#: Weeks of a calendar in one band: a year; more are drawn a band each.
BAND_WEEKS = 53
LEFT, RIGHT, TOP = 38.0, 8.0, 18.0
PLOT = WIDTH - LEFT - RIGHT
BARS_HIGH, PAIN_HIGH, HOURS_HIGH = 170.0, 60.0, 110.0
#: Letters in a square of the calendar from this width on.
NUMBERED_WIDTH = 26.0
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


def axis_of(report: Report) -> Axis:
    """Whole weeks from the first data on, at least one."""
    days = [row.date for row in report.days if row.state != "before"]
    first = days[0] if days else report.start
    start = first.toordinal() - (first.weekday() - report.stand.frame.week_start) % 7
    weeks = max(1, -(-(report.end.toordinal() + 1 - start) // 7))
    return Axis(start, start + 7 * weeks - 1)


def drawings(report: Report) -> list[Drawing]:
    """Minutes (with the pain diary on the same axis), calendar and hours, where there are any."""
    drawn = [minutes_drawing(report), calendar_drawing(report)]
    if report.hours and any(report.hours):
        drawn.append(hours_drawing(report))
    return drawn


# minutes -----------------------------------------------------------------------------------------


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
    shapes += moved(_dates(axis), height)
    height += LINE + 6
    keys, rows = _legend(_keys(report, bars, unit))
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
        return [Bar(r.date.toordinal(), 1, r.known_minutes, _state(r)) for r in report.days]
    if unit == "week":
        return [
            Bar(w.start.toordinal(), 7, w.mean.mean_minutes,
                "open" if w.in_progress else "met" if w.goal_days >= WEEK_GOAL_DAYS else "missed")
            for w in report.weeks
        ]  # fmt: skip
    return [Bar(m.start.toordinal(), 28, m.mean.mean_minutes, "mean") for m in months(report)]


def _state(row: DayRow) -> str:
    """``met``, ``open``, ``rest``, ``missed``, ``no_data`` or ``before``."""
    return "missed" if row.state == "covered" else row.state


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
        _mark(bar.state, (x, base - high, width - gap, high)),
    ]
    if bar.state == "rest" and width >= 7:
        shapes.append(Text(x + (width - gap) / 2, base - high - 3, "r", "middle", size=10))
    return shapes


def _mark(state: str, box: tuple[float, float, float, float]) -> Rect:
    """The one look of a state, in bars, calendar and legend."""
    if state in ("met", "mean"):
        return Rect(*box, fill="met", edge="met")
    if state == "open":
        return Rect(*box, edge="ink", dashed=True)
    if state == "rest":
        return Rect(*box, edge="below")
    return Rect(*box, fill="below", edge="below", hatched=True)


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


def _dates(axis: Axis) -> list[Shape]:
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


def _legend(keys: Sequence[tuple[str, str]]) -> tuple[list[Shape], float]:
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
            else _mark(state, box)
        )
        shapes.append(Text(x + 18, y + 10.5, text, color="ink"))
        x += width
    return shapes, y + LINE


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


# calendar ----------------------------------------------------------------------------------------


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
    states = {_state(row) for row in report.days} - {"before"}
    names = {
        "met": "goal met",
        "missed": "below the goal",
        "open": "still open",
        "rest": "rest day",
        "no_data": "no data",
    }
    keys, high = _legend([(state, names[state]) for state in names if state in states])
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
    shapes += moved(_dates(axis), top + 7 * size + 2)
    return shapes, top + 7 * size + LINE + 8


def _square(row: DayRow, box: tuple[float, float, float, float]) -> list[Shape]:
    x, y, width, height = (box[0] + 0.6, box[1] + 0.6, box[2] - 1.2, box[3] - 1.2)
    state, minutes = _state(row), row.known_minutes
    if state == "no_data" or minutes is None:
        foot = y + height - 1.5
        return [Path(((x + 1, foot), (x + width - 1, foot)), "edge", 1.0, dashed=True)]
    if width < NUMBERED_WIDTH:
        return [_mark(state, (x, y, width, height))]
    high = max(1.0, min(1.0, minutes / TARGET_MINUTES) * height)
    text = words.walked(row.day, row.goal) if row.day else ""
    return [
        Rect(x, y, width, height, edge="grid"),
        _mark(state, (x, y + height - high, width, high)),
        Text(x + width / 2, y + height / 2 + 4, text, "middle", "ink", 11),
    ]


# hours -------------------------------------------------------------------------------------------


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
            shapes.append(_mark("mean", box))
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
