"""The goal in force: every field of it, and the edges at which it says something else."""

from __future__ import annotations

from datetime import date

import pytest

from stride.goals.ledger import Ledger
from stride.goals.plans import Step, Trace
from stride.goals.target import Ahead, Target, pace_days, target
from stride.types import Pain
from tests.goals.diaries import START

FIRST = START.toordinal()


def ledger(days: str, in_progress: bool = False, pains: dict[int, int] | None = None) -> Ledger:
    """Days of letters: M met (50 min), m missed (10), b worn too short (10), r rest, ? no data."""
    minutes = [{"M": 50.0, "m": 10.0, "b": 10.0, "r": 10.0}.get(letter) for letter in days]
    diary = tuple(Pain(day(place), score) for place, score in (pains or {}).items())
    valid = [letter in "Mmr" for letter in days]
    return Ledger(FIRST, minutes, valid, [c == "r" for c in days], in_progress, (), diary)


def day(place: int) -> date:
    return date.fromordinal(FIRST + place)


def steps(*each: tuple[int, float, str]) -> list[Step]:
    return [Step(FIRST + place, minutes, rule) for place, minutes, rule in each]


def trace(days: str, goal: float = 45, since: int = 0, **fields) -> Trace:
    made = [Step(FIRST, goal, "start")]
    plain = Trace([goal] * len(days), made, "auto", FIRST + since, False, False)
    return plain._replace(**fields)


def asked(days: str, in_progress: bool = False, pains=None, **fields) -> Target:
    return target(ledger(days, in_progress, pains), trace(days, **fields))


def test_every_field_of_a_goal():
    history = steps((0, 36, "start"), (9, 45, "advance"))
    days = "mmmmmmmmmMMMMMmm"
    of = trace(days, since=9, steps=history, goals=[36.0] * 9 + [45.0] * 7, learned_days=7)
    assert target(ledger(days), of) == Target(
        goal_minutes=45.0,
        tier=45,
        rule="advance",
        since=day(9),
        met_days=5,
        needed_days=0,
        valid_days=7,
        next_minutes=55.0,
        earliest=day(16),
        mode="auto",
        history=tuple(history),
        road=tuple(Ahead(float(m), day(16 + 9 * i)) for i, m in enumerate((55, 65, 78, 90, 100))),
        pace_days=9,
        paused=False,
        back_minutes=36.0,
        too_high=False,
        returned=False,
    )


def test_the_goal_is_that_of_the_last_day():
    assert asked("MM", goals=[45.0, 55.0]).goal_minutes == 55


@pytest.mark.parametrize(
    ("fields", "ahead"),
    [
        ({"goal": 90}, (100.0, 2)),  # one tier is left
        ({"goal": 100}, (None, 0)),  # none is
        ({"goal": 45, "mode": "hold"}, (None, 0)),
        ({"goal": 45, "mode": "set"}, (None, 0)),
        ({"goal": 45, "climbs": False}, (None, 0)),
    ],
)
def test_what_lies_ahead(fields, ahead):
    goal = asked("MMMmmmm", **fields)
    assert (goal.next_minutes, goal.needed_days) == (ahead[0], ahead[1] and 5 - goal.met_days)
    assert bool(goal.road) == (goal.next_minutes is not None)


def test_while_learning_no_day_is_named():
    goal = asked("MM", goal=30, learning=True, learned_days=2, returned=True)
    assert (goal.earliest, goal.road, goal.valid_days, goal.returned) == (None, (), 2, True)


@pytest.mark.parametrize(
    ("days", "fields", "too_high"),
    [
        ("Mmmmmmm", {}, True),  # one met, six missed
        ("MMmmmmm", {}, False),  # two met are enough
        ("Mmmm???", {}, True),  # three missed are enough
        ("Mmm????", {}, False),
        ("Mmmbbbb", {}, False),  # a day worn too short is not missed
        ("Mmmrrrr", {}, False),  # nor a day of rest
        ("mmm???????M", {}, False),  # eight days ago is no more the last week
        ("m?mm?????", {}, False),  # of the last seven two
        ("Mmmmmmm", {"paused": True}, False),  # while pain is up nothing is said
        ("Mmmmmmm", {"goal": 30}, False),  # nothing lies below
        ("mm", {}, False),
        ("mmm", {}, True),  # the first days count from the first
    ],
)
def test_when_the_goal_looks_too_high(days, fields, too_high):
    assert asked(days, **fields).too_high == too_high


@pytest.mark.parametrize(("in_progress", "too_high"), [(True, False), (False, True)])
def test_the_day_in_progress_is_not_missed_yet(in_progress, too_high):
    assert asked("???MmmM"[:3] + "Mmmm", in_progress).too_high == too_high


@pytest.mark.parametrize(
    ("days", "in_progress", "since", "earliest"),
    [
        ("MMMMMmm", False, 0, 7),  # five of seven are met: tomorrow
        ("MMMMmmm", False, 0, 12),  # four, of which the oldest fall out as new ones come
        ("mmmmmmm", False, 0, 12),
        ("mmmMMMM", False, 0, 8),
        ("mmmMMMm", True, 0, 8),  # today may still be met
        ("mmmMMMm", False, 0, 9),
        ("MMMMMMM", False, 3, 10),  # seven days in the tier
        ("MMMMMMM", False, 0, 7),
    ],
)
def test_the_earliest_day_of_the_next_tier(days, in_progress, since, earliest):
    assert asked(days, in_progress, since=since).earliest == day(earliest)


def test_pain_puts_the_next_tier_off():
    rose = {0: 2, 4: 4}
    assert asked("MMMMMMM", pains=rose).earliest == day(11)  # six days after the rise


@pytest.mark.parametrize(
    ("history", "pace"),
    [
        (((0, 30, "start"),), 14),  # none climbed yet: what is usual
        (((0, 30, "start"), (10, 36, "advance")), 10),
        (((0, 30, "start"), (10, 36, "advance"), (30, 45, "advance")), 15),
        (((0, 30, "start"), (3, 36, "advance"), (6, 45, "advance")), 7),  # at least a week
        (((0, 30, "start"), (9, 36, "advance"), (20, 30, "back"), (40, 36, "advance")), 20),
        (((0, 30, "start"), (50, 36, "advance"), (90, 30, "restart"), (98, 36, "advance")), 8),
        (((0, 30, "start"), (50, 36, "advance"), (90, 30, "start"), (98, 36, "advance")), 8),
        (((0, 60, "set"), (20, 55, "auto"), (32, 65, "advance")), 12),
        (((0, 60, "set"), (32, 65, "advance")), 14),  # nobody knows from when on
    ],
)
def test_the_pace_is_what_a_tier_took_since_the_last_start(history, pace):
    made = trace("M", steps=steps(*history))
    assert pace_days(made) == pace
