"""Turns the minutes that count into how much less, and how much more, was walked in each.

The widths of a day add up: what is wrong with a sensor or a count in one minute is wrong in the
next one too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stride.interval import FASTEST_SPM, SLOWEST_SPM, VENDOR_SHARE, own_pace, reach
from stride.store.best import Minutes
from stride.store.cadence import MINUTE_S, Cadence, spent_s
from stride.store.draft import COARSE

if TYPE_CHECKING:
    from stride.types import F64, Bool


def bounds(best: Minutes, walking: F64, derived: Bool, pace: Cadence) -> tuple[F64, F64]:
    """Seconds below and above the walking of each minute, (n,) each, never negative.

    walking: (n,) seconds. derived: (n,) which of them were worked out from steps. pace: (n,) of
    each minute's day.
    """
    half = np.where(best.knows_wear, _of_sensors(best, walking), VENDOR_SHARE * walking)
    coarse = np.array([row.grade == COARSE for row in best.imports] or [True])[best.import_index]
    slowest, fastest = (
        np.where(coarse, longer, minutes)
        for longer, minutes in zip(
            paces(pace, own_pace(longer=True)), paces(pace, own_pace(longer=False)), strict=True
        )
    )
    least, most = (spent_s(best.values["steps"], MINUTE_S, spm) for spm in (fastest, slowest))
    below, above = np.where(derived, walking - least, half), np.where(derived, most - walking, half)
    return np.maximum(below, 0.0), np.maximum(above, 0.0)


def paces(cadence: Cadence, shares: tuple[float, float]) -> tuple[F64, F64]:
    """The slowest and the fastest cadence, (k,) each; the person's own narrows them.

    shares: of the person's own, from interval.own_pace().
    """
    slow, fast = shares
    slowest = np.where(cadence.own, np.maximum(SLOWEST_SPM, slow * cadence.spm), SLOWEST_SPM)
    fastest = np.where(cadence.own, np.minimum(FASTEST_SPM, fast * cadence.spm), FASTEST_SPM)
    return slowest, fastest


def _of_sensors(best: Minutes, walking: F64) -> F64:
    """Half the width of a recording's minutes, (n,); of other rows it means nothing."""
    shares = [
        reach(row.placement) if row.knows_wear else (0.0, 0.0, 0.0) for row in best.imports
    ] or [(0.0, 0.0, 0.0)]
    of_doubt, of_walking, alone = np.array(shares)[best.import_index].T
    doubt = best.values["doubt_s"]
    half = of_doubt * np.nan_to_num(doubt) + of_walking * walking
    return np.asarray(np.where(np.isnan(doubt), alone * walking, half))
