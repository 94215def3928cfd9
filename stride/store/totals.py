"""Daily totals of vendors beside the minutes: which of them a day shows."""

from __future__ import annotations

import sqlite3

from stride.interval import VENDOR_SHARE, own_pace
from stride.store.bounds import paces
from stride.store.cadence import Cadence, spent_s
from stride.store.draft import BEST, BY_HAND, COARSE, SUMMED, DayDraft
from stride.store.validity import MOST_STEPS, VALID_STEPS

DAY_S = 86400.0
#: Minutes that hold this much of their vendor's total are the day; with less, most is missing.
MINUTES_SHARE = 0.9


def add_totals(
    db: sqlite3.Connection, days: list[DayDraft], cadence: Cadence, *, by_midnight: bool
) -> None:
    """Daily totals: the steps of a day of their own source, and days where nothing better is.

    cadence: (k,) of each day. by_midnight: whether days begin where the vendors begin them.
    """
    totals = db.execute(
        """SELECT t.date, t.steps, t.walking_s, i.source FROM day_total t
           JOIN counted_import i ON i.id = t.import_id WHERE t.date BETWEEN ? AND ?
           ORDER BY t.date, (t.steps > 0 OR t.walking_s > 0), i.source_rank DESC, t.steps,
           i.last_utc, i.sha256 DESC""",
        (str(days[0].date), str(days[-1].date)),
    ).fetchall()
    places = {str(day.date): place for place, day in enumerate(days)}
    for text, steps, _, source in totals:
        if by_midnight and text in places:
            _adopt(days[places[text]], source, steps)
    best = {row[0]: row[1:] for row in totals}  # the last of a date is the best one
    for text, (steps, walking_s, source) in best.items():
        if text in places:
            place = places[text]
            _stand_in(days[place], steps, _walking(steps, walking_s, cadence, place), source)


def _walking(
    steps: float, vendors_s: float | None, cadence: Cadence, place: int
) -> tuple[float, float, float]:
    """The walking seconds of a total, at least, most likely and at most.

    vendors_s: the vendor's own, None where it gives none.
    """
    if vendors_s is not None:
        return (1 - VENDOR_SHARE) * vendors_s, float(vendors_s), (1 + VENDOR_SHARE) * vendors_s
    slowest, fastest = paces(cadence, own_pace(longer=True))
    least, likely, most = (
        float(spent_s(steps, DAY_S, spm[place])) for spm in (fastest, cadence.spm, slowest)
    )
    return least, likely, most


def _adopt(day: DayDraft, source: str, steps: float) -> None:
    """The steps of a day that one source alone saw are what its vendor says they are."""
    most = day.steps >= MINUTES_SHARE * steps or day.valid
    if steps > 0 and most and set(day.sources) - {BY_HAND} == {source}:
        day.steps = steps


def _stand_in(
    day: DayDraft, steps: float, walking_s: tuple[float, float, float], source: str
) -> None:
    """The total for a day that has no valid minutes and fewer steps.

    walking_s: at least, most likely and at most.
    """
    nothing = steps == 0 and not walking_s[1]  # a vendor's zero is shown where nobody saw more
    if day.valid or day.steps >= max(steps, 1) or (nothing and day.seen):
        return
    by_hand = BY_HAND in day.sources
    day.seen, day.steps, day.valid = True, steps, VALID_STEPS <= steps <= MOST_STEPS
    # who wrote a walk down by hand may have carried the vendor's device on it
    least, likely, most = (max(each - day.manual_s, 0.0) for each in walking_s)
    day.estimated_s, day.by_grade = likely, {BEST: likely}
    day.below_s, day.above_s = likely - least, most - likely
    day.from_steps_s, day.main_grade, day.wear_s = 0.0, COARSE, None
    day.sources = (source, BY_HAND) if by_hand else (source,)
    day.seconds = dict.fromkeys(SUMMED, 0.0)
