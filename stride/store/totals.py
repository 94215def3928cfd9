"""Daily totals of vendors beside the minutes: which of them a day shows."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import TYPE_CHECKING

from stride.store.validity import VALID_STEPS
from stride.types import SECONDS_COLUMNS

if TYPE_CHECKING:
    from stride.types import F64, I64

EPOCH = date(1970, 1, 1)
SUMMED = tuple(name for name in SECONDS_COLUMNS if name not in ("walking_s", "wear_s"))
#: Minutes that hold this much of their vendor's total are the day; with less, most is missing.
MINUTES_SHARE = 0.9


def number(value: object) -> float:
    """A cell of a row of a day, 0 where it is not known."""
    return float(value) if isinstance(value, int | float) else 0.0


def add_totals(
    db: sqlite3.Connection,
    wanted: I64,
    rows: list[dict[str, object]],
    cadence: F64,
    *,
    by_midnight: bool,
) -> None:
    """Daily totals: the steps of a day of their own source, and days where nothing better is.

    by_midnight: whether days begin where the vendors begin them.
    """
    first, last = (str(EPOCH + timedelta(days=int(day))) for day in (wanted[0], wanted[-1]))
    found = db.execute(
        """SELECT t.date, t.steps, t.walking_s, i.source FROM day_total t
           JOIN import i ON i.id = t.import_id
           WHERE i.state = 'done' AND t.date BETWEEN ? AND ?
           ORDER BY t.date, (t.steps > 0 OR t.walking_s > 0), i.source_rank DESC, t.steps,
           i.last_utc, i.sha256 DESC""",
        (first, last),
    ).fetchall()
    places = {str(EPOCH + timedelta(days=int(day))): place for place, day in enumerate(wanted)}
    for text, steps, _, source in found:
        if by_midnight and text in places:
            _adopt(rows[places[text]], source, steps)
    best = {row[0]: row[1:] for row in found}  # the last of a date is the best one
    for text, (steps, walking_s, source) in best.items():
        if text in places:
            place = places[text]
            if walking_s is None:
                walking_s = min(86400.0, steps / cadence[place] * 60)
            _stand_in(rows[place], steps, walking_s, source)


def _adopt(row: dict[str, object], source: str, steps: float) -> None:
    """The steps of a day that one source alone saw are what its vendor says they are."""
    most = number(row["steps"]) >= MINUTES_SHARE * steps or row.get("valid")
    seen_by = {name for name in row.get("sources", ()) if name != "by hand"}  # type: ignore[attr-defined]
    if steps > 0 and most and seen_by == {source}:
        row["steps"] = steps


def _stand_in(row: dict[str, object], steps: float, walking_s: float, source: str) -> None:
    """The total for a day that has no valid minutes and fewer steps."""
    nothing = steps == 0 and not walking_s  # a vendor's zero is shown where nobody saw more
    if row.get("valid") or number(row["steps"]) >= max(steps, 1) or (nothing and row["seen"]):
        return
    row.update(
        seen=True,
        steps=steps,
        walking_s=max(walking_s, number(row["manual_s"])),
        estimate=True,
        grade="D",
        valid=steps >= VALID_STEPS,
        sources=[source],
        wear_s=None,
        **dict.fromkeys(SUMMED, 0.0),
    )
