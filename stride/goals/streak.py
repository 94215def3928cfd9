"""Turns days and their goals into streaks that forgive: two rest days a week, unworn days neutral.

Streaks are computed from the days each time and never stored, so correcting data corrects them.
"""

from __future__ import annotations

from typing import NamedTuple

from stride.goals.ledger import Ledger, met

#: Missed days of a week that neither add nor break; the next one ends the streak of days. A
#: reserve of two beat both a strict and a lower goal (Sharif & Shu 2017); the rest is [proposal].
FREE_DAYS = 2
#: Unworn days of a week that are simply skipped; with more the streak is shown as paused.
UNWORN_DAYS = 2
#: Goal days that make a week count.
WEEK_GOAL_DAYS = 5

#: What a day was, for the calendar.
MET, COVERED, MISSED, REST, NO_DATA, OPEN = "met", "covered", "missed", "rest", "no_data", "open"


class Streak(NamedTuple):
    """Where the streaks stand at the end of the ledger.

    days, best: days in a row that met their goal, now and ever. weeks, best_weeks: weeks in a row
    with five goal days, the main number; the present week counts as soon as it has them. rest_left:
    misses that this week still forgives. state: ``none``, ``active``, ``open`` (today can still
    add), ``rest`` (kept free) or ``paused`` (more than two unworn days this week). week_goal_days:
    of this week. goal_days_28: of the last 28 days. states: (n,) one of the words above for each
    day of the ledger.
    """

    days: int
    best: int
    weeks: int
    best_weeks: int
    rest_left: int
    state: str
    week_goal_days: int
    goal_days_28: int
    states: list[str]


class _Count:
    """The running numbers while the days pass."""

    __slots__ = ("best", "best_weeks", "days", "misses", "unworn", "week_met", "weeks")

    def __init__(self) -> None:
        self.days = self.best = self.weeks = self.best_weeks = 0
        self.week_met = self.misses = self.unworn = 0

    def add(self, state: str) -> None:
        if state == MET:
            self.days += 1
            self.week_met += 1
            self.best = max(self.best, self.days)
        elif state in (COVERED, MISSED):
            self.misses += 1
            if state == MISSED:
                self.days = 0
        elif state == NO_DATA:
            self.unworn += 1

    def close_week(self) -> None:
        self.weeks = self.weeks_now()
        self.best_weeks = max(self.best_weeks, self.weeks)
        self.week_met = self.misses = self.unworn = 0

    def weeks_now(self) -> int:
        """Weeks in a row with the present one: made, beyond reach, or still neither."""
        if self.week_met >= WEEK_GOAL_DAYS:
            return self.weeks + 1
        # Three misses put five goal days out of reach; with fewer it was rest or missing data.
        return 0 if self.misses > FREE_DAYS else self.weeks


def streak(ledger: Ledger, goals: list[float], first_weekday: int = 0) -> Streak:
    """Both streaks at the end of the ledger's last day.

    ledger: the days. goals: (n,) the goal of each day, minutes. first_weekday: 0 Monday to 6
    Sunday, the day on which a week begins.
    """
    count = _Count()
    states: list[str] = []
    for position, minutes in enumerate(ledger.minutes):
        # date.weekday() of an ordinal is (ordinal - 1) % 7, without making a date of it.
        if position and (ledger.first + position - 1) % 7 == first_weekday:
            count.close_week()
        if met(minutes, goals[position]):
            state = MET
        elif ledger.rest[position]:
            state = REST
        elif ledger.in_progress and position == len(goals) - 1:
            state = OPEN
        elif minutes is not None and ledger.valid[position]:
            state = COVERED if count.misses < FREE_DAYS else MISSED
        else:
            state = NO_DATA
        count.add(state)
        states.append(state)
    return _result(count, states)


def _result(count: _Count, states: list[str]) -> Streak:
    weeks = count.weeks_now()
    return Streak(
        days=count.days,
        best=count.best,
        weeks=weeks,
        best_weeks=max(count.best_weeks, weeks),
        rest_left=max(0, FREE_DAYS - count.misses),
        state=_state(count, states[-1]),
        week_goal_days=count.week_met,
        goal_days_28=states[-28:].count(MET),
        states=states,
    )


def _state(count: _Count, last: str) -> str:
    if last == REST:
        return "rest"
    if count.unworn > UNWORN_DAYS and last != MET:
        return "paused"
    if last == OPEN:
        return "open"
    return "active" if count.days else "none"
