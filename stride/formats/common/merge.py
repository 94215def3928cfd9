"""The files of one export to one table of intervals, so that no walk is counted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from stride.formats.common.words import counted
from stride.types import DayTotal, Intervals, ReadNotes, Recording

if TYPE_CHECKING:
    from stride.types import I64, Bool

EPOCH = date(1970, 1, 1)
COLUMNS = ("start_utc_s", "end_utc_s", "utc_offset_min", "steps", "walking_s")


def local_days(intervals: Intervals) -> I64:
    """The local day of each row, (n,) days since the epoch."""
    import numpy as np

    local = intervals.start_utc_s + intervals.utc_offset_min.astype(np.int32) * 60
    return np.floor_divide(local, 86400, out=local).astype(np.int64)


def merged(results: list[tuple[int, Recording | Intervals]]) -> Recording | Intervals:
    """One result: each local day from the files of the lowest rank that have it.

    results: (rank, what the file holds). Coarser rows of days that finer files lack become
    totals of the day, because one import has one grade. A vendor's own total stays beside the rows
    of its day: the steps of that day are what it says.
    """
    import numpy as np

    tables = [(rank, found) for rank, found in results if isinstance(found, Intervals)]
    if not tables:
        return results[0][1]
    tables.sort(key=lambda pair: pair[0])
    notes = ReadNotes()
    totals: dict[date, DayTotal] = {}
    coarse: dict[date, DayTotal] = {}
    kept: list[Intervals] = []
    taken: set[int] = set()
    finest = next((table.grade for _, table in tables if len(table.steps)), "D")
    for rank in sorted({rank for rank, _ in tables}):
        same = [table for each, table in tables if each == rank]
        claimed: set[int] = set()
        for table in same:
            days = local_days(table)
            claimed |= set(np.unique(days).tolist())
            rows = _take(table, ~np.isin(days, list(taken))) if taken else table
            if table.grade == finest:
                kept.append(rows)
            else:
                _add_totals(rows, coarse)
        taken |= claimed
        totals = _before(totals, _highest(same))
    said = {day for day, total in totals.items() if total.steps > 0}
    walked = {day for day, total in totals.items() if total.walking_s}
    totals = _before(totals, coarse)  # a vendor's own total goes before a sum of its blocks
    for _, table in tables:
        notes.rows += table.notes.rows
        notes.rows_skipped += table.notes.rows_skipped
        notes.warnings += [text for text in table.notes.warnings if text not in notes.warnings]
    joined = _joined(kept or [tables[0][1]], notes)
    if finest == "D" and walked:
        joined = _take(joined, ~_less_than_said(joined, walked))
    # of a day with rows, only another number of steps of the vendor's own says something more
    seen = _steps_by_day(joined)
    rest = {
        day
        for day in totals
        if day not in seen or (day in said and abs(seen[day] - totals[day].steps) >= 0.5)
    }
    return replace(joined, day_totals=tuple(totals[day] for day in sorted(rest)), notes=notes)


def _before(first: dict[date, DayTotal], second: dict[date, DayTotal]) -> dict[date, DayTotal]:
    """Totals of two kinds of files, the first going before the second unless it counted nothing."""
    some = {day: total for day, total in first.items() if total.steps > 0 or total.walking_s}
    return first | second | some


def _less_than_said(table: Intervals, walked: set[date]) -> Bool:
    """Coarse rows without a walking time, (n,), of days of which the vendor tells one."""
    import numpy as np

    days = [(day - EPOCH).days for day in walked]
    found: Bool = np.isnan(table.walking_s) & np.isin(local_days(table), days)
    return found


def _steps_by_day(table: Intervals) -> dict[date, float]:
    import numpy as np

    days = local_days(table)
    if not len(days):
        return {}
    first = int(days.min())
    days -= first  # counted, not sorted: millions of rows
    sums = np.bincount(days, weights=table.steps)
    found = np.flatnonzero(np.bincount(days))
    return {EPOCH + timedelta(days=first + day): float(sums[day]) for day in found.tolist()}


def _highest(tables: list[Intervals]) -> dict[date, DayTotal]:
    """The totals of several files of one kind; of a day given twice the later export knows more."""
    found: dict[date, DayTotal] = {}
    for table in tables:
        for total in table.day_totals:
            if total.date not in found or total.steps > found[total.date].steps:
                found[total.date] = total
    return found


def _take(table: Intervals, mask: object) -> Intervals:
    return replace(table, **{name: getattr(table, name)[mask] for name in COLUMNS})


def _add_totals(table: Intervals, totals: dict[date, DayTotal]) -> None:
    import numpy as np

    days = local_days(table)
    for day in np.unique(days).tolist():
        rows = days == day
        known = ~np.isnan(table.walking_s[rows])
        walking = float(table.walking_s[rows][known].sum()) if known.all() else None
        when = EPOCH + timedelta(days=day)
        totals.setdefault(when, DayTotal(when, float(table.steps[rows].sum()), walking))


def _joined(tables: list[Intervals], notes: ReadNotes) -> Intervals:
    """Rows of several tables in time order; a row that two files repeat is kept once."""
    import numpy as np

    some = [table for table in tables if len(table.steps)] or tables[:1]
    whole = some[0] if len(some) == 1 else _one_after_another(some)
    if (whole.start_utc_s[1:] > whole.start_utc_s[:-1]).all():
        return whole
    # the larger of two counts of one interval last: a growing export knows more
    order = np.lexsort((whole.steps, whole.end_utc_s, whole.start_utc_s))
    whole = _take(whole, order)
    last = np.ones(len(whole.steps), bool)
    last[:-1] = (np.diff(whole.start_utc_s) != 0) | (np.diff(whole.end_utc_s) != 0)
    repeated = int((~last).sum())
    if repeated:
        notes.warnings.append(f"Left out {counted(repeated, 'interval')} that several files hold.")
    return _take(whole, last) if repeated else whole


def _one_after_another(tables: list[Intervals]) -> Intervals:
    import numpy as np

    columns: dict[str, Any] = {
        name: np.concatenate([getattr(t, name) for t in tables]) for name in COLUMNS
    }
    return replace(tables[0], **columns)
