"""Turns numbers into the dictionaries of the JSON documents (docs/commands.md); keys only grow."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from stride.goals.bands import Week, WeekBand
from stride.goals.plans import TARGET_MINUTES, TIERS, Step
from stride.goals.streak import Streak
from stride.summary.standing import LastWeek, Standing
from stride.types import Day, Walk
from stride.words.study import sentence

if TYPE_CHECKING:
    from stride.summary.timeline import Span, Timeline


def today(stand: Standing, day: Day | None) -> dict[str, Any]:
    """The document of ``stride today``.

    stand: where the person stands. day: the day itself with all its columns, None for no data.
    """
    goal = stand.target.goal_minutes
    known = stand.met is not None and day is not None
    return {
        "date": str(stand.frame.asked),
        **walked(day),
        "goal_minutes": goal,
        "goal_met": stand.met,
        "minutes_left": max(0.0, goal - day.walking_minutes) if known and day else None,
        "target_minutes": TARGET_MINUTES,
        "tier": stand.target.tier,
        "steps": day.known_steps if day else None,
        "brisk_minutes": brisk_minutes(day),
        "longest_walk_minutes": longest_walk_minutes(day),
        "wear_minutes": wear_minutes(day),
        "valid": day.valid if day else None,
        "grade": day.grade if day else None,
        "estimate": day.estimate if day else None,
        "hours": hour_minutes(day),
        "streak": streak(stand.streak),
        "week": last_week(stand.last_week),
        "sources": list(day.sources) if day else [],
        "rest": stand.rest,
        "in_progress": stand.in_progress,
        "manual_minutes": day.manual_s / 60 if day else None,
        **provenance(day),
    }


def walked(day: Day | None) -> dict[str, float | None]:
    """The walking minutes, their 90 % interval, and what looked like them and is not counted."""
    return {
        "walking_minutes": day.walking_minutes if day else None,
        "walking_minutes_low": day.low_minutes if day else None,
        "walking_minutes_high": day.high_minutes if day else None,
        "unclear_minutes": day.unclear_minutes if day else None,
    }


def mean(found: Week) -> dict[str, float | None]:
    """The mean of a week's valid days and its 90 % interval."""
    return {
        "mean_minutes": found.mean_minutes,
        "mean_low": found.low_minutes,
        "mean_high": found.high_minutes,
    }


def groups(placed: WeekBand | None) -> dict[str, Any]:
    """The study's group, null where it may be several, and all that it may be."""
    return {
        "band": placed.band.id if placed and placed.band else None,
        "bands": [band.id for band in placed.bands] if placed else [],
    }


def provenance(day: Day | None) -> dict[str, float | None]:
    """Where the walking minutes of a day come from, apart from those that were measured."""
    return {
        "by_hand_minutes": day.manual_s / 60 if day else None,
        "estimated_minutes": day.estimated_s / 60 if day else None,
        "from_steps_minutes": day.from_steps_s / 60 if day else None,
    }


def brisk_minutes(day: Day | None) -> float | None:
    """Minutes at 120 steps a minute or more; None where no cadence was measured."""
    if day is None or day.uncounted:
        return None
    if day.walking_s > 0 and day.slow_s + day.moderate_s + day.brisk_s <= 0:
        return None
    return day.brisk_s / 60


def longest_walk_minutes(day: Day | None) -> float | None:
    """The longest bout; None where the source cannot tell one walk from another."""
    if day is None or day.uncounted or (day.walking_s > 0 and day.longest_walk_s <= 0):
        return None
    return day.longest_walk_s / 60


def wear_minutes(day: Day | None) -> float | None:
    """Minutes worn; None where the source does not know."""
    return None if day is None or day.wear_s is None else day.wear_s / 60


def hour_minutes(day: Day | None) -> list[float] | None:
    """Walking minutes of the 24 clock hours; None where only the day's total is known."""
    if day is None or day.uncounted or (day.walking_s > 0 and not any(day.hours_s)):
        return None
    return [seconds / 60 for seconds in day.hours_s]


