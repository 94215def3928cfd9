"""Rounds numbers for reading, in one way everywhere, so that what is shown adds up."""

from __future__ import annotations

import math
from collections.abc import Sequence

#: Minutes are sums of seconds; this much is rounding of floats, not walking.
TOLERANCE = 1e-6


def whole(value: float, goal: float | None = None) -> int:
    """The value rounded half up, but never up to a goal that was not reached.

    value: at least 0. goal: in the same unit; 99.9 of 100 is 99.
    """
    rounded = math.floor(value + 0.5)
    if goal is not None and value + TOLERANCE < goal:
        rounded = min(rounded, math.floor(goal + 0.5) - 1)
    return rounded


def to_go(value: float, goal: float) -> int:
    """What is missing between the number shown and the goal shown, at least 0.

    value: walked so far. goal: of the day, in the same unit.
    """
    return max(0, whole(goal) - whole(value, goal))


def parts(values: Sequence[float], total: int = 100) -> list[int]:
    """Whole shares of a whole that sum to ``total``, by largest remainders.

    values: at least 0, their sum above 0. total: what they are shares of.
    """
    exact = [value / math.fsum(values) * total for value in values]
    shares = [math.floor(each + TOLERANCE) for each in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: shares[place] - exact[place])
    for place in by_rest[: total - sum(shares)]:
        shares[place] += 1
    return shares
