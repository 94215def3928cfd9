"""Turns a Report into pictures: inline SVG drawn by stride itself, one PNG drawn by matplotlib."""

from __future__ import annotations

import io
import pathlib
import re
import sys
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from stride.errors import UsageError
from stride.report.calendar_drawing import calendar_drawing
from stride.report.charts import VARIABLES
from stride.report.drawings import drawings, minutes_drawing
from stride.report.shapes import FONT, LIGHT, WIDTH, Dot, Path, Rect, Shape, Text, moved, svg
from stride.summary.report import Report
from stride.words import days as words
from stride.words import report as words_report

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Inches and dots of the PNG's width; points to a unit of a drawing.
WIDTH_IN, DOTS = 8.0, 150
POINTS = WIDTH_IN * 72 / WIDTH
MARGIN = 16.0
#: Letters of a foot line that fit across.
FOOTER_COLUMNS = 88


class Picture(NamedTuple):
    """A drawing as inline SVG. title, description: what a screen reader is told instead."""

    id: str
    title: str
    description: str
    svg: str


def pictures(report: Report) -> list[Picture]:
    """Minutes, calendar and hours, those that there is something to draw of."""
    return [Picture(d.id, d.title, d.description, svg(d)) for d in drawings(report)]


def require_matplotlib() -> None:
    """Raises UsageError that says how to get it here where matplotlib is not installed."""
    try:
        import matplotlib
    except ImportError as error:
        raise UsageError(
            "A PNG is drawn by matplotlib, which is not installed; --html needs nothing more.",
            f"Get it with: {install_command('matplotlib')}",
        ) from error
    import logging

    logging.getLogger(matplotlib.__name__).setLevel(logging.ERROR)


def install_command(package: str, prefix: str = sys.prefix, python: str = sys.executable) -> str:
    """How to add a package to where this stride runs: by pipx, or by the pip beside its Python.

    prefix, python: as sys has them.
    """
    if (pathlib.Path(prefix) / "pipx_metadata.json").exists():
        return f"pipx inject {pathlib.Path(prefix).name} {package}"
    return f"{python} -m pip install {package}"


# figures of matplotlib on a page -----------------------------------------------------------------


def finish(name: str, title: str, description: str, figure: Figure) -> Picture:
    """A figure of matplotlib as a Picture for a page; name: an id, its own within the page."""
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


# the PNG -----------------------------------------------------------------------------------------


def png(report: Report) -> bytes:
    """One picture to share: the number, the bars, the calendar. Raises UsageError."""
    require_matplotlib()
    out = io.BytesIO()
    shared(report).savefig(out, format="png", metadata={"Software": "stride"})
    return out.getvalue()


def shared(report: Report) -> Figure:
    """The picture to share, in matplotlib's terms; the pain diary is not on it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    shapes, height = _sheet(report._replace(pains=()))
    size = (WIDTH_IN, WIDTH_IN * (height + 2 * MARGIN) / (WIDTH + 2 * MARGIN))
    figure = Figure(figsize=size, dpi=DOTS, facecolor=LIGHT["paper"])
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(-MARGIN, WIDTH + MARGIN)
    axes.set_ylim(height + MARGIN, -MARGIN)
    for order, shape in enumerate(shapes):
        _draw(axes, shape, order)
    return figure


def _sheet(report: Report) -> tuple[list[Shape], float]:
    """The shapes of the whole sheet and its height: title, span, bars, calendar, foot."""
    shapes: list[Shape] = [
        Text(0, 16, _share_line(report), color="ink", size=18, bold=True),
        Text(0, 36, words_report.heading(report), size=FONT),
    ]
    height = 50.0
    for drawing in (minutes_drawing(report), calendar_drawing(report)):
        shapes += moved(drawing.shapes, height)
        height += drawing.height + 10
    for text in wrap(words.NOT_MEDICAL, FOOTER_COLUMNS):
        shapes.append(Text(0, height + 8, text, size=10))
        height += 14
    return shapes, height


def _share_line(report: Report) -> str:
    mean = report.overall.mean_minutes
    if mean is None:
        return "No valid day yet"
    mark = "~" if report.overall.estimate else ""
    return f"{mark}{words.whole(mean)} minutes of walking a day"


def _draw(axes: Axes, shape: Shape, order: int) -> None:
    """One shape in the light colours."""
    from matplotlib.patches import Circle, Rectangle
    from matplotlib.patheffects import withStroke

    if isinstance(shape, Rect):
        plain = LIGHT[shape.fill] if shape.fill and not shape.hatched else "none"
        axes.add_patch(
            Rectangle(
                (shape.x, shape.y), shape.width, shape.height, facecolor=plain, zorder=order,
                edgecolor=LIGHT[shape.edge] if shape.edge else "none", linewidth=0.8,
                hatch="//////" if shape.hatched else None,
                linestyle=(0, (3, 2)) if shape.dashed else "solid",
            )
        )  # fmt: skip
    elif isinstance(shape, Dot):
        axes.add_patch(
            Circle((shape.x, shape.y), shape.radius, color=LIGHT[shape.color], zorder=order)
        )
    elif isinstance(shape, Path):
        _draw_path(axes, shape, order)
    else:
        halo = withStroke(linewidth=3, foreground=LIGHT["paper"])
        axes.text(
            shape.x, shape.y, shape.text, fontsize=shape.size * POINTS * 0.94, zorder=order,
            color=LIGHT[shape.color], fontweight="bold" if shape.bold else "normal",
            ha={"start": "left", "middle": "center", "end": "right"}[shape.anchor], va="baseline",
            path_effects=[halo],
        )  # fmt: skip


def _draw_path(axes: Axes, shape: Path, order: int) -> None:
    x, y = zip(*shape.points, strict=True)
    if shape.halo:
        axes.plot(x, y, color=LIGHT["paper"], linewidth=shape.width * POINTS + 2, zorder=order)
    axes.plot(
        x, y, color=LIGHT[shape.color], linewidth=shape.width * POINTS, zorder=order,
        linestyle=(0, (4, 3)) if shape.dashed else "solid",
    )  # fmt: skip
