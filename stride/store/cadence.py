"""Turns steps without walking time into walking seconds, by the person's own cadence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stride.interval import FASTEST_SPM, SLOWEST_SPM
from stride.store.best import Minutes

if TYPE_CHECKING:
    from stride.types import F64, I64, Bool

#: The person's cadence is the median of the minutes inside their walks: at least this many steps,
#: and in the minutes before and after as well ...
WALKING_CADENCE_SPM = 60
#: ... of the last 28 days, today included; fewer minutes than this say nothing yet.
WINDOW_DAYS = 28
ENOUGH_MINUTES = 30
DEFAULT_CADENCE_SPM = 100.0
#: Minutes are taken as they were measured; bins spread over several minutes (grade D) are not.
MINUTE_GRADES = ("A", "B", "C")


class Cadence(NamedTuple):
    """Steps a minute in walking, (k,), and which of them are the person's own, (k,)."""

    spm: F64
    own: Bool

    def at(self, place: I64) -> Cadence:
        """Those of some places, repeated at will."""
        return Cadence(self.spm[place], self.own[place])


def cadence_of_days(day_of: I64, best: Minutes, wanted: I64) -> Cadence:
    """That of each of the wanted days.

    day_of: (n,) day number of each minute, sorted or not. wanted: (k,) day numbers.
    """
    result = np.full(len(wanted), DEFAULT_CADENCE_SPM)
    own = np.zeros(len(wanted), bool)
    fine = np.array([row.grade in MINUTE_GRADES for row in best.imports] or [False])
    steps = best.values["steps"]
    brisk = _inside_walks(best.minute_utc, (steps >= WALKING_CADENCE_SPM) & fine[best.import_index])
    days, steps = day_of[brisk], steps[brisk]
    order = np.argsort(days, kind="stable")
    days, steps = days[order], steps[order]
    starts = np.searchsorted(days, wanted - WINDOW_DAYS, side="right")
    stops = np.searchsorted(days, wanted, side="right")
    for place, (start, stop) in enumerate(zip(starts, stops, strict=True)):
        if stop - start >= ENOUGH_MINUTES:
            result[place] = np.median(steps[start:stop])
            own[place] = True
    return Cadence(np.clip(result, SLOWEST_SPM, FASTEST_SPM), own)


def _inside_walks(minute_utc: I64, walked: Bool) -> Bool:
    """Which minutes, (n,), lie inside a walk: the one before and the one after was walked too.

    The first and the last minute of a walk are walked in part, and so is a minute about the house:
    their counts are no cadence, and pull the median down to its floor.
    minute_utc: (n,), no minute twice. walked: (n,) minutes with steps enough.
    """
    order = np.argsort(minute_utc, kind="stable")
    minute, on = minute_utc[order], walked[order]
    after = np.zeros(len(on), bool)
    after[:-1] = (np.diff(minute) == 1) & on[1:]
    before = np.zeros(len(on), bool)
    before[1:] = (np.diff(minute) == 1) & on[:-1]
    inside = np.zeros(len(on), bool)
    inside[order] = on & before & after
    return inside


def walking_from_steps(best: Minutes, cadence_spm: F64) -> tuple[F64, Bool]:
    """Walking seconds (n,), and which of them (n,) had to be worked out from steps.

    A minute with s steps holds min(60, 60 s / c) seconds of walking. A longer bin was spread
    evenly over its minutes, where the same formula adds up to min(bin, 60 s / c).
    cadence_spm: (n,) the person's cadence on the day of each minute.
    """
    walking = best.values["walking_s"]
    derived = np.isnan(walking)
    guessed = np.minimum(60.0, 60.0 * best.values["steps"] / cadence_spm)
    return np.where(derived, guessed, walking), derived
