"""Turns a Report into the facts of ``stride report``: weeks, days and all of it, and their CSV."""

from __future__ import annotations

import io
from typing import Any

from stride.goals.intensity import Intensity
from stride.printable import harmless
from stride.report.calendar import in_words
from stride.report.facts import (
    Fact,
    fact,
    groups,
    keys,
    last_week,
    mean,
    of_day,
    streak,
)
from stride.report.text.report import sentences, week_fact
from stride.summary.report import DayRow, Quality, Report, Totals, WeekRow
from stride.summary.trend import Trend
from stride.types import Pain
from stride.words import days as words
from stride.words import report as words_report
from stride.words import study

#: The columns of ``stride report --csv``, in order; empty stands for what is not known.
DAY_COLUMNS = (
    "date", "walking_minutes", "goal_minutes", "goal_met", "rest", "steps", "wear_minutes",
    "valid", "grade", "estimate", "state", "brisk_minutes", "longest_walk_minutes", "sources",
    "walking_minutes_low", "walking_minutes_high", "unclear_minutes",
)  # fmt: skip


def report_facts(report: Report) -> list[Fact]:
    """What ``stride report`` says: the whole, then the weeks, then the days."""
    stand, totals = report.stand, report.totals
    heading = words_report.heading(report)
    return [
        fact("from", str(report.start), heading, words_report.overall(report)),
        fact("to", str(report.end), *sentences(report)),
        fact("quality", quality(report.quality), *words_report.quality(report.quality)),
        fact("weeks", [week(row) for row in report.weeks], *map(_week_line, report.weeks)),
        fact("days", [day(row) for row in report.days], *map(_day_line, report.days)),
        fact("trend_minutes_per_week", report.trend.per_week if report.trend else None),
        fact("trend", trend(report.trend)),
        *keys(mean(report.overall)),
        fact("hours", list(report.hours) if report.hours else None),
        fact("weekdays", list(report.weekdays)),
        fact("intensity", intensity(report.intensity)),
        fact("last_week", last_week(stand.last_week)),
        fact("streak", streak(stand.streak)),
        fact("goal_minutes", stand.target.goal_minutes),
        fact("pain", [_pain(entry) for entry in report.pains]),
        fact("totals", _totals(totals), study.STUDY, words.NOT_MEDICAL),
    ]


def _week_line(row: WeekRow) -> str:
    return f"Week of {words.full_date(row.start)}: {week_fact(row)}"


def _day_line(row: DayRow) -> str:
    minutes = f"{words.walked(row.day, row.goal)} minutes" if row.day else ""
    return f"{words.full_date(row.date)}: {in_words(minutes, row.state)}"


def _pain(entry: Pain) -> dict[str, Any]:
    return {"date": str(entry.date), "score": entry.score, "note": entry.note}


def _totals(totals: Totals) -> dict[str, Any]:
    return {
        "year_minutes": totals.year,
        "all_minutes": totals.ever,
        "first_day": str(totals.since) if totals.since else None,
    }


def week(row: WeekRow) -> dict[str, Any]:
    """One item of ``weeks``; minutes and steps of all days seen, the mean of valid days only."""
    return {
        "start": str(row.start),
        "end": str(row.end),
        **mean(row.mean),
        "valid_days": row.mean.valid_days,
        "goal_days": row.goal_days,
        "best_day": str(row.best.date) if row.best else None,
        "best_day_minutes": row.best.walking_minutes if row.best else None,
        "total_minutes": row.total_minutes,
        "steps": row.steps,
        "intensity": intensity(row.intensity),
        **groups(row.band),
        "band_approximate": row.band.approximate if row.band else None,
        "grade": row.mean.grade or None,
        "estimate": row.mean.estimate,
        "in_progress": row.in_progress,
    }


def day(row: DayRow) -> dict[str, Any]:
    """One item of ``days``; every date of the report has one."""
    return {
        "date": str(row.date),
        **of_day(row.day),
        "goal_minutes": row.goal,
        "goal_met": row.met,
        "rest": row.rest,
        "state": row.state,
    }


def intensity(pace: Intensity | None) -> dict[str, Any] | None:
    """Minutes slow, moderate, brisk, and the study's mean MET; null without cadence."""
    if pace is None:
        return None
    return {
        "slow": pace.slow,
        "moderate": pace.moderate,
        "brisk": pace.brisk,
        "mean_met": pace.mean_met,
        "days": pace.days,
        "band": pace.band.id if pace.band else None,
    }


def trend(slope: Trend | None) -> dict[str, Any] | None:
    """The slope with its 95 % interval; null where there are too few days."""
    if slope is None:
        return None
    return {
        "minutes_per_week": slope.per_week,
        "low_95": slope.low,
        "high_95": slope.high,
        "clear": slope.clear,
    }


def quality(data: Quality) -> dict[str, Any]:
    """What the data are worth."""
    wear = data.wear_s / 60 if data.wear_s is not None else None
    return {
        "data_days": data.data_days,
        "valid_days": data.valid_days,
        "no_data_days": data.no_data_days,
        "longest_gap_days": data.gap_days,
        "mean_wear_minutes": wear,
        "estimate_days": data.estimate_days,
        "grades": data.grades,
        "sources": data.sources,
        "models_mixed": data.mixed_ages,
        "models": [
            {
                "model": use.model_id,
                "imports": use.imports,
                "first": str(use.first),
                "last": str(use.last),
                "current": use.current,
            }
            for use in data.models
        ],
    }


def csv_text(report: Report) -> str:
    """The days as CSV, a header and a line a date; true and false in words, unknown empty."""
    import csv

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(DAY_COLUMNS)
    for row in report.days:
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
