"""Turns days into a goal that climbs one tier at a time, a week or more on each.

The rules are stride's own, built from trials of walking and of goals (docs/goals.md): begin where
the person is, advance on five days of seven, hold at three or four, step back after two weeks of
two or fewer, or when pain rose, or when the person says so, learn anew after a break; never above
100 by itself.
"""

from __future__ import annotations

from stride.goals.ledger import TOLERANCE_MIN, Ledger
from stride.goals.pain import pause_days, rises
from stride.goals.plans import TIERS, Plan, Step, Trace, tier_at_most, tier_below
from stride.types import GoalChange

#: Valid days whose median decides where a person begins.
LEARNING_DAYS = 7
#: What a day counts at most where it sets a tier: five hours. One day of a broken export, or of a
#: mountain tour, says nothing about the usual week [proposal].
DAY_CAP_MIN = 300.0
#: Days in a row without one that could be judged, after which the usual week is learned anew.
BREAK_DAYS = 14
#: Days of the last seven that must have met the tier to advance.
ADVANCE_DAYS = 5
#: Days at least spent in a tier before it changes by itself.
DAYS_IN_TIER = 7
#: Met days of a week, or fewer, that speak for stepping back when two weeks running say so.
BACK_DAYS = 2
#: Days of a week that must have been judged (met or missed) for the week to speak at all.
JUDGED_DAYS = 5


class _Climb:
    """Where the climb stands while the days pass; the only mutable state of the plan."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.tier = 0
        self.since = ledger.first
        self.last_down = -DAYS_IN_TIER
        self.mode = "auto"
        self.before_set = (0, ledger.first)
        self.goal = float(TIERS[0])
        self.learning, self.returned = True, False
        self.learned: list[float] = []
        self.steps = [Step(ledger.first, float(TIERS[0]), "learning")]
        risen = rises(ledger.pains)
        self.marked = {rise.ordinal for rise in risen if rise.marked}
        self.paused = pause_days(risen)
        # Running counts before each day, so that a week's sum is one subtraction.
        self.met_before = [0]
        self.judged_before = [0]

    def move(self, ordinal: int, tier: int, rule: str) -> None:
        """Take another tier from this day on."""
        if tier < self.tier:
            self.last_down = ordinal
        self.tier, self.since, self.goal = tier, ordinal, float(TIERS[tier])
        self.steps.append(Step(ordinal, self.goal, rule))


def trace(ledger: Ledger) -> Trace:
    """The tier of every day, from nothing but the days before it and the person's decisions.

    ledger: the days so far. A day's own walking never changes its own goal.
    """
    climb = _Climb(ledger)
    changes = _by_day(ledger)
    goals: list[float] = []
    last_judged = -1
    met_before, judged_before = climb.met_before, climb.judged_before
    days = zip(ledger.minutes, ledger.valid, ledger.rest, strict=True)
    for position, (minutes, valid, rest) in enumerate(days):
        ordinal = ledger.first + position
        if position - last_judged == BREAK_DAYS + 1:
            _come_back(climb, ordinal)
        if climb.learning:
            _learn(climb, ordinal, minutes if valid else None)
        elif climb.mode == "auto":
            _climb_by_itself(climb, position, ordinal)
        if position in changes:
            for change in changes[position]:
                _decide(climb, ordinal, change)
        goals.append(climb.goal)
        # As in ledger.met, written out because it runs for every day of ten years.
        done = minutes is not None and minutes + TOLERANCE_MIN >= climb.goal
        if done or valid:
            last_judged = position
        met_before.append(met_before[-1] + done)
        judged_before.append(judged_before[-1] + (done or (valid and not rest)))
    return _traced(climb, goals)


def _traced(climb: _Climb, goals: list[float]) -> Trace:
    end = climb.ledger.first + len(goals) - 1
    return Trace(
        goals,
        climb.steps,
        climb.mode,
        climb.since,
        end in climb.paused,
        climb.learning,
        learned_days=len(climb.learned),
        returned=climb.returned and climb.learning,
    )


def _by_day(ledger: Ledger) -> dict[int, list[GoalChange]]:
    days: dict[int, list[GoalChange]] = {}
    for change in ledger.changes:
        # A decision from before the first data holds from the first day on.
        days.setdefault(max(0, change.date.toordinal() - ledger.first), []).append(change)
    return days


def usual(minutes: list[float]) -> float:
    """The median of days' minutes, each counted up to DAY_CAP_MIN; minutes: at least one."""
    # Written out: the module statistics takes a tenth of the start of ``stride today``.
    ordered = sorted(min(each, DAY_CAP_MIN) for each in minutes)
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[-middle - 1]) / 2


