"""Turns steps without walking time into walking seconds, by the person's own cadence."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stride.interval import FASTEST_SPM, SLOWEST_SPM
from stride.store.best import Minutes, local_days

if TYPE_CHECKING:
    from stride.types import F64, I64, Bool

#: The person's cadence is the median of the minutes inside their walks: at least this many steps,
#: and in the minutes before and after as well ...
WALKING_CADENCE_SPM = 60
#: ... of the last 28 days, today included; fewer minutes than this say nothing yet.
WINDOW_DAYS = 28
ENOUGH_MINUTES = 30
DEFAULT_CADENCE_SPM = 100.0
MINUTE_S = 60.0
#: Minutes are taken as they were measured; bins spread over several minutes (grade D) are not.
MINUTE_GRADES = ("A", "B", "C")


class Cadence(NamedTuple):
    """Steps a minute in walking, (k,), and which of them are the person's own, (k,)."""

    spm: F64
    own: Bool

    def at(self, place: I64) -> Cadence:
        """Those of some places, repeated at will."""
        return Cadence(self.spm[place], self.own[place])


class Walked(NamedTuple):
    """Minutes with as many steps as walking has, (n,) each: day number, minute, steps."""

    day: I64
    minute_utc: I64
    steps: F64


def walked_before(
    db: sqlite3.Connection, first_minute: int, last_minute: int, day_start_min: int
) -> Walked:
    """Those of a span, the last minute not included, by the choice of source that is stored.

    Few minutes of a day are walked: this costs a fraction of loading all of them. CROSS JOIN has
    SQLite begin with the few imports of the span instead of all their minutes.
    """
    rows = db.execute(
        f"""SELECT minute_utc, utc_offset_min, m.steps FROM counted_import i
            CROSS JOIN minute m ON m.import_id = i.id
            WHERE i.first_utc < ? AND i.last_utc >= ? AND minute_utc >= ? AND minute_utc < ?
            AND hidden IS NULL AND m.steps >= {WALKING_CADENCE_SPM}
            AND grade IN ({", ".join("?" * len(MINUTE_GRADES))})""",
        (last_minute * 60, first_minute * 60, first_minute, last_minute, *MINUTE_GRADES),
    ).fetchall()
    minute, offset, steps = np.array(rows, dtype=np.float64).reshape(-1, 3).T
    whole = minute.astype(np.int64)
    return Walked(local_days(whole, offset, day_start_min), whole, steps)


def walked_of(day_of: I64, best: Minutes) -> Walked:
    """Those of the best minutes. day_of: (n,) day number of each."""
    fine = np.array([row.grade in MINUTE_GRADES for row in best.imports] or [False])
    steps = best.values["steps"]
    rows = (steps >= WALKING_CADENCE_SPM) & fine[best.import_index]
    return Walked(day_of[rows], best.minute_utc[rows], steps[rows])


def cadence_of_days(walked: Walked, wanted: I64) -> Cadence:
    """That of each of the wanted days; the person's own, where it is seen, narrows it.

    walked: of these days and the WINDOW_DAYS before. wanted: (k,) day numbers.
    """
    result = np.full(len(wanted), DEFAULT_CADENCE_SPM)
    own = np.zeros(len(wanted), bool)
    order = np.argsort(walked.minute_utc, kind="stable")
    order = order[_inside_walks(walked.minute_utc[order])]
    days, steps = walked.day[order], walked.steps[order]
    order = np.argsort(days, kind="stable")  # a clock that moves takes a minute to another day
    days, steps = days[order], steps[order]
    starts = np.searchsorted(days, wanted - WINDOW_DAYS, side="right")
    stops = np.searchsorted(days, wanted, side="right")
    for place, (start, stop) in enumerate(zip(starts, stops, strict=True)):
        if stop - start >= ENOUGH_MINUTES:
            result[place] = np.median(steps[start:stop])
            own[place] = True
    return Cadence(np.clip(result, SLOWEST_SPM, FASTEST_SPM), own)


def _inside_walks(minute_utc: I64) -> Bool:
    """Which walked minutes, (n,), lie inside a walk: so are the one before and after.

    The first and the last minute of a walk are walked in part, and so is a minute about the house:
    their counts are no cadence, and pull the median down to its floor.
    minute_utc: (n,) rising, no minute twice.
    """
    next_to = np.diff(minute_utc) == 1
    return np.asarray(np.append(False, next_to) & np.append(next_to, False))[: len(minute_utc)]


def walking_from_steps(best: Minutes, cadence_spm: F64) -> tuple[F64, Bool]:
    """Walking seconds (n,), and which of them (n,) had to be worked out from steps.

    A minute with s steps holds min(60, 60 s / c) seconds of walking. A longer bin was spread
    evenly over its minutes, where the same formula adds up to min(bin, 60 s / c).
    cadence_spm: (n,) the person's cadence on the day of each minute.
    """
    walking = best.values["walking_s"]
    derived = np.isnan(walking)
    guessed = spent_s(best.values["steps"], MINUTE_S, cadence_spm)
    return np.where(derived, guessed, walking), derived


def spent_s(steps: F64 | float, length_s: float, spm: F64) -> F64:
    """Seconds that so many steps take at a cadence, never more than the bin is long."""
    return np.asarray(np.minimum(length_s, 60.0 * steps / spm))
