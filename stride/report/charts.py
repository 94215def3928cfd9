"""Turns a Report into bars, dots and squares on matplotlib's axes, in colours named later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from stride.goals.plans import TARGET_MINUTES
from stride.goals.streak import WEEK_GOAL_DAYS
from stride.report import words
from stride.report.heatmap import HeatCell, columns, number
from stride.report.summary import Bucket, Report, months

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: More days than this are drawn as weeks.
DAYS_DRAWN = 70
#: More weeks than this are drawn as months.
WEEKS_DRAWN = 110
WEEKS_NUMBERED = 9
#: Drawn for the width of a phone, so that the letters stay legible there.
WIDTH_IN, FONT_PT = 4.6, 10
#: Stand-ins drawn by matplotlib, each replaced by a CSS variable so that dark and light both fit.
INK, MUTED, MET, BELOW, GRID = "#010101", "#020202", "#030303", "#040404", "#050505"
HEAT = ("#060600", "#060601", "#060602", "#060603", "#060604")
HEAT_INK = ("#070700", "#070701", "#070702", "#070703", "#070704")
VARIABLES = {
    INK: "ink", MUTED: "muted", MET: "met", BELOW: "below", GRID: "grid",
    **{color: f"heat{level}" for level, color in enumerate(HEAT)},
    **{color: f"heat{level}-ink" for level, color in enumerate(HEAT_INK)},
}  # fmt: skip
#: The same colours for the PNG, which is light. Met and below differ in lightness too.
LIGHT = {
    "ink": "#1d2329", "muted": "#59636e", "met": "#1f7a55", "below": "#a9d3bf", "grid": "#dfe4e8",
    "paper": "#ffffff", "heat0": "#eceff1", "heat1": "#cfe8dc", "heat2": "#86c5a6",
    "heat3": "#3d9a72", "heat4": "#12593b", "heat0-ink": "#59636e", "heat1-ink": "#1d2329",
    "heat2-ink": "#10271c", "heat3-ink": "#05140d", "heat4-ink": "#ffffff",
}  # fmt: skip
DARK = {
    "ink": "#e8ecef", "muted": "#a3adb6", "met": "#4cc38e", "below": "#2c5a47", "grid": "#333b43",
    "paper": "#15191d", "heat0": "#23292f", "heat1": "#1d3b2f", "heat2": "#256b4c",
    "heat3": "#3fa676", "heat4": "#8be0b6", "heat0-ink": "#a3adb6", "heat1-ink": "#e8ecef",
    "heat2-ink": "#ffffff", "heat3-ink": "#05140d", "heat4-ink": "#05140d",
}  # fmt: skip


def style(axes: Axes) -> None:
    """Plain axes: no box, quiet ticks, horizontal grid lines."""
    axes.set_facecolor("none")
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set_color(GRID)
    axes.tick_params(colors=MUTED, labelsize=FONT_PT, length=0)
    axes.set_axisbelow(True)


class _Bar(NamedTuple):
    """middle: ordinal. met: the day's goal, or five goal days of a week."""

    middle: float
    minutes: float | None
    met: bool


def unit_of(found: Report) -> str:
    """What a bar stands for: ``day``, ``week`` or ``month``."""
    if len(found.days) <= DAYS_DRAWN:
        return "day"
    return "week" if len(found.weeks) <= WEEKS_DRAWN else "month"


def _bars(found: Report) -> tuple[list[_Bar], float]:
    """The bars and their width in days."""
    unit = unit_of(found)
    if unit == "day":
        days = [_Bar(r.date.toordinal(), r.known_minutes, bool(r.met)) for r in found.days]
        return days, 0.8
    if unit == "week":
        weeks = found.weeks
        return [
            _Bar(w.start.toordinal() + 3, w.mean.mean_minutes, w.goal_days >= WEEK_GOAL_DAYS)
            for w in weeks
        ], 5.6
    return [_Bar(_middle(m), m.mean.mean_minutes, False) for m in months(found)], 24.0


def _middle(month: Bucket) -> float:
    return month.start.toordinal() + 15


def draw_minutes(axes: Axes, found: Report) -> str:
    """Bars of days, or of weekly or monthly means when there are many; what a bar stands for."""
    unit = unit_of(found)
    bars, width = _bars(found)
    for reached, color in ((True, MET), (False, BELOW if unit != "month" else MET)):
        chosen = [bar for bar in bars if bar.minutes and bar.met == reached]
        heights = [bar.minutes or 0.0 for bar in chosen]
        if chosen:
            axes.bar([bar.middle for bar in chosen], heights, width, color=color)
    goals = [(row.date.toordinal(), row.goal) for row in found.days if row.goal is not None]
    if goals and unit != "month":
        # Half a day longer at both ends, so that a single day has a line too.
        ends = [(goals[0][0] - 0.5, goals[0][1]), *goals, (goals[-1][0] + 0.5, goals[-1][1])]
        lines = zip(*ends, strict=True)
        axes.step(*lines, where="mid", color=INK, linewidth=1.2)
    axes.axhline(TARGET_MINUTES, color=MUTED, linewidth=0.9, linestyle=(0, (4, 3)))
    first = date.fromordinal(goals[0][0]) if goals else found.start
    _label_dates(axes, first, found.end)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_ylabel("minutes", color=MUTED, fontsize=FONT_PT)
    return unit


