"""Turns daily minutes into a straight line through them, with its 95 % interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

#: Days and span below which a slope says nothing.
FEWEST_DAYS = 10
FEWEST_SPAN_DAYS = 14


class Trend(NamedTuple):
    """Change in walking, minutes a day per week. low, high: the 95 % interval."""

    per_week: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out "no change"."""
        return self.low > 0 or self.high < 0


def trend(ordinals: Sequence[int], minutes: Sequence[float]) -> Trend | None:
    """Least squares over valid days; None below FEWEST_DAYS of them or FEWEST_SPAN_DAYS.

    ordinals: (n,) dates (date.toordinal), ascending. minutes: (n,). The interval takes the days
    for independent of each other, which makes it rather too narrow than too wide.
    """
    count = len(ordinals)
    if count < FEWEST_DAYS or ordinals[-1] - ordinals[0] < FEWEST_SPAN_DAYS:
        return None
    mean_x, mean_y = math.fsum(ordinals) / count, math.fsum(minutes) / count
    spread = math.fsum((x - mean_x) ** 2 for x in ordinals)
    pairs = list(zip(ordinals, minutes, strict=True))
    slope = math.fsum((x - mean_x) * (y - mean_y) for x, y in pairs) / spread
    left = math.fsum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in pairs)
    half = t_975(count - 2) * math.sqrt(left / (count - 2) / spread)
    return Trend(7 * slope, 7 * (slope - half), 7 * (slope + half))


def t_975(degrees: int) -> float:
    """The 97.5 % point of Student's t; within 0.001 from 8 degrees of freedom on.

    degrees: at least 1. Source: Cornish-Fisher expansion, Abramowitz and Stegun 26.7.5.
    """
    z = 1.959963984540054
    return (
        z
        + (z**3 + z) / (4 * degrees)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * degrees**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * degrees**3)
    )
