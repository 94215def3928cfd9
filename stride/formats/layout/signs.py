"""Signs by which a file is known, as values: columns, names, first lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from stride.formats.find.head import Head

FIRST_LINES = 20  # that a sign of all lines looks at


@dataclass(frozen=True)
class Sign:
    """Something that may be seen in the head of a file. why: what, in words for people."""

    seen: Callable[[Head], bool]
    why: str

    def __and__(self, other: Sign) -> Sign:
        return Sign(lambda head: self.seen(head) and other.seen(head), f"{self.why}; {other.why}")

    def __or__(self, other: Sign) -> Sign:
        return Sign(lambda head: self.seen(head) or other.seen(head), f"{self.why}, or {other.why}")

    def __invert__(self) -> Sign:
        return Sign(lambda head: not self.seen(head), f"no {self.why}")


def sign(why: str) -> Callable[[Callable[[Head], bool]], Sign]:
    """A sign of one's own: ``@sign("words for people")`` above a function of a head."""
    return lambda seen: Sign(seen, why)


def has(*names: str) -> Sign:
    """All of these columns, whatever their case and order."""
    return Sign(lambda head: head.has(*names), _columns(names))


def exactly(header: str) -> Sign:
    """These columns and no others, in this order: ``date,time,steps``."""
    names = header.split(",")
    return Sign(lambda head: head.keys == names, f"exactly the {_columns(tuple(names))}")


def begins(header: str) -> Sign:
    """These columns in front of others."""
    names = header.split(",")
    return Sign(lambda head: head.keys[: len(names)] == names, f"{_columns(tuple(names))} first")


def named(*words: str) -> Sign:
    """One of these words in the name of the file or of its folder, whatever its case."""
    lower = tuple(word.lower() for word in words)
    return Sign(
        lambda head: any(word in head.name.lower() for word in lower),
        f"{_listed(words, 'or')} in the name",
    )


def first_line(pattern: str, why: str) -> Sign:
    """A first line that fits a pattern from its beginning, whatever the case."""
    wanted = re.compile(f'"?(?:{pattern})', re.IGNORECASE)
    return Sign(lambda head: bool(wanted.match(head.title)), why)


def all_lines(pattern: str, why: str, apart_from: str = "$.") -> Sign:
    """First lines that all fit a pattern; lines that fit ``apart_from`` are passed."""
    wanted, other = re.compile(pattern), re.compile(apart_from)

    def seen(head: Head) -> bool:
        lines = [line.strip() for line in head.lines[:FIRST_LINES] if line.strip()]
        lines = [line for line in lines if not other.match(line)]
        return bool(lines) and all(wanted.match(line) for line in lines)

    return Sign(seen, why)


def holds(pattern: str, why: str) -> Sign:
    """A text anywhere in the first 64 kB."""
    wanted = re.compile(pattern)
    return Sign(lambda head: bool(wanted.search(head.text)), why)


def cells(column: str, pattern: str, why: str, *, some: bool = False) -> Sign:
    """A column, and a first row whose cell in it fits a pattern; or no row, unless some."""
    wanted, lower = re.compile(pattern), column.lower()

    def seen(head: Head) -> bool:
        if lower not in head.keys:
            return False
        place = head.keys.index(lower)
        rows = head.rows(head.first + 1, 3)
        if not rows:
            return not some
        return len(rows[0]) > place and bool(wanted.match(rows[0][place]))

    return Sign(seen, why)


def _columns(names: tuple[str, ...]) -> str:
    return f"column{'s' if len(names) > 1 else ''} {_listed(names)}"


def _listed(names: tuple[str, ...] | list[str], last: str = "and") -> str:
    shown = [name or "without a name" for name in names]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"
