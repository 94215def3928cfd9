"""Turns one classified recording or export into rows, in one transaction with the days it touches.

Work is done before the transaction opens, so there is never an import half stored: it is there,
with its days, or it is not.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from stride.errors import UsageError
from stride.store.bulk import insert_bouts, insert_minutes
from stride.store.days import local_dates, rebuild
from stride.store.reader import rows_as_dicts
from stride.store.totals import EPOCH
from stride.types import DayTotal, MinuteTable, Source

#: Rows worked on at a time where copies of millions would be heavy.
BLOCK_ROWS = 1 << 17


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """What is kept about an import besides its minutes.

    name: what the person sees of the source. details: anything worth keeping, as JSON (warnings,
    calibration, rate). wear_s: None when the export knows no wear.
    """

    source: Source
    name: str
    source_rank: int
    placement: str
    placement_rule: str
    model_id: str
    stride_version: str
    rate_hz: float | None
    rows: int
    rows_skipped: int
    details: dict[str, Any]
    imported_utc: str


def add_import(
    db: sqlite3.Connection, record: ImportRecord, table: MinuteTable, day_start_min: int
) -> tuple[int, set[date]]:
    """Store an import and compute its days; its id and the dates it touched.

    db: inside a transaction (``connect.writing``). An import in force of the same content is
    replaced by this one.
    """
    db.execute(
        "UPDATE import SET state = 'replaced' WHERE sha256 = ? AND state = 'done'",
        (record.source.sha256,),
    )
    remember_day_start(db, day_start_min)
    import_id = _insert_import(db, record, table)
    insert_minutes(db, import_id, table)
    insert_bouts(db, import_id, table)
    db.executemany(
        "INSERT INTO day_total (import_id, date, steps, walking_s) VALUES (?, ?, ?, ?)",
        [(import_id, str(t.date), t.steps, t.walking_s) for t in table.day_totals],
    )
    dates = minute_dates(table, day_start_min)
    rebuild(db, dates, day_start_min, {import_id: table})
    return import_id, dates


def remember_day_start(db: sqlite3.Connection, day_start_min: int) -> None:
    """Keep the day's start beside the days; when it moved, every day is computed anew."""
    row = db.execute("SELECT value FROM meta WHERE key = 'day_start_min'").fetchone()
    if row and int(row[0]) == day_start_min:
        return
    from stride.store.days import rebuild_all

    rebuild_all(db, day_start_min)


def adopt_order(db: sqlite3.Connection, order: tuple[str, ...], day_start_min: int) -> None:
    """Rank every import by the person's order of sources; days are computed anew if it moved."""
    text = "\n".join(order)
    row = db.execute("SELECT value FROM meta WHERE key = 'sources'").fetchone()
    if (row[0] if row else "") == text:
        return
    db.execute(
        "INSERT INTO meta (key, value) VALUES ('sources', ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (text,),
    )
    for import_id, name, format_id in db.execute("SELECT id, source, format_id FROM import"):
        rank = source_rank(order, name, format_id)
        db.execute("UPDATE import SET source_rank = ? WHERE id = ?", (rank, import_id))
    from stride.store.days import rebuild_all

    rebuild_all(db, day_start_min)


def source_rank(order: tuple[str, ...], name: str, format_id: str) -> int:
    """The place of a source in the person's order; those not named come last."""
    lowered = [entry.lower() for entry in order]
    places = [lowered.index(n.lower()) for n in (name, format_id) if n.lower() in lowered]
    return min(places, default=len(order))


def _insert_import(db: sqlite3.Connection, record: ImportRecord, table: MinuteTable) -> int:
    source = record.source
    first_utc, last_utc, first_offset, last_offset = _span(table)
    row = {
        "sha256": source.sha256,
        "path": source.path,
        "size_bytes": source.size_bytes,
        "format_id": source.format_id,
        "source": record.name,
        "source_rank": record.source_rank,
        "placement": record.placement,
        "placement_rule": record.placement_rule,
        "grade": table.grade,
        "tz": source.tz,
        "tz_rule": source.tz_rule,
        "model_id": record.model_id,
        "stride_version": record.stride_version,
        "rate_hz": record.rate_hz,
        "rows": record.rows,
        "rows_skipped": record.rows_skipped,
        "first_utc": first_utc,
        "last_utc": last_utc,
        "first_offset_min": first_offset,
        "last_offset_min": last_offset,
        "walking_s": _total(table, "walking_s"),
        "steps": _steps(table),
        "wear_s": _total(table, "wear_s"),
        "details": json.dumps(record.details, ensure_ascii=False),
        "imported_utc": record.imported_utc,
        "state": "done",
    }
    names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    return int(db.execute(f"INSERT INTO import ({names}) VALUES ({marks})", row).lastrowid or 0)


