"""One list of facts for an answer: what its JSON document and its plain lines are made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from stride.goals.bands import Week, WeekBand
from stride.goals.streak import Streak
from stride.summary.standing import LastWeek
from stride.types import Day
from stride.words.study import sentence


class Fact(NamedTuple):
    """One thing that an answer says.

    key, value: of the JSON document (docs/json.md); "" for what only people read. lines: what
    --plain says of it, none for what only programs read.
    """

    key: str
    value: Any = None
    lines: tuple[str, ...] = ()


def fact(key: str, value: Any = None, *lines: str) -> Fact:
    """A Fact; empty lines are left out."""
    return Fact(key, value, tuple(line for line in lines if line))


def document(facts: Sequence[Fact]) -> dict[str, Any]:
    """The JSON document; keys only grow."""
    return {each.key: each.value for each in facts if each.key}


def plain(facts: Sequence[Fact]) -> list[str]:
    """One fact a line, for screen readers and small scripts."""
    return [line for each in facts for line in each.lines]


def keys(values: dict[str, Any]) -> list[Fact]:
    """Facts for programs only."""
    return [Fact(key, value) for key, value in values.items()]


#: Key of a day, in every document -> the property of Day it is.
OF_DAY = {
    "walking_minutes": "walking_minutes",
    "walking_minutes_low": "low_minutes",
    "walking_minutes_high": "high_minutes",
    "unclear_minutes": "unclear_minutes",
    "steps": "known_steps",
    "brisk_minutes": "brisk_minutes",
    "longest_walk_minutes": "longest_walk_minutes",
    "wear_minutes": "wear_minutes",
    "valid": "valid",
    "grade": "grade",
    "estimate": "estimate",
    "by_hand_minutes": "by_hand_minutes",
    "estimated_minutes": "estimated_minutes",
    "from_steps_minutes": "from_steps_minutes",
}


def of_day(day: Day | None) -> dict[str, Any]:
    """What every document says of a day; null for a day without data."""
    numbers = {key: getattr(day, name) if day else None for key, name in OF_DAY.items()}
    return numbers | {"sources": list(day.sources) if day else []}


def mean(week: Week) -> dict[str, float | None]:
    """The mean of a week's valid days and its 90 % interval."""
    return {
        "mean_minutes": week.mean_minutes,
        "mean_low": week.low_minutes,
        "mean_high": week.high_minutes,
    }


def groups(placed: WeekBand | None) -> dict[str, Any]:
    """The study's group, null where it may be several, and all that it may be."""
    return {
        "band": placed.band.id if placed and placed.band else None,
        "bands": [band.id for band in placed.bands] if placed else [],
    }


def streak(streak: Streak) -> dict[str, Any]:
    """The object ``streak`` of several documents."""
    return {
        "days": streak.days,
        "best": streak.best,
        "weeks": streak.weeks,
        "best_weeks": streak.best_weeks,
        "rest_left": streak.rest_left,
        "state": streak.state,
        "week_goal_days": streak.week_goal_days,
        "goal_days_28": streak.goal_days_28,
    }


def last_week(last: LastWeek) -> dict[str, Any]:
    """The object ``week`` of ``stride today``: the last seven days that are over."""
    return {
        **mean(last.mean),
        "valid_days": last.mean.valid_days,
        "goal_days": last.goal_days,
        **groups(last.band),
        "band_detail": band(last.band),
        "grade": last.mean.grade or None,
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
