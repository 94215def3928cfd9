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
#: How far back the mean reaches, days.
BASELINE_DAYS = 14
#: How long after a rise the goal does not grow, days.
PAUSE_DAYS = 7


class Rise(NamedTuple):
    """One entry that lies above what the diary said before it.

    ordinal: day (date.toordinal). score, baseline: 0 to 10. marked: large enough to step back.
    """

    ordinal: int
    score: int
    baseline: float
    marked: bool


def rises(pains: tuple[Pain, ...]) -> list[Rise]:
    """The entries at least RISE_POINTS above the mean of the BASELINE_DAYS before, oldest first.

    pains: the diary, oldest first. Without an entry in that time the latest one before serves;
    a first entry is never a rise, because nothing is known of before.
    """
    found: list[Rise] = []
    recent: deque[tuple[int, int]] = deque()
    total = 0
    for entry in pains:
        day = entry.date.toordinal()
        while len(recent) > 1 and recent[0][0] < day - BASELINE_DAYS:
            total -= recent.popleft()[1]
        if recent:
            baseline = total / len(recent)
            if entry.score - baseline >= RISE_POINTS:
                marked = entry.score - baseline >= MARKED_RISE_POINTS
                found.append(Rise(day, entry.score, baseline, marked))
        recent.append((day, entry.score))
        total += entry.score
    return found


def pause_days(found: list[Rise]) -> set[int]:
    """The days (date.toordinal) on which the goal does not grow: PAUSE_DAYS from each rise on.

    found: from ``rises``; the day of the entry is the first of them.
    """
    return {rise.ordinal + later for rise in found for later in range(PAUSE_DAYS)}
