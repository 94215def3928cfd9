"""Turns a weekly mean of walking minutes into the study's group, with the words that belong to it.

Source of all numbers: Haddadj et al., JAMA Netw Open 2025;8(6):e2515592. Volume is the plain mean
of minutes a day over valid days. It is an association in people without chronic back pain at the
start, seen once in one region of Norway; never a personal risk. Intervals that could not be
confirmed are left out rather than guessed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from stride.rounding import whole
from stride.types import Day

#: Valid days below which a week is not set beside the study (its sensitivity analysis).
VALID_DAYS = 4


class Band(NamedTuple):
    """One group of the study by walking volume.

    id: as printed. low, high: whole minutes a day, both inside; high None without end. ratio: of
    the risk of chronic low back pain to that of the lowest group. interval: 95 %, None unconfirmed.
    """

    id: str
    low: int
    high: int | None
    ratio: float
    interval: tuple[float, float] | None


BANDS = (
    Band("<78", 0, 77, 1.0, None),
    Band("78-100", 78, 100, 0.87, None),
    Band("101-124", 101, 124, 0.77, (0.68, 0.87)),
    Band(">=125", 125, None, 0.76, (0.67, 0.87)),
)


class Week(NamedTuple):
    """What seven days (or any window) come to.

    mean_minutes: over valid days, None without any, and so low_minutes and high_minutes, its 90 %
    interval. valid_days: n. grade: the worst among the valid days, "" without any. estimate: a
    valid day is one. by_hand_minutes: the part of the mean that was written by hand.
    """

    mean_minutes: float | None
    valid_days: int
    grade: str
    estimate: bool
    low_minutes: float | None = None
    high_minutes: float | None = None
    by_hand_minutes: float = 0.0


class WeekBand(NamedTuple):
    """The groups that a week may lie in, in their order, more than one where that is not sure.

    grade, estimate: of the week.
    """

    bands: tuple[Band, ...]
    grade: str
    estimate: bool

    @property
    def band(self) -> Band | None:
        """The one group, None where it may be several."""
        return self.bands[0] if len(self.bands) == 1 else None

    @property
    def approximate(self) -> bool:
        """Whether the week is not known to within 5 %, or is an estimate."""
        return self.grade != "A" or self.estimate


def week(days: Sequence[Day]) -> Week:
    """Plain mean over the valid days: no weekday weighting, no scaling by wear.

    Its interval is the mean of theirs: what is wrong with a sensor is wrong every day, so that more
    days make it no narrower. days: of the window, in any order, those not over left out.
    """
    valid = [day for day in days if day.valid]
    if not valid:
        return Week(None, 0, "", False)
    mean, low, high, by_hand = (
        math.fsum(minutes) / len(valid)
        for minutes in zip(
            *((d.walking_s / 60, d.low_minutes, d.high_minutes, d.manual_s / 60) for d in valid),
            strict=True,
        )
    )
    worst = max(day.grade for day in valid)
    return Week(mean, len(valid), worst, any(d.estimate for d in valid), low, high, by_hand)


def band_at(mean_minutes: float) -> Band:
    """The group of a mean, rounded half up to whole minutes: exactly 100 is still 78-100.

    mean_minutes: minutes a day, at least 0.
    """
    minutes = whole(mean_minutes)
    return next(band for band in BANDS if band.high is None or minutes <= band.high)


def week_band(week: Week) -> WeekBand | None:
    """The groups that the week's interval touches; None with fewer than four valid days.

    Minutes by hand may lift no week: the interval begins where it would without them.
    week: from ``week``.
    """
    if week.mean_minutes is None or week.valid_days < VALID_DAYS:
        return None
    low = week.mean_minutes if week.low_minutes is None else week.low_minutes
    high = week.mean_minutes if week.high_minutes is None else week.high_minutes
    first, last = (BANDS.index(band_at(m)) for m in (max(low - week.by_hand_minutes, 0.0), high))
    return WeekBand(BANDS[first : last + 1], week.grade, week.estimate)
