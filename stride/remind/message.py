"""Turns where a person stands, and the time it is, into one line to say, or into silence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from stride.conventions import time_of_day
from stride.report import words
from stride.report.standing import Standing
from stride.rounding import to_go

#: An import that is due is mentioned at most every third day.
IMPORT_HINT_DAYS = 3
#: From this many minutes on it is worth splitting what is left.
LONG_WALK_MIN = 40


class Said(NamedTuple):
    """When something was last said: a reminder, and that an import is due."""

    reminder: date | None = None
    import_hint: date | None = None


class Reminder(NamedTuple):
    """What remind found. message: "" is silence. kind: ``reminder`` or ``import``.

    open: whether the day's goal is still open; minutes_left: None when that is not known.
    """

    message: str
    kind: str
    open: bool
    minutes_left: float | None


def remind(
    stand: Standing, newest: date | None, local: datetime, quiet: tuple[int, int] | None
) -> Reminder:
    """What there is to say, before asking whether it was said already.

    stand: on the present day. newest: the last day with data. local: the person's wall clock.
    quiet: start and end of the quiet hours in minutes after midnight, None for none.
    """
    today = stand.frame.today
    if newest is None or newest < today - timedelta(days=1):
        return Reminder(_import_due(newest), "import", False, None)
    minutes = stand.ledger.minutes[-1]
    left = max(0.0, stand.target.goal_minutes - (minutes or 0.0))
    is_open = not stand.met
    silent = stand.met or stand.rest or stand.target.paused or is_quiet(local, quiet)
    text = "" if silent else _line(stand, minutes, local)
    return Reminder(text, "reminder", is_open, left)


def is_quiet(local: datetime, quiet: tuple[int, int] | None) -> bool:
    """Whether the wall clock is within the quiet hours; they may reach past midnight."""
    if quiet is None or quiet[0] == quiet[1]:
        return False
    minute = local.hour * 60 + local.minute
    start, end = quiet
    return start <= minute < end if start < end else minute >= start or minute < end


def due(found: Reminder, said: Said, today: date) -> bool:
    """Whether it may be said now: reminders once a day, a due import every third day."""
    if not found.message:
        return False
    if found.kind == "import":
        return said.import_hint is None or (today - said.import_hint).days >= IMPORT_HINT_DAYS
    return said.reminder != today


def _import_due(newest: date | None) -> str:
    if newest is None:
        return "stride has no data yet. Next: stride import FILE"
    return f"The newest data is from {words.full_date(newest)}; an import is due."


def _line(stand: Standing, minutes: float | None, local: datetime) -> str:
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
