"""Whether a vendor's walking time fits the steps beside it: one rule for all who ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stride.types import F64

#: Nobody walks at more steps a minute (Tudor-Locke et al. 2018: above 130 is jogging).
MOST_WALKING_SPM = 160.0
#: Of a day's total, which holds the steps between its walks too.
MOST_OF_A_DAY_SPM = 190.0
#: Steps a minute below which a walking time holds more than walking (Tudor-Locke et al. 2018:
#: purposeful slow walking begins at 60 to 79).
FEWEST_WALKING_SPM = 55.0
SLACK = 1.01  # vendors round their seconds
#: A shorter walk cannot be called too long for its steps: both are rounded.
LEAST_S = 120.0


def too_short(steps: F64 | float, walking_s: F64 | float, most_spm: float) -> Any:
    """Whether a walking time is too short for its steps, of one or of each of (n,); NaN is not."""
    return walking_s * (most_spm * SLACK / 60.0) < steps


def contradicted(steps: F64 | float, walking_s: F64 | float, most_spm: float) -> Any:
    """Whether a walking time is too short for its steps, or from 120 s on too long for them."""
    long = (walking_s >= LEAST_S) & (walking_s * (FEWEST_WALKING_SPM / 60.0) > steps)
    return too_short(steps, walking_s, most_spm) | long
