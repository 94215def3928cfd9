"""Turns a view's lines into output: plain facts, text for pipes, or colour through rich."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from stride.cli.common import Session, encodable, is_terminal
from stride.report.text.lines import STYLES, Line, fit, text_of

if TYPE_CHECKING:
    from rich.text import Text

#: Lines longer than this are hard to read, however wide the terminal.
READABLE_COLUMNS = 100
NARROWEST_COLUMNS = 30


def columns() -> int:
    """Columns to write for: those of the terminal or COLUMNS, 80 in a pipe, never above 100."""
    found = shutil.get_terminal_size((80, 24)).columns
    return max(NARROWEST_COLUMNS, min(READABLE_COLUMNS, found))


def show(run: Session, view: Callable[[int], list[Line]], plain: Callable[[], list[str]]) -> None:
    """Write a view on stdout in the form this run asks for.

    view: makes the lines for so many columns. plain: makes the facts for --plain.
    """
    if run.plain:
        for fact in plain():
            run.say(fact)
        return
    width = columns()
    lines = fit(view(width), width)
    # rich costs a third of the whole start-up, so it is left out where nothing is coloured.
    if run.color == "always" or (run.color == "auto" and is_terminal(sys.stdout)):
        for line in lines:
            run.out.print(_text(line), soft_wrap=True)
        return
    for line in lines:
        run.say(text_of(line))


def _text(line: Line) -> Text:
    from rich.text import Text

    return Text.assemble(*((encodable(text, sys.stdout), STYLES[style]) for text, style in line))
