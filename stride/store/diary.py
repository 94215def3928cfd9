"""Writes down what a person decides or reports: rest days, goal changes, pain, walks by hand.

``db`` is always inside a transaction of ``connect.writing``.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import NamedTuple

from stride.types import GoalChange, Pain

ONE_DAY = timedelta(days=1)


def add_rest(
    db: sqlite3.Connection, first: date, last: date, written_utc: str, remove: bool = False
) -> list[date]:
    """Mark every day from ``first`` to ``last`` as a rest day, or take the mark away."""
    days = [first + ONE_DAY * shift for shift in range((last - first).days + 1)]
    if remove:
        db.executemany("DELETE FROM rest_day WHERE date = ?", [(str(day),) for day in days])
    else:
        db.executemany(
            "INSERT OR IGNORE INTO rest_day (date, written_utc) VALUES (?, ?)",
            [(str(day), written_utc) for day in days],
        )
    return days


def add_goal_change(db: sqlite3.Connection, change: GoalChange, written_utc: str) -> None:
    """Keep a decision about the goal."""
    db.execute(
        "INSERT INTO goal_change (date, kind, minutes, written_utc) VALUES (?, ?, ?, ?)",
        (str(change.date), change.kind, change.minutes, written_utc),
    )


def add_pain(db: sqlite3.Connection, pain: Pain, written_utc: str) -> None:
    """Keep a day's pain; a second entry for a day replaces the first."""
    db.execute(
        "INSERT INTO pain (date, score, note, written_utc) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (date) DO UPDATE SET score = excluded.score, note = excluded.note,"
        " written_utc = excluded.written_utc",
        (str(pain.date), pain.score, pain.note, written_utc),
    )


class ManualWalk(NamedTuple):
    """A walk by hand: when it began, the clock there, and how long it was."""

    start_utc_s: int
    utc_offset_min: int
    duration_s: int


def add_manual_walk(db: sqlite3.Connection, walk: ManualWalk, written_utc: str) -> date:
    """Keep a walk by hand and compute its days anew; the local date it began on.

    Minutes that a worn sensor or an export with steps saw are not added to the day.
    """
    db.execute(
        "INSERT INTO manual_walk (start_utc, utc_offset_min, duration_s, written_utc)"
        " VALUES (?, ?, ?, ?)",
        (*walk, written_utc),
    )
    return _rebuild_days_of(db, walk)


def remove_manual_walk(db: sqlite3.Connection, walk: ManualWalk) -> date | None:
    """Forget a walk by hand that began in that minute; None when there is no such walk."""
    found = db.execute(
        "SELECT id FROM manual_walk WHERE start_utc / 60 = ? AND duration_s = ? ORDER BY id DESC",
        (walk.start_utc_s // 60, walk.duration_s),
    ).fetchone()
    if found is None:
        return None
    db.execute("DELETE FROM manual_walk WHERE id = ?", found)
    return _rebuild_days_of(db, walk)


def _rebuild_days_of(db: sqlite3.Connection, walk: ManualWalk) -> date:
    from stride.store.days import rebuild, rebuild_all
    from stride.store.reader import day_start_of

    day_start_min = day_start_of(db)
    if day_start_min is None:
        rebuild_all(db, 0)
        day_start_min = 0
    first, last = (
        _local_date(instant, walk.utc_offset_min, day_start_min)
        for instant in (walk.start_utc_s, walk.start_utc_s + walk.duration_s)
    )
    rebuild(db, {first, last}, day_start_min)
    return first


def _local_date(instant_s: int, offset_min: int, day_start_min: int) -> date:
    return date(1970, 1, 1) + timedelta(days=(instant_s // 60 + offset_min - day_start_min) // 1440)
