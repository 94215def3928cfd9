"""Turns a Report into its JSON document and its CSV of days."""

from __future__ import annotations

import io
from typing import Any

from stride.goals.intensity import Intensity
from stride.printable import harmless
from stride.report import machine
from stride.summary.report import DayRow, Quality, Report, WeekRow
from stride.summary.trend import Trend

#: The columns of ``stride report --csv``, in order; empty stands for what is not known.
DAY_COLUMNS = (
    "date", "walking_minutes", "goal_minutes", "goal_met", "rest", "steps", "wear_minutes",
    "valid", "grade", "estimate", "state", "brisk_minutes", "longest_walk_minutes", "sources",
    "walking_minutes_low", "walking_minutes_high", "unclear_minutes",
)  # fmt: skip


def document(found: Report) -> dict[str, Any]:
    """The document of ``stride report``."""
    return {
        "from": str(found.start),
        "to": str(found.end),
        "weeks": [week(row) for row in found.weeks],
        "days": [day(row) for row in found.days],
        "trend_minutes_per_week": found.trend.per_week if found.trend else None,
        "trend": trend(found.trend),
        **machine.mean(found.overall),
        "hours": list(found.hours) if found.hours else None,
        "weekdays": list(found.weekdays),
        "intensity": intensity(found.intensity),
        "last_week": machine.last_week(found.stand.last_week),
        "streak": machine.streak(found.stand.streak),
        "goal_minutes": found.stand.target.goal_minutes,
        "pain": [
            {"date": str(pain.date), "score": pain.score, "note": pain.note} for pain in found.pains
        ],
        "quality": quality(found.quality),
        "totals": {
            "year_minutes": found.totals.year,
            "all_minutes": found.totals.ever,
            "first_day": str(found.totals.since) if found.totals.since else None,
        },
    }


def week(row: WeekRow) -> dict[str, Any]:
    """One item of ``weeks``; minutes and steps of all days seen, the mean of valid days only."""
    return {
        "start": str(row.start),
        "end": str(row.end),
        **machine.mean(row.mean),
        "valid_days": row.mean.valid_days,
        "goal_days": row.goal_days,
        "best_day": str(row.best.date) if row.best else None,
        "best_day_minutes": row.best.walking_minutes if row.best else None,
        "total_minutes": row.total_minutes,
        "steps": row.steps,
        "intensity": intensity(row.intensity),
        **machine.groups(row.band),
        "band_approximate": row.band.approximate if row.band else None,
        "grade": row.mean.grade or None,
        "estimate": row.mean.estimate,
        "in_progress": row.in_progress,
    }


def day(row: DayRow) -> dict[str, Any]:
    """One item of ``days``; every date of the report has one."""
    found = row.day
    return {
        "date": str(row.date),
        **machine.walked(found),
        "goal_minutes": row.goal,
        "goal_met": row.met,
        "rest": row.rest,
        "steps": found.known_steps if found else None,
        "wear_minutes": machine.wear_minutes(found),
        "valid": found.valid if found else None,
        "grade": found.grade if found else None,
        "estimate": found.estimate if found else None,
        "state": row.state,
        "brisk_minutes": machine.brisk_minutes(found),
        "longest_walk_minutes": machine.longest_walk_minutes(found),
        "sources": list(found.sources) if found else [],
        **machine.provenance(found),
    }


def intensity(found: Intensity | None) -> dict[str, Any] | None:
    """Minutes slow, moderate, brisk, and the study's mean MET; null without cadence."""
    if found is None:
        return None
    return {
        "slow": found.slow,
        "moderate": found.moderate,
        "brisk": found.brisk,
        "mean_met": found.mean_met,
        "days": found.days,
        "band": found.band.id if found.band else None,
    }


def trend(found: Trend | None) -> dict[str, Any] | None:
    """The slope with its 95 % interval; null where there are too few days."""
    if found is None:
        return None
    return {
        "minutes_per_week": found.per_week,
        "low_95": found.low,
        "high_95": found.high,
        "clear": found.clear,
    }


def quality(found: Quality) -> dict[str, Any]:
    """What the data are worth."""
    wear = found.wear_s / 60 if found.wear_s is not None else None
    return {
        "data_days": found.data_days,
        "valid_days": found.valid_days,
        "no_data_days": found.no_data_days,
        "longest_gap_days": found.gap_days,
        "mean_wear_minutes": wear,
        "estimate_days": found.estimate_days,
        "grades": found.grades,
        "sources": found.sources,
        "models_mixed": found.mixed_ages,
        "models": [
            {
                "model": use.model_id,
                "imports": use.imports,
                "first": str(use.first),
                "last": str(use.last),
                "current": use.current,
            }
            for use in found.models
        ],
    }


def csv_text(found: Report) -> str:
    """The days as CSV, a header and a line a date; true and false in words, unknown empty."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(DAY_COLUMNS)
    for row in found.days:
        values = day(row)
        writer.writerow([_cell(values[name]) for name in DAY_COLUMNS])
    return out.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, list):
        value = "; ".join(value)
    return harmless(value)
