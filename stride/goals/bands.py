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
#: How a week's data were got, by the worst grade in it, for the caveat.
MEASURED = {
    "A": "measured at the thigh",
    "B": "measured at the wrist or waist",
    "C": "from steps by the minute",
    "D": "from coarse step totals or a phone",
}


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

    mean_minutes: over valid days, None without any. valid_days: n. grade: the worst among the
    valid days, "" without any. estimate: a valid day is one. counted_minutes: the mean without
    what nobody measured, estimated or written by hand.
    """

    mean_minutes: float | None
    valid_days: int
    grade: str
    estimate: bool
    counted_minutes: float | None = None


class WeekBand(NamedTuple):
    """The group a week lies in. approximate: not measured at the thigh, so only roughly there."""

    band: Band
    approximate: bool
    grade: str


def week(days: Sequence[Day]) -> Week:
    """Plain mean over the valid days: no weekday weighting, no scaling by wear.

    days: those of the window, in any order; days that are not over should be left out.
    """
    valid = [day for day in days if day.valid]
    if not valid:
        return Week(None, 0, "", False)
    mean = math.fsum(day.walking_s for day in valid) / 60 / len(valid)
    guessed = math.fsum(day.guessed_s for day in valid) / 60 / len(valid)
    worst = max(day.grade for day in valid)
    return Week(mean, len(valid), worst, any(day.estimate for day in valid), mean - guessed)


def band_at(mean_minutes: float) -> Band:
    """The group of a mean, rounded half up to whole minutes: exactly 100 is still 78-100.

    mean_minutes: minutes a day, at least 0.
    """
    minutes = whole(mean_minutes)
    return next(band for band in BANDS if band.high is None or minutes <= band.high)


def week_band(found: Week) -> WeekBand | None:
    """The group, or None: fewer than four valid days, grade D, or an estimate among them.

    Minutes that nobody measured lift no week into another group, however few they are.
    found: from ``week``.
    """
    if found.mean_minutes is None or found.valid_days < VALID_DAYS:
        return None
    if found.grade == "D" or found.estimate:
        return None
    band = band_at(found.mean_minutes)
    if found.counted_minutes is not None and band_at(found.counted_minutes) != band:
        return None
    return WeekBand(band, found.grade != "A", found.grade)


def why_no_band(found: Week) -> str:
    """One sentence on why a week is not set beside the study; "" when it is.

    found: from ``week``.
    """
    if week_band(found):
        return ""
    if found.valid_days < VALID_DAYS:
        return f"From {VALID_DAYS} valid days on it is set beside the study."
    if found.grade != "D":
        return "Not set beside the study: minutes that were estimated or by hand decide the group."
    return f"Not set beside the study: {MEASURED['D']}, too coarse for its groups."


def sentence(placed: WeekBand) -> str:
    """What people in that group had, as an association, in one sentence.

    placed: from ``week_band``.
    """
    band = placed.band
    where = f" ({MEASURED[placed.grade]}: approximate)" if placed.approximate else ""
    if band.ratio == 1.0:
        return (
            f"In the study a week below 78 minutes a day{where} is the group that the others are "
            "compared with; more walking was associated with less chronic low back pain, levelling "
            "off near 100."
        )
    minutes = f"{band.low} or more" if band.high is None else f"{band.low} to {band.high}"
    interval = "; 95 % interval {:.2f} to {:.2f}".format(*band.interval) if band.interval else ""
    return (
        f"In the study {minutes} minutes a day{where} was associated with {band.ratio:.2f} times "
        f"the risk of chronic low back pain seen below 78{interval}: an association, in people "
        "without chronic back pain, levelling off near 100."
    )
