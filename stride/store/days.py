"""Turns the best minutes into days: local dates, walking worked out from steps, validity.

Days are a cache of sums: ``rebuild`` computes them anew from minutes, bouts, totals and walks by
hand for the dates an import or a correction touched, in the transaction that touched them.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from stride.store.best import Fresh, ImportRow, Minutes, load_best, load_imports
from stride.store.cadence import WINDOW_DAYS, cadence_of_days, walking_from_steps
from stride.store.coarse import hide_seen
from stride.store.schema import WORN_MINUTE_S
from stride.store.totals import EPOCH, SUMMED, add_totals, number
from stride.store.validity import judge

if TYPE_CHECKING:
    from stride.types import F64, I64, Bool

#: Days worked on at a time, so that years of minutes do not have to fit into memory.
BLOCK_DAYS = 160


def local_dates(minute_utc: I64, offset_min: F64, day_start_min: int) -> I64:
    """(n,) days since 1970-01-01 of the local day that each minute belongs to."""
    local = minute_utc + offset_min.astype(np.int64) - day_start_min
    days: I64 = local // 1440
    return days


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
    imports = load_imports(db)
    manual = db.execute("SELECT start_utc, utc_offset_min, duration_s FROM manual_walk").fetchall()
    start = 0
    while start < len(wanted):
        stop = start
        while stop < len(wanted) and wanted[stop] - wanted[start] < BLOCK_DAYS:
            stop += 1
        block = np.array(wanted[start:stop], dtype=np.int64)
        _rebuild_block(db, (imports, fresh), manual, block, day_start_min)
        start = stop


def rebuild_all(db: sqlite3.Connection, day_start_min: int) -> None:
    """Compute every day anew: after a change of the day's start or of the order of sources."""
    db.execute(
        "INSERT INTO meta (key, value) VALUES ('day_start_min', ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (str(day_start_min),),
    )
    spans = db.execute(
        """SELECT min(minute_utc / 1440), max(minute_utc / 1440) FROM minute
           UNION ALL SELECT min(start_utc / 86400), max(start_utc / 86400) FROM manual_walk"""
    ).fetchall()
    known = {date.fromisoformat(row[0]) for row in db.execute("SELECT date FROM day_total")}
    for first, last in spans:
        if first is not None:
            known |= {EPOCH + timedelta(days=n) for n in range(first - 1, last + 2)}
    db.execute("DELETE FROM day")
    rebuild(db, known, day_start_min)


def _rebuild_block(
    db: sqlite3.Connection,
    known: tuple[tuple[ImportRow, ...], Fresh | None],
    manual: list[tuple[int, int, int]],
    wanted: I64,
    day_start_min: int,
) -> None:
    # Offsets reach from -12 to +14 hours: take a day more on either side, and the cadence window.
    first = int(wanted[0] - WINDOW_DAYS - 1) * 1440
    last = int(wanted[-1] + 2) * 1440 + day_start_min
    imports, _ = known
    fresh = hide_seen(db, known, wanted, day_start_min)
    best = load_best(db, imports, first, last, fresh)
    day_of = local_dates(best.minute_utc, best.values["utc_offset_min"], day_start_min)
    cadence = cadence_of_days(day_of, best, wanted)
    at = np.searchsorted(wanted, day_of)
    inside = (at < len(wanted)) & (wanted[np.minimum(at, len(wanted) - 1)] == day_of)
    best = _only(best, inside)
    at = at[inside]
    rows = _sums(best, at, wanted, cadence)
    _add_longest(db, best, at, rows, (first, last))
    _add_manual(manual, best, wanted, rows, day_start_min)
    add_totals(db, wanted, rows, cadence, by_midnight=day_start_min == 0)
    _write(db, wanted, rows)


def _only(best: Minutes, keep: Bool) -> Minutes:
    values = {name: column[keep] for name, column in best.values.items()}
    return Minutes(values, best.import_index[keep], best.imports)


def _sums(best: Minutes, at: I64, wanted: I64, cadence: F64) -> list[dict[str, object]]:
    count = len(wanted)
    walking, derived = walking_from_steps(best, cadence[at])

    def total(values: F64) -> F64:
        return np.bincount(at, weights=np.nan_to_num(values), minlength=count).astype(np.float64)

    sums = {name: total(best.values[name]) for name in ("steps", *SUMMED)}
    sums["walking_s"] = total(walking)
    wear = total(best.values["wear_s"])
    coarse = np.array([row.grade == "D" for row in best.imports] or [False])
    guessed = total(np.where(derived & coarse[best.import_index], walking, 0.0))
    hours = _hours(best, at, walking, count)
    worn = np.bincount(at, weights=best.knows_wear, minlength=count) > 0
    seen = np.bincount(at, minlength=count) > 0
    rows: list[dict[str, object]] = []
    for place in range(count):
        row: dict[str, object] = {name: float(column[place]) for name, column in sums.items()}
        row["wear_s"] = float(wear[place]) if worn[place] else None
        row["seen"] = bool(seen[place])
        row["estimate"] = bool(guessed[place] > 0)
        row["hours"] = hours[place]
        row["longest_walk_s"] = row["manual_s"] = 0.0
        rows.append(row)
    judge(best, at, walking, rows)
    return rows


