"""Turns the back-pain diary into the days on which pain rose: a reason to hold, never a cause."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from stride.types import Pain

#: Points above the person's own recent mean that count as a rise and hold the tier [proposal].
RISE_POINTS = 1.0
#: Points above it that step the goal back: two points of eleven is what is commonly taken for a
#: change a person notices; stride's own choice for one person's diary [proposal].
MARKED_RISE_POINTS = 2.0
#: An entry that counts as a marked rise whatever came before it, the first one too: from 7 of 10 on
#: pain is commonly called severe [proposal].
SEVERE_SCORE = 7
#: How far back the mean reaches, days.
BASELINE_DAYS = 14
#: How long after a rise the goal does not grow, days.
PAUSE_DAYS = 7


class Rise(NamedTuple):
    """One entry that lies above what the diary said before it, or that is severe by itself.

    ordinal: day (date.toordinal). score: 0 to 10. marked: large enough to step back.
    """

    ordinal: int
    score: int
    marked: bool


def rises(pains: tuple[Pain, ...]) -> list[Rise]:
    """The entries at least RISE_POINTS above the mean of the BASELINE_DAYS before, oldest first.

    pains: the diary, oldest first. Without an entry in that time the latest one before serves. A
    first entry is a rise only when it is severe: nothing is known of before. An entry of
    SEVERE_SCORE or more is a marked rise whatever came before.
    """
    risen: list[Rise] = []
    recent: deque[tuple[int, int]] = deque()
    total = 0
    for entry in pains:
        day = entry.date.toordinal()
        while len(recent) > 1 and recent[0][0] < day - BASELINE_DAYS:
            total -= recent.popleft()[1]
        above = entry.score - total / len(recent) if recent else 0.0
        marked = above >= MARKED_RISE_POINTS or entry.score >= SEVERE_SCORE
        if marked or above >= RISE_POINTS:
            risen.append(Rise(day, entry.score, marked))
        recent.append((day, entry.score))
        total += entry.score
    return risen


def pause_days(risen: list[Rise]) -> set[int]:
    """The days (date.toordinal) on which the goal does not grow: PAUSE_DAYS from each rise on.

    risen: from ``rises``; the day of the entry is the first of them.
    """
    return {rise.ordinal + later for rise in risen for later in range(PAUSE_DAYS)}
