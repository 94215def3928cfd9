"""What is shown adds up: the minutes to go, the parts of a whole, a goal not yet reached."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.rounding import parts, to_go, whole

minutes = st.floats(0, 1440)
goals = st.one_of(st.integers(5, 600).map(float), st.floats(5, 600))


@given(minutes, goals)
def test_shown_and_to_go_come_to_the_goal(walked, goal):
    shown, left = whole(walked, goal), to_go(walked, goal)
    if walked < goal - 1e-6:
        assert left > 0 and shown + left == whole(goal)
    else:
        assert left == 0 and shown >= whole(goal)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=9).filter(any), st.integers(1, 5000))
def test_parts_come_to_the_whole(values, total):
    shares = parts(values, total)
    assert sum(shares) == total
    for value, share in zip(values, shares, strict=True):
        assert abs(share - value / math.fsum(values) * total) < 1 + 1e-3


@pytest.mark.parametrize(
    ("values", "shares"),
    [([1, 1, 1], [34, 33, 33]), ([20.4, 79.4, 0.2], [20, 80, 0]), ([0, 5, 0], [0, 100, 0])],
)
def test_shares_of_a_hundred(values, shares):
    assert parts(values) == shares
