"""The files of one export to one table of intervals, so that no walk is counted twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from stride.formats.late import np
from stride.formats.steps.devices import one_source_a_cluster
from stride.formats.steps.intervals import FINE_S, FINE_SHARE
from stride.formats.steps.rows import StepRows, local_days, taken
from stride.formats.words import counted
from stride.types import DayTotal, Intervals, ReadNotes, Recording

if TYPE_CHECKING:
    from datetime import date

    from stride.types import F64, I64, Bool, DayTotal, Intervals


EPOCH = date(1970, 1, 1)
#: The rank of a table that no vendor is known by: its totals do not stand beside a vendor's rows.
LAST = 1000
COLUMNS = ("start_utc_s", "end_utc_s", "utc_offset_min", "steps", "walking_s")


def days_of(intervals: Intervals) -> I64:
    """The local day of each row, (n,) days since the epoch."""
    return local_days(intervals.start_utc_s, intervals.utc_offset_min)


def merged(results: list[tuple[int, Recording | Intervals]]) -> Recording | Intervals:
    """One result: each local day from the files of the lowest rank that have it.

    results: (rank, what the file holds). Coarser rows of days that finer files lack become
    totals of the day, because one import has one grade. A vendor's own total stays beside the rows
    of its day: the steps of that day are what it says.
    """
    tables = [(rank, table) for rank, table in results if isinstance(table, Intervals)]
    if not tables:
        return results[0][1]
    tables.sort(key=lambda pair: pair[0])
    finest = next((table.grade for _, table in tables if len(table.steps)), "D")
    finest_rows, totals, coarse = _by_rank(tables, finest)
    walked = {day for day, total in totals.items() if total.walking_s}
    notes = _notes([table for _, table in tables])
    joined = _joined(finest_rows or [tables[0][1]], notes)
    if finest == "D" and walked:
        joined = take(joined, ~_less_than_said(joined, walked))
    return replace(joined, day_totals=_totals_beside(joined, totals, coarse), notes=notes)


def _by_rank(
    tables: list[tuple[int, Intervals]], finest: str
) -> tuple[list[Intervals], dict[date, DayTotal], dict[date, DayTotal]]:
    """Rows of the finest grade, the vendor's totals, and the sums of coarser rows.

    tables: (rank, table), in order of rank; a day that one rank has is taken from no later one.
    """
    finest_rows: list[Intervals] = []
    totals: dict[date, DayTotal] = {}
    coarse: dict[date, DayTotal] = {}
    claimed: set[int] = set()
    for rank in sorted({rank for rank, _ in tables}):
        same = [table for each, table in tables if each == rank]
        seen: set[int] = set()
        for table in same:
            days = days_of(table)
            seen |= set(np.unique(days).tolist())
            taken_before = np.isin(days, list(claimed))
            rows = take(table, ~taken_before) if taken_before.any() else table
            if table.grade == finest:
                finest_rows.append(rows)
            else:
                add_totals(rows, coarse)
        of_rank = _highest(same)
        if rank >= LAST:
            of_rank = {day: t for day, t in of_rank.items() if (day - EPOCH).days not in claimed}
        claimed |= seen
        totals = _before(totals, of_rank)
    return finest_rows, totals, coarse


def _totals_beside(
    joined: Intervals, totals: dict[date, DayTotal], coarse: dict[date, DayTotal]
) -> tuple[DayTotal, ...]:
    """Totals that say more than the rows: of a day without any, or another number of steps."""
    every = _before(totals, coarse)  # a vendor's own total goes before a sum of its blocks
    seen = _steps_by_day(joined) if every else {}
    stated = {day for day, total in totals.items() if total.steps > 0}
    return tuple(
        every[day]
        for day in sorted(every)
        if day not in seen or (day in stated and abs(seen[day] - every[day].steps) >= 0.5)
    )


def _notes(tables: list[Intervals]) -> ReadNotes:
    """What was read and left out of all files, each warning once."""
    notes = ReadNotes()
    for table in tables:
        notes.rows += table.notes.rows
        notes.rows_skipped += table.notes.rows_skipped
        notes.warnings += [text for text in table.notes.warnings if text not in notes.warnings]
    return notes


def _before(first: dict[date, DayTotal], second: dict[date, DayTotal]) -> dict[date, DayTotal]:
    """Totals of two kinds of files, the first going before the second unless it counted nothing."""
    some = {day: total for day, total in first.items() if total.steps > 0 or total.walking_s}
    return first | second | some


def _less_than_said(table: Intervals, walked: set[date]) -> Bool:
    """Coarse rows without a walking time, (n,), of days of which the vendor tells one."""
    days = [(day - EPOCH).days for day in walked]
    mask: Bool = np.isnan(table.walking_s) & np.isin(days_of(table), days)
    return mask


def _steps_by_day(table: Intervals) -> dict[date, float]:
    days = days_of(table)
    if not len(days):
        return {}
    first = days.min()
    days -= first
    sums, counts = np.bincount(days, weights=table.steps), np.bincount(days)
    seen = np.flatnonzero(counts)
    pairs = zip((seen + first).tolist(), sums[seen].tolist(), strict=True)
    return {EPOCH + timedelta(days=day): steps for day, steps in pairs}


def _highest(tables: list[Intervals]) -> dict[date, DayTotal]:
    """The totals of several files of one kind; of a day given twice the later export knows more."""
    highest: dict[date, DayTotal] = {}
    for table in tables:
        for total in table.day_totals:
            if total.date not in highest or total.steps > highest[total.date].steps:
                highest[total.date] = total
    return highest


def take(table: Intervals, mask: object) -> Intervals:
    """Some rows of a table, by a mask."""
    return replace(table, **{name: taken(getattr(table, name), mask) for name in COLUMNS})


def add_totals(table: Intervals, totals: dict[date, DayTotal]) -> None:
    """The sums of the rows of each day, where no total of it is known."""
    days = days_of(table)
    for day in np.unique(days).tolist():
        rows = days == day
        timed = ~np.isnan(table.walking_s[rows])
        walking = float(table.walking_s[rows][timed].sum()) if timed.all() else None
        when = EPOCH + timedelta(days=day)
        totals.setdefault(when, DayTotal(when, float(table.steps[rows].sum()), walking))


def _joined(tables: list[Intervals], notes: ReadNotes) -> Intervals:
    """Rows of several tables in time order; a walk that two files hold is kept once."""
    some = [table for table in tables if len(table.steps)] or tables[:1]
    if len(some) == 1 and (some[0].start_utc_s[1:] > some[0].start_utc_s[:-1]).all():
        return some[0]
    whole = {name: _concatenated([getattr(table, name) for table in some]) for name in COLUMNS}
    file = np.repeat(np.arange(len(some)), [len(table.steps) for table in some])
    start, end = whole["start_utc_s"], whole["end_utc_s"]
    if not (start[1:] > start[:-1]).all():
        # the larger of two counts of one interval last: a growing export knows more
        order = np.lexsort((whole["steps"], end, start))
        for name in COLUMNS:  # one by one: a second table of all would be as much again
            whole[name] = taken(whole[name], order)
        file = file[order]
        start, end = whole["start_utc_s"], whole["end_utc_s"]
        again = np.append((start[1:] == start[:-1]) & (end[1:] == end[:-1]), False)
        if repeated := int(again.sum()):
            intervals = counted(repeated, "interval")
            notes.warnings.append(f"Left out {intervals} that several files hold.")
            whole = {name: taken(column, ~again) for name, column in whole.items()}
            file = file[~again]
    return replace(tables[0], **_one_file_a_walk(whole, file, notes))


def _one_file_a_walk(whole: dict[str, Any], file: I64, notes: ReadNotes) -> dict[str, Any]:
    """Sorted columns without the rows that overlap those of a file that counted more.

    file: (n,) number of the file.
    """
    rows = StepRows(
        start_s=whole["start_utc_s"],
        end_s=whole["end_utc_s"],
        offset_min=whole["utc_offset_min"],
        steps=whole["steps"],
        walking_s=whole["walking_s"],
        line=file,
    )
    left_out = one_source_a_cluster(rows, file)
    if left_out:
        notes.warnings.append(
            f"Left out {counted(left_out, 'interval')} of one file for an overlap with another; "
            "each walk is taken from the file that counted more."
        )
    columns = (rows.start_s, rows.end_s, rows.offset_min, rows.steps, rows.walking_s)
    return dict(zip(COLUMNS, columns, strict=True))


def _concatenated(columns: list[Any]) -> Any:
    """One column; nothing known of any row takes no memory."""
    if all(np.isnan(column).all() for column in columns):
        return np.broadcast_to(np.nan, (sum(map(len, columns)),))
    return np.concatenate(columns)


def graded_by_day(content: Intervals) -> Intervals:
    """The rows of days by the minute (grade C); days in longer bins as totals (grade D).

    One import has one grade: where most days are in longer bins, all rows stay as they are.
    """
    days, place = np.unique(days_of(content), return_inverse=True)
    short = content.end_utc_s - content.start_utc_s <= FINE_S
    fine = _sums(place, content.steps * short) >= FINE_SHARE * _sums(place, content.steps)
    if fine.all() or 2 * int(fine.sum()) < len(days):
        return content
    totals: dict[date, DayTotal] = {}
    add_totals(take(content, ~fine[place]), totals)
    coarse = int((~fine).sum())
    content.notes.warnings.append(
        f"{counted(coarse, 'day')} (the first {_day(days[~fine][0])}) in intervals longer than a "
        "minute: only the total of each counts."
    )
    stated = {total.date: total for total in content.day_totals}
    both = tuple(sorted((totals | stated).values(), key=lambda total: total.date))
    return replace(take(content, fine[place]), grade="C", day_totals=both)


def _sums(place: I64, values: F64) -> F64:
    return np.asarray(np.bincount(place, weights=values), np.float64)


def _day(day: int) -> str:
    return str(EPOCH + timedelta(days=int(day)))
