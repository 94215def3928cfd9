"""Turns the last nine valid days into tomorrow's goal, at most one tier from the ladder's."""

from __future__ import annotations

from bisect import insort
from collections import deque

from stride.goals.ledger import Ledger
from stride.goals.pain import pause_days, rises
from stride.goals.plans import TARGET_MINUTES, TIERS, Plan, Step, Trace
from stride.goals.plans import tiers as ladder

#: Valid days looked back on, and the share of them that should lie below the goal. Nine days are
#: those of Adams 2017; the 60th percentile is stride's choice, it could not be confirmed there.
WINDOW_DAYS = 9
PERCENTILE = 0.60
#: Tier -> the tiers next to it, or itself at either end; an unfixed goal of the ladder is a tier.
NEIGHBOURS = {
    float(tier): (TIERS[max(0, place - 1)], TIERS[min(len(TIERS) - 1, place + 1)])
    for place, tier in enumerate(TIERS)
}


def percentile(ordered: list[float], share: float) -> float:
    """The value below which ``share`` of a sorted list lies, interpolated between neighbours.

    ordered: (n,) ascending, n at least 1. share: 0 to 1.
    """
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def trace(ledger: Ledger) -> Trace:
    """The goal of every day: whole minutes, the ladder's tier until nine valid days are known.

    ledger: the days so far. What the person set, held or stepped back to stays as it is, and in
    the days after pain rose the goal does not go above the ladder's.
    """
    base = ladder.trace(ledger)
    fixed = _fixed_days(ledger, base)
    paused = pause_days(rises(ledger.pains))
    goals: list[float] = []
    recent: deque[float] = deque()
    ordered: list[float] = []
    for position, tier_minutes in enumerate(base.goals):
        free = len(recent) == WINDOW_DAYS and not fixed[position]
        goal = _near(percentile(ordered, PERCENTILE), tier_minutes) if free else tier_minutes
        goals.append(min(goal, tier_minutes) if ledger.first + position in paused else goal)
        minutes = ledger.minutes[position]
        if ledger.valid[position] and minutes is not None:
            recent.append(minutes)
            insort(ordered, minutes)
            if len(recent) > WINDOW_DAYS:
                ordered.remove(recent.popleft())
    return base._replace(goals=goals, steps=_steps(ledger, goals, base), climbs=False)


def _near(wanted: float, tier_minutes: float) -> float:
    low, high = NEIGHBOURS[tier_minutes]
    return float(round(min(max(wanted, low), high, TARGET_MINUTES)))


def _fixed_days(ledger: Ledger, base: Trace) -> list[bool]:
    fixed = [False] * len(base.goals)
    decisions = [s for s in base.steps if s.rule in ("set", "hold", "auto")]
    for step in decisions:
        start = max(0, step.ordinal - ledger.first)
        fixed[start:] = [step.rule in ("set", "hold")] * (len(fixed) - start)
    return fixed


def _steps(ledger: Ledger, goals: list[float], base: Trace) -> list[Step]:
    reasons = {step.ordinal: step for step in base.steps}
    steps: list[Step] = []
    for position, minutes in enumerate(goals):
        ordinal = ledger.first + position
        reason = reasons.get(ordinal)
        if reason is not None:
            steps.append(Step(ordinal, minutes, reason.rule))
        elif steps and minutes != steps[-1].minutes:
            steps.append(Step(ordinal, minutes, "adapt"))
    return steps


PLAN = Plan("adaptive", "the 60th percentile of your last 9 valid days, near the tier", trace)
