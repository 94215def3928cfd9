"""Turns a Report into drawings: inline SVG for the page, one PNG to share; matplotlib on demand."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from stride.errors import UsageError
from stride.goals.plans import TARGET_MINUTES
from stride.goals.streak import WEEK_GOAL_DAYS
from stride.report import words
from stride.report.heatmap import HeatCell, columns, number
from stride.report.summary import Bucket, Report, months

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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


class Picture(NamedTuple):
    """A drawing as inline SVG. title, description: what a screen reader is told instead."""

    id: str
    title: str
    description: str
    svg: str


def require_matplotlib() -> None:
    """Raises UsageError that says how to get it where matplotlib is not installed."""
    try:
        import matplotlib
    except ImportError as error:
        raise UsageError(
            "Pictures are drawn by matplotlib, which is not installed.",
            "Get it with: pip install 'stride-walk[pictures]'",
        ) from error
    import logging

    logging.getLogger(matplotlib.__name__).setLevel(logging.ERROR)


def pictures(found: Report) -> list[Picture]:
    """Minutes, calendar and hours, those that there is something to draw of.

    found: the report. Raises UsageError without matplotlib.
    """
    require_matplotlib()
    drawn = [_minutes_picture(found), _calendar_picture(found)]
    if found.hours and any(found.hours):
        drawn.append(_hours_picture(found))
    return drawn


def _minutes_picture(found: Report) -> Picture:
    figure, axes = _new(2.5)
    unit = draw_minutes(axes, found)
    if found.pains:
        # Under the walking and on its own scale: beside it, never as its effect.
        figure.set_figheight(3.3)
        axes.set_xticklabels([])
        below = figure.add_subplot()
        _stack(figure, axes, below)
        draw_pain(below, found, axes.get_xlim())
    known = [row for row in found.days if row.known_minutes is not None]
    text = f"Bars of walking minutes by {unit}, with the goal and the mark of {TARGET_MINUTES}. "
    if known:
        best = max(known, key=lambda row: row.known_minutes or 0)
        text += (
            f"Days from {words.whole(min(r.known_minutes or 0 for r in known))} to "
            f"{words.whole(best.known_minutes or 0)} minutes, most on {words.full_date(best.date)}."
        )
    if found.pains:
        text += f" Below: {len(found.pains)} entries of the back-pain diary, 0 to 10."
    return _finish("minutes", f"Walking minutes by {unit}", text, figure)


def _calendar_picture(found: Report) -> Picture:
    weeks = calendar_weeks(found)
    rows = 2.4 if len(weeks) <= WEEKS_NUMBERED else 7 * 4.0 / max(len(weeks), 20)
    figure, axes = _new(rows + 0.35)
    draw_calendar(axes, weeks)
    text = (
        "A square a day, weeks from left to right, darker or brighter with more minutes: no data, "
        "below 30, 30 to 77, 78 to 99, and 100 or more. The table below has the numbers."
    )
    return _finish("calendar", "Calendar", text, figure)


def _hours_picture(found: Report) -> Picture:
    figure, axes = _new(1.8)
    draw_hours(axes, found.hours or ())
    hours = found.hours or (0.0,)
    best = max(range(len(hours)), key=lambda hour: hours[hour])
    text = (
        f"Bars of mean walking minutes by hour of the day; most from {best:02d}:00 to "
        f"{(best + 1) % 24 or 24:02d}:00, {hours[best]:.1f} minutes."
    )
    return _finish("hours", "Walking by time of day", text, figure)


def _new(height_in: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_IN, height_in), layout="constrained")
    axes = figure.add_subplot()
    style(axes)
    return figure, axes


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


def _stack(figure: Figure, top: Axes, below: Axes) -> None:
    """Put one pair of axes above another, three times as high."""
    from matplotlib.gridspec import GridSpec

    grid = GridSpec(2, 1, figure=figure, height_ratios=(3, 1))
    top.set_subplotspec(grid[0])
    below.set_subplotspec(grid[1])


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


def _finish(name: str, title: str, description: str, figure: Figure) -> Picture:
    import matplotlib

    out = io.StringIO()
    keep = {"svg.fonttype": "none", "svg.hashsalt": name, "font.family": "sans-serif"}
    with matplotlib.rc_context(keep):
        figure.savefig(
            out, format="svg", transparent=True,
            metadata={"Date": None, "Creator": None, "Format": None, "Type": None},
        )  # fmt: skip
    return Picture(name, title, description, inline_svg(out.getvalue(), name))


def inline_svg(text: str, name: str) -> str:
    """A file of matplotlib as an element for a page: scalable, themed, its ids its own.

    text: the whole file. name: put before every id, which else repeat from figure to figure.
    """
    svg = text[text.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = svg.replace("url(#", f"url(#{name}-").replace('href="#', f'href="#{name}-')
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    for color, variable in VARIABLES.items():
        svg = svg.replace(color, f"var(--{variable})")
    label = f'<svg role="img" aria-labelledby="{name}-title {name}-desc"'
    return svg.replace("<svg", label, 1).strip()


def png(found: Report) -> bytes:
    """One picture to share: the number, the bars, the calendar. Raises UsageError."""
    require_matplotlib()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from stride.report import words_report

    figure = Figure(figsize=(8, 6.4), dpi=150, layout="constrained", facecolor=LIGHT["paper"])
    FigureCanvasAgg(figure)
    top, bottom = figure.subplots(2, 1, height_ratios=(1.25, 1))
    for axes in (top, bottom):
        style(axes)
    draw_minutes(top, found)
    top.set_title(_share_line(found), loc="left", fontsize=13, color=INK, fontweight="bold")
    draw_calendar(bottom, calendar_weeks(found))
    figure.supxlabel(
        f"{words_report.heading(found)}. {legend(found)}",
        fontsize=FONT_PT, color=MUTED,
    )  # fmt: skip
    for artist in figure.findobj():
        _recolor(artist)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


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


def _share_line(found: Report) -> str:
    mean = found.overall.mean_minutes
    if mean is None:
        return "No valid day yet"
    mark = "~" if found.overall.estimate else ""
    return f"{mark}{words.whole(mean)} minutes of walking a day"


def _recolor(artist: object) -> None:
    """Put the light colours where the stand-ins are."""
    from matplotlib.colors import to_hex

    for kind in ("color", "facecolor", "edgecolor"):
        getter, setter = getattr(artist, f"get_{kind}", None), getattr(artist, f"set_{kind}", None)
        if getter is None or setter is None:
            continue
        try:
            found = to_hex(getter())
        except (ValueError, TypeError):
            continue
        if found in VARIABLES:
            setter(LIGHT[VARIABLES[found]])