def _hours(best: Minutes, at: I64, walking: F64, count: int) -> F64:
    clock_min = best.minute_utc + best.values["utc_offset_min"].astype(np.int64)
    cell = at * 24 + (clock_min % 1440) // 60
    table = np.bincount(cell, weights=walking, minlength=count * 24).astype(np.float64)
    return table.reshape(count, 24)


def _add_longest(
    db: sqlite3.Connection,
    best: Minutes,
    at: I64,
    rows: list[dict[str, object]],
    span: tuple[int, int],
) -> None:
    """The longest walk: the longest bout that counts, or run of walking minutes of steps."""
    minute = best.minute_utc
    ids = np.array([row.id for row in best.imports] or [0])[best.import_index]
    bouts = db.execute(
        "SELECT import_id, start_utc / 60, duration_s FROM bout WHERE start_utc BETWEEN ? AND ?",
        (span[0] * 60, span[1] * 60),
    ).fetchall()
    longest = np.zeros(len(rows))
    if bouts and len(minute):
        table = np.array(bouts, dtype=np.int64)
        place = np.minimum(np.searchsorted(minute, table[:, 1]), len(minute) - 1)
        counts = (minute[place] == table[:, 1]) & (ids[place] == table[:, 0])
        np.maximum.at(longest, at[place][counts], table[counts, 2].astype(np.float64))
    run_day, run_min = _step_runs(best, at)
    np.maximum.at(longest, run_day, run_min * 60.0)
    for row, length_s in zip(rows, longest.tolist(), strict=True):
        row["longest_walk_s"] = length_s


def _step_runs(best: Minutes, at: I64) -> tuple[I64, I64]:
    """Day and length in minutes of every run of walking minutes of steps."""
    from stride.store.reader import WALKING_MINUTE_STEPS

    fits = ~best.knows_wear & (best.values["steps"] >= WALKING_MINUTE_STEPS)
    minute, day = best.minute_utc[fits], at[fits]
    if not len(minute):
        return minute, day
    breaks = np.flatnonzero((np.diff(minute) != 1) | (np.diff(day) != 0))
    first = np.concatenate([[0], breaks + 1])
    last = np.concatenate([breaks, [len(minute) - 1]])
    return day[first], minute[last] - minute[first] + 1


def _add_manual(
    manual: list[tuple[int, int, int]],
    best: Minutes,
    wanted: I64,
    rows: list[dict[str, object]],
    day_start_min: int,
) -> None:
    """Walks by hand, second by second, left out where a worn sensor or steps saw the minute."""
    watching = ~(best.values["wear_s"] < WORN_MINUTE_S)  # NaN: a minute with steps was seen
    seen = set(best.minute_utc[watching].tolist())
    for start, offset, length in manual:
        for minute in range(start // 60, (start + length - 1) // 60 + 1):
            if minute in seen:
                continue
            seen.add(minute)  # two walks by hand at the same time are one
            day = (minute + offset - day_start_min) // 1440
            place = int(np.searchsorted(wanted, day))
            if place < len(wanted) and wanted[place] == day:
                spent = min(start + length, minute * 60 + 60) - max(start, minute * 60)
                _add_manual_minute(rows[place], spent, (minute + offset) % 1440 // 60, length)


def _add_manual_minute(row: dict[str, object], spent_s: int, hour: int, length_s: int) -> None:
    row["walking_s"] = number(row["walking_s"]) + spent_s
    row["manual_s"] = number(row["manual_s"]) + spent_s
    row["hours"][hour] += spent_s  # type: ignore[index]
    row["longest_walk_s"] = max(number(row["longest_walk_s"]), float(length_s))
    if not row["seen"]:
        row.update(seen=True, grade="D", valid=False, estimate=True, sources=["by hand"])
    elif "by hand" not in row["sources"]:  # type: ignore[operator]
        row["sources"] = [*row["sources"], "by hand"]  # type: ignore[misc]


def _write(db: sqlite3.Connection, wanted: I64, rows: list[dict[str, object]]) -> None:
    dates = [str(EPOCH + timedelta(days=int(day))) for day in wanted]
    db.executemany("DELETE FROM day WHERE date = ?", [(text,) for text in dates])
    table = [_as_row(text, row) for text, row in zip(dates, rows, strict=True) if row["seen"]]
    if table:
        names = ", ".join(table[0])
        marks = ", ".join(f":{name}" for name in table[0])
        db.executemany(f"INSERT INTO day ({names}) VALUES ({marks})", table)


def _as_row(text: str, row: dict[str, object]) -> dict[str, object]:
    kept = {name: row[name] for name in ("walking_s", "steps", *SUMMED, "longest_walk_s")}
    return {
        "date": text,
        **kept,
        "manual_s": row["manual_s"],
        "grade": row["grade"],
        "valid": int(bool(row["valid"])),
        "estimate": int(bool(row["estimate"])),
        "wear_s": row["wear_s"],
        "hours_s": ",".join(f"{value:.6g}" for value in row["hours"]),  # type: ignore[attr-defined]
        "sources": "\n".join(row["sources"]),  # type: ignore[arg-type]
    }
