"""Turns one day and its standing into the view of ``stride today``: the number, and why."""

from __future__ import annotations

from stride.conventions import span_of_hours
from stride.goals.plans import TARGET_MINUTES
from stride.report.facts import Fact, fact, keys, of_day, streak
from stride.report.facts import last_week as week_of
from stride.report.text.lines import Line, bar, fit, line, sparkline, text_of
from stride.rounding import parts, whole
from stride.summary.standing import Standing
from stride.types import Day
from stride.words import days as words
from stride.words import study

#: Lines of the view at most, at 80 columns.
LINES = 8
#: The bar's columns at most; beyond, it says no more.
BAR_WIDTH = 50
SOURCES_NAMED = 2


def view(stand: Standing, day: Day | None, width: int) -> list[Line]:
    """The lines for a terminal of ``width`` columns, at most LINES of them from 80 columns on.

    stand: as of the day. day: with all columns, None for no data.
    """
    lines = [_number(stand, day, width)]
    if day is not None:
        lines += [_bar(stand, day, width), *_hours(day, width)]
        lines.append(line("  " + _details(day), "dim"))
    lines += [
        line("  " + words.streak_sentence(stand.streak) + _rest_left(stand)),
        line("  " + last_week(stand)),
    ]
    if day is not None:
        lines.append(line("  " + measured(day, width - 2), "dim"))
    lines.append(line("  " + _last_words(stand, day)))
    return _within(lines, width)


def _within(lines: list[Line], width: int) -> list[Line]:
    """The lines without what ``stride day`` shows too, where all of them are too many."""
    for place in (3, 2, 1):
        if len(fit(lines, width)) > LINES and len(lines) > place:
            del lines[place]
    return lines


def _last_words(stand: Standing, day: Day | None) -> str:
    """What comes next; after a break a welcome, and the way down from a goal that is too high."""
    welcome = "Welcome back." if stand.target.returned else ""
    texts = (welcome, words.day_sentence(stand, day), words.back_hint(stand))
    return " ".join(text for text in texts if text)


def _number(stand: Standing, day: Day | None, width: int) -> Line:
    """The one number first, the goal beside it, and the day it is about."""
    goal = stand.target.goal_minutes
    symbol, word = words.day_state(stand)
    style = {"met": "good", "open": "open"}.get(word, "")
    if day is None:
        word = "no data yet" if stand.in_progress and not stand.rest else word
        first: Line = [(f"{symbol} {word}", "head"), (f", goal {words.whole(goal)}", "")]
    else:
        number = f"{words.walked(day, goal)} minutes walked, goal {words.whole(goal)} "
        first = [(number, "head"), (f"{symbol} {word}", style)]
    asked = stand.frame.asked
    for date in (words.full_date(asked), f"{words.short_date(asked)} {asked.year}", str(asked)):
        if len(text_of(first)) + len(date) + 3 <= width:
            break
    return [*first, (f" · {date}", "dim")]


def _bar(stand: Standing, day: Day, width: int) -> Line:
    goal = stand.target.goal_minutes
    top = max(float(TARGET_MINUTES), goal)
    columns = max(10, min(BAR_WIDTH, width - 28))
    drawn = bar(day.walking_minutes, goal, top, columns)
    label = f" {words.whole(top)}"
    if goal < top:
        label += f", goal at {words.whole(goal)}"
    elif goal > TARGET_MINUTES:
        label += f" (mark at {TARGET_MINUTES})"
    return [("  ", ""), *drawn, (label, "dim")]


def _hours(day: Day, width: int) -> list[Line]:
    hours = day.hour_minutes
    if hours is None or not any(hours):
        return []
    busiest = max(range(24), key=lambda hour: hours[hour])
    label = f" 24  most from {span_of_hours(busiest)}: {words.whole(hours[busiest])} min"
    if width < 64:
        label = " 24"
    return [[("  0 ", "dim"), (sparkline(hours, 60.0 if max(hours) > 45 else None), "bar"),
             (label, "dim")]]  # fmt: skip


