"""Turns the days of a standing into the weeks of a calendar, a state for each day."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from stride.goals.streak import COVERED, FREE_DAYS, MET, MISSED, WEEK_GOAL_DAYS
from stride.summary.standing import Standing

#: State -> symbol and word. ``before``: earlier than the first data; ``future``: still to come.
SYMBOLS = {
    "met": ("✓", "met"),
    "covered": ("o", "rest day used"),
    "missed": ("–", "not met"),
    "rest": ("r", "kept free"),
    "no_data": ("?", "no data"),
    "open": ("·", "open"),
    "before": (" ", "before the first data"),
    "future": (" ", "to come"),
}


def in_words(minutes: str, state: str) -> str:
    """A day in words: its minutes, "" for none, and its state.

    A day with minutes that cannot be judged was worn too short; it is not without data.
    """
    word = SYMBOLS[state][1]
    if minutes and state == "no_data":
        word = "too little to judge"
    return f"{minutes}, {word}" if minutes else word


class Cell(NamedTuple):
    """One day of the calendar; minutes is None for no data, goal None outside the record."""

    date: date
    state: str
    minutes: float | None
    goal: float | None


class CalendarWeek(NamedTuple):
    """Seven cells. state: ``met``, ``open``, ``neutral`` (rest or missing data) or ``missed``."""

    cells: list[Cell]
    goal_days: int
    state: str


def calendar(stand: Standing, weeks: int = 12) -> list[CalendarWeek]:
    """The last ``weeks`` calendar weeks up to the one of the day asked about, oldest first."""
    asked = stand.frame.asked.toordinal()
    start = asked - (asked - 1 - stand.frame.week_start) % 7
    return [_week(stand, start - 7 * back) for back in range(weeks - 1, -1, -1)]


def _week(stand: Standing, start: int) -> CalendarWeek:
    cells = [_cell(stand, ordinal) for ordinal in range(start, start + 7)]
    states = [cell.state for cell in cells]
    goal_days = states.count(MET)
    misses = states.count(COVERED) + states.count(MISSED)
    if goal_days >= WEEK_GOAL_DAYS:
        state = "met"
    elif misses > FREE_DAYS:
        state = "missed"
    else:
        state = "open" if {"future", "open"} & set(states) else "neutral"
    return CalendarWeek(cells, goal_days, state)


def _cell(stand: Standing, ordinal: int) -> Cell:
    position = ordinal - stand.ledger.first
    day = date.fromordinal(ordinal)
    if position < 0:
        return Cell(day, "before", None, None)
    if position >= len(stand.ledger.minutes):
        return Cell(day, "future", None, None)
    minutes, goal = stand.ledger.minutes[position], stand.trace.goals[position]
    return Cell(day, stand.streak.states[position], minutes, goal)


def as_dicts(weeks: list[CalendarWeek]) -> list[dict[str, Any]]:
    """A dictionary a day for JSON, days to come left out."""
    return [
        {
            "date": str(cell.date),
            "state": cell.state,
            "walking_minutes": cell.minutes,
            "goal_minutes": cell.goal,
        }
        for week in weeks
        for cell in week.cells
        if cell.state != "future"
    ]
