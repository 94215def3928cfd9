"""Turns streaks and their calendar into the view of ``stride streak``."""

from __future__ import annotations

from stride import conventions
from stride.report.calendar import SYMBOLS, CalendarWeek, Cell, as_dicts, in_words
from stride.report.facts import Fact, fact
from stride.report.text.lines import Line, line
from stride.summary.standing import Standing
from stride.words import days as words

WEEK_WORDS = {"met": "counts", "open": "open", "neutral": "neither", "missed": "does not"}
LEGEND = ("met", "covered", "missed", "rest", "no_data", "open")
STATE_STYLES = {"met": "good", "open": "open"}


def view(stand: Standing, weeks: list[CalendarWeek], width: int) -> list[Line]:
    """The lines for a terminal of ``width`` columns; weeks: from ``report.calendar``."""
    lines = [*_numbers(stand), line(""), _weekday_row(stand)]
    lines += [_week_row(week, width) for week in weeks if any(c.goal for c in week.cells)]
    legend = ", ".join(f"{SYMBOLS[state][0]} {SYMBOLS[state][1]}" for state in LEGEND)
    lines.append(line("  " + legend, "dim"))
    lines.append(line("  A week counts with five goal days; two misses a week are covered.", "dim"))
    return lines


def _numbers(stand: Standing) -> list[Line]:
    now = stand.streak
    state = {"paused": "paused while there is no data", "rest": "today is kept free"}.get(
        now.state, ""
    )
    note = f"  ({state})" if state else ""
    return [
        [(f"{words.plural(now.weeks, 'week')} in a row", "head"),
         (f" with five goal days; best {now.best_weeks}{note}", "")],
        line(f"  {words.plural(now.days, 'goal day')} in a row; best {now.best}"),
        line(
            f"  this week: {words.plural(now.week_goal_days, 'goal day')}, "
            f"{words.plural(now.rest_left, 'rest day')} left"
        ),
        line(f"  last 28 days: {words.plural(now.goal_days_28, 'goal day')}"),
    ]  # fmt: skip


def _weekday_row(stand: Standing) -> Line:
    names = [conventions.WEEKDAYS[(stand.frame.week_start + i) % 7][:2] for i in range(7)]
    return line("  week of " + " ".join(names) + "  goal days", "dim")


def _week_row(week: CalendarWeek, width: int) -> Line:
    start = week.cells[0].date
    label = f"  {start.day:>2} {conventions.MONTHS[start.month - 1][:3]}  "
    pieces: Line = [(label, "dim")]
    for cell in week.cells:
        pieces.append((f" {SYMBOLS[cell.state][0]} ", STATE_STYLES.get(cell.state, "")))
    word = f" {WEEK_WORDS[week.state]}" if width >= 44 else ""
    return [*pieces, (f"  {week.goal_days}{word}", "dim")]


def facts(stand: Standing, weeks: list[CalendarWeek]) -> list[Fact]:
    """The streaks and the calendar, a fact each; arguments as in ``view``."""
    now = stand.streak
    days = [
        _day(cell)
        for week in weeks
        for cell in week.cells
        if cell.state not in ("before", "future")
    ]
    return [
        fact("date", str(stand.frame.asked)),
        fact(
            "weeks", now.weeks,
            f"Weeks in a row with five goal days: {now.weeks}, best {now.best_weeks}",
        ),
        fact("days", now.days, f"Goal days in a row: {now.days}, best {now.best}"),
        fact("best", now.best),
        fact("best_weeks", now.best_weeks),
        fact(
            "week_goal_days", now.week_goal_days, f"Goal days this week: {now.week_goal_days} of 5"
        ),
        fact("rest_left", now.rest_left, f"Rest days left this week: {now.rest_left}"),
        fact("goal_days_28", now.goal_days_28, f"Goal days in the last 28: {now.goal_days_28}"),
        fact("state", now.state, f"State: {now.state}"),
        fact("calendar", as_dicts(weeks), *days),
    ]  # fmt: skip


def _day(cell: Cell) -> str:
    minutes = "" if cell.minutes is None else f"{words.whole(cell.minutes)} minutes"
    return f"{words.full_date(cell.date)}: {in_words(minutes, cell.state)}"
