"""Turns slow, moderate and brisk seconds into shares and the study's mean MET, with its error.

Source: the study's own definition (Haddadj et al. 2025, analysis code): class constants 2.8, 3.8
and 4.8 MET weighted by time. One person's error is about 0.5 MET (Moore et al. 2021), wider than
the study's groups, so a group is named only when the whole interval lies in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from stride.types import Day

SLOW_MET, MODERATE_MET, BRISK_MET = 2.8, 3.8, 4.8
ERROR_MET = 0.5


class IntensityBand(NamedTuple):
    """A group of the study by mean MET: from ``low`` up to below ``high``."""

    id: str
    low: float
    high: float
    ratio: float


#: Ratios weaken once volume is accounted for; their intervals could not be confirmed.
BANDS = (
    IntensityBand("<3.00", 0.0, 3.00, 1.0),
    IntensityBand("3.00-3.11", 3.00, 3.12, 0.85),
    IntensityBand("3.12-3.26", 3.12, 3.27, 0.82),
    IntensityBand(">=3.27", 3.27, math.inf, 0.82),
)


class Intensity(NamedTuple):
    """How fast the walking was.

    days: those with a known cadence. slow, moderate, brisk: minutes below 100, 100 to 119, and
    from 120 steps a minute on. mean_met: 2.8 to 4.8. band: only when mean_met +- 0.5 lies in one
    group and all is grade A.
    """

    days: int
    slow: float
    moderate: float
    brisk: float
    mean_met: float
    band: IntensityBand | None


def intensity(days: Sequence[Day]) -> Intensity | None:
    """Shares and mean MET of all walking with a known cadence; None where there is none.

    days: of the window; those that are not valid count too, because shares need no whole day.
    """
    slow, moderate, brisk = (
        math.fsum(getattr(day, column) for day in days) / 60
        for column in ("slow_s", "moderate_s", "brisk_s")
    )
    total = slow + moderate + brisk
    if total <= 0:
        return None
    met = (SLOW_MET * slow + MODERATE_MET * moderate + BRISK_MET * brisk) / total
    graded = all(day.grade == "A" for day in days if day.walking_s > 0)
    paced = sum(day.slow_s + day.moderate_s + day.brisk_s > 0 for day in days)
    return Intensity(paced, slow, moderate, brisk, met, _band(met) if graded else None)


def _band(met: float) -> IntensityBand | None:
    low, high = met - ERROR_MET, met + ERROR_MET
    # Nobody's mean lies outside the constants, so the interval ends there too.
    low, high = max(low, SLOW_MET), min(high, BRISK_MET)
    return next((band for band in BANDS if band.low <= low and high < band.high), None)
