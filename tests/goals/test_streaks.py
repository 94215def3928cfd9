"""Patterns of days, and the streaks they come to (letters are those of ``diaries.LETTERS``)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.goals.ledger import open_ledger
from stride.goals.streak import Streak, streak
from stride.types import History
from tests.goals.diaries import GOAL, at, letters


def streak_of(history: History, days: int, week_start: int = 0, open_day: bool = False) -> Streak:
    ledger = open_ledger(history, at(days - 1), at(days - 1 if open_day else days))
    return streak(ledger, [float(GOAL)] * len(ledger.minutes), week_start)


# weeks from Monday on | days best weeks best_weeks rest_left state
CASES = [
    ("-", (0, 0, 0, 0, 1, "none")),
    ("M", (1, 1, 0, 0, 2, "active")),
    ("MMMMM", (5, 5, 1, 1, 2, "active")),
    ("MMMMMMM", (7, 7, 1, 1, 2, "active")),
    # two rest days a week neither add nor break; the third miss ends it
    ("MM-MM-M", (5, 5, 1, 1, 0, "active")),
    ("--MMMMM", (5, 5, 1, 1, 0, "active")),
    ("MM-M-M-", (0, 4, 0, 0, 0, "none")),
    ("M-M-M-M", (1, 3, 0, 0, 0, "active")),
    ("---MMMM", (4, 4, 0, 0, 0, "active")),
    ("MMMMM--", (5, 5, 1, 1, 0, "active")),
    ("MMMM---", (0, 4, 0, 0, 0, "none")),
    # a new week, two new rest days
    ("MMMMM-- --MMMMM", (10, 10, 2, 2, 0, "active")),
    ("MMMMM-- M", (6, 6, 1, 1, 2, "active")),
    # weeks of five goal days
    ("MMMMM-- MMMMM-- MMMMM--", (15, 15, 3, 3, 0, "active")),
    ("MMMMMMM MMMM--- MMMMMMM", (7, 11, 1, 1, 2, "active")),
    ("MMMMM-- MMMM-", (9, 9, 1, 1, 1, "active")),
    ("MMMMM-- MMMM---", (0, 9, 0, 1, 0, "none")),
    ("MMMMMMM MM---MM MMMMM MM", (9, 9, 1, 1, 2, "active")),
    # unworn days are neutral up to two a week, then the streak pauses
    ("MM..MMM", (5, 5, 1, 1, 2, "active")),
    ("MM..MM", (4, 4, 0, 0, 2, "active")),
    ("MM...", (2, 2, 0, 0, 2, "paused")),
    ("MM...MM", (4, 4, 0, 0, 2, "active")),
    ("MMiiiMM", (4, 4, 0, 0, 2, "active")),
    ("MMMMMMM .......", (7, 7, 1, 1, 2, "paused")),
    ("MMMMMMM ....... MMMMMMM", (14, 14, 2, 2, 2, "active")),
    ("MMMMMMM MMM-.-M", (11, 11, 1, 1, 0, "active")),
    ("MMMMMMM MMM-.--", (0, 10, 0, 1, 0, "none")),
    # a day worn too short can be met, never missed
    ("MMIIM", (5, 5, 1, 1, 2, "active")),
    ("MMii-", (2, 2, 0, 0, 1, "active")),
    # kept free: neutral without limit, and never counted as done
    ("MMrrrrr", (2, 2, 0, 0, 2, "rest")),
    ("MMMMMMM rrrrrrr", (7, 7, 1, 1, 2, "rest")),
    ("MMMMMMM rrrrrrr rrrrrrr MMMMMMM", (14, 14, 2, 2, 2, "active")),
    ("rrrrrrr", (0, 0, 0, 0, 2, "rest")),
    ("MMMMr--", (4, 4, 0, 0, 0, "active")),
    ("MMMMr-- MMMMM", (9, 9, 1, 1, 2, "active")),
    ("MMMM--r", (4, 4, 0, 0, 0, "rest")),
    ("MMMMRMM", (7, 7, 1, 1, 2, "active")),  # walked all the same
]


@pytest.mark.parametrize(("pattern", "expected"), CASES)
def test_streak(pattern: str, expected: tuple[int, int, int, int, int, str]) -> None:
    found = streak_of(letters(pattern), len(pattern.replace(" ", "")))
    assert found[:6] == expected


# the last letter is today: it can be met, and is otherwise open
OPEN_CASES = [
    ("MMM-", (3, 0, 2, "open")),
    ("MMMM", (4, 0, 2, "active")),
    ("MM---", (2, 0, 0, "open")),
    ("MMM.", (3, 0, 2, "open")),
    ("MMMMM", (5, 1, 2, "active")),
    ("MMMMM-- -", (5, 1, 2, "open")),
    ("MM...-", (2, 0, 2, "paused")),
    ("MMr", (2, 0, 2, "rest")),
]


@pytest.mark.parametrize(("pattern", "expected"), OPEN_CASES)
def test_the_day_in_progress_is_open(pattern: str, expected: tuple[int, int, int, str]) -> None:
    found = streak_of(letters(pattern), len(pattern.replace(" ", "")), open_day=True)
    assert (found.days, found.weeks, found.rest_left, found.state) == expected


def test_goal_days_of_four_weeks_and_of_this_week() -> None:
    found = streak_of(letters("MMMMMMM MMMMMMM MMMMMMM MMMMMMM MM-"), 31)
    assert (found.goal_days_28, found.week_goal_days) == (27, 2)


def test_the_week_begins_where_the_person_says() -> None:
    # Three misses from Saturday to Monday: one week's when it begins on Saturday or Sunday.
    pattern = "MMMMM-- -MMMMMM"
    lost = {start: streak_of(letters(pattern), 14, start).days == 6 for start in range(7)}
    assert lost == {0: False, 5: True, 6: False, 1: True, 2: True, 3: True, 4: True}


# properties --------------------------------------------------------------------------------------

patterns = st.text("M-.rRiI", min_size=1, max_size=150)
starts = st.integers(0, 6)


@given(patterns, starts)
def test_numbers_are_in_bounds_and_add_up(pattern: str, start: int) -> None:
    found = streak_of(letters(pattern), len(pattern), start)
    goal_days = sum(letter in "MRI" for letter in pattern)
    assert found.states.count("met") == goal_days
    assert 0 <= found.days <= found.best <= goal_days
    assert 0 <= found.weeks <= found.best_weeks <= len(pattern) // 5 + 1
    assert 0 <= found.rest_left <= 2


@given(st.text("MRI", min_size=1, max_size=90), starts)
def test_an_unbroken_run_counts_every_day_wherever_the_week_begins(
    pattern: str, start: int
) -> None:
    assert streak_of(letters(pattern), len(pattern), start).days == len(pattern)


@given(patterns, starts, st.data())
def test_keeping_days_free_never_takes_a_streak_nor_adds_a_goal_day(
    pattern: str, start: int, data: st.DataObject
) -> None:
    history = letters(pattern)
    first = data.draw(st.integers(0, len(pattern) - 1))
    last = data.draw(st.integers(first, len(pattern) - 1))
    free = history.rest_days | {at(place) for place in range(first, last + 1)}
    before = streak_of(history, len(pattern), start)
    after = streak_of(history._replace(rest_days=free), len(pattern), start)
    assert after.days >= before.days and after.weeks >= before.weeks
    assert after.goal_days_28 == before.goal_days_28
    # Marking twice, or one by one in any order, is the same as once.
    again = streak_of(history._replace(rest_days=frozenset(sorted(free))), len(pattern), start)
    assert again == after


@given(patterns, st.text("M-.rRiI", max_size=60), starts)
def test_missing_data_never_breaks_what_a_miss_would(before: str, after: str, start: int) -> None:
    missed = streak_of(letters("M" + before + "-" + after), len(before + after) + 2, start)
    unknown = streak_of(letters("M" + before + "." + after), len(before + after) + 2, start)
    assert unknown.days >= missed.days and unknown.weeks >= missed.weeks


@given(patterns, starts, st.integers(-3000, 3000), st.randoms(use_true_random=False))
def test_order_years_and_leap_days_make_no_difference(
    pattern: str, start: int, weeks: int, random: object
) -> None:
    """Whole weeks away, over any leap day or change of the clock, and in any order: the same."""
    history, shift = letters(pattern), timedelta(weeks=weeks)
    days = [day._replace(date=day.date + shift) for day in history.days]
    random.shuffle(days)  # type: ignore[attr-defined]
    moved = History(tuple(days), frozenset(day + shift for day in history.rest_days))
    last = at(len(pattern) - 1) + shift
    ledger = open_ledger(moved, last, last + timedelta(days=1))
    found = streak(ledger, [float(GOAL)] * len(ledger.minutes), start)
    assert found == streak_of(history, len(pattern), start)


@given(patterns, starts)
def test_looking_back_gives_what_was_seen_then(pattern: str, start: int) -> None:
    history = letters(pattern)
    last = len(pattern)
    whole = streak_of(history, last, start)
    for days in range(max(1, last - 9), last):
        then = streak_of(history, days, start)
        if then.states != whole.states[: len(then.states)]:
            # Only before the first data do the two ledgers begin on different days.
            assert len(then.states) == 1
