"""Turns a Report into drawings: inline SVG for the page, one PNG to share; matplotlib on demand."""

from __future__ import annotations

import io
import re
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from stride.errors import UsageError
from stride.goals.plans import TARGET_MINUTES
from stride.report import words, words_report
from stride.report.charts import (
    FONT_PT,
    INK,
    LIGHT,
    MUTED,
    VARIABLES,
    WEEKS_NUMBERED,
    WIDTH_IN,
    calendar_weeks,
    draw_calendar,
    draw_hours,
    draw_minutes,
    draw_pain,
    legend,
    style,
)
from stride.report.summary import Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


#: Letters of FONT_PT that fit across the shared picture.
FOOTER_COLUMNS = 100


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
    return finish("minutes", f"Walking minutes by {unit}", text, figure)


def _calendar_picture(found: Report) -> Picture:
    weeks = calendar_weeks(found)
    rows = 2.4 if len(weeks) <= WEEKS_NUMBERED else 7 * 4.0 / max(len(weeks), 20)
    figure, axes = _new(rows + 0.35)
    draw_calendar(axes, weeks)
    text = (
        "A square a day, weeks from left to right, darker or brighter with more minutes: no data, "
        "below 30, 30 to 77, 78 to 99, and 100 or more. The table below has the numbers."
    )
    return finish("calendar", "Calendar", text, figure)


def _hours_picture(found: Report) -> Picture:
    figure, axes = _new(1.8)
    draw_hours(axes, found.hours or ())
    hours = found.hours or (0.0,)
    best = max(range(len(hours)), key=lambda hour: hours[hour])
    text = (
        f"Bars of mean walking minutes by hour of the day; most from {best:02d}:00 to "
        f"{(best + 1) % 24 or 24:02d}:00, {hours[best]:.1f} minutes."
    )
    return finish("hours", "Walking by time of day", text, figure)


def _new(height_in: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH_IN, height_in), layout="constrained")
    axes = figure.add_subplot()
    style(axes)
    return figure, axes


def _stack(figure: Figure, top: Axes, below: Axes) -> None:
    """Put one pair of axes above another, three times as high."""
    from matplotlib.gridspec import GridSpec

    grid = GridSpec(2, 1, figure=figure, height_ratios=(3, 1))
    top.set_subplotspec(grid[0])
    below.set_subplotspec(grid[1])


def finish(name: str, title: str, description: str, figure: Figure) -> Picture:
    """The figure as a Picture for a page; name: an id, its own within the page."""
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
    out = io.BytesIO()
    shared(found).savefig(out, format="png", metadata={"Software": "stride"})
    return out.getvalue()


def shared(found: Report) -> Figure:
    """The picture to share, in matplotlib's terms."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 6.4), dpi=150, layout="constrained", facecolor=LIGHT["paper"])
    FigureCanvasAgg(figure)
    top, bottom = figure.subplots(2, 1, height_ratios=(1.25, 1))
    for axes in (top, bottom):
        style(axes)
    draw_minutes(top, found)
    top.set_title(_share_line(found), loc="left", fontsize=13, color=INK, fontweight="bold")
    draw_calendar(bottom, calendar_weeks(found))
    figure.supxlabel(footer(found), fontsize=FONT_PT, color=MUTED)
    for artist in figure.findobj():
        _recolor(artist)
    return figure


def footer(found: Report) -> str:
    """The span and what the colours mean, in lines that fit below the shared picture."""
    lines = (f"{words_report.heading(found)}.", *wrap(legend(found), FOOTER_COLUMNS))
    return "\n".join(lines)


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
