"""Runs of days, and the goal they lead to on the last of them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.errors import UsageError
from stride.goals.ledger import open_ledger
from stride.goals.plans import TIERS, Trace, find_plan, plan_ids, tier_at_most
from stride.goals.plans.tiers import usual
from stride.goals.target import target
from stride.types import GoalChange, History, Pain
from tests.goals.diaries import START, at, day, length, minutes


def trace_of(history: History, days: int, plan: str = "tiers") -> Trace:
    last = at(max(0, days - 1))
    return find_plan(plan).trace(open_ledger(history, last, at(days)))


# what happened | the goal on the last day | the rule that made it
CASES = [
    # the first week: 30, while the usual week is being learned
    ("0x0", {}, 30, "learning"),
    ("1x5", {}, 30, "learning"),
    ("1x140", {}, 30, "learning"),
    ("7x90", {}, 30, "learning"),
    ("6x90 20x?", {}, 30, "learning"),
    ("6x90 20x!90 1x90", {}, 30, "learning"),
    # the start: the highest tier not above the median of seven valid days, at least 30
    ("8x12", {}, 30, "start"),
    ("8x30", {}, 30, "start"),
    ("8x35.9", {}, 30, "start"),
    ("8x36", {}, 36, "start"),
    ("8x77.9", {}, 65, "start"),
    ("8x78", {}, 78, "start"),
    ("8x99.9", {}, 90, "start"),
    ("8x100", {}, 100, "start"),
    ("8x180", {}, 100, "start"),
    ("4x20 3x90 1x0", {}, 30, "start"),  # median 20, mean 50
    ("3x20 1x46 3x90 1x0", {}, 45, "start"),
    ("3x35 1x1440 4x35", {}, 30, "start"),  # one broken day
    ("3x35 4x1440 1x35", {}, 100, "start"),
    ("3x45 9x? 4x45 1x?", {}, 45, "start"),  # days without data are waited for
    ("7x45 1x?", {}, 45, "start"),
    # advance: five of the last seven met, and seven days in the tier
    ("14x36", {}, 36, "start"),
    ("15x36", {}, 45, "advance"),
    ("12x36 2x0 1x0", {}, 45, "advance"),
    ("11x36 3x0 1x0", {}, 36, "start"),
    ("12x36 2x? 1x?", {}, 45, "advance"),
    ("11x36 3x? 1x?", {}, 36, "start"),
    ("15x36 6x45", {}, 45, "advance"),
    ("15x36 7x45", {}, 55, "advance"),
    ("80x100", {}, 100, "start"),
    ("8x36 99x120", {}, 100, "advance"),
    # hold at three or four
    ("7x45 4x45 3x10 3x45 4x10 1x10", {}, 45, "start"),
    ("7x45 3x45 4x10 3x45 4x10 1x10", {}, 45, "start"),
    # back: two weeks with two or fewer; to the fortnight's median at once where that is far below
    ("7x45 14x40", {}, 45, "start"),
    ("7x45 14x40 1x40", {}, 36, "back"),
    ("7x45 2x45 5x40 2x45 5x40 1x40", {}, 36, "back"),
    ("7x45 3x45 4x40 2x45 5x40 1x40", {}, 45, "start"),
    ("7x45 14x10 1x10", {}, 30, "down"),
    ("7x100 14x34 1x34", {}, 30, "down"),
    ("7x100 14x60 1x60", {}, 55, "down"),
    ("7x100 14x77 1x77", {}, 65, "down"),
    ("7x100 14x78 1x78", {}, 78, "down"),
    ("7x100 14x90 1x90", {}, 90, "back"),
    ("7x100 2x110 5x34 2x110 5x34 1x34", {}, 30, "down"),
    ("7x100 90x20", {}, 30, "down"),
    ("7x45 90x10", {}, 30, "down"),
    ("7x30 90x0", {}, 30, "start"),
    # days without data, worn too short or kept free say nothing
    ("7x45 13x? 1x10", {}, 45, "start"),
    ("7x45 13x!10 1x10", {}, 45, "start"),
    ("7x45 14x10 1x10", {"rest": range(7, 21)}, 45, "start"),
    ("7x45 3x? 4x10 3x? 4x10 1x10", {}, 45, "start"),
    ("7x45 2x? 5x40 2x? 5x40 1x40", {}, 36, "back"),
    # a break of 14 days: 30 for the first days back, then at most the tier below the new week
    ("7x45 14x? 1x10", {}, 30, "welcome-back"),
    ("7x45 14x!10 1x10", {}, 30, "welcome-back"),
    ("7x45 14x!50 1x10", {}, 55, "advance"),  # worn too short, but met: no break
    ("7x45 365x? 1x50", {}, 30, "welcome-back"),
    ("7x104 365x? 7x25", {}, 30, "welcome-back"),
    ("7x104 365x? 8x25", {}, 30, "restart"),
    ("7x104 365x? 8x104", {}, 90, "restart"),
    ("7x36 365x? 8x56", {}, 45, "restart"),
    ("7x104 20x? 3x90 20x? 6x90", {}, 30, "welcome-back"),
    ("7x104 20x? 3x90 20x? 8x90", {}, 78, "restart"),
    ("3x90 20x? 6x90", {}, 30, "learning"),
    ("7x45 20x? 3x20", {"changes": {8: "set 60"}}, 60, "set"),
    ("7x45 20x? 3x20", {"changes": {8: "hold"}}, 45, "hold"),
    # the person's word
    ("3x20", {"changes": {1: "set 60"}}, 60, "set"),
    ("30x60", {"changes": {1: "set 50"}}, 50, "set"),
    ("30x60", {"changes": {1: "set 120"}}, 120, "set"),
    ("15x36", {"changes": {9: "hold"}}, 36, "hold"),
    ("30x36", {"changes": {9: "hold", 29: "auto"}}, 36, "auto"),
    ("31x36", {"changes": {9: "hold", 29: "auto"}}, 45, "advance"),
    ("10x45", {"changes": {9: "back"}}, 36, "person-back"),
    ("16x45", {"changes": {9: "back"}}, 36, "person-back"),
    ("17x45", {"changes": {9: "back"}}, 45, "advance"),
    ("10x30", {"changes": {9: "back"}}, 30, "person-back"),
    ("10x30", {"changes": {8: "set 20", 9: "back"}}, 20, "person-back"),
    ("10x36", {"changes": {8: "set 60", 9: "back"}}, 55, "person-back"),
    ("10x36", {"changes": {8: "set 60", 9: "auto"}}, 55, "auto"),
    ("15x55", {"changes": {10: "set 40", 13: "auto"}}, 55, "auto"),  # tried, and no tier lost
    ("25x55", {"changes": {10: "set 40", 17: "auto"}}, 45, "advance"),
    ("19x55", {"changes": {10: "set 40", 17: "auto"}}, 36, "auto"),
    ("10x36", {"changes": {-9: "set 60"}}, 60, "set"),
    # pain: a rise holds, a marked one steps back, the first entry is no rise below 7
    ("15x36", {"pains": {12: 6}}, 45, "advance"),
    ("15x36", {"pains": {12: 7}}, 30, "pain"),
    ("15x45", {"pains": {5: 8, 12: 8}}, 36, "pain"),
    ("15x45", {"pains": {11: 9, 12: 7}}, 36, "pain"),
    ("15x36", {"pains": {8: 3, 12: 3}}, 45, "advance"),
    ("15x36", {"pains": {8: 2, 12: 3}}, 36, "start"),
    ("19x36", {"pains": {8: 2, 12: 3}}, 36, "start"),
    ("20x36", {"pains": {8: 2, 12: 3}}, 45, "advance"),
    ("13x45", {"pains": {8: 2, 12: 5}}, 36, "pain"),
    ("15x45", {"pains": {8: 1, 12: 4, 13: 9}}, 36, "pain"),  # one step a week
    ("13x30", {"pains": {8: 2, 12: 9}}, 30, "start"),
    ("13x45", {"pains": {8: 2, 12: 5}, "changes": {9: "hold"}}, 45, "hold"),
]


@pytest.mark.parametrize(("text", "more", "goal", "rule"), CASES)
def test_tier(text: str, more: dict[str, Any], goal: float, rule: str) -> None:
    trace = trace_of(minutes(text, **more), length(text))
    assert (trace.goals[-1], trace.steps[-1].rule) == (goal, rule)


def test_set_and_taken_back_on_the_same_day_changes_nothing() -> None:
    history = minutes("15x36")
    both = (GoalChange(at(14), "set", 90), GoalChange(at(14), "auto"))
    trace = trace_of(History(history.days, goal_changes=both), 15)
    assert (trace.goals[-1], trace.since) == (45, at(14).toordinal())


@pytest.mark.parametrize(
    ("text", "needed", "following", "earliest"),
    [
        ("7x40", 0, 36, None),  # learning: three met already, but no start yet
        ("9x36", 0, 45, 14),  # seven days in the tier are what is missing
        ("11x36 3x0", 1, 45, 19),  # oldest met days fall out while new ones come in
        ("7x36 7x0", 5, 45, 19),
        ("20x130", 0, None, None),
    ],
)
def test_what_is_missing_to_advance(
    text: str, needed: int, following: float | None, earliest: int | None
) -> None:
    days = length(text)
    history = minutes(text)
    ledger = open_ledger(history, at(days - 1), at(days))
    found = target(ledger, find_plan("tiers").trace(ledger))
    if earliest is not None:
        assert found.needed_days == needed
    assert found.earliest == (None if earliest is None else at(earliest))
    if text != "7x40":
        assert found.next_minutes == following


def test_the_earliest_date_is_kept_by_a_person_who_walks_on() -> None:
    for text in ("9x36", "11x36 3x0", "7x36 7x0", "15x36 3x10"):
        days = length(text)
        ledger = open_ledger(minutes(text), at(days - 1), at(days))
        found = target(ledger, find_plan("tiers").trace(ledger))
        assert found.earliest is not None
        wait = (found.earliest - at(days - 1)).days
        later = trace_of(minutes(f"{text} {wait}x99"), days + wait)
        assert later.goals[-1] == found.next_minutes
        assert later.goals[-2] == found.goal_minutes


@pytest.mark.parametrize("minutes_walked, tier", [(0, 30), (30, 30), (77.99, 65), (500, 100)])
def test_tier_at_most(minutes_walked: float, tier: int) -> None:
    assert TIERS[tier_at_most(minutes_walked)] == tier


def test_steps_are_at_most_a_quarter() -> None:
    for low, high in pairwise(TIERS):
        assert high <= 1.25 * low


@pytest.mark.parametrize("name", ["", "none", "__init__", "../tiers", "os.path"])
def test_unknown_plan_lists_the_plans(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_plan(name)
    assert "adaptive, tiers" in caught.value.hint


# every plan --------------------------------------------------------------------------------------

walked = st.lists(
    st.one_of(st.none(), st.tuples(st.floats(0, 200), st.booleans())), min_size=1, max_size=120
)
pain_days = st.dictionaries(st.integers(0, 119), st.integers(0, 10), max_size=12)


def history_of(found: list[tuple[float, bool] | None], pains: dict[int, int]) -> History:
    days = tuple(day(i, *entry) for i, entry in enumerate(found) if entry is not None)
    diary = tuple(Pain(at(place), score) for place, score in sorted(pains.items()))
    return History(days, pains=diary)


@pytest.mark.parametrize("plan", plan_ids())
@given(walked, pain_days)
def test_every_plan_keeps_the_promises(
    plan: str, found: list[tuple[float, bool] | None], pains: dict[int, int]
) -> None:
    first = next((i for i, entry in enumerate(found) if entry), len(found) - 1)
    goals = trace_of(history_of(found, pains), len(found), plan).goals
    ladder = trace_of(history_of(found, pains), len(found)).goals
    assert len(goals) == len(found) - first
    assert all(30 <= goal <= 100 for goal in goals)
    for goal, tier in zip(goals, ladder, strict=True):
        assert abs(tier_at_most(goal) - tier_at_most(tier)) <= 1


@pytest.mark.parametrize("plan", plan_ids())
@given(walked, pain_days, st.integers(1, 120))
def test_the_past_is_never_judged_by_the_future(
    plan: str, found: list[tuple[float, bool] | None], pains: dict[int, int], cut: int
) -> None:
    cut = min(cut, len(found))
    if not any(found[:cut]):
        return
    history = history_of(found, pains)
    assert (
        trace_of(history, cut, plan).goals
        == trace_of(history, len(found), plan).goals[
            : cut - next(i for i, e in enumerate(found) if e)
        ]
    )


@pytest.mark.parametrize("plan", plan_ids())
@given(walked, pain_days)
def test_never_more_than_one_tier_up_within_a_week(
    plan: str, found: list[tuple[float, bool] | None], pains: dict[int, int]
) -> None:
    trace = trace_of(history_of(found, pains), len(found), plan)
    first = trace.steps[0].ordinal
    starts = [s.ordinal - first for s in trace.steps if s.rule in ("start", "restart")]
    for position, goal in enumerate(trace.goals):
        # Where a week is learned the goal waits at 30; what is compared begins after that.
        since = max([start for start in starts if start <= position], default=0)
        lowest = min(trace.goals[max(since, position - 6) : position + 1])
        assert tier_at_most(goal) - tier_at_most(lowest) <= 1


@given(walked, pain_days)
def test_a_tier_that_is_started_is_one_the_person_walked(
    found: list[tuple[float, bool] | None], pains: dict[int, int]
) -> None:
    history = history_of(found, pains)
    trace = trace_of(history, len(found))
    for step in trace.steps:
        if step.rule in ("start", "restart", "down") and step.minutes > 30:
            before = [d.walking_minutes for d in history.days if d.date.toordinal() < step.ordinal]
            assert sum(each + 1e-6 >= step.minutes for each in before[-14:]) >= 4


@given(walked, st.integers(14, 400), walked)
def test_whoever_comes_back_starts_low(
    before: list[tuple[float, bool] | None],
    gap: int,
    after: list[tuple[float, bool] | None],
) -> None:
    days = [*before, *[None] * gap, (20.0, True), *after]
    trace = trace_of(history_of(days, {}), len(days))
    back = len(before) + gap - next(i for i, entry in enumerate(days) if entry)
    if any(before):
        assert trace.goals[back] == 30
    assert trace.goals[back : back + 7] == [30.0] * len(trace.goals[back : back + 7])


@given(walked, st.integers(-2000, 2000), st.randoms())
def test_only_the_days_matter_not_their_order_nor_the_year(
    found: list[tuple[float, bool] | None], weeks: int, random: Any
) -> None:
    history = history_of(found, {})
    shuffled = list(history.days)
    random.shuffle(shuffled)
    from datetime import timedelta

    shift = timedelta(weeks=weeks)
    moved = History(tuple(d._replace(date=d.date + shift) for d in shuffled))
    last = at(len(found) - 1)
    goals = find_plan("tiers").trace(open_ledger(moved, last + shift, last + 2 * shift)).goals
    expected = find_plan("tiers").trace(open_ledger(history, last, last)).goals
    assert goals == expected


def test_adaptive_takes_the_60th_percentile_of_nine_valid_days() -> None:
    # Mean of the first seven 40: tier 36, so the goal may lie between 30 and 45.
    text = "4x38 3x43 2x40 1x0"
    assert trace_of(minutes(text), 10, "adaptive").goals[-1] == 40
    assert trace_of(minutes(text), 9, "adaptive").goals[-1] == 36
    assert trace_of(minutes("9x44.9 1x0"), 10, "adaptive").goals[-1] == 45
    assert trace_of(minutes("9x36 1x0"), 10, "adaptive").goals[-1] == 36


def test_adaptive_leaves_a_goal_alone_that_the_person_fixed() -> None:
    for change, goal in (("set 50", 50), ("hold", 36)):
        history = minutes("7x36 9x44 1x0", changes={8: change})
        assert trace_of(history, 17, "adaptive").goals[-1] == goal


@pytest.mark.parametrize("plan", plan_ids())
@pytest.mark.parametrize("decisions", [("set 500", "hold", "auto"), ("set 47", "hold", "auto")])
def test_auto_leads_back_to_the_ladder(plan: str, decisions: tuple[str, ...]) -> None:
    history = minutes("20x36")
    taken = tuple(
        GoalChange(at(10), kind, float(number) if number else None)
        for kind, _, number in (decision.partition(" ") for decision in decisions)
    )
    goals = trace_of(history._replace(goal_changes=taken), 30, plan).goals
    assert goals[10] in TIERS
    assert max(goals[10:]) <= 100


def test_start_is_a_monday() -> None:
    assert START.weekday() == 0


@given(st.lists(st.floats(0, 1440), min_size=1, max_size=20))
def test_the_usual_day_is_the_median_of_capped_days(walked_: list[float]) -> None:
    from statistics import median

    assert usual(walked_) == pytest.approx(median(min(each, 300) for each in walked_))
