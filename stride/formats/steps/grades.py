"""Intervals of which some days are by the minute and some in longer bins to one grade for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from stride.formats.late import np
from stride.formats.steps.files import EPOCH, add_totals, days_of, take
from stride.formats.steps.intervals import FINE_S, FINE_SHARE
from stride.formats.words import counted

if TYPE_CHECKING:
    from datetime import date

    from stride.types import F64, I64, DayTotal, Intervals


def graded_by_day(found: Intervals) -> Intervals:
    """The rows of days by the minute (grade C); days in longer bins as totals (grade D).

    One import has one grade: where most days are in longer bins, all rows stay as they are.
    """
    days, place = np.unique(days_of(found), return_inverse=True)
    short = found.end_utc_s - found.start_utc_s <= FINE_S
    fine = _sums(place, found.steps * short) >= FINE_SHARE * _sums(place, found.steps)
    if fine.all() or 2 * int(fine.sum()) < len(days):
        return found
    totals: dict[date, DayTotal] = {}
    add_totals(take(found, ~fine[place]), totals)
    coarse = int((~fine).sum())
    found.notes.warnings.append(
        f"{counted(coarse, 'day')} (the first {_day(days[~fine][0])}) in intervals longer than a "
        "minute: only the total of each counts."
    )
    said = {total.date: total for total in found.day_totals}
    both = tuple(sorted((totals | said).values(), key=lambda total: total.date))
    return replace(take(found, fine[place]), grade="C", day_totals=both)


def _sums(place: I64, values: F64) -> F64:
    return np.asarray(np.bincount(place, weights=values), np.float64)


def _day(day: int) -> str:
    return str(EPOCH + timedelta(days=int(day)))
