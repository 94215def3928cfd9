"""Whole traces: every change of the goal, its day and its rule, after all a person can say."""

from __future__ import annotations

import pytest

from stride.goals.bands import Week, week, week_band
from stride.goals.plans import TIERS, tier_below
from stride.goals.plans.adaptive import WINDOW_DAYS, percentile
from tests.goals.diaries import START, day, length, minutes
from tests.goals.test_tiers import trace_of

LEARNT = ((0, 30, "learning"), (7, 36, "start"))
SIXTY = (*LEARNT, (10, 60, "set"))

#: days | what the person said | every change: day, goal, rule | mode | day the tier began
TRACES = [
    ("20x36", {10: "set 60"}, SIXTY, "set", 10),
    ("20x36", {10: "set 60", 14: "set 70"}, (*SIXTY, (14, 70, "set")), "set", 14),
    ("20x36", {10: "set 60", 14: "hold"}, (*SIXTY, (14, 60, "hold")), "hold", 10),
    # the ladder again: 55 is the tier of 60, though 36 was the one before (four days cost none)
    ("20x36", {10: "set 60", 14: "auto"}, (*SIXTY, (14, 55, "auto")), "auto", 14),
    (
        "20x36",
        {10: "set 60", 14: "hold", 16: "auto"},
        (*SIXTY, (14, 60, "hold"), (16, 55, "auto")),
        "auto",
        16,
    ),
    # set and taken back on one day: as if it had not been
    (
        "13x36",
        {10: "set 60", 11: "set 70"},
        (*SIXTY, (11, 70, "set")),
        "set",
        11,
    ),
    ("20x36", {10: "hold"}, (*LEARNT, (10, 36, "hold")), "hold", 7),
    (
        "20x36",
        {10: "hold", 15: "auto"},
        (*LEARNT, (10, 36, "hold"), (15, 36, "auto"), (16, 45, "advance")),
        "auto",
        16,
    ),
    (
        "20x36",
        {10: "back"},
        (*LEARNT, (10, 30, "person-back"), (17, 36, "advance")),
        "auto",
        17,
    ),
    (
        "20x36",
        {10: "back", 12: "back"},  # nothing lies below 30: said, and nothing else
        (*LEARNT, (10, 30, "person-back"), (12, 30, "person-back"), (17, 36, "advance")),
        "auto",
        17,
    ),
    # a step back from what was set is held
    ("20x36", {10: "set 60", 14: "back"}, (*SIXTY, (14, 55, "person-back")), "hold", 14),
    (
        "20x36",
        {10: "set 60", 14: "back", 17: "auto"},
        (*SIXTY, (14, 55, "person-back"), (17, 55, "auto")),
        "auto",
        14,
    ),
    (
        "20x36",
        {10: "set 33", 14: "back"},
        (*LEARNT, (10, 33, "set"), (14, 30, "person-back")),
        "hold",
        14,
    ),
    (
        "20x36",
        {10: "set 30", 14: "back"},
        (*LEARNT, (10, 30, "set"), (14, 30, "person-back")),
        "hold",
        10,
    ),
    # a fortnight of 10 minutes after a start at 90: to where those days are, at once
    ("7x90 14x10", {}, ((0, 30, "learning"), (7, 90, "start"), (21, 30, "down")), "auto", 21),
    # days worn too short say nothing of where that is
    (
        "7x65 12x33 2x!90 1x0",
        {},
        ((0, 30, "learning"), (7, 65, "start"), (21, 30, "down")),
        "auto",
        21,
    ),
    (
        "20x36",
        {3: "set 40", 9: "auto"},
        ((0, 30, "learning"), (3, 40, "set"), (9, 36, "auto"), (16, 45, "advance")),
        "auto",
        16,
    ),
]


@pytest.mark.parametrize(("text", "said", "changes", "mode", "since"), TRACES)
def test_every_change_of_a_goal(text, said, changes, mode, since):
    made = trace_of(minutes(text, changes=said), length(text) + 1)
    first = START.toordinal()
    assert [(s.ordinal - first, s.minutes, s.rule) for s in made.steps] == list(changes)
    assert (made.mode, made.since - first) == (mode, since)
    assert made.goals[-1] == changes[-1][1]


#: After a break and while pain is up: days | pain | changes | day the tier began | (paused,
#: learning anew).
BREAKS = [
    (
        "9x44 14x? 20x60",
        {},
        (*LEARNT, (23, 30, "welcome-back"), (30, 45, "restart"), (37, 55, "advance")),
        37,
        (False, False),
    ),
    ("9x44 14x? 5x60", {}, (*LEARNT, (23, 30, "welcome-back")), 23, (False, True)),
    # severe pain in the first days says nothing of a goal that is not there yet
    ("8x55", {0: 1, 1: 9}, ((0, 30, "learning"), (7, 55, "start")), 7, (False, False)),
    # one step back a week, however often it is written down
    (
        "14x55",
        {0: 1, 8: 4, 9: 8, 14: 9},
        ((0, 30, "learning"), (7, 55, "start"), (8, 45, "pain")),
        8,
        (True, False),
    ),
    (
        "15x55",
        {0: 1, 8: 4, 15: 7},
        ((0, 30, "learning"), (7, 55, "start"), (8, 45, "pain"), (15, 36, "pain")),
        15,
        (True, False),
    ),
]