def _details(day: Day) -> str:
    longest, brisk = day.longest_walk_minutes, day.brisk_minutes
    texts = [
        f"longest walk {words.duration(longest)}" if longest is not None else "",
        f"brisk {words.duration(brisk)}" if brisk is not None else "",
        words.plural(whole(day.steps), "step") if day.steps else "",
        f"{words.duration(day.manual_s / 60)} of the minutes by hand" if day.manual_s else "",
    ]
    nothing = "no walks, no steps" if day.known_steps is not None else "steps not counted"
    return " · ".join(part for part in texts if part) or nothing


def _rest_left(stand: Standing) -> str:
    if stand.streak.state == "paused":
        return ""
    return f" {words.plural(stand.streak.rest_left, 'rest day')} left this week."


def last_week(stand: Standing) -> str:
    """The mean of the last seven finished days, and the study's group where it may be named."""
    last = stand.last_week
    if last.mean.mean_minutes is None:
        return "Last 7 days: no valid day."
    mark = "~" if last.mean.estimate else ""
    text = f"Last 7 days: {mark}{words.whole(last.mean.mean_minutes)} min a day"
    text += f" ({last.mean.valid_days} of 7 valid)"
    if last.band is None:
        return text + "."
    roughly = "roughly " if last.band.approximate and last.band.band else ""
    return text + f", {roughly}the study's group {study.group_names(last.band)}."


def measured(day: Day, width: int = 0) -> str:
    """How sure the day's minutes are, who saw them, and how long the sensor was worn.

    width: columns that it should fit; the names of sources give way first. 0: as long as it is.
    """
    half = (day.below_s + day.above_s) / 120
    text = f"Grade {day.grade}" + (f", ± {max(whole(half), 1)} min" if half else "")
    if day.manual_s and day.estimate:
        part = "" if day.manual_s >= day.walking_s else "partly "
        text = f"Grade {day.grade}, {part}written down by hand"
    worn = f"; worn {words.duration(day.wear_s / 60)}" if day.wear_s is not None else ""
    named = list(dict.fromkeys(words.source(n) for n in day.sources if n != "by hand"))
    more = f" and {len(named) - SOURCES_NAMED} more" if len(named) > SOURCES_NAMED else ""
    source = f" ({', '.join(named[:SOURCES_NAMED])}{more})" if named else ""
    if width and len(text + source + worn) >= width:
        source = ""
    return f"{text}{source}{worn}."


def facts(stand: Standing, day: Day | None) -> list[Fact]:
    """The day at a glance, a fact each; arguments as in ``view``."""
    goal = stand.target.goal_minutes
    asked = stand.frame.asked
    walked = f"{words.walked(day, goal)} minutes" if day else "no data"
    details = f"Details: {_details(day).replace(' · ', ', ')}" if day else ""
    seen = stand.met is not None and day is not None
    return [
        fact("date", str(asked), f"Date: {words.full_date(asked)}{_open(stand)}"),
        *keys(of_day(day)),
        fact("manual_minutes", day.by_hand_minutes if day else None, f"Walked: {walked}"),
        fact(
            "goal_minutes", goal, f"Goal: {words.whole(goal)} minutes, {words.day_state(stand)[1]}"
        ),
        fact("target_minutes", TARGET_MINUTES, f"The study's mark: {TARGET_MINUTES} minutes"),
        fact("hours", day.hour_minutes if day else None, _by_hour(day, goal)),
        fact("", None, details, f"Data: {measured(day)}" if day else ""),
        fact("streak", streak(stand.streak), words.streak_sentence(stand.streak)),
        fact("", None, f"Rest days left this week: {stand.streak.rest_left}"),
        fact("week", week_of(stand.last_week), last_week(stand)),
        fact("minutes_left", max(0.0, goal - day.walking_minutes) if seen and day else None),
        *keys({"goal_met": stand.met, "tier": stand.target.tier, "rest": stand.rest}),
        fact("in_progress", stand.in_progress, _last_words(stand, day)),
    ]


def _open(stand: Standing) -> str:
    return ", in progress" * stand.in_progress


def _by_hour(day: Day | None, goal: float) -> str:
    hours = day.hour_minutes if day else None
    if day is None or hours is None:
        return ""
    whole_hours = parts(hours, whole(day.walking_minutes, goal)) if any(hours) else []
    walked = [f"{h:02d} h {m}" for h, m in enumerate(whole_hours) if m]
    return f"Minutes by hour: {', '.join(walked) or 'none'}"
