"""Writes a History from a short text, so that the tables of cases can be read at a glance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from stride.types import Day, GoalChange, History, Pain

#: A Monday, so that position 0 begins a week.
START = date(2026, 1, 5)
GOAL = 30
#: Letter -> walking minutes, valid, kept free. ``M`` met, ``-`` missed, ``.`` no data, ``r`` kept
#: free, ``R`` kept free but walked all the same, ``i`` worn too short, ``I`` that but met.
LETTERS: dict[str, tuple[float | None, bool, bool]] = {
    "M": (40.0, True, False),
    "-": (5.0, True, False),
    ".": (None, False, False),
    "r": (None, False, True),
    "R": (40.0, True, True),
    "i": (5.0, False, False),
    "I": (40.0, False, False),
}


def at(position: int) -> date:
    """The date of a position."""
    return START + timedelta(days=position)


def day(position: int, minutes: float, valid: bool = True, grade: str = "A") -> Day:
    """A day of that many walking minutes."""
    return Day(at(position), minutes * 60, minutes * 100, grade, valid, wear_s=17 * 3600.0)


def letters(pattern: str, goal: float = GOAL) -> History:
    """A history of LETTERS (spaces between weeks are for the eye), the goal fixed throughout."""
    days, rest = [], set()
    for position, letter in enumerate(pattern.replace(" ", "")):
        minutes, valid, free = LETTERS[letter]
        if minutes is not None:
            days.append(day(position, minutes, valid))
        if free:
            rest.add(at(position))
    return History(tuple(days), frozenset(rest), (GoalChange(START, "set", goal),))


def minutes(
    text: str,
    changes: Mapping[int, str] | None = None,
    pains: Mapping[int, int] | None = None,
    rest: range = range(0),
    grade: str = "A",
) -> History:
    """A history of runs: ``7x36`` seven valid days of 36 minutes, ``3x?`` three without data,
    ``2x!36`` two worn too short.

    changes: position -> ``set 60``, ``hold``, ``back`` or ``auto``. pains: position -> score.
    """
    days: list[Day] = []
    position = 0
    for count, mark, value in re.findall(r"(\d+)x([!?]?)([\d.]*)", text):
        for _ in range(int(count)):
            if mark != "?":
                days.append(day(position, float(value), mark != "!", grade))
            position += 1
    decisions = []
    for place, words in (changes or {}).items():
        kind, _, number = words.partition(" ")
        decisions.append(GoalChange(at(place), kind, float(number) if number else None))
    return History(
        tuple(days),
        frozenset(at(place) for place in rest),
        tuple(decisions),
        tuple(Pain(at(place), score) for place, score in (pains or {}).items()),
    )


def length(text: str) -> int:
    """How many days a text of runs covers."""
    return sum(int(count) for count in re.findall(r"(\d+)x", text))