def _span(table: MinuteTable) -> tuple[int, int, int, int]:
    """First and last instant in seconds, and the UTC offsets there in minutes."""
    if len(table.minute_utc):
        first, last = int(table.minute_utc[0]) * 60, int(table.minute_utc[-1]) * 60 + 60
        return first, last, int(table.utc_offset_min[0]), int(table.utc_offset_min[-1])
    days = sorted((total.date - EPOCH).days for total in table.day_totals)
    return days[0] * 86400, days[-1] * 86400 + 86400, 0, 0


def _steps(table: MinuteTable) -> float:
    """All steps of an import; of a day with minutes and a vendor's total, the total."""
    if not table.day_totals:
        return float(table.steps.sum())
    day = (table.minute_utc + table.utc_offset_min) // 1440
    said = [(total.date - EPOCH).days for total in table.day_totals]
    return float(table.steps[~np.isin(day, said)].sum()) + sum(t.steps for t in table.day_totals)


def _alone(table: MinuteTable) -> list[DayTotal]:
    """The totals of days without minutes."""
    if not table.day_totals:
        return []
    seen = set(((table.minute_utc + table.utc_offset_min) // 1440).tolist())
    return [total for total in table.day_totals if (total.date - EPOCH).days not in seen]


def _total(table: MinuteTable, name: str) -> float | None:
    """Seconds of a column over the whole import; None where some of it is not known."""
    column = table.seconds.get(name)
    totals = [total.walking_s for total in _alone(table)] if name == "walking_s" else []
    if None in totals or (len(table.minute_utc) and (column is None or np.isnan(column).all())):
        return None
    known = 0.0 if column is None else float(np.nansum(column))
    if not len(table.minute_utc) and not totals:
        return None
    return known + sum(total for total in totals if total is not None)


def touched_dates(db: sqlite3.Connection, import_id: int, day_start_min: int) -> set[date]:
    """The local dates that an import says something about."""
    found = {
        EPOCH + timedelta(days=row[0])
        for row in db.execute(
            "SELECT DISTINCT (minute_utc + utc_offset_min - ?) / 1440 FROM minute"
            " WHERE import_id = ?",
            (day_start_min, import_id),
        )
    }
    totals = db.execute("SELECT date FROM day_total WHERE import_id = ?", (import_id,))
    return found | {date.fromisoformat(row[0]) for row in totals}


def set_state(
    db: sqlite3.Connection, import_id: int | None, undo: bool, day_start_min: int
) -> dict[str, Any]:
    """Undo an import or bring an undone one back, and compute its days anew; its row.

    import_id: None for the newest one that can be. Raises UsageError when there is none.
    """
    before, after = ("done", "undone") if undo else ("undone", "done")
    where = "state = ?" + ("" if import_id is None else " AND id = ?")
    values: tuple[Any, ...] = (before,) if import_id is None else (before, import_id)
    query = f"SELECT * FROM import WHERE {where} ORDER BY id DESC LIMIT 1"
    found = rows_as_dicts(db.execute(query, values))
    if not found:
        raise _nothing_to_change(import_id, undo)
    row = found[0]
    if not undo:
        # The same file may have come in again since; one of the two is enough.
        db.execute(
            "UPDATE import SET state = 'replaced' WHERE sha256 = ? AND state = 'done'",
            (row["sha256"],),
        )
    db.execute("UPDATE import SET state = ? WHERE id = ?", (after, row["id"]))
    rebuild(db, touched_dates(db, row["id"], day_start_min), day_start_min)
    return row | {"state": after}


def _nothing_to_change(import_id: int | None, undo: bool) -> UsageError:
    verb = "undo" if undo else "bring back"
    which = "no import" if import_id is None else f"no import {import_id}"
    return UsageError(f"There is {which} to {verb}.", "'stride imports' lists them.")


Figures = tuple[float, float, float | None]


def days_of(db: sqlite3.Connection, dates: set[date]) -> dict[str, Figures]:
    """Walking minutes, steps and wear minutes (None when unknown) of the dates with data."""
    if not dates:
        return {}
    rows = db.execute(
        "SELECT date, walking_s / 60, steps, wear_s / 60 FROM day"
        " WHERE date BETWEEN ? AND ? ORDER BY date",
        (str(min(dates)), str(max(dates))),
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def minute_dates(table: MinuteTable, day_start_min: int) -> set[date]:
    """The local dates of a table that is not stored yet."""
    days: set[int] = set()
    for start in range(0, len(table.minute_utc), BLOCK_ROWS):
        part = slice(start, start + BLOCK_ROWS)
        offset = table.utc_offset_min[part].astype(np.float64)
        found_days = local_dates(table.minute_utc[part], offset, day_start_min)
        days |= set(found_days[np.diff(found_days, prepend=-(2**31)) != 0].tolist())
    found = {EPOCH + timedelta(days=day) for day in days}
    return found | {total.date for total in table.day_totals}


def get_import(db: sqlite3.Connection, import_id: int) -> dict[str, Any]:
    """The row of an import."""
    return rows_as_dicts(db.execute("SELECT * FROM import WHERE id = ?", (import_id,)))[0]
