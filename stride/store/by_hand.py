"""Adds the walks written by hand to the days they fall on, minute by minute."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from typing import NamedTuple

from stride.store.best import Minutes
from stride.store.draft import BY_HAND, DayDraft
from stride.store.rules import WORN_MINUTE_S
from stride.types import EPOCH


class ManualWalk(NamedTuple):
    """A walk by hand: when it began, the clock there, and how long it was."""

    start_utc_s: int
    utc_offset_min: int
    duration_s: int


def load_walks(db: sqlite3.Connection, first_minute: int, last_minute: int) -> list[ManualWalk]:
    """The walks by hand that touch a span."""
    rows = db.execute(
        "SELECT start_utc, utc_offset_min, duration_s FROM manual_walk"
        " WHERE start_utc <= ? AND start_utc + duration_s >= ? ORDER BY start_utc, id",
        (last_minute * 60 + 60, first_minute * 60),
    )
    return [ManualWalk(*row) for row in rows]


def add_walks(
    walks: list[ManualWalk], best: Minutes, days: list[DayDraft], day_start_min: int
) -> None:
    """Walks by hand, second by second, left out where a worn sensor or steps saw the minute.

    days: sorted. Each part of a walk across midnight is a walk of its own day.
    """
    if not walks:
        return
    watching = ~(best.values["wear_s"] < WORN_MINUTE_S)  # NaN: a minute with steps was seen
    seen = set(best.minute_utc[watching].tolist())
    numbers = [(day.date - EPOCH).days for day in days]
    for walk in walks:
        length_on: dict[int, float] = {}
        added: set[int] = set()
        for minute, spent_s in _minutes_of(walk):
            local = minute + walk.utc_offset_min
            number = (local - day_start_min) // 1440
            place = bisect_left(numbers, number)
            if place == len(numbers) or numbers[place] != number:
                continue
            length_on[place] = length_on.get(place, 0.0) + spent_s
            if minute not in seen:
                seen.add(minute)  # two walks by hand at the same time are one
                added.add(place)
                _add_minute(days[place], spent_s, local % 1440 // 60)
        for place in added:
            day = days[place]
            day.longest_walk_s = max(day.longest_walk_s, length_on[place])


def _minutes_of(walk: ManualWalk) -> list[tuple[int, int]]:
    """Each minute that a walk touches, and the seconds of it."""
    start, end = walk.start_utc_s, walk.start_utc_s + walk.duration_s
    return [
        (minute, min(end, minute * 60 + 60) - max(start, minute * 60))
        for minute in range(start // 60, (end - 1) // 60 + 1)
    ]


def _add_minute(day: DayDraft, spent_s: int, hour: int) -> None:
    day.seen = True
    day.manual_s += spent_s
    day.hours_s[hour] += spent_s
    day.add_source(BY_HAND)
