"""Turns the best minutes into days: local dates, walking worked out from steps, validity.

Days are a cache of sums: ``rebuild`` computes them anew from minutes, bouts, totals and walks by
hand for the dates that a change touched (store/change.py), in the transaction that touched them.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from stride.store.best import (
    Fresh,
    ImportRow,
    Minutes,
    choose,
    keep_choice,
    load_imports,
    load_parts,
    local_days,
)
from stride.store.bounds import bounds
from stride.store.by_hand import add_walks, load_walks
from stride.store.cadence import (
    WINDOW_DAYS,
    Cadence,
    Walked,
    cadence_of_days,
    walked_before,
    walked_of,
    walking_from_steps,
)
from stride.store.coarse import same_walks
from stride.store.draft import COARSE, GRADES, SUMMED, DayDraft
from stride.store.rules import WALKED_MINUTE_S, WALKING_MINUTE_STEPS
from stride.store.totals import add_totals
from stride.store.validity import judge
from stride.types import EPOCH

if TYPE_CHECKING:
    from stride.types import F64, I64, Bool, MinuteTable

#: Days worked on at a time, so that years of minutes do not have to fit into memory.
BLOCK_DAYS = 160
#: More days than an import of one or two touches.
MANY_DAYS = 40
#: Rows worked on at a time where copies of millions would be heavy.
BLOCK_ROWS = 1 << 17


def dates_of_table(table: MinuteTable, day_start_min: int) -> set[date]:
    """The local dates of a table that need not be stored yet."""
    days: set[int] = set()
    for start in range(0, len(table.minute_utc), BLOCK_ROWS):
        part = slice(start, start + BLOCK_ROWS)
        offset = table.utc_offset_min[part].astype(np.float64)
        numbers = local_days(table.minute_utc[part], offset, day_start_min)
        days |= set(numbers[np.diff(numbers, prepend=-(2**31)) != 0].tolist())
    return {EPOCH + timedelta(days=day) for day in days} | {t.date for t in table.day_totals}


def rebuild(
    db: sqlite3.Connection, dates: set[date], day_start_min: int, fresh: Fresh | None = None
) -> None:
    """Compute the days of ``dates`` anew, and those after them that lean on their cadence.

    fresh: minutes just written, by import, which need not be read back.
    """
    if not dates:
        return
    numbers = {(day - EPOCH).days for day in dates}
    # the day before too: a bin across midnight may be hidden by minutes on either side
    wanted = sorted({n + shift for n in numbers for shift in range(-1, WINDOW_DAYS)})
    start = 0
    while start < len(wanted):
        stop = start
        while stop < len(wanted) and wanted[stop] - wanted[start] < BLOCK_DAYS:
            stop += 1
        block = np.array(wanted[start:stop], dtype=np.int64)
        _rebuild_block(db, block, day_start_min, fresh)
        start = stop


def rebuild_all(db: sqlite3.Connection, day_start_min: int) -> set[date]:
    """Compute every day anew; the dates looked at."""
    spans = db.execute(
        """SELECT min(minute_utc / 1440), max(minute_utc / 1440) FROM minute
           UNION ALL SELECT min(start_utc / 86400), max((start_utc + duration_s) / 86400)
           FROM manual_walk"""
    ).fetchall()
    dates = {date.fromisoformat(row[0]) for row in db.execute("SELECT date FROM day_total")}
    for first, last in spans:
        if first is not None:
            dates |= {EPOCH + timedelta(days=n) for n in range(first - 1, last + 2)}
    db.execute("DELETE FROM day")
    rebuild(db, dates, day_start_min)
    return dates


def _rebuild_block(
    db: sqlite3.Connection, wanted: I64, day_start_min: int, fresh: Fresh | None
) -> None:
    # Offsets reach from -12 to +14 hours: take a day more on either side; and of many days those
    # before too, which costs less then than to ask for their walked minutes.
    lead = WINDOW_DAYS if len(wanted) > MANY_DAYS else 0
    first = int(wanted[0] - 1 - lead) * 1440
    last = int(wanted[-1] + 2) * 1440 + day_start_min
    imports = load_imports(db, first, last)
    best = _chosen(db, imports, (first, last), wanted, (day_start_min, fresh))
    day_of = local_days(best.minute_utc, best.values["utc_offset_min"], day_start_min)
    left_out = discarded(db)
    counts = ~np.isin(day_of, left_out)
    best, day_of = _only(best, counts), day_of[counts]
    before = walked_before(db, first - (WINDOW_DAYS - lead) * 1440, first, day_start_min)
    walked = _joined(before, walked_of(day_of, best), left_out)
    cadence = cadence_of_days(walked, wanted)
    at = np.searchsorted(wanted, day_of)
    inside = (at < len(wanted)) & (wanted[np.minimum(at, len(wanted) - 1)] == day_of)
    best, at = _only(best, inside), at[inside]
    days = _sums(best, at, wanted, cadence)
    _add_longest(db, best, at, days, (first, last))
    add_walks(load_walks(db, first, last), best, days, day_start_min)
    add_totals(db, days, cadence, by_midnight=day_start_min == 0)
    _write(db, days, {EPOCH + timedelta(days=number) for number in left_out})


def _joined(before: Walked, here: Walked, left_out: list[int]) -> Walked:
    """Walked minutes of two spans, without the days that are left out."""
    day, minute, steps = (np.concatenate(pair) for pair in zip(before, here, strict=True))
    counts = ~np.isin(day, left_out)
    return Walked(day[counts], minute[counts], steps[counts])


def _chosen(
    db: sqlite3.Connection,
    imports: tuple[ImportRow, ...],
    span: tuple[int, int],
    wanted: I64,
    how: tuple[int, Fresh | None],
) -> Minutes:
    """The minutes that count in a span; for those of the wanted days the choice is kept."""
    day_start_min, fresh = how
    parts = load_parts(db, imports, span, fresh)
    best, marks = choose(parts, same_walks(parts, imports), imports)
    inside = []
    for part in parts:
        minute, offset = part.values["minute_utc"].astype(np.int64), part.values["utc_offset_min"]
        inside.append(np.isin(local_days(minute, offset, day_start_min), wanted))
    keep_choice(db, imports, (parts, marks), inside)
    return best


def _only(best: Minutes, keep: Bool) -> Minutes:
    values = {name: column[keep] for name, column in best.values.items()}
    return Minutes(values, best.import_index[keep], best.imports)


def _sums(best: Minutes, at: I64, wanted: I64, cadence: Cadence) -> list[DayDraft]:
    count = len(wanted)
    pace = cadence.at(at)
    walking, derived = walking_from_steps(best, pace.spm)

    def total(values: F64) -> list[float]:
        sums = np.bincount(at, weights=np.nan_to_num(values), minlength=count)
        return [float(value) for value in sums]

    grade = np.array([row.grade for row in best.imports] or [COARSE])[best.import_index]
    steps, wear = total(best.values["steps"]), total(best.values["wear_s"])
    summed = {name: total(best.values[name]) for name in SUMMED}
    allowed = np.array([row.best_grade for row in best.imports] or [COARSE])[best.import_index]
    by_grade = {
        g: total(np.where(allowed == g, walking, 0.0)) for g in GRADES if (allowed == g).any()
    }
    below, above = (total(side) for side in bounds(best, walking, derived, pace))
    estimated = total(np.where(derived & (grade == COARSE), walking, 0.0))
    from_steps = total(np.where(derived & (grade != COARSE), walking, 0.0))
    hours = _hours(best, at, walking, count)
    worn = np.bincount(at, weights=best.knows_wear, minlength=count) > 0
    seen = np.bincount(at, minlength=count) > 0
    days = [
        DayDraft(
            date=EPOCH + timedelta(days=int(wanted[place])),
            seen=bool(seen[place]),
            steps=steps[place],
            by_grade={g: column[place] for g, column in by_grade.items() if column[place]},
            below_s=below[place],
            above_s=above[place],
            from_steps_s=from_steps[place],
            estimated_s=estimated[place],
            wear_s=wear[place] if worn[place] else None,
            seconds={name: column[place] for name, column in summed.items()},
            hours_s=hours[place].tolist(),
        )
        for place in range(count)
    ]
    judge(best, at, days)
    return days


def _hours(best: Minutes, at: I64, walking: F64, count: int) -> F64:
    clock_min = best.minute_utc + best.values["utc_offset_min"].astype(np.int64)
    cell = at * 24 + (clock_min % 1440) // 60
    table = np.bincount(cell, weights=walking, minlength=count * 24).astype(np.float64)
    return table.reshape(count, 24)


def _add_longest(
    db: sqlite3.Connection,
    best: Minutes,
    at: I64,
    days: list[DayDraft],
    span: tuple[int, int],
) -> None:
    """The longest walk: the longest bout that counts, or run of walking minutes of steps."""
    minute = best.minute_utc
    ids = np.array([row.id for row in best.imports] or [0])[best.import_index]
    bouts = db.execute(
        "SELECT import_id, start_utc / 60, duration_s FROM bout WHERE start_utc BETWEEN ? AND ?",
        (span[0] * 60, span[1] * 60),
    ).fetchall()
    longest = np.zeros(len(days))
    if bouts and len(minute):
        table = np.array(bouts, dtype=np.int64)
        place = np.minimum(np.searchsorted(minute, table[:, 1]), len(minute) - 1)
        counts = (minute[place] == table[:, 1]) & (ids[place] == table[:, 0])
        np.maximum.at(longest, at[place][counts], table[counts, 2].astype(np.float64))
    run_day, run_min = _step_runs(best, at)
    np.maximum.at(longest, run_day, run_min * 60.0)
    for day, length_s in zip(days, longest.tolist(), strict=True):
        day.longest_walk_s = length_s


def _step_runs(best: Minutes, at: I64) -> tuple[I64, I64]:
    """Day and length in minutes of every run of walking minutes of steps."""
    walked = best.values["steps"] >= WALKING_MINUTE_STEPS
    walked |= best.values["walking_s"] >= WALKED_MINUTE_S  # NaN: the export does not say
    fits = ~best.knows_wear & walked
    minute, day = best.minute_utc[fits], at[fits]
    if not len(minute):
        return minute, day
    breaks = np.flatnonzero((np.diff(minute) != 1) | (np.diff(day) != 0))
    first = np.concatenate([[0], breaks + 1])
    last = np.concatenate([breaks, [len(minute) - 1]])
    return day[first], minute[last] - minute[first] + 1


def discarded(db: sqlite3.Connection) -> list[int]:
    """The days that the person left out, as days since 1970."""
    rows = db.execute("SELECT date FROM discarded_day")
    return [(date.fromisoformat(row[0]) - EPOCH).days for row in rows]


def _write(db: sqlite3.Connection, days: list[DayDraft], left_out: set[date]) -> None:
    """The days anew. left_out: those that are none, whatever was seen on them."""
    db.executemany("DELETE FROM day WHERE date = ?", [(str(day.date),) for day in days])
    table = [_as_row(day) for day in days if day.seen and day.date not in left_out]
    if table:
        names = ", ".join(table[0])
        marks = ", ".join(f":{name}" for name in table[0])
        db.executemany(f"INSERT INTO day ({names}) VALUES ({marks})", table)


def _as_row(day: DayDraft) -> dict[str, Any]:
    grade, estimate = day.grade_and_estimate()
    return {
        "date": str(day.date),
        "walking_s": day.walking_s,
        "steps": day.steps,
        **day.seconds,
        "from_steps_s": day.from_steps_s,
        "estimated_s": day.estimated_s,
        "manual_s": day.manual_s,
        "below_s": min(day.below_s, day.walking_s - day.manual_s),
        "above_s": day.above_s,
        "longest_walk_s": day.longest_walk_s,
        "grade": grade,
        "valid": int(day.valid),
        "estimate": int(estimate),
        "wear_s": day.wear_s,
        "hours_s": ",".join(f"{value:.6g}" for value in day.hours_s),
        "sources": "\n".join(day.sources),
    }
