"""Remembers, in one small file, when something was last said; losing it does no harm."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

from stride import disk
from stride.remind.message import LastSaid

FILE = "remind.txt"


def recall(folder: Path) -> LastSaid:
    """What the file says; nothing where it is missing or damaged."""
    try:
        first, second = (folder / FILE).read_text(encoding="ascii").split()[:2]
        return LastSaid(_date(first), _date(second))
    except (OSError, ValueError):
        return LastSaid()


def remember(folder: Path, spoken: LastSaid) -> None:
    """Write it down. A folder that cannot be written means that it may be said twice."""
    with suppress(OSError):
        disk.make_folder(folder)
        disk.write_text(folder / FILE, f"{spoken.reminder or '-'} {spoken.import_hint or '-'}\n")


def _date(word: str) -> date | None:
    return None if word == "-" else date.fromisoformat(word)
