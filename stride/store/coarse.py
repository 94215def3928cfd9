"""Finds the coarse rows that a finer source has seen already, so that no walk counts twice.

A bin of a quarter of an hour was spread over its minutes. Another export may say in which of those
minutes the steps were: then the other minutes of the bin are the same steps once more. They are
hidden from the days and from the view ``best_minute``, and come back when the finer import goes.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import numpy as np

from stride.store.best import DECIMALS, Fresh, ImportRow
from stride.types import MinuteTable

if TYPE_CHECKING:
    from stride.types import F64, I64, Bool

#: A bin of which finer sources saw at least this share is their walk; of less, it is another one
#: (a phone's walk in the hour in which the watch in the drawer counted three steps).
SAME_WALK_SHARE = 0.5
COARSE = "D"


def hide_seen(
    db: sqlite3.Connection,
    known: tuple[tuple[ImportRow, ...], Fresh | None],
    wanted: I64,
    day_start_min: int,
) -> Fresh:
    """Write down which coarse rows of the wanted days are hidden; the tables to choose from.

    known: the imports in force, and the tables just written. wanted: (k,) sorted numbers of the
    local days. The tables are those just written and, for coarse imports, what is not hidden.
    """
    imports, fresh = known
    tables = dict(fresh or {})
    span = (int(wanted[0]) - 2) * 1440, (int(wanted[-1]) + 3) * 1440
    minute: I64 | None = None
    for row in imports:
        if row.grade != COARSE or row.knows_wear:
            continue
        rows = _fresh_rows(tables[row.id], span) if row.id in tables else _rows(db, row.id, span)
        if len(rows):
            if minute is None:
                minute, steps = _finer(db, known, span)
            seen = _seen(rows, minute, steps)
            _write(db, row.id, rows, seen, day_start_min, wanted)
            tables[row.id] = _table(rows[~seen])
    return tables


def _rows(db: sqlite3.Connection, import_id: int, span: tuple[int, int]) -> F64:
    """(n, 5): minute, offset, steps, walking seconds (-1 where unknown) and whether hidden."""
    found = db.execute(
        "SELECT minute_utc, utc_offset_min, steps, coalesce(walking_s, -1), coalesce(hidden, 0)"
        " FROM minute WHERE import_id = ? AND minute_utc BETWEEN ? AND ? ORDER BY minute_utc",
        (import_id, *span),
    ).fetchall()
    return np.array(found, dtype=np.float64).reshape(-1, 5)


def _fresh_rows(table: MinuteTable, span: tuple[int, int]) -> F64:
    """The same of a table that was just written, of which nothing is hidden yet."""
    start, stop = np.searchsorted(table.minute_utc, (span[0], span[1] + 1))
    part = slice(int(start), int(stop))
    steps, walking = table.steps[part], table.seconds["walking_s"][part]
    columns = (
        table.minute_utc[part],
        table.utc_offset_min[part],
        np.round(steps, DECIMALS),
        np.round(np.nan_to_num(walking, nan=-1.0), DECIMALS),
        np.zeros(len(steps)),
    )
    return np.stack([column.astype(np.float64) for column in columns], axis=1)


def _finer(
    db: sqlite3.Connection,
    known: tuple[tuple[ImportRow, ...], Fresh | None],
    span: tuple[int, int],
) -> tuple[I64, F64]:
    """Minutes (sorted) and steps of the finer imports; of several the one that counted most."""
    imports, fresh = known
    minutes, steps = [np.zeros(0, np.int64)], [np.zeros(0)]
    for row in imports:
        if row.grade >= COARSE:
            continue
        table = (fresh or {}).get(row.id)
        if table is None:
            found = np.array(
                db.execute(
                    "SELECT minute_utc, steps FROM minute"
                    " WHERE import_id = ? AND minute_utc BETWEEN ? AND ? AND steps > 0",
                    (row.id, *span),
                ).fetchall()
            ).reshape(-1, 2)
            minutes.append(found[:, 0].astype(np.int64))
            steps.append(found[:, 1])
        else:
            some = (table.minute_utc >= span[0]) & (table.minute_utc <= span[1]) & (table.steps > 0)
            minutes.append(table.minute_utc[some])
            steps.append(np.round(table.steps[some], DECIMALS))
    minute, count = np.concatenate(minutes), np.concatenate(steps)
    order = np.lexsort((count, minute))
    last = np.append(np.diff(minute[order]) != 0, True)[: len(order)]
    return minute[order][last], count[order][last]


def _table(rows: F64) -> MinuteTable:
    return MinuteTable(
        minute_utc=rows[:, 0].astype(np.int64),
        utc_offset_min=rows[:, 1].astype(np.int16),
        steps=rows[:, 2],
        seconds={"walking_s": np.where(rows[:, 3] < 0, np.nan, rows[:, 3])},
        grade=COARSE,
    )


def _seen(rows: F64, minute: I64, steps: F64) -> Bool:
    """(n,) whether finer sources saw the walk of a row's bin, in other minutes of it.

    minute, steps: (m,) of the finer sources, sorted.
    """
    block = bins(rows[:, 0], rows[:, 2], rows[:, 3])
    count = int(block[-1]) + 1
    place = np.searchsorted(minute, rows[:, 0])
    there = (place < len(minute)) & (np.append(minute, -1)[place] == rows[:, 0])
    stepped = np.where(there, np.append(steps, 0.0)[place], 0.0)
    total = np.bincount(block, weights=rows[:, 2], minlength=count)
    counted = np.bincount(block, weights=stepped, minlength=count)
    # a recorded walk without steps is measured by its minutes
    walked = np.bincount(block, weights=np.maximum(rows[:, 3], 0.0) / 60.0, minlength=count)
    minutes = np.bincount(block, weights=there, minlength=count)
    share = np.where(
        total > 0, counted >= SAME_WALK_SHARE * total, minutes >= SAME_WALK_SHARE * walked
    )
    same: Bool = (share & (minutes > 0))[block] & ~there
    return same


def bins(minute: F64, steps: F64, walking_s: F64) -> I64:
    """(n,) number of the bin that each minute was spread from.

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
    numbers: I64 = np.cumsum(fresh) - 1
    return numbers


def _write(
    db: sqlite3.Connection,
    import_id: int,
    rows: F64,
    hidden: Bool,
    day_start_min: int,
    wanted: I64,
) -> None:
    """Keep which rows of the wanted days are hidden; only what changes is written."""
    day = (rows[:, 0] + rows[:, 1] - day_start_min) // 1440
    changed = np.isin(day, wanted) & (hidden != (rows[:, 4] > 0))
    db.executemany(
        "UPDATE minute SET hidden = ? WHERE import_id = ? AND minute_utc = ?",
        [
            (1 if now else None, import_id, int(at))
            for at, now in zip(rows[changed, 0], hidden[changed], strict=True)
        ],
    )
