"""Turns where a person stands, and the time it is, into one line to say, or into silence."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from stride.summary.standing import Standing
from stride.words.reminder import countdown, import_due

#: An import that is due is mentioned at most every third day.
IMPORT_HINT_DAYS = 3


class LastSaid(NamedTuple):
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
        return Reminder(import_due(newest), "import", False, None)
    minutes = stand.ledger.minutes[-1]
    left = max(0.0, stand.target.goal_minutes - (minutes or 0.0))
    is_open = not stand.met
    silent = stand.met or stand.rest or stand.target.paused or is_quiet(local, quiet)
    text = "" if silent else countdown(stand, minutes, local)
    return Reminder(text, "reminder", is_open, left)


def is_quiet(local: datetime, quiet: tuple[int, int] | None) -> bool:
    """Whether the wall clock is within the quiet hours; they may reach past midnight."""
    if quiet is None or quiet[0] == quiet[1]:
        return False
    minute = local.hour * 60 + local.minute
    start, end = quiet
    return start <= minute < end if start < end else minute >= start or minute < end


def due(reminder: Reminder, spoken: LastSaid, today: date) -> bool:
    """Whether it may be said now: reminders once a day, a due import every third day."""
    if not reminder.message:
        return False
    if reminder.kind == "import":
        return spoken.import_hint is None or (today - spoken.import_hint).days >= IMPORT_HINT_DAYS
    return spoken.reminder != today
