"""Turns classified seconds into walking bouts and into the table of minutes that is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from stride.types import (
    GRADE_OF_PLACEMENT,
    Activity,
    Bouts,
    Classified,
    MinuteTable,
    Seconds,
)

if TYPE_CHECKING:
    from stride.types import F64, I8, I16, I64, Bool

#: A break above this ends a walking bout (Mobilise-D, Kluge et al. 2021).
MAX_BREAK_S = 3
#: Cadence bands (CADENCE-Adults, Tudor-Locke): 100 steps a minute is moderate, 120 brisk.
MODERATE_SPM = 100
BRISK_SPM = 120
#: Activity -> column of seconds; walking is handled apart because stairs count there too.
COLUMNS = {
    Activity.STAIRS: "stairs_s",
    Activity.RUNNING: "running_s",
    Activity.CYCLING: "cycling_s",
    Activity.STANDING: "standing_s",
    Activity.SITTING: "sitting_s",
    Activity.LYING: "lying_s",
    Activity.SIT_LIE: "sit_lie_s",
    Activity.STILL: "still_s",
    Activity.MOVING: "moving_s",
    Activity.UNKNOWN: "unknown_s",
}


def is_walking(activity: I8) -> Bool:
    """Seconds of walking, stairs included, (n,)."""
    return np.isin(activity, (int(Activity.WALKING), int(Activity.STAIRS)))


def walking_of(seconds: Seconds) -> Bool:
    """Seconds of walking, stairs included, (n,)."""
    return is_walking(seconds.activity)


def find_bouts(seconds: Seconds, recorded: Bool) -> Bouts:
    """Walking bouts: a break above MAX_BREAK_S, or any second not recorded, ends one.

    seconds: classified. recorded: (n,), False in holes.
    """
    at = np.flatnonzero(walking_of(seconds))
    if not len(at):
        none = np.zeros(0, dtype=np.int64)
        return Bouts(none, none, none, none, np.zeros(0))
    holes = np.cumsum(~recorded)
    new = (np.diff(at) > MAX_BREAK_S + 1) | (np.diff(holes[at]) > 0)
    first = np.concatenate([[0], np.flatnonzero(new) + 1])
    last = np.concatenate([first[1:], [len(at)]]) - 1
    walked = last - first + 1
    counted = np.concatenate([[0], np.cumsum(seconds.steps[at], dtype=np.int64)])
    steps = counted[last + 1] - counted[first]
    return Bouts(
        at[first] + seconds.t0_utc_s,
        at[last] - at[first] + 1,
        walked,
        steps,
        60.0 * steps / walked,
    )


#: The best grade of minutes for which where the device was worn is only assumed: where it may be a
#: phone, and where it is a sensor, which may be at the wrist.
ASSUMED_GRADE, ASSUMED_SENSOR_GRADE = "D", "B"


def _grade(classified: Classified) -> str:
    """The grade of a placement; one that is only assumed has no better than the assumption's."""
    grade = GRADE_OF_PLACEMENT[classified.placement]
    if classified.placement_rule != "assumed":
        return grade
    return max(grade, ASSUMED_GRADE if classified.may_be_phone else ASSUMED_SENSOR_GRADE)


def to_minutes(classified: Classified, offset_min_at: Callable[[I64], I16]) -> MinuteTable:
    """One row for every minute that holds a recorded second.

    classified: from classify(). offset_min_at: UTC offsets in minutes for instants in seconds.
    """
    seconds = classified.seconds
    n = len(seconds.activity)
    minute = (np.arange(n) + seconds.t0_utc_s) // 60
    row = minute - minute[0] if n else minute
    rows = int(row[-1]) + 1 if n else 0

    def sums(weights: Bool | F64) -> F64:
        return np.asarray(np.bincount(row, weights=weights, minlength=rows), dtype=np.float64)

    walking = walking_of(seconds)
    pace = seconds.cadence_spm
    table = {name: sums(seconds.activity == int(kind)) for kind, name in COLUMNS.items()}
    table["walking_s"] = sums(walking)
    table["wear_s"] = sums(seconds.wear)
    table["doubt_s"] = sums(seconds.doubt.astype(np.float64))
    table["unclear_s"] = sums(seconds.unclear)
    table["slow_s"] = sums(walking & (pace < MODERATE_SPM))
    table["moderate_s"] = sums(walking & (pace >= MODERATE_SPM) & (pace < BRISK_SPM))
    table["brisk_s"] = sums(walking & (pace >= BRISK_SPM))
    steps = sums(seconds.steps.astype(np.float64))
    known = sums(seconds.confidence > 0) > 0
    which = (minute[0] + np.flatnonzero(known)) if n else minute
    return MinuteTable(
        which.astype(np.int64),
        np.asarray(offset_min_at(which.astype(np.int64) * 60)),
        steps[known],
        {name: values[known] for name, values in table.items()},
        _grade(classified),
        classified.bouts,
    )
