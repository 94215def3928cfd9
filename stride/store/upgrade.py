"""Turns a database of version 0.1 into one of the present shape: what the new columns must hold.

Part of a migration that has shipped: never change what it writes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from stride.store.days import rebuild_all
from stride.store.journal import NOT_IMPORTS_FROM
from stride.store.rules import day_start_of

if TYPE_CHECKING:
    from stride.types import F64, I64


def fill_bin_starts(db: sqlite3.Connection) -> None:
    """Say of every row of a coarse import in which minute its bin began, as version 0.1 guessed it.

    Two neighbours of one count look like one bin: who imports the file anew has the truth.
    """
    coarse = db.execute("SELECT id FROM import WHERE grade = 'D' AND wear_s IS NULL").fetchall()
    for (import_id,) in coarse:
        minutes = db.execute(
            "SELECT minute_utc, steps, coalesce(walking_s, -1) FROM minute WHERE import_id = ?"
            " ORDER BY minute_utc",
            (import_id,),
        )
        rows = np.fromiter(chain.from_iterable(minutes), np.float64).reshape(-1, 3)
        if not len(rows):
            continue
        start = guessed_starts(rows[:, 0], rows[:, 1], rows[:, 2])
        spread = start != rows[:, 0]
        db.executemany(
            "UPDATE minute SET bin_start = ? WHERE import_id = ? AND minute_utc = ?",
            [
                (int(begin), import_id, int(minute))
                for begin, minute in zip(start[spread], rows[spread, 0], strict=True)
            ],
        )


def guessed_starts(minute: F64, steps: F64, walking_s: F64) -> I64:
    """(n,) first minute of the bin that each minute was spread from.

    The minutes of a bin follow each other and hold the same; its first and last may hold less and
    stand alone, and go with their neighbour.
    """
    follows = np.concatenate([[False], np.diff(minute) == 1])
    same = np.concatenate([[False], (np.diff(steps) == 0) & (np.diff(walking_s) == 0)])
    fresh = ~(follows & same)
    start = np.flatnonzero(fresh)
    length = np.diff(np.append(start, len(minute)))
    alone, touches = length == 1, follows[start]
    ends = alone & touches & (np.concatenate([[1], length[:-1]]) > 1)
    begins = alone & ~ends & np.append(touches[1:], False) & (np.append(length[1:], 1) > 1)
    fresh[start[ends]] = False
    fresh[start[1:][begins[:-1]]] = False
    first: I64 = minute[fresh].astype(np.int64)[np.cumsum(fresh) - 1]
    return first


class _Earlier(NamedTuple):
    """Something a person did before changes were listed."""

    written_utc: str
    kind: str
    text: str
    import_id: int | None
    images: list[list[Any]]
    state: str


def list_earlier_changes(db: sqlite3.Connection) -> None:
    """List what was done before there was a list, so that ``stride undo`` knows it too."""
    changes = sorted(
        (*_imports(db), *_decisions(db), *_rests(db)), key=lambda done: done.written_utc
    )
    number = NOT_IMPORTS_FROM
    for place, done in enumerate(changes, start=1):
        if done.import_id is None:
            number += 1
        db.execute(
            "INSERT INTO change (id, kind, text, import_id, images, state, place, written_utc)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (done.import_id or number, done.kind, done.text, done.import_id,
             json.dumps(done.images), done.state, place, done.written_utc),
        )  # fmt: skip


def _imports(db: sqlite3.Connection) -> Iterator[_Earlier]:
    """Imports, those in force after all others of the same file.

    A file of which no reading is in force has been undone as a whole: none of them may come back
    by itself.
    """
    rows = db.execute(
        "SELECT id, sha256, path, state, imported_utc FROM import ORDER BY state = 'done', id"
    ).fetchall()
    in_force = {sha256 for _, sha256, _, state, _ in rows if state == "done"}
    for import_id, sha256, path, state, written in rows:
        done = state == "done" or (state == "replaced" and sha256 in in_force)
        yield _Earlier(written, "import", path, import_id, [], "done" if done else "undone")


def _decisions(db: sqlite3.Connection) -> Iterator[_Earlier]:
    tables = {
        "goal_change": ("goal", "{kind} from {date}"),
        "pain": ("pain", "{score} of 10 on {date}"),
        "manual_walk": ("walk", "a walk of {duration_s} seconds by hand"),
    }
    for table, (kind, words) in tables.items():
        cursor = db.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            images = [[table, None, row]]
            yield _Earlier(row["written_utc"], kind, words.format(**row), None, images, "done")


def _rests(db: sqlite3.Connection) -> Iterator[_Earlier]:
    """Rest days; those written at one moment were one command."""
    rows = db.execute("SELECT written_utc, date FROM rest_day ORDER BY 1, 2").fetchall()
    for written, group in groupby(rows, key=lambda row: row[0]):
        dates = [date for _, date in group]
        images = [["rest_day", None, {"date": date, "written_utc": written}] for date in dates]
        text = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
        yield _Earlier(written, "rest", text, None, images, "done")


def days_of(db: sqlite3.Connection) -> dict[str, tuple[Any, ...]]:
    """What a person sees of each day: minutes, steps, grade, valid, estimate."""
    rows = db.execute("SELECT date, walking_s, steps, grade, valid, estimate FROM day")
    return {
        date: (round(walking_s / 60, 2), round(steps, 2), grade, valid, estimate)
        for date, walking_s, steps, grade, valid, estimate in rows
    }


def rebuilt(db: sqlite3.Connection, before: dict[str, tuple[Any, ...]]) -> list[str]:
    """Work out every day by the present rules; which days that changed, and why, in sentences."""
    rebuild_all(db, day_start_of(db) or 0)
    after = days_of(db)
    changed = [d for d in sorted(before.keys() | after.keys()) if before.get(d) != after.get(d)]
    in_words = [date for date in changed if _other_than_grade(before.get(date), after.get(date))]
    notes = [_difference(date, before.get(date), after.get(date)) for date in in_words]
    if more := len(changed) - len(in_words):
        notes.append(
            f"The grade of {more} day{'s' * (more != 1)} is another one: it follows from how far "
            "the walking may be off, no longer from the kind of source."
        )
    return notes


def _other_than_grade(old: tuple[Any, ...] | None, new: tuple[Any, ...] | None) -> bool:
    """Whether anything but the grade changed."""
    return old is None or new is None or (*old[:2], *old[3:]) != (*new[:2], *new[3:])


def _difference(date: str, old: tuple[Any, ...] | None, new: tuple[Any, ...] | None) -> str:
    if old is None or new is None:
        what = "is new" if old is None else "is gone"
        return f"{date} {what}: it was left behind by an import that was read anew or undone."
    parts = []
    if old[:2] != new[:2]:
        parts.append(
            f"{new[0]:g} minutes and {new[1]:g} steps, not {old[0]:g} and {old[1]:g}: worked out"
            " again from its minutes"
        )
    if old[2] != new[2]:
        parts.append(f"grade {new[2]}, not {old[2]}")
    if old[3] != new[3]:
        parts.append("can be judged now" if new[3] else "cannot be judged any more")
    if old[4] != new[4]:
        parts.append("an estimate now: a tenth or more of it was measured by nobody" if new[4]
                    else "no estimate any more: less than a tenth of it was")  # fmt: skip
    return f"{date}: {'; '.join(parts)}."
