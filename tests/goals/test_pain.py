"""When pain rose: above what the diary said in the fourteen days before, or severe by itself."""

from __future__ import annotations

import pytest

from stride.goals.pain import pause_days, rises
from stride.types import Pain
from tests.goals.diaries import at, minutes
from tests.goals.test_tiers import trace_of


def risen(*entries: tuple[int, int]) -> list[tuple[int, bool]]:
    """(position, marked) of the rises in a diary of (position, score)."""
    first = at(0).toordinal()
    diary = tuple(Pain(at(place), score) for place, score in entries)
    return [(rise.ordinal - first, rise.marked) for rise in rises(diary)]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        (((0, 2), (1, 2)), []),
        (((0, 2), (1, 3)), [(1, False)]),  # a point above the mean
        (((0, 2), (1, 3), (2, 3)), [(1, False)]),  # half a point above the mean of both
        (((0, 2), (1, 4)), [(1, True)]),  # two points
        (((0, 2), (1, 3), (2, 4)), [(1, False), (2, False)]),  # one and a half
        (((0, 6),), []),  # nothing is known of before
        (((0, 7),), [(0, True)]),  # severe by itself
        (((0, 9), (1, 7)), [(0, True), (1, True)]),  # severe though below the mean
        (((0, 5), (13, 1), (14, 4)), [(14, False)]),  # day 0 is fourteen days old, and counts
        (((0, 5), (14, 1), (15, 4)), [(15, True)]),  # fifteen, and does not
        (((0, 2), (100, 3)), [(100, False)]),  # the latest one serves however old it is
        (((0, 1), (50, 5), (100, 5)), [(50, True)]),  # and nothing before it
    ],
)
def test_rises(entries, expected):
    assert risen(*entries) == expected


def test_a_pause_is_the_day_and_six_more():
    diary = (Pain(at(0), 2), Pain(at(3), 4))
    first = at(0).toordinal()
    assert {day - first for day in pause_days(rises(diary))} == set(range(3, 10))


@pytest.mark.parametrize(("rose", "goal"), [(3, 36), (2, 45)])
def test_the_adaptive_goal_stays_at_the_tier_while_pain_is_up(rose, goal):
    history = minutes("9x44.9 1x0", pains={0: 2, rose: 3})
    assert trace_of(history, 10, "adaptive").goals[-1] == goal