def _come_back(climb: _Climb, ordinal: int) -> None:
    """After a break what was known of the usual week is out of date; the person's word is not."""
    if climb.learning:
        climb.learned = []
    elif climb.mode == "auto":
        climb.learning, climb.returned, climb.learned = True, True, []
        climb.move(ordinal, 0, "welcome-back")


def _learn(climb: _Climb, ordinal: int, minutes: float | None) -> None:
    """Take in a day, minutes None where it is not valid; begin on the day after the seventh."""
    if len(climb.learned) < LEARNING_DAYS:
        if minutes is not None:
            climb.learned.append(minutes)
        return
    climb.learning = False
    if climb.mode != "auto":
        return
    tier = tier_at_most(usual(climb.learned))
    if climb.returned:
        climb.move(ordinal, max(0, tier - 1), "restart")
    else:
        climb.move(ordinal, tier, "start")


def _climb_by_itself(climb: _Climb, position: int, ordinal: int) -> None:
    if (
        climb.marked
        and ordinal in climb.marked
        and climb.tier
        and ordinal - climb.last_down >= DAYS_IN_TIER
    ):
        climb.move(ordinal, climb.tier - 1, "pain")
        return
    days_in_tier = ordinal - climb.since
    if days_in_tier < DAYS_IN_TIER:
        return
    # From the seventh day of a tier on there are seven days before this one.
    met_last = climb.met_before[position] - climb.met_before[position - 7]
    if met_last >= ADVANCE_DAYS:
        if climb.tier + 1 < len(TIERS) and ordinal not in climb.paused:
            climb.move(ordinal, climb.tier + 1, "advance")
    elif (
        met_last <= BACK_DAYS
        and days_in_tier >= 2 * DAYS_IN_TIER
        and climb.tier
        and _two_poor_weeks(climb, position)
    ):
        _come_down(climb, position, ordinal)


def _two_poor_weeks(climb: _Climb, position: int) -> bool:
    met_before, judged_before = climb.met_before, climb.judged_before
    return all(
        met_before[end] - met_before[end - 7] <= BACK_DAYS
        and judged_before[end] - judged_before[end - 7] >= JUDGED_DAYS
        for end in (position, position - 7)
    )


def _come_down(climb: _Climb, position: int, ordinal: int) -> None:
    """One tier, or at once to that of the fortnight's median where it lies two or more below."""
    window = slice(position - 2 * DAYS_IN_TIER, position)
    days = zip(climb.ledger.minutes[window], climb.ledger.valid[window], strict=True)
    minutes = [each for each, valid in days if valid and each is not None]
    fitting = tier_at_most(usual(minutes)) if minutes else climb.tier
    if fitting <= climb.tier - 2:
        climb.move(ordinal, fitting, "down")
    else:
        climb.move(ordinal, climb.tier - 1, "back")


def _decide(climb: _Climb, ordinal: int, change: GoalChange) -> None:
    if change.kind == "set" and change.minutes is not None:
        if climb.mode != "set":
            climb.before_set = (climb.tier, climb.since)
        climb.mode = "set"
        climb.tier, climb.since = tier_at_most(change.minutes), ordinal
        climb.goal = float(change.minutes)
        climb.steps.append(Step(ordinal, climb.goal, "set"))
    elif change.kind == "hold":
        climb.mode = "hold"
        climb.steps.append(Step(ordinal, climb.goal, "hold"))
    elif change.kind == "back":
        _step_back(climb, ordinal)
    elif change.kind == "auto":
        was, climb.mode = climb.mode, "auto"
        if was == "set" and climb.since == ordinal:
            # Set and taken back on the same day: as if it had not been.
            climb.move(ordinal, climb.before_set[0], "auto")
            climb.since = climb.before_set[1]
        elif was == "set" or climb.goal != TIERS[climb.tier]:
            # Back on the ladder, which ends at 100 whatever was set and then held. A goal that was
            # tried for less than a week costs no tier.
            tried = was == "set" and ordinal - climb.since < DAYS_IN_TIER
            tier = max(climb.tier, climb.before_set[0]) if tried else climb.tier
            climb.move(ordinal, tier, "auto")
        else:
            climb.steps.append(Step(ordinal, climb.goal, "auto"))


def _step_back(climb: _Climb, ordinal: int) -> None:
    climb.mode = "hold" if climb.mode == "set" else climb.mode
    lower = tier_below(climb.goal)
    if lower is None:
        climb.steps.append(Step(ordinal, climb.goal, "person-back"))
    else:
        climb.move(ordinal, TIERS.index(int(lower)), "person-back")


PLAN = Plan("tiers", "one tier at a time, a week or more on each (30 to 100 minutes)", trace)
