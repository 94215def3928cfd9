"""Turns a History into where a person stands on one day: goal, streaks and the last seven days."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from stride.goals.bands import Week, WeekBand, week, week_band
from stride.goals.ledger import Ledger, open_ledger, verdict
from stride.goals.plans import Trace, find_plan
from stride.goals.streak import MET, Streak, streak
from stride.goals.target import Target, target
from stride.types import Day, History


class Frame(NamedTuple):
    """From where one looks: the day asked about, the day it is, the plan, the week's first day.

    week_start: 0 Monday to 6 Sunday.
    """

    asked: date
    today: date
    plan: str = "tiers"
    week_start: int = 0


class LastWeek(NamedTuple):
    """Seven days: their mean, their goal days, the study's group or None.

    They end with the day asked about, or the day before while that one is still too short to be
    valid: a morning is no reason to look at six days only.
    """

    mean: Week
    goal_days: int
    band: WeekBand | None


class Standing(NamedTuple):
    """Everything that the days up to one day say about it.

    frame: whence it was looked at. ledger, trace: the days and the goal of each. met: of the day
    asked about; None without data, or worn too short on a day that is over.
    """

    frame: Frame
    ledger: Ledger
    trace: Trace
    target: Target
    streak: Streak
    last_week: LastWeek
    met: bool | None

    @property
    def rest(self) -> bool:
        """Whether the person keeps the day free."""
        return self.ledger.rest[-1]

    @property
    def has_data(self) -> bool:
        """Whether anything was measured up to the day; without, there is no first day either."""
        return any(minutes is not None for minutes in self.ledger.minutes)

    @property
    def in_progress(self) -> bool:
        """Whether the day is not over."""
        return self.ledger.in_progress


def standing(history: History, frame: Frame) -> Standing:
    """Where the person stands on ``frame.asked``.

    history: all days at least up to that one; the columns of ``full=False`` suffice. Raises
    UsageError for an unknown plan.
    """
    ledger = open_ledger(history, frame.asked, frame.today)
    trace = find_plan(frame.plan).trace(ledger)
    streaks = streak(ledger, trace.goals, frame.week_start)
    return Standing(
        frame=frame,
        ledger=ledger,
        trace=trace,
        target=target(ledger, trace),
        streak=streaks,
        last_week=_last_week(history, ledger, streaks),
        met=verdict(ledger.minutes[-1], ledger.valid[-1], trace.goals[-1], ledger.in_progress),
    )


def _last_week(history: History, ledger: Ledger, streak: Streak) -> LastWeek:
    size = len(ledger.minutes)
    end = size - 1 if ledger.in_progress and not ledger.valid[-1] else size
    start = end - 7
    days = days_between(history.days, ledger.first + start, ledger.first + end)
    mean = week(days)
    goal_days = streak.states[max(0, start) : end].count(MET)
    return LastWeek(mean, goal_days, week_band(mean))


def days_between(days: tuple[Day, ...], start: int, end: int) -> list[Day]:
    """Those from ordinal ``start`` up to but not including ``end``; days: oldest first."""
    inside = []
    for day in reversed(days):
        ordinal = day.date.toordinal()
        if ordinal < start:
            break
        if ordinal < end:
            inside.append(day)
    return inside[::-1]
