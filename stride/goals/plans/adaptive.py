"""Turns the last nine valid days into tomorrow's goal, at most one tier from the ladder's."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque

from stride.goals.ledger import Ledger
from stride.goals.pain import pause_days, rises
from stride.goals.plans import TIERS, Plan, Step, Trace, tier_at_most
from stride.goals.plans import tiers as ladder
from stride.rounding import whole

#: Valid days looked back on, and the share of them that should lie below the goal. Nine days are
#: those of Adams 2017; the 60th percentile is stride's choice, it could not be confirmed there.
WINDOW_DAYS = 9
PERCENTILE = 0.60
BELOW, SHARE = int(PERCENTILE * (WINDOW_DAYS - 1)), PERCENTILE * (WINDOW_DAYS - 1) % 1
#: Steps of the ladder from which on the goal is not compared with what it was before: a start, and
#: the person's word.
ANEW = ("start", "restart", "welcome-back", "set", "auto", "hold", "person-back")
#: Tier -> the tiers next to it, or itself at either end; an unfixed goal of the ladder is a tier.
NEIGHBOURS = {
    float(tier): (TIERS[max(0, place - 1)], TIERS[min(len(TIERS) - 1, place + 1)])
    for place, tier in enumerate(TIERS)
}


def percentile(ordered: list[float]) -> float:
    """The value below which PERCENTILE of a window lies, interpolated between its neighbours.

    ordered: (WINDOW_DAYS,) ascending.
    """
    return ordered[BELOW] + (ordered[BELOW + 1] - ordered[BELOW]) * SHARE


class _Window:
    """The last WINDOW_DAYS valid days, as they came and by size."""

    def __init__(self) -> None:
        self.recent: deque[float] = deque()
        self.ordered: list[float] = []

    def add(self, minutes: float) -> None:
        self.recent.append(minutes)
        insort(self.ordered, minutes)
        if len(self.recent) > WINDOW_DAYS:
            del self.ordered[bisect_left(self.ordered, self.recent.popleft())]


def trace(ledger: Ledger) -> Trace:
    """The goal of every day: whole minutes, the ladder's tier until nine valid days are known.

    ledger: the days so far. What the person set, held or stepped back to stays as it is; in the
    days after pain rose the goal does not go above the ladder's; it never goes up by more than one
    tier within a week; and after a break the nine days are counted anew.
    """
    base = ladder.trace(ledger)
    paused = pause_days(rises(ledger.pains))
    goals = list(base.goals)
    fresh = {step.ordinal - ledger.first: step.rule for step in base.steps if step.rule in ANEW}
    window, since = _Window(), 0
    days = zip(ledger.minutes, ledger.valid, _fixed_days(ledger, base), base.goals, strict=True)
    for position, (minutes, valid, fixed, tier_minutes) in enumerate(days):
        if position in fresh:
            since = position
            window = _Window() if fresh[position] == "welcome-back" else window
        if not fixed and len(window.recent) == WINDOW_DAYS:
            low, high = NEIGHBOURS[tier_minutes]
            if ledger.first + position in paused:
                high = min(high, int(tier_minutes))
            week = goals[max(since, position - 7) : position]
            if week:
                high = min(high, TIERS[min(len(TIERS) - 1, tier_at_most(min(week)) + 1)])
            wanted = min(max(percentile(window.ordered), low), max(low, high))
            goals[position] = float(whole(wanted))
        if valid and minutes is not None:
            window.add(minutes)
    return base._replace(goals=goals, steps=_steps(ledger, goals, base), climbs=False)


def _fixed_days(ledger: Ledger, base: Trace) -> list[bool]:
    fixed = [False] * len(base.goals)
    decisions = [s for s in base.steps if s.rule in ("set", "hold", "auto")]
    for step in decisions:
        start = max(0, step.ordinal - ledger.first)
        fixed[start:] = [step.rule in ("set", "hold")] * (len(fixed) - start)
    return fixed


def _steps(ledger: Ledger, goals: list[float], base: Trace) -> list[Step]:
    reasons = {step.ordinal: step.rule for step in base.steps}
    steps: list[Step] = []
    before = -1.0
    for ordinal, minutes in enumerate(goals, ledger.first):
        if minutes != before or ordinal in reasons:
            steps.append(Step(ordinal, minutes, reasons.get(ordinal, "adapt")))
            before = minutes
    return steps


PLAN = Plan("adaptive", "the 60th percentile of your last 9 valid days, near the tier", trace)
