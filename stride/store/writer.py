"""Turns one classified recording or export into rows, inside a change (store/change.py).

Work is done before the transaction opens, so there is never an import half stored: it is there,
with its days, or it is not.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from stride.store import journal
from stride.store.bulk import insert_bouts, insert_minutes
from stride.store.change import Change
from stride.store.reader import rows_as_dicts
from stride.types import EPOCH, DayTotal, MinuteTable, Source


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
    model_sha256: str = ""


def add_import(change: Change, record: ImportRecord, table: MinuteTable) -> int:
    """Store an import; its id. It is in force instead of an earlier one of the same content.

    The days are worked out when the change is over (``Change.settle``).
    """
    db = change.db
    import_id = _insert_import(db, record, table)
    insert_minutes(db, import_id, table)
    insert_bouts(db, import_id, table)
    db.executemany(
        "INSERT INTO day_total (import_id, date, steps, walking_s) VALUES (?, ?, ?, ?)",
        [(import_id, str(t.date), t.steps, t.walking_s) for t in table.day_totals],
    )
    change.fresh[import_id] = table
    text = f"{record.source.path} ({record.source.format_id})"
    journal.write(db, "import", text, record.imported_utc, import_id=import_id)
    journal.settle(db, import_id)
    return import_id


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
        "model_sha256": record.model_sha256,
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
    totalled = [(total.date - EPOCH).days for total in table.day_totals]
    return float(table.steps[~np.isin(day, totalled)].sum()) + sum(
        t.steps for t in table.day_totals
    )


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
    if None in totals or (len(table.minute_utc) and (column is None or np.isnan(column).any())):
        return None
    summed = 0.0 if column is None else float(np.nansum(column))
    if not len(table.minute_utc) and not totals:
        return None
    return summed + sum(total for total in totals if total is not None)


Figures = tuple[float, float, float | None, str]


def days_of(db: sqlite3.Connection, dates: set[date]) -> dict[str, Figures]:
    """Walking minutes, steps, wear minutes (None: unknown) and grade of the dates with data."""
    if not dates:
        return {}
    rows = db.execute(
        "SELECT date, walking_s / 60, steps, wear_s / 60, grade FROM day"
        " WHERE date BETWEEN ? AND ? ORDER BY date",
        (str(min(dates)), str(max(dates))),
    )
    return {row[0]: row[1:] for row in rows}


def get_import(db: sqlite3.Connection, import_id: int) -> dict[str, Any]:
    """The row of an import."""
    return rows_as_dicts(db.execute("SELECT * FROM import WHERE id = ?", (import_id,)))[0]
