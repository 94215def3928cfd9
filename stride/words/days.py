"""Turns numbers and states into calm sentences: what is so, and what could come next, no more."""

from __future__ import annotations

from datetime import date

from stride import rounding
from stride.conventions import MONTHS, WEEKDAYS, number
from stride.goals.plans import TARGET_MINUTES, find_plan
from stride.goals.streak import Streak
from stride.summary.standing import Standing
from stride.types import Day

NOT_MEDICAL = (
    "stride is not a medical device. With pain or trouble moving, see a doctor before building up."
)


def whole(minutes: float, goal: float | None = None) -> str:
    """Minutes rounded for reading, but never up to a goal that was not reached.

    minutes: at least 0. goal: minutes.
    """
    return number(rounding.whole(minutes, goal))


def plural(count: int, word: str) -> str:
    """``1 day``, ``2 days``."""
    return f"{number(count)} {word}" + ("" if count == 1 else "s")


def duration(minutes: float) -> str:
    """``45 min`` or ``15 h 20 min``."""
    total = rounding.whole(minutes)
    return f"{number(total // 60)} h {total % 60:02d} min" if total >= 60 else f"{total} min"


def full_date(day: date) -> str:
    """``Saturday 21 November 2026``, the same in every locale of the computer."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """``Sat 21 Nov``."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def day_month(day: date) -> str:
    """``21 Nov 2026``."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def part_of_month(day: date) -> str:
    """``mid January 2027``: as exact as a date months ahead can be."""
    part = "early" if day.day <= 10 else "mid" if day.day <= 20 else "late"
    return f"{part} {MONTHS[day.month - 1]} {day.year}"


def source(name: str) -> str:
    """A source by its own name, "Garmin Connect", where the file named none but its format."""
    from stride.formats.catalogue import source_name

    return source_name(name)


def walked(day: Day, goal: float | None = None) -> str:
    """The walking minutes, with ``~`` where they are an estimate."""
    return ("~" if day.estimate else "") + whole(day.walking_minutes, goal)


def interval(minutes: float, low: float, high: float) -> str:
    """`` (70-83)`` to stand behind the minutes; nothing where they are exact.

    All in minutes; what is shown of the minutes lies inside.
    """
    shown = rounding.whole(minutes)
    first, last = min(rounding.whole(low), shown), max(rounding.whole(high), shown)
    return f" ({number(first)}-{number(last)})" if first < last else ""


def by_hand(day: Day) -> str:
    """``, 20 of them by hand`` where a part of a day's minutes was written down, else nothing."""
    if not day.manual_s:
        return ""
    part = whole(day.manual_s / 60)
    return f", {'all' if part == whole(day.walking_minutes) else part} of them by hand"


def day_state(stand: Standing) -> tuple[str, str]:
    """Symbol and word for the day asked about; ``stand`` as of that day."""
    if stand.met:
        return "✓", "met"
    if stand.rest:
        return "r", "kept free"
    if stand.in_progress:
        return "·", "open"
    if stand.met is None:
        return "?", "no data" if stand.ledger.minutes[-1] is None else "too little to judge"
    return "–", "not met"


def day_sentence(stand: Standing, day: Day | None) -> str:
    """The one sentence under the day's numbers.

    stand: as of the day. day: with all columns, None for no data.
    """
    if stand.rest and not stand.met:
        return "A day kept free: it counts neither for nor against."
    if day is None:
        return _no_data(stand)
    minutes = day.walking_minutes
    if stand.met:
        return _met(minutes)
    if stand.met is None:
        return _too_short(day)
    if not stand.in_progress:
        return _was_short(stand)
    return _still_open(stand, day)


def _still_open(stand: Standing, day: Day) -> str:
    if stand.target.paused:
        return "Back pain is up, so the goal rests today: walk as it feels right."
    left = rounding.to_go(day.walking_minutes, stand.target.goal_minutes)
    longest = day.longest_walk_s / 60
    if longest >= left:
        return f"{plural(left, 'minute')} to go: less than today's longest walk."
    return f"{plural(left, 'minute')} to go, at any pace, in one walk or in several."


def _too_short(day: Day) -> str:
    if day.uncounted:
        return "No step was counted, as on a day without the device: it counts neither way."
    reason = "Steps over too few hours" if day.wear_s is None else "Worn too short"
    return f"{reason} to be judged: this day counts neither for nor against."


def _no_data(stand: Standing) -> str:
    if stand.in_progress:
        return "No data for today yet; an import brings it in."
    return "No data for this day: it counts neither for nor against."


def _met(minutes: float) -> str:
    if minutes + 1e-6 >= TARGET_MINUTES:
        return f"The goal is met, and so is the study's mark of {TARGET_MINUTES} minutes."
    more = plural(TARGET_MINUTES - rounding.whole(minutes, TARGET_MINUTES), "minute")
    return f"{more} more would reach {TARGET_MINUTES}, the study's mark."


def _was_short(stand: Standing) -> str:
    if stand.streak.states[-1] == "covered":
        return "Below the goal; one of the week's two rest days covers it."
    return "Below the goal that day. Every day starts anew."


def goal_sentence(stand: Standing) -> str:
    """Why the goal is what it is, and what would change it; ``stand`` as of the day."""
    target = stand.target
    if target.paused:
        return "Back pain rose lately, so the goal rests for a week: it does not grow."
    if target.mode == "set":
        return "You set this goal; 'stride goal auto' lets it follow your walking again."
    if target.mode == "hold":
        return "You asked to hold it; 'stride goal auto' lets it grow again."
    if target.returned:
        return (
            "Welcome back. After a break stride learns your usual week again: "
            f"{target.valid_days} of 7 valid days so far."
        )
    if stand.trace.learning:
        return f"Learning your usual week: {target.valid_days} of 7 valid days so far."
    if not stand.trace.climbs:
        return f"It follows your days: {find_plan(stand.frame.plan).summary}."
    if target.next_minutes is None:
        return "The last tier: near 100 minutes the association levels off, so it grows no further."
    return _advance_sentence(stand)


def _advance_sentence(stand: Standing) -> str:
    target = stand.target
    upcoming = f"{whole(target.next_minutes or 0)} minutes"
    if target.needed_days:
        return f"{target.met_days} of the last 7 days met it; five of seven bring {upcoming}."
    day = day_month(target.earliest) if target.earliest else ""
    return f"{target.met_days} of the last 7 days met it; {upcoming} from {day} on if that holds."


def back_hint(stand: Standing) -> str:
    """That the goal may be lowered, and to what, where the last week asks for it; else nothing."""
    if not stand.target.too_high or stand.target.back_minutes is None:
        return ""
    return f"Above your usual week? 'stride goal back' makes it {whole(stand.target.back_minutes)}."


def streak_sentence(streak: Streak) -> str:
    """The streaks in one line; the week first, because it is the main number."""
    if not streak.weeks and not streak.days:
        if not streak.best and not streak.best_weeks:
            return "No streak yet; the first goal day begins one."
        best = (
            plural(streak.best_weeks, "week") if streak.best_weeks else plural(streak.best, "day")
        )
        return f"Best streak {best}; {plural(streak.goal_days_28, 'goal day')} in the last 28."
    paused = ", paused without data" if streak.state == "paused" else ""
    parts = [f"{plural(streak.weeks, 'week')} (best {streak.best_weeks})"] if streak.weeks else []
    parts += [f"{plural(streak.days, 'day')} (best {streak.best})"] if streak.days else []
    return f"Streak {', '.join(parts)}{paused}."
