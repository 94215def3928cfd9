"""Turns the classified seconds of a person into one row for each local day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from stride.classify.minutes import BRISK_SPM, MODERATE_SPM
from stride.types import Activity, Bouts, Seconds

if TYPE_CHECKING:
    from stride.types import F64, I8, I16, I64, Bool

EPOCH = date(1970, 1, 1)
DAY_S = 86_400
#: The eight columns that add up to the wear of a day, as in the study.
PARTS = (
    "slow_min", "moderate_min", "brisk_min", "running_min", "cycling_min", "standing_min",
    "sitting_min", "lying_min",
)  # fmt: skip
#: Stairs are inside the three paces too; here they stand apart.
STAIRS = ("stairs_slow_min", "stairs_moderate_min", "stairs_brisk_min")
WALKING = PARTS[:3]
#: A valid day needs each of these above zero: lying, sitting, standing, and some walking.
ABOVE_ZERO = PARTS[5:]
FULL_DAY_S = 86_400
POSTURES = (int(Activity.STANDING), int(Activity.SITTING), int(Activity.LYING))
UPRIGHT = (int(Activity.WALKING), int(Activity.STAIRS), int(Activity.RUNNING))
PLAIN = {"running_min": Activity.RUNNING, "cycling_min": Activity.CYCLING,
         "standing_min": Activity.STANDING, "sitting_min": Activity.SITTING,
         "lying_min": Activity.LYING}  # fmt: skip


def settled(activity: I8, worn: Bool) -> I8:
    """Every worn second as one of the study's activities, (n,).

    The study's classes leave nothing open, so what is unclear (moving, still, unknown) takes the
    posture of the nearest second that has one, a gait counting as standing; sitting or lying,
    not settled_to apart, likewise from the two. Where no second tells, it is standing or sitting.
    """
    out = activity.copy()
    settled_to = np.where(np.isin(out, UPRIGHT), int(Activity.STANDING), out)
    unclear = np.isin(out, (int(Activity.MOVING), int(Activity.STILL), int(Activity.UNKNOWN)))
    flat = out == int(Activity.SIT_LIE)
    out[flat] = _nearest(settled_to, worn & np.isin(settled_to, POSTURES[1:]), Activity.SITTING)[
        flat
    ]
    settled_to = np.where(flat, out, settled_to)
    posture = worn & np.isin(settled_to, POSTURES)
    out[unclear] = _nearest(settled_to, posture, Activity.STANDING)[unclear]
    return np.asarray(out)


def _nearest(values: I8, certain: Bool, otherwise: Activity) -> I8:
    """The value of the nearest certain place for every place, (n,)."""
    at = np.flatnonzero(certain)
    if not len(at):
        return np.full(len(values), int(otherwise), dtype=np.int8)
    places = np.arange(len(values))
    after = np.clip(np.searchsorted(at, places), 0, len(at) - 1)
    before = np.clip(after - 1, 0, None)
    nearer = np.abs(at[before] - places) <= np.abs(at[after] - places)
    return np.asarray(values[np.where(nearer, at[before], at[after])])


def day_rows(
    seconds: Seconds, bouts: Bouts, offset_min_at: Callable[[I64], I16]
) -> list[dict[str, Any]]:
    """A row for each local day with a worn second.

    seconds, bouts: from the classifier. offset_min_at: UTC offsets in minutes of instants.
    """
    instant = np.arange(len(seconds.activity), dtype=np.int64) + seconds.t0_utc_s
    local = instant + 60 * np.asarray(offset_min_at(instant), dtype=np.int64)
    day = local // DAY_S
    activity = settled(seconds.activity, seconds.wear)
    bout_day = _days_of(bouts, offset_min_at)
    rows = []
    for one in np.unique(day[seconds.wear]):
        at = (day == one) & seconds.wear
        rows.append(_row(int(one), activity[at], seconds, at, bouts, bout_day == one))
    return rows


def _days_of(bouts: Bouts, offset_min_at: Callable[[I64], I16]) -> I64:
    start = bouts.start_utc_s.astype(np.int64)
    if not len(start):
        return start
    return np.asarray((start + 60 * offset_min_at(start).astype(np.int64)) // DAY_S)


def _row(
    day: int, activity: I8, seconds: Seconds, at: Bool, bouts: Bouts, of_day: Bool
) -> dict[str, Any]:
    when = EPOCH + timedelta(days=day)
    counted = _paces(activity, seconds.cadence_spm[at].astype(np.float64))
    counted |= {name: int((activity == int(kind)).sum()) for name, kind in PLAIN.items()}
    minutes = {name: counted[name] / 60 for name in (*PARTS, *STAIRS)}
    walking_s = sum(counted[name] for name in WALKING)
    walked = np.isin(activity, UPRIGHT[:2])
    steps = int(seconds.steps[at][walked].sum())
    worn = int(at.sum())
    valid = worn == FULL_DAY_S and walking_s > 0 and all(counted[name] for name in ABOVE_ZERO)
    return {
        "date": when.isoformat(),
        "weekday": when.isoweekday(),
        **minutes,
        "wear_min": worn / 60,
        "valid": valid,
        "steps": int(seconds.steps[at].sum()),
        "bouts": int(of_day.sum()),
        "longest_bout_min": float(bouts.walking_s[of_day].max(initial=0)) / 60,
        "cadence_spm": 60 * steps / walking_s if walking_s else None,
    }


def _paces(activity: I8, pace: F64) -> dict[str, int]:
    """Seconds of walking by cadence, stairs inside, and the stairs of each."""
    stairs = activity == int(Activity.STAIRS)
    walking = (activity == int(Activity.WALKING)) | stairs
    bands = (
        pace < MODERATE_SPM,
        (pace >= MODERATE_SPM) & (pace < BRISK_SPM),
        pace >= BRISK_SPM,
    )
    out = {name: int((walking & band).sum()) for name, band in zip(WALKING, bands, strict=True)}
    return out | {
        name: int((stairs & band).sum()) for name, band in zip(STAIRS, bands, strict=True)
    }
