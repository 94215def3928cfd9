"""Turns what is left of a day into the one line of a reminder."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from stride.conventions import time_of_day
from stride.rounding import to_go
from stride.summary.standing import Standing
from stride.words import days as words

#: From this many minutes on it is worth splitting what is left.
LONG_WALK_MIN = 40


def import_due(newest: date | None) -> str:
    """That data is missing. newest: the last day with some."""
    if newest is None:
        return "stride has no data yet. Next: stride import FILE"
    return f"The newest data is from {words.full_date(newest)}; an import is due."


def countdown(stand: Standing, minutes: float | None, local: datetime) -> str:
    """What is left of the day's goal, and what it would serve.

    minutes: walked so far, None without data of today. local: the person's wall clock.
    """
    whole = to_go(minutes or 0.0, stand.target.goal_minutes)
    ready = time_of_day(local.hour * 60 + local.minute + whole)
    if minutes is None:
        return _not_of_today(stand)
    if whole >= LONG_WALK_MIN:
        text = f"{whole} minutes left today; two walks of {-(-whole // 2)} do it."
    else:
        text = f"{whole} minute{'s' * (whole > 1)} left today; a walk now is done by {ready}."
    return f"{text} {words.back_hint(stand) or _serves(stand)}".rstrip()


def _not_of_today(stand: Standing) -> str:
    """Nothing is counted down on data that is older than today; how old it is, is said."""
    yesterday = words.full_date(stand.frame.today - timedelta(days=1))
    goal = words.whole(stand.target.goal_minutes)
    return f"The newest data is from yesterday, {yesterday}; today's goal is {goal} minutes."


def _serves(stand: Standing) -> str:
    streak = stand.streak
    if streak.week_goal_days == 4:
        return "It would be the fifth goal day, and the week counts."
    if streak.rest_left and streak.week_goal_days + 1 < 5:
        free = f"{streak.rest_left} rest day{'s' if streak.rest_left > 1 else ''}"
        return f"Goal day {streak.week_goal_days + 1} of the week; {free} left if today is not one."
    if streak.days:
        return f"It would be goal day {streak.days + 1} in a row."
    return ""
