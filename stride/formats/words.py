"""Numbers to words for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stride.types import I64

LINES_NAMED = 5


def counted(number: int, word: str, words: str = "") -> str:
    """``1 row``, ``2,345 rows``. words: more than one, where it is not the word and an s."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"


def name_lines(lines: Sequence[int] | I64) -> str:
    """Line numbers for people, the first five."""
    shown = ", ".join(str(line) for line in list(lines)[:LINES_NAMED])
    more = len(lines) - LINES_NAMED
    return f"line{'s' if len(lines) > 1 else ''} {shown}" + (
        f" and {more:,} more" if more > 0 else ""
    )
