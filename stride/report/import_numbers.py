"""Turns what became of a file into its numbers and its JSON document."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stride.report.outcome import Outcome


#: Below this share of its days' steps a file is not all that is known of them.
OWN_SHARE = 0.9


def totals(outcome: Outcome) -> tuple[float, float, bool]:
    """Walking minutes and steps of the file itself, and whether the minutes are an estimate.

    A file of steps has no walking time of its own: its days' figures stand in for it. Those of
    steps by the minute are worked out, those of anything coarser are an estimate.
    """
    row = outcome.row
    if row["walking_s"] is None:
        minutes = sum(day.walking_minutes for day in outcome.days)
        of_days = sum(day.steps or 0 for day in outcome.days)
        own = row["steps"] or 0
        if 0 < own < OWN_SHARE * of_days:  # others saw these days as well: its part, by its steps
            return minutes * own / of_days, own, True
        return minutes, row["steps"], row["grade"] == "D"
    return row["walking_s"] / 60, row["steps"], False


def import_document(outcome: Outcome) -> dict[str, Any]:
    """One entry of ``stride import --json`` (docs/commands.md)."""
    row = outcome.row
    error = None
    if outcome.error and outcome.status == "refused":
        error = {"message": outcome.error.message, "hint": outcome.error.hint}
    document = {
        "id": row.get("id"),
        "file": outcome.file,
        "sha256": outcome.sha256 or None,
        "format": row.get("format_id"),
        "placement": row.get("placement") or None,
        "placement_rule": row.get("placement_rule") or None,
        "grade": row.get("grade"),
        "tz": row.get("tz") or None,
        "tz_rule": row.get("tz_rule") or None,
        "first": instant(row.get("first_utc"), row.get("first_offset_min")),
        "last": instant(row.get("last_utc"), row.get("last_offset_min")),
        "rate_hz": row.get("rate_hz"),
        "rows": row.get("rows"),
        "rows_skipped": row.get("rows_skipped"),
        "wear_minutes": _minutes(row.get("wear_s")),
        "walking_minutes": _walking(outcome),
        "steps": _steps(row),
        "days": [_day(day) for day in outcome.days],
        "status": outcome.status,
        "error": error,
        "warnings": list(outcome.warnings),
        "seconds": round(outcome.seconds, 3),
    }
    if row.get("details"):
        details = json.loads(row["details"])
        for key in ("columns_unread", "audit"):
            document[key] = details.pop(key, None)
        document["details"] = details
    return document


def _steps(row: dict[str, Any]) -> float | None:
    """The steps of a file, None where it holds walks whose steps nobody counted."""
    walked = (row.get("walking_s") or 0) >= 60
    steps: float | None = row.get("steps")
    return None if walked and not steps else steps


def _walking(outcome: Outcome) -> float | None:
    counted = outcome.days or outcome.row.get("walking_s") is not None
    return totals(outcome)[0] if counted else None


def _day(day: Any) -> dict[str, Any]:
    return {
        "date": day.date,
        "walking_minutes": day.walking_minutes,
        "steps": None if not day.steps and day.walking_minutes >= 1 else day.steps,
        "wear_minutes": day.wear_minutes,
        "walking_minutes_before": day.before_minutes,
        "grade": day.grade or None,
    }


def _minutes(seconds: float | None) -> float | None:
    return None if seconds is None else seconds / 60


def instant(seconds: int | None, offset_min: int | None) -> str | None:
    """ISO 8601 with offset, or None."""
    if seconds is None:
        return None
    zone = timezone(timedelta(minutes=offset_min)) if offset_min else UTC
    return datetime.fromtimestamp(seconds, zone).isoformat()
