"""Turns a plan's trace into the goal in force on a day: why it holds and what would advance it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from stride.goals.ledger import Ledger, met
from stride.goals.pain import pause_days, rises
from stride.goals.plans import TIERS, Step, Trace, tier_at_most, tier_below
from stride.goals.plans.tiers import ADVANCE_DAYS, DAYS_IN_TIER
from stride.rounding import whole

#: Days in a tier assumed for the road ahead before the person has climbed one: the middle of
#: stride's 7 to 14 days [proposal].
USUAL_DAYS_IN_TIER = 14


#: Goal days of the last seven below which stepping back is named, and the missed ones it takes to
#: say so: a week without data says nothing about the goal.
FEW_MET, MISSED_DAYS = 2, 3


class Ahead(NamedTuple):
    """A tier still to come and the first day on which it would hold, if the pace holds."""

    minutes: float
    date: date


class Target(NamedTuple):
    """The goal of the day that was asked about.

    goal_minutes: in force that day. tier: the ladder's step it stands on, minutes. rule: why, as
    in plans.Step. since: first day of the tier. met_days: of the last seven days, those that met
    their goal, the day in progress among them once it has. needed_days: still missing to the five
    that advance. valid_days: known so far while learning, at most seven. next_minutes: the tier
    after this one, None at 100 or when the goal stays where the person put it. earliest: the first
    day on which it could come, None while learning. pace_days: days a tier takes, for the road.
    paused: pain rose lately, so the goal rests. back_minutes: what ``stride goal back`` would make
    of it, None where nothing lies below. too_high: the last week says that it is worth naming.
    returned: learning anew after a break.
    """

    goal_minutes: float
    tier: int
    rule: str
    since: date
    met_days: int
    needed_days: int
    valid_days: int
    next_minutes: float | None
    earliest: date | None
    mode: str
    history: tuple[Step, ...]
    road: tuple[Ahead, ...]
    pace_days: int
    paused: bool
    back_minutes: float | None = None
    too_high: bool = False
    returned: bool = False


def target(ledger: Ledger, trace: Trace) -> Target:
    """The goal of the ledger's last day.

    ledger: the days. trace: the plan's reading of them.
    """
    goal = trace.goals[-1]
    tier = tier_at_most(goal)
    met_days = met_in_last_week(ledger, trace)
    growing = trace.climbs and trace.mode == "auto" and tier + 1 < len(TIERS)
    pace = pace_days(trace)
    earliest = _earliest(ledger, trace) if growing and not trace.learning else None
    return Target(
        goal_minutes=goal,
        tier=TIERS[tier],
        rule=trace.steps[-1].rule,
        since=date.fromordinal(trace.since),
        met_days=met_days,
        needed_days=max(0, ADVANCE_DAYS - met_days) if growing else 0,
        valid_days=trace.learned_days,
        next_minutes=float(TIERS[tier + 1]) if growing else None,
        earliest=earliest,
        mode=trace.mode,
        history=tuple(trace.steps),
        road=_road(tier, earliest, pace),
        pace_days=pace,
        paused=trace.paused,
        back_minutes=tier_below(goal),
        too_high=tier_below(goal) is not None and _too_high(ledger, trace),
        returned=trace.returned,
    )


def _too_high(ledger: Ledger, trace: Trace) -> bool:
    """Whether fewer than FEW_MET of the last seven days met it and enough of them could be missed.

    While pain is up the goal rests, and nothing is said of it.
    """
    end = len(ledger.minutes) - ledger.in_progress
    days = range(max(0, len(ledger.minutes) - 7), end)
    missed = sum(
        ledger.valid[i] and not ledger.rest[i] and not met(ledger.minutes[i], trace.goals[i])
        for i in days
    )
    few = met_in_last_week(ledger, trace) < FEW_MET
    return few and missed >= MISSED_DAYS and not trace.paused


def met_in_last_week(ledger: Ledger, trace: Trace) -> int:
    """Days among the last seven, the one asked about among them, that met their own goal."""
    return sum(_last_week(ledger, trace))


def _last_week(ledger: Ledger, trace: Trace) -> list[bool]:
    end = len(ledger.minutes)
    return [met(ledger.minutes[i], trace.goals[i]) for i in range(max(0, end - 7), end)]


def pace_days(trace: Trace) -> int:
    """Days that a tier took this person on the way up since the last start, at least seven.

    trace: whose ``advance`` steps are counted; USUAL_DAYS_IN_TIER when there is none yet.
    """
    anew = [n for n, step in enumerate(trace.steps) if step.rule in ("start", "restart")]
    steps = trace.steps[anew[-1] if anew else 0 :]
    ups = [step.ordinal for step in steps if step.rule == "advance"]
    starts = [step.ordinal for step in steps if step.rule in ("start", "restart", "auto")]
    if not ups or not starts:
        return USUAL_DAYS_IN_TIER
    return max(DAYS_IN_TIER, whole((ups[-1] - min(starts[0], ups[0])) / len(ups)))


def _earliest(ledger: Ledger, trace: Trace) -> date:
    """The first day on which the next tier could hold if every day from now on met its goal."""
    last = _last_week(ledger, trace)
    last[-1] = last[-1] or ledger.in_progress
    day = ledger.first + len(ledger.minutes)
    paused = pause_days(rises(ledger.pains))
    while sum(last[-7:]) < ADVANCE_DAYS or day - trace.since < DAYS_IN_TIER or day in paused:
        last = [*last, True]
        day += 1
    return date.fromordinal(day)


def _road(tier: int, earliest: date | None, pace: int) -> tuple[Ahead, ...]:
    if earliest is None:
        return ()
    first = earliest.toordinal()
    return tuple(
        Ahead(float(minutes), date.fromordinal(first + pace * i))
        for i, minutes in enumerate(TIERS[tier + 1 :])
    )
