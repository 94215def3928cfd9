"""Turns pieces of text with styles into lines that fit a width, bars and sparklines."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

#: A line: pieces of text, each with the name of a style or "".
Line = list[tuple[str, str]]

#: The styles there are, besides "" for none; a colour only repeats what symbol or word says.
STYLES = ("head", "good", "bar", "open", "dim")
SPARKS = "▁▂▃▄▅▆▇█"
FULL, EMPTY, MARK = "█", "░", "|"


def line(text: str, style: str = "") -> Line:
    """A line of one piece."""
    return [(text, style)]


def text_of(pieces: Line) -> str:
    """The line without its styles."""
    return "".join(text for text, _ in pieces).rstrip()


def fit(lines: Sequence[Line], width: int) -> list[Line]:
    """The lines, those wider than ``width`` wrapped at spaces and indented like their start.

    width: columns, at least 20. A wrapped line keeps the style of its first piece.
    """
    fitted: list[Line] = []
    for pieces in lines:
        text = text_of(pieces)
        if len(text) <= width:
            fitted.append(pieces)
            continue
        indent = text[: len(text) - len(text.lstrip())]
        parts = textwrap.wrap(text, width, subsequent_indent=indent + "  ")
        fitted += [line(part, pieces[0][1]) for part in parts]
    return fitted


def sparkline(values: Sequence[float], top: float | None = None) -> str:
    """One block a value, a space for none; the tallest stands for ``top`` or the largest value.

    values: (n,) at least 0.
    """
    top = max(values, default=0.0) if top is None else top
    if top <= 0:
        return " " * len(values)
    return "".join(
        SPARKS[min(len(SPARKS) - 1, int(value / top * len(SPARKS)))] if value > 0 else " "
        for value in values
    )


def bar(value: float, goal: float, top: float, width: int) -> Line:
    """A bar from 0 to ``top`` with a mark where the goal is.

    value, goal, top: minutes, goal at most top. width: columns inside the brackets.
    """
    filled = min(width, int(value / top * width + 1e-9))
    cells = [FULL] * filled + [EMPTY] * (width - filled)
    if goal < top:
        cells[min(width - 1, int(goal / top * width))] = MARK
    body = "".join(cells)
    return [("[", ""), (body[:filled], "bar"), (body[filled:], "dim"), ("]", "")]