def streak(found: Streak) -> dict[str, Any]:
    """The object ``streak`` of several documents."""
    return {
        "days": found.days,
        "best": found.best,
        "weeks": found.weeks,
        "best_weeks": found.best_weeks,
        "rest_left": found.rest_left,
        "state": found.state,
        "week_goal_days": found.week_goal_days,
        "goal_days_28": found.goal_days_28,
    }


def last_week(found: LastWeek) -> dict[str, Any]:
    """The object ``week`` of ``stride today``: the last seven days that are over."""
    return {
        **mean(found.mean),
        "valid_days": found.mean.valid_days,
        "goal_days": found.goal_days,
        **groups(found.band),
        "band_detail": band(found.band),
        "grade": found.mean.grade or None,
    }


def band(placed: WeekBand | None) -> dict[str, Any] | None:
    """The study's group in full: ratio, 95 % interval where confirmed, and its sentence."""
    if placed is None or placed.band is None:
        return None
    interval = placed.band.interval
    return {
        "minutes": placed.band.id,
        "risk_ratio": placed.band.ratio,
        "interval_95": list(interval) if interval else None,
        "approximate": placed.approximate,
        "sentence": sentence(placed),
    }


def streak_document(stand: Standing, calendar: list[dict[str, Any]]) -> dict[str, Any]:
    """The document of ``stride streak``.

    calendar: a dictionary a day, from ``report.calendar``.
    """
    return {"date": str(stand.frame.asked), **streak(stand.streak), "calendar": calendar}


def goal_document(stand: Standing) -> dict[str, Any]:
    """The document of ``stride goal``."""
    found = stand.target
    return {
        "date": str(stand.frame.asked),
        "plan": stand.frame.plan,
        "goal_minutes": found.goal_minutes,
        "tier": found.tier,
        "tiers": list(TIERS),
        "target_minutes": TARGET_MINUTES,
        "rule": found.rule,
        "since": str(found.since),
        "met_days": found.met_days,
        "needed_days": found.needed_days,
        "valid_days": found.valid_days,
        "next_minutes": found.next_minutes,
        "earliest": str(found.earliest) if found.earliest else None,
        "mode": found.mode,
        "paused": found.paused,
        "back_minutes": found.back_minutes,
        "back_advised": found.too_high,
        "welcome_back": found.returned,
        "history": [_step(step) for step in found.history],
        "road": [{"minutes": ahead.minutes, "date": str(ahead.date)} for ahead in found.road],
    }


def _step(step: Step) -> dict[str, Any]:
    day = date.fromordinal(step.ordinal)
    return {"date": str(day), "minutes": step.minutes, "rule": step.rule}


def day_document(stand: Standing, day: Day | None, found: Timeline) -> dict[str, Any]:
    """The document of ``stride day``: spans, walks, and minutes by activity.

    found: the day's timeline. ``minutes`` is null for a day without data, and within it null
    stands for what the sensor could not tell.
    """
    return {
        "date": str(stand.frame.asked),
        **walked(day),
        "goal_minutes": stand.target.goal_minutes,
        "goal_met": stand.met,
        "posture_known": posture_known(day),
        "spans": [_span(span) for span in found.spans],
        "walks": [_walk(walk) for walk in found.walks],
        "minutes": found.minutes,
        "long_walks": {
            "count": len(found.long_walks),
            "minutes": sum(walk.duration_s for walk in found.long_walks) / 60,
        },
        "peak_30_cadence_spm": found.peak_cadence,
    }


def posture_known(day: Day | None) -> bool | None:
    """Whether the sensor could tell sitting, standing and lying apart; None for no data."""
    if day is None:
        return None
    return day.standing_s + day.sitting_s + day.lying_s + day.sit_lie_s > 0


def _span(span: Span) -> dict[str, Any]:
    return {
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
        "activity": span.activity,
        "minutes": span.minutes,
    }


def _walk(walk: Walk) -> dict[str, Any]:
    start = datetime.fromtimestamp(
        walk.start_utc_s, timezone(timedelta(minutes=walk.utc_offset_min))
    )
    return {
        "start": start.isoformat(),
        "minutes": walk.duration_s / 60,
        "steps": walk.steps or None,
        "cadence_spm": walk.cadence_spm or None,
        "manual": walk.manual,
    }
