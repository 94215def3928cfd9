"""How far a walking time may be off: its 90 % interval, and the grade that follows from the width.

Of a recording the interval is as wide as the errors that were seen with whole datasets left out
(docs/accuracy.md), of an export of steps as what cadence and bins leave open. The numbers are
fitted by ``python -m training intervals`` and stand in ``interval.json``.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

FITTED = Path(__file__).with_name("interval.json")
#: Half the width of the interval, as a share of the walking, up to which a day has a grade.
WIDEST = {"A": 0.05, "B": 0.12, "C": 0.25}
WORST = "D"
#: A day with less walking than this is judged as if it held so much: two minutes are two minutes.
LEAST_MIN = 30.0
#: Walking is taken to be no slower and no faster than this, in steps a minute. stride's choice;
#: 80 to 120 are the medium and brisk paces of Tudor-Locke et al.
SLOWEST_SPM, FASTEST_SPM = 80.0, 120.0
#: What a vendor calls walking time may be off by this share: a wristband's steps were less than a
#: quarter off on average in 20 studies (Germini et al. 2022). Of walking time nobody knows.
VENDOR_SHARE = 0.25


class Reach(NamedTuple):
    """How far the walking of a recording reaches to either side, as shares.

    of_doubt: of the part of it that is in doubt; of_walking: of the walking itself, beside it.
    alone: of the walking, where nothing was stored of the doubt.
    """

    of_doubt: float
    of_walking: float
    alone: float


@cache
def _fitted() -> dict[str, Any]:
    return dict(json.loads(FITTED.read_text(encoding="utf-8")))


def reach(placement: str) -> Reach:
    """That of a sensor worn there. Raises KeyError for no placement."""
    return Reach(**_fitted()["recordings"][placement])


def own_pace(longer: bool) -> tuple[float, float]:
    """The slowest and the fastest cadence of a day, as shares of the person's own cadence.

    longer: of bins above a minute, in which a slow minute is made up for by a fast one.
    """
    slow, fast = _fitted()["steps"]["longer_bins" if longer else "minutes"]
    return slow, fast


def grade_of(walking_min: float, low_min: float, high_min: float) -> str:
    """The grade of a day by half the width of its interval; all in minutes."""
    share = (high_min - low_min) / 2 / max(walking_min, LEAST_MIN)
    return next((grade for grade, most in WIDEST.items() if share <= most), WORST)
