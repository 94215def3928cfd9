"""Turns a view's lines into output: plain facts, text for pipes, or colour in a terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable

from stride.cli.common import Session, is_terminal
from stride.printable import clean_line
from stride.report.facts import Fact, document, plain
from stride.report.text.lines import Line, fit, text_of

#: Lines longer than this are hard to read, however wide the terminal.
READABLE_COLUMNS = 100
NARROWEST_COLUMNS = 30
#: Style of a piece -> its code (ECMA-48, SGR).
CODES = {"head": "1", "good": "32", "bar": "32", "open": "36", "dim": "2"}


def columns() -> int:
    """Columns to write for: those of the terminal or COLUMNS, 80 in a pipe, never above 100."""
    width = shutil.get_terminal_size((80, 24)).columns
    return max(NARROWEST_COLUMNS, min(READABLE_COLUMNS, width))


def answer(
    run: Session, facts: Callable[[], list[Fact]], view: Callable[[int], list[Line]]
) -> None:
    """Write an answer: its document for --json, its facts for --plain, else the view.

    facts: what it says. view: makes the lines for so many columns.
    """
    if run.json:
        run.write_json(document(facts()))
    else:
        show(run, view, lambda: plain(facts()))


def show(run: Session, view: Callable[[int], list[Line]], lines: Callable[[], list[str]]) -> None:
    """Write a view on stdout in the form this run asks for.

    view: makes the lines for so many columns. lines: makes those for --plain.
    """
    if run.plain:
        for text in lines():
            run.say(text)
        return
    width = columns()
    paint = ansi if coloured(run) else text_of
    for line in fit(view(width), width):
        run.say(paint([(clean_line(piece), style) for piece, style in line]), painted=True)


def coloured(run: Session) -> bool:
    """Whether to colour: what --color says, else a terminal that can and NO_COLOR unset."""
    if run.color in ("always", "never"):
        return run.color == "always"
    able = os.environ.get("TERM", "") not in ("dumb", "unknown") and os.name != "nt"
    return able and not os.environ.get("NO_COLOR") and is_terminal(sys.stdout)


def ansi(line: Line) -> str:
    """The line with its styles as escape codes.

    Written out here because loading rich costs half as much again as all of ``stride today``.
    """
    painted = [f"\x1b[{CODES[style]}m{text}\x1b[0m" if style else text for text, style in line]
    return "".join(painted)
