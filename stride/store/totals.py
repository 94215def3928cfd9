"""Daily totals of vendors beside the minutes: which of them a day shows."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from stride.store.draft import BY_HAND, COARSE, SUMMED, DayDraft
from stride.store.validity import MOST_STEPS, VALID_STEPS

if TYPE_CHECKING:
    from stride.types import F64

DAY_S = 86400.0
#: Minutes that hold this much of their vendor's total are the day; with less, most is missing.
MINUTES_SHARE = 0.9


def add_totals(
    db: sqlite3.Connection, days: list[DayDraft], cadence_spm: F64, *, by_midnight: bool
) -> None:
    """Daily totals: the steps of a day of their own source, and days where nothing better is.

    cadence_spm: (k,) of each day. by_midnight: whether days begin where the vendors begin them.
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
            if walking_s is None:
                walking_s = min(DAY_S, steps / cadence_spm[place] * 60)
            _stand_in(days[place], steps, float(walking_s), source)


def _adopt(day: DayDraft, source: str, steps: float) -> None:
    """The steps of a day that one source alone saw are what its vendor says they are."""
    most = day.steps >= MINUTES_SHARE * steps or day.valid
    if steps > 0 and most and set(day.sources) - {BY_HAND} == {source}:
        day.steps = steps


def _stand_in(day: DayDraft, steps: float, walking_s: float, source: str) -> None:
    """The total for a day that has no valid minutes and fewer steps."""
    nothing = steps == 0 and not walking_s  # a vendor's zero is shown where nobody saw more
    if day.valid or day.steps >= max(steps, 1) or (nothing and day.seen):
        return
    by_hand = BY_HAND in day.sources
    day.seen, day.steps, day.valid = True, steps, VALID_STEPS <= steps <= MOST_STEPS
    # who wrote a walk down by hand may have carried the vendor's device on it
    day.estimated_s = max(walking_s - day.manual_s, 0.0)
    day.by_grade = {COARSE: day.estimated_s}
    day.from_steps_s, day.main_grade, day.wear_s = 0.0, COARSE, None
    day.sources = (source, BY_HAND) if by_hand else (source,)
    day.seconds = dict.fromkeys(SUMMED, 0.0)
