"""Turns a week's group of the study into words: what it was associated with, never more.

An association seen once, in people without chronic back pain at the start; never a personal risk.
"""

from __future__ import annotations

from collections.abc import Sequence

from stride.goals.bands import VALID_DAYS, Band, Week, WeekBand, week_band

STUDY = (
    "Study: Haddadj et al., JAMA Network Open 2025. Observational, one week of measurement, people "
    "without chronic back pain; it cannot say what walking does for one person."
)
#: What a grade says, in words; the one place for it.
MEANING = {
    "A": "to within 5 %",
    "B": "to within 12 %",
    "C": "to within 25 %",
    "D": "no better than to 25 %",
}


def band_name(band: Band) -> str:
    """``below 78``, ``78-100``, ``101-124`` or ``125+``, to stand after "group"."""
    if band.high is None:
        return f"{band.low}+"
    return f"{band.low}-{band.high}" if band.low else f"below {band.high + 1}"


def group_names(placed: WeekBand) -> str:
    """``below 78``; ``<78 or 78-100`` where it may be either, of more the two ends."""
    if placed.band is not None:
        return band_name(placed.band)
    first, *middle, last = (band.id for band in placed.bands)
    return f"{first} {'to' if middle else 'or'} {last}"


def short_groups(placed: WeekBand) -> str:
    """``78-100 roughly``, or ``78-100/101-124``, for a column."""
    if placed.band is not None:
        return band_name(placed.band) + (" roughly" if placed.approximate else "")
    first, *middle, last = (band.id for band in placed.bands)
    return f"{first}{'…' if middle else '/'}{last}"


def why_no_band(week: Week) -> str:
    """One sentence on why a week is not set beside the study; "" when it is.

    week: from ``week``.
    """
    return "" if week_band(week) else f"From {VALID_DAYS} valid days on it is set beside the study."


#: What the sentences about the study end with.
CAVEAT = "in people without chronic back pain, levelling off near 100"


def sentence(placed: WeekBand) -> str:
    """What people in that group had, or in those, as an association, in one sentence.

    placed: from ``week_band``.
    """
    band = placed.band
    if band is None:
        return _either(placed.bands)
    how = "an estimate" if placed.estimate else f"known {MEANING[placed.grade]}"
    where = f" ({how}: approximate)" if placed.approximate else ""
    if band.ratio == 1.0:
        return (
            f"In the study a week below 78 minutes a day{where} is the group that the others are "
            "compared with; more walking was associated with less chronic low back pain, levelling "
            "off near 100."
        )
    return (
        f"In the study {_span(band)} minutes a day{where} was associated with {_risk(band)}: an "
        f"association, {CAVEAT}."
    )


def _either(bands: Sequence[Band]) -> str:
    """The sentence on a week that may lie in several groups."""
    texts = [
        "below 78, which the others are compared with"
        if band.ratio == 1.0
        else f"{_span(band)}, associated with {_risk(band)}"
        for band in bands
    ]
    return (
        f"How many minutes a day it was is not sure enough to say in which of the study's groups "
        f"it lies: {'; or '.join(texts)}: an association, {CAVEAT}."
    )


def _span(band: Band) -> str:
    return f"{band.low} or more" if band.high is None else f"{band.low} to {band.high}"


def _risk(band: Band) -> str:
    interval = "; 95 % interval {:.2f} to {:.2f}".format(*band.interval) if band.interval else ""
    return f"{band.ratio:.2f} times the risk of chronic low back pain seen below 78{interval}"