def draw_pain(axes: Axes, found: Report, span: tuple[float, float]) -> None:
    """A dot an entry of the diary; span: the days of the axis above."""
    style(axes)
    _label_dates(axes, date.fromordinal(round(span[0] + 0.7)), found.end)
    axes.set_xlim(*span)
    days = [entry.date.toordinal() for entry in found.pains]
    axes.plot(days, [entry.score for entry in found.pains], "o", color=INK, markersize=3.5)
    axes.set_ylim(-0.7, 10.7)
    axes.set_yticks([0, 5, 10])
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_ylabel("pain", color=MUTED, fontsize=FONT_PT)


def _label_dates(axes: Axes, start: date, end: date) -> None:
    count = (end - start).days + 1
    axes.set_xlim(start.toordinal() - 0.7, max(end.toordinal(), start.toordinal() + 6) + 0.7)
    if count > 180:
        months = [start + timedelta(days=n) for n in range(count)]
        firsts = [day for day in months if day.day == 1]
        ticks = firsts[:: max(1, -(-len(firsts) // 6))]
        labels = [f"{words.MONTHS[day.month - 1][:3]}\n{day.year}" for day in ticks]
    else:
        step = max(1, -(-count // 6))
        step = step if step < 4 else -(-step // 7) * 7
        ticks = [start + timedelta(days=n) for n in range(0, count, step)]
        labels = [f"{day.day} {words.MONTHS[day.month - 1][:3]}" for day in ticks]
    axes.set_xticks([day.toordinal() for day in ticks], labels)


def calendar_weeks(found: Report) -> list[list[HeatCell]]:
    """The weeks of the last year, those from the first data on."""
    weeks = columns(found)[-53:]
    first = next(
        (place for place, week in enumerate(weeks) if any(c.level is not None for c in week)), 0
    )
    return weeks[first:]


def draw_calendar(axes: Axes, weeks: list[list[HeatCell]]) -> None:
    """A square a day; with few weeks the minutes stand in it, ``~`` for an estimate."""
    from matplotlib.patches import Rectangle

    numbered = len(weeks) <= WEEKS_NUMBERED
    for x, column in enumerate(weeks):
        for y, cell in enumerate(column):
            if cell.level is None:
                continue
            axes.add_patch(Rectangle((x + 0.05, y + 0.05), 0.9, 0.9, color=HEAT[cell.level], lw=0))
            if numbered:
                axes.text(
                    x + 0.5, y + 0.5, number(cell), fontsize=FONT_PT,
                    ha="center", va="center", color=HEAT_INK[cell.level],
                )  # fmt: skip
    axes.set_xlim(0, max(len(weeks), 6 if numbered else 20))
    axes.set_ylim(7, 0)
    axes.spines["bottom"].set_visible(False)
    named = range(0, 7, 1 if numbered else 3)
    axes.set_yticks(
        [0.5 + y for y in named],
        [words.WEEKDAYS[weeks[0][y].date.weekday()][:3] for y in named],
    )
    every = max(1, -(-len(weeks) // 6))
    shown = range(0, len(weeks), every)
    labels = [weeks[x][0].date for x in shown]
    axes.set_xticks(
        [x + 0.5 for x in shown], [f"{d.day} {words.MONTHS[d.month - 1][:3]}" for d in labels]
    )
    if not numbered:
        axes.set_aspect("equal")


def draw_hours(axes: Axes, hours: tuple[float, ...]) -> None:
    """A bar an hour of mean minutes."""
    axes.bar([hour + 0.5 for hour in range(len(hours))], hours, 0.8, color=MET)
    axes.set_xlim(0, 24)
    axes.set_xticks(range(0, 25, 3), [f"{hour}" for hour in range(0, 25, 3)])
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_ylabel("minutes", color=MUTED, fontsize=FONT_PT)


def legend(found: Report) -> str:
    """What dark, light, line and dashes stand for."""
    dashes = f"Dashes: {TARGET_MINUTES} minutes, the study’s mark."
    met = {
        "day": "Full colour: goal met; faint: below it. ",
        "week": "Full colour: five goal days or more. ",
        "month": "",
    }
    line = "" if unit_of(found) == "month" else "Line: the goal. "
    return met[unit_of(found)] + line + dashes
