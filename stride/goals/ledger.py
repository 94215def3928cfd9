"""Turns a History into plain lists by day number, the form in which goals and streaks are judged.

Named tuples rather than dataclasses here and in ``report``: these modules are loaded by
``stride today`` and a frozen dataclass costs eight times as much to define (1.1 ms against 0.14).
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from stride.types import GoalChange, History, Pain

#: Walking minutes are sums of seconds; this much is rounding of floats, not walking.
TOLERANCE_MIN = 1e-6


class Ledger(NamedTuple):
    """Every calendar day from the first one with data to the day that is asked about.

    first: ordinal (date.toordinal) of position 0. minutes: (n,) walking minutes, None where
    nothing was measured. valid: (n,) worn long enough to be judged. rest: (n,) kept free by the
    person. in_progress: the last day is not over, so it can be met but not missed.
    changes, pains: those up to the last day, oldest first.
    """

    first: int
    minutes: list[float | None]
    valid: list[bool]
    rest: list[bool]
    in_progress: bool = False
    changes: tuple[GoalChange, ...] = ()
    pains: tuple[Pain, ...] = ()


def open_ledger(history: History, asked: date, today: date) -> Ledger:
    """The days up to ``asked``; later days, decisions and diary entries do not exist for it.

    history: all that is stored. asked: the last day to look at. today: the local day it is now;
    when it is the one asked about, that day counts as in progress.
    """
    end = asked.toordinal()
    days = [day for day in history.days if day.date <= asked]
    first = min((day.date.toordinal() for day in days), default=end)
    size = end - first + 1
    minutes: list[float | None] = [None] * size
    valid = [False] * size
    for day in days:
        position = day.date.toordinal() - first
        minutes[position] = day.walking_s / 60
        valid[position] = day.valid
    rest = [False] * size
    for free in history.rest_days:
        position = free.toordinal() - first
        if 0 <= position < size:
            rest[position] = True
    return Ledger(
        first,
        minutes,
        valid,
        rest,
        asked >= today,
        tuple(change for change in history.goal_changes if change.date <= asked),
        tuple(pain for pain in history.pains if pain.date <= asked),
    )


def met(minutes: float | None, goal_minutes: float) -> bool:
    """Whether a day reached its goal: at least that many minutes, however short it was worn.

    minutes: walked, None for no data. A day worn too short can be met (the walking was seen) but
    never missed (more of it may have been done unseen).
    """
    return minutes is not None and minutes + TOLERANCE_MIN >= goal_minutes


def verdict(
    minutes: float | None, valid: bool, goal_minutes: float, in_progress: bool
) -> bool | None:
    """True met, False not met, None unknown: no data, or worn too short on a day that is over."""
    if met(minutes, goal_minutes):
        return True
    judged = minutes is not None and (valid or in_progress)
    return False if judged else None