@pytest.mark.parametrize(("text", "pains", "changes", "since", "state"), BREAKS)
def test_a_break_and_pain_in_a_trace(text, pains, changes, since, state):
    made = trace_of(minutes(text, pains=pains), length(text) + 1)
    first = START.toordinal()
    assert [(s.ordinal - first, s.minutes, s.rule) for s in made.steps] == list(changes)
    assert (made.since - first, (made.paused, made.returned)) == (since, state)


#: The adaptive plan: days | said | every change.
ADAPTIVE = [
    (
        "9x44.9 10x40",
        {},
        (*LEARNT, (9, 45, "adapt"), (14, 44, "advance"), (15, 40, "adapt")),
    ),
    # never up by more than a tier within a week
    (
        "9x30 12x90",
        {},
        (
            (0, 30, "learning"),
            (7, 30, "start"),
            (13, 36, "adapt"),
            (14, 36, "advance"),
            (20, 45, "adapt"),
            (21, 45, "advance"),
        ),
    ),
    # the top of the ladder is the top of this plan too
    (
        "12x98 12x140",
        {},
        (
            (0, 30, "learning"),
            (7, 90, "start"),
            (9, 98, "adapt"),
            (14, 98, "advance"),
            (16, 100, "adapt"),
        ),
    ),
    # after a break the nine days are counted anew
    (
        "9x44 14x? 12x40",
        {},
        (
            *LEARNT,
            (9, 44, "adapt"),
            (23, 30, "welcome-back"),
            (30, 30, "restart"),
            (32, 36, "adapt"),
        ),
    ),
    # what the person set stays; afterwards the days have the say again
    (
        "12x36 10x44",
        {13: "set 50", 16: "auto"},
        (*LEARNT, (13, 50, "set"), (16, 42, "auto"), (17, 44, "adapt")),
    ),
    # a day worn too short is none of the nine
    (
        "3x36 2x!80 9x44",
        {},
        ((0, 30, "learning"), (9, 36, "start"), (11, 44, "adapt")),
    ),
]


@pytest.mark.parametrize(("text", "said", "changes"), ADAPTIVE)
def test_every_change_of_an_adaptive_goal(text, said, changes):
    made = trace_of(minutes(text, changes=said), length(text) + 1, "adaptive")
    first = START.toordinal()
    assert [(s.ordinal - first, s.minutes, s.rule) for s in made.steps] == list(changes)
    assert made.goals[-1] == changes[-1][1]
    assert made.climbs is False


@pytest.mark.parametrize(
    ("goal", "below"),
    [(29, None), (30, None), (30.5, 30), (31, 30), (36, 30), (36.5, 36), (100, 90), (140, 100)],
)
def test_the_tier_below(goal, below):
    assert tier_below(goal) == below
    assert TIERS[0] == 30


def test_the_60th_percentile_lies_between_its_neighbours():
    # The place 0.6 x 8 = 4.8 of nine: four fifths of the way from the fifth to the sixth.
    assert percentile([0, 0, 0, 0, 10, 20, 30, 30, 30]) == pytest.approx(18)
    assert percentile([5.0] * WINDOW_DAYS) == 5


def test_a_week_without_a_valid_day():
    assert week([day(0, 90, False)]) == Week(None, 0, "", False)


def test_a_week_of_known_days():
    """No interval is known of days made by hand: the mean alone places the week."""
    found = week([day(place, 90, True) for place in range(7)])
    assert (found.mean_minutes, found.valid_days) == (90, 7)
    assert week_band(found) is not None


def test_a_week_adds_up_what_is_known_of_its_days():
    days = [day(place, minutes, True) for place, minutes in enumerate((60, 90, 120, 60))]
    days[1] = days[1]._replace(manual_s=1200.0, grade="C")
    found = week([*days, day(5, 500, False)])
    assert (found.mean_minutes, found.valid_days, found.grade) == (82.5, 4, "C")
    assert found.by_hand_minutes == 5


@pytest.mark.parametrize(
    ("low", "high", "by_hand", "ids"),
    [
        (None, None, 0, ["78-100"]),
        (80, 100, 0, ["78-100"]),
        (70, 95, 0, ["<78", "78-100"]),
        (85, 110, 0, ["78-100", "101-124"]),
        (85, 95, 10, ["<78", "78-100"]),  # what was written by hand lifts no week
        (0.4, 95, 10, ["<78", "78-100"]),
    ],
)
def test_the_groups_that_a_week_may_lie_in(low, high, by_hand, ids):
    found = week_band(Week(90, 7, "B", False, low, high, by_hand))
    assert found is not None
    assert [band.id for band in found.bands] == ids
    assert found.approximate
