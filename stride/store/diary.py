"""Writes down what a person decides or reports: rest days, goal changes, pain, walks by hand.

``db`` is that of a ``change.changing``, which works out the days and wants a line in the journal.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from stride.store.by_hand import ManualWalk
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


def add_manual_walk(db: sqlite3.Connection, parts: list[ManualWalk], written_utc: str) -> None:
    """Keep a walk by hand.

    parts: one, or several that follow each other where the clock changed on the way.
    """
    db.executemany(
        "INSERT INTO manual_walk (start_utc, utc_offset_min, duration_s, written_utc)"
        " VALUES (?, ?, ?, ?)",
        [(*part, written_utc) for part in parts],
    )


def has_manual_walk(db: sqlite3.Connection, parts: list[ManualWalk]) -> bool:
    """Whether the same walk is written down: as long, and begun in the same minute."""
    return all(_manual_walk(db, part) is not None for part in parts)


def _manual_walk(db: sqlite3.Connection, part: ManualWalk) -> tuple[int] | None:
    """The id of the newest walk by hand that is this one."""
    row: tuple[int] | None = db.execute(
        "SELECT id FROM manual_walk WHERE start_utc / 60 = ? AND duration_s = ? ORDER BY id DESC",
        (part.start_utc_s // 60, part.duration_s),
    ).fetchone()
    return row


def remove_manual_walk(db: sqlite3.Connection, parts: list[ManualWalk]) -> bool:
    """Take back a walk by hand that began in that minute; False when there is no such walk."""
    ids = []
    for part in parts:
        row = _manual_walk(db, part)
        if row is None:
            return False
        ids.append(row)
    db.executemany("DELETE FROM manual_walk WHERE id = ?", ids)
    return True


def discard_day(db: sqlite3.Connection, day: date, written_utc: str) -> None:
    """Leave a day out: it is as if nobody had seen it, whatever is imported."""
    db.execute(
        "INSERT OR IGNORE INTO discarded_day (date, written_utc) VALUES (?, ?)",
        (str(day), written_utc),
    )


def ignore_source(
    db: sqlite3.Connection, name: str, written_utc: str, *, ignored: bool = True
) -> None:
    """Leave a source out, or take it back in; its place in the order stays."""
    db.execute(
        "INSERT INTO source_choice (name, place, ignored, written_utc) VALUES (?, NULL, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET ignored = excluded.ignored,"
        " written_utc = excluded.written_utc",
        (name, int(ignored), written_utc),
    )


def order_sources(db: sqlite3.Connection, names: tuple[str, ...], written_utc: str) -> None:
    """Put sources in an order, the best first; those not named have no place."""
    db.execute("DELETE FROM source_choice WHERE NOT ignored")
    db.execute("UPDATE source_choice SET place = NULL")
    db.executemany(
        "INSERT INTO source_choice (name, place, ignored, written_utc) VALUES (?, ?, 0, ?)"
        " ON CONFLICT (name) DO UPDATE SET place = excluded.place",
        [(name, place, written_utc) for place, name in enumerate(names, 1)],
    )
