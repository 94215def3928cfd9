"""Finds build-up plans: each file here holds one, as ``PLAN``, and is found by its name alone.

A plan turns the days so far into the goal of each of those days. To add one, add a file; nothing
else is edited (docs/goals.md).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from stride.errors import UsageError
from stride.goals.ledger import Ledger

#: Minutes of walking a day, each at most a quarter above the one before; 78 is the lower cut and
#: 100 the second cut of the study's groups (Haddadj 2025). The ladder itself is stride's proposal.
TIERS = (30, 36, 45, 55, 65, 78, 90, 100)
#: The study's mark: the association levels off near it, so no goal grows beyond it by itself.
TARGET_MINUTES = 100


class Step(NamedTuple):
    """A change of the goal.

    ordinal: the day from which it holds (date.toordinal). minutes: the goal from then on.
    rule: ``learning``, ``start``, ``advance``, ``back``, ``down`` (several tiers at once),
    ``pain``, ``welcome-back`` (learning anew after a break), ``restart`` (the start after it),
    ``person-back``, ``set``, ``hold``, ``auto`` or ``adapt``.
    """

    ordinal: int
    minutes: float
    rule: str


class Trace(NamedTuple):
    """The goal of every day of a ledger, and how it came about.

    goals: (n,) minutes. steps: the changes, oldest first, at least one. mode: ``auto``, ``hold``
    or ``set``. since: ordinal of the day on which the present tier began. paused: pain rose in
    the last days, so the goal rests. learning: too few valid days for a start. climbs: five goal
    days of seven bring the next tier; False where the goal follows other rules. learned_days: valid
    days known towards the start, at most seven. returned: learning anew, after a break.
    """

    goals: list[float]
    steps: list[Step]
    mode: str
    since: int
    paused: bool
    learning: bool
    climbs: bool = True
    learned_days: int = 0
    returned: bool = False


class Plan(NamedTuple):
    """A way to grow the goal: a pure function of the days, and the words to choose it by."""

    id: str
    summary: str
    trace: Callable[[Ledger], Trace]


def plan_ids() -> tuple[str, ...]:
    """The ids of all plans, from the names of the files here."""
    here = Path(__file__).parent
    return tuple(sorted(f.stem for f in here.glob("*.py") if not f.stem.startswith("_")))


def find_plan(plan_id: str) -> Plan:
    """The plan of that id.

    plan_id: the name of a file here. Raises UsageError that lists the plans there are.
    """
    if not plan_id.isidentifier() or plan_id.startswith("_"):
        raise _unknown(plan_id)
    try:
        plan: Plan = import_module(f"{__name__}.{plan_id}").PLAN
    except ModuleNotFoundError as error:
        raise _unknown(plan_id) from error
    return plan


def _unknown(plan_id: str) -> UsageError:
    return UsageError(f"There is no plan called {plan_id!r}.", f"Plans: {', '.join(plan_ids())}.")


def tier_at_most(minutes: float) -> int:
    """Position in TIERS of the highest one not above ``minutes``, the lowest when all are."""
    return max((i for i, tier in enumerate(TIERS) if tier <= minutes + 1e-6), default=0)


def tier_below(goal_minutes: float) -> float | None:
    """The highest tier below a goal: what one step back makes of it; None at the lowest or below.

    goal_minutes: on the ladder or between two tiers.
    """
    lower = [tier for tier in TIERS if tier < goal_minutes - 1e-6]
    return float(lower[-1]) if lower else None
