"""The few shapes that stride's pictures are made of, and their SVG: no library, one look.

A drawing is a list of shapes in its own units, y downwards. Colours are names of LIGHT and DARK, so
that a page can be dark or light and a picture on paper is light.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

#: Width of every drawing: letters of FONT are legible on a phone and not huge on a desk.
WIDTH, FONT = 500.0, 13.0
#: Marks reach 3:1 against the paper in both (WCAG 2.1, 1.4.11), tested by computing it. ``met`` has
#: one meaning; every other state has a pattern too, so that no colour is needed to tell them.
LIGHT = {
    "ink": "#1d2329", "muted": "#59636e", "met": "#1f7a55", "below": "#66727e", "grid": "#dfe4e8",
    "paper": "#ffffff", "edge": "#77828d", "band": "#a9d3bf",
}  # fmt: skip
DARK = {
    "ink": "#e8ecef", "muted": "#a3adb6", "met": "#4cc38e", "below": "#97a3ae", "grid": "#333b43",
    "paper": "#15191d", "edge": "#7f8a95", "band": "#2c5a47",
}  # fmt: skip


class Rect(NamedTuple):
    """A rectangle. fill, edge: colours, "" none. hatched: fill as stripes. dashed: the edge."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    edge: str = ""
    hatched: bool = False
    dashed: bool = False


class Path(NamedTuple):
    """A line through points. halo: a band of paper below it, so that it stands off from bars."""

    points: tuple[tuple[float, float], ...]
    color: str
    width: float = 1.0
    dashed: bool = False
    halo: bool = False


class Dot(NamedTuple):
    """A filled circle."""

    x: float
    y: float
    radius: float
    color: str


class Text(NamedTuple):
    """Words. anchor: ``start``, ``middle`` or ``end`` at x; y: the foot of the letters."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    color: str = "muted"
    size: float = FONT
    bold: bool = False


Shape = Rect | Path | Dot | Text


class Drawing(NamedTuple):
    """Shapes on a sheet of WIDTH by ``height``. id: its own within a page."""

    id: str
    title: str
    description: str
    height: float
    shapes: tuple[Shape, ...]


def moved(shapes: Sequence[Shape], down: float) -> list[Shape]:
    """The shapes further down."""
    out: list[Shape] = []
    for shape in shapes:
        if isinstance(shape, Path):
            out.append(shape._replace(points=tuple((x, y + down) for x, y in shape.points)))
        else:
            out.append(shape._replace(y=shape.y + down))
    return out


def svg(drawing: Drawing) -> str:
    """The drawing as an element for a page, its colours as CSS variables, its ids its own."""
    name = drawing.id
    inside = "\n".join(_element(shape, name) for shape in drawing.shapes)
    stripes = "".join(
        f'<pattern id="{name}-{color}" width="4" height="4" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="1.8" height="4" fill="var(--{color})"/>'
        "</pattern>"
        for color in ("below", "edge")
    )
    return (
        f'<svg role="img" aria-labelledby="{name}-title {name}-desc"'
        f' xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {_n(drawing.height)}">'
        f"\n<defs>{stripes}</defs>\n{inside}\n</svg>"
    )


def _n(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _element(shape: Shape, name: str) -> str:
    if isinstance(shape, Rect):
        return _rect(shape, name)
    if isinstance(shape, Path):
        return _path(shape)
    if isinstance(shape, Dot):
        where = f'cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.radius)}"'
        return f'<circle {where} fill="var(--{shape.color})"/>'
    return _text(shape)


def _text(shape: Text) -> str:
    weight = ' font-weight="600"' if shape.bold else ""
    halo = 'stroke="var(--paper)" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    where = f'x="{_n(shape.x)}" y="{_n(shape.y)}" text-anchor="{shape.anchor}"'
    look = f'font-size="{_n(shape.size)}"{weight} fill="var(--{shape.color})" {halo}'
    return f"<text {where} {look}>{escape(shape.text)}</text>"


def _rect(shape: Rect, name: str) -> str:
    fill = f"url(#{name}-{shape.fill})" if shape.hatched else f"var(--{shape.fill})"
    edge = f' stroke="var(--{shape.edge})"' if shape.edge else ""
    dashes = ' stroke-dasharray="3 2"' if shape.dashed else ""
    return (
        f'<rect x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}"'
        f' height="{_n(shape.height)}" fill="{fill if shape.fill else "none"}"{edge}{dashes}/>'
    )


def _path(shape: Path) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in shape.points)
    dashes = ' stroke-dasharray="5 4"' if shape.dashed else ""
    line = f'<polyline points="{points}" fill="none" stroke="var(--{shape.color})"'
    drawn = f'{line} stroke-width="{_n(shape.width)}"{dashes}/>'
    if not shape.halo:
        return drawn
    band = f'<polyline points="{points}" fill="none" stroke="var(--paper)"'
    return f'{band} stroke-width="{_n(shape.width + 3)}"/>{drawn}'
