"""Turns a History into the numbers of ``stride report``: weeks, days, trend, hours and quality."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from stride.conventions import MONTHS
from stride.goals.bands import Week, WeekBand, week, week_band
from stride.goals.intensity import Intensity, intensity
from stride.goals.ledger import verdict
from stride.goals.streak import MET
from stride.summary.standing import Standing, days_between
from stride.summary.trend import Trend, trend
from stride.types import Day, History, ModelUse, Pain

#: More months than this are summed up as years.
MONTHS_SHOWN = 36


class DayRow(NamedTuple):
    """A date of the report. day: None for no data; goal: None before the first data."""

    date: date
    day: Day | None
    goal: float | None
    met: bool | None
    rest: bool
    state: str

    @property
    def known_minutes(self) -> float | None:
        """The walking of a day that can be judged or was met; None for all others."""
        return self.day.walking_minutes if self.day and self.state != "no_data" else None


class WeekRow(NamedTuple):
    """A calendar week, cut off at the report's last day. total_minutes, steps: None for no data."""

    start: date
    end: date
    days: tuple[DayRow, ...]
    mean: Week
    goal_days: int
    best: Day | None
    total_minutes: float | None
    steps: float | None
    intensity: Intensity | None
    band: WeekBand | None
    in_progress: bool


class Quality(NamedTuple):
    """How good the data are.

    data_days, valid_days, no_data_days: counts, the last of days since the first data. wear_s:
    mean of the days that know it. grades, sources: days by grade and by source. gap_days: the
    longest run without data. estimate_days: worked out from totals. models: that labelled them.
    """

    data_days: int
    valid_days: int
    no_data_days: int
    wear_s: float | None
    grades: dict[str, int]
    sources: dict[str, int]
    gap_days: int
    estimate_days: int
    models: tuple[ModelUse, ...] = ()

    @property
    def mixed_ages(self) -> bool:
        """Whether days that models of two ages made stand side by side."""
        names = {use.model_id.rpartition("-")[0] for use in self.models}
        return len({use.current for use in self.models}) > 1 or len(names) < len(self.models)


class Report(NamedTuple):
    """Everything of ``stride report``. hours: mean minutes of the 24 clock hours on valid days.

    weekdays: mean minutes by weekday (0 Monday), None without a valid day. overall: the whole
    span. stand: as of ``end``.
    """

    start: date
    end: date
    weeks: tuple[WeekRow, ...]
    days: tuple[DayRow, ...]
    overall: Week
    trend: Trend | None
    hours: tuple[float, ...] | None
    weekdays: tuple[float | None, ...]
    intensity: Intensity | None
    quality: Quality
    pains: tuple[Pain, ...]
    stand: Standing

    @property
    def totals(self) -> Totals:
        """The walking of the calendar year of ``end`` and of all time, up to that day."""
        ledger = self.stand.ledger
        walked = [minutes or 0.0 for minutes in ledger.minutes]
        new_year = max(0, date(self.end.year, 1, 1).toordinal() - ledger.first)
        since = date.fromordinal(ledger.first) if self.stand.has_data else None
        return Totals(math.fsum(walked[new_year:]), math.fsum(walked), since)


class Totals(NamedTuple):
    """Minutes walked in a calendar year, and ever since the first day; None before there is one."""

    year: float
    ever: float
    since: date | None


def summarise(history: History, stand: Standing, start: date) -> Report:
    """The report from ``start`` to the day that ``stand`` is of.

    history: with all columns, at least from ``start`` on. stand: made of the whole history.
    """
    end = stand.frame.asked
    days = days_between(history.days, start.toordinal(), end.toordinal() + 1)
    rows = _rows(days, stand, start)
    valid = [day for day in days if day.valid]
    return Report(
        start=start,
        end=end,
        weeks=_weeks(rows, stand),
        days=rows,
        overall=week(days),
        trend=trend([d.date.toordinal() for d in valid], [d.walking_minutes for d in valid]),
        hours=_hours(valid),
        weekdays=_weekdays(valid),
        intensity=intensity(days),
        quality=_quality(days, rows)._replace(models=history.models),
        pains=tuple(pain for pain in history.pains if start <= pain.date <= end),
        stand=stand,
    )


def _rows(days: list[Day], stand: Standing, start: date) -> tuple[DayRow, ...]:
    by_date = {day.date: day for day in days}
    count = (stand.frame.asked - start).days + 1
    return tuple(
        _row(start + timedelta(days=n), by_date.get(start + timedelta(days=n)), stand)
        for n in range(count)
    )


def _row(when: date, day: Day | None, stand: Standing) -> DayRow:
    ledger = stand.ledger
    position = when.toordinal() - ledger.first
    if position < 0 or not stand.has_data:
        return DayRow(when, None, None, None, False, "before")
    goal = stand.trace.goals[position]
    in_progress = ledger.in_progress and position == len(ledger.minutes) - 1
    met = verdict(ledger.minutes[position], ledger.valid[position], goal, in_progress)
    return DayRow(when, day, goal, met, ledger.rest[position], stand.streak.states[position])


def _weeks(rows: tuple[DayRow, ...], stand: Standing) -> tuple[WeekRow, ...]:
    first_weekday = stand.frame.week_start
    groups: list[list[DayRow]] = []
    for row in rows:
        if not groups or row.date.weekday() == first_weekday:
            groups.append([])
        groups[-1].append(row)
    return tuple(_week(group, stand) for group in groups)


def _week(rows: list[DayRow], stand: Standing) -> WeekRow:
    in_progress = stand.in_progress and rows[-1].date == stand.frame.asked
    days = [row.day for row in rows if row.day is not None]
    mean = week(days)
    return WeekRow(
        start=rows[0].date,
        end=rows[-1].date,
        days=tuple(rows),
        mean=mean,
        goal_days=sum(row.state == MET for row in rows),
        best=max(days, key=lambda day: day.walking_s, default=None),
        total_minutes=math.fsum(day.walking_s for day in days) / 60 if days else None,
        steps=_known_steps(days),
        intensity=intensity(days),
        band=week_band(mean),
        in_progress=in_progress,
    )


class Bucket(NamedTuple):
    """A month or a year of days: their mean over valid days, goal days and steps."""

    label: str
    start: date
    mean: Week
    goal_days: int
    steps: float | None


def _known_steps(days: list[Day]) -> float | None:
    """The steps of some days, None where nobody counted any."""
    counted = [day.known_steps for day in days if day.known_steps is not None]
    return math.fsum(counted) if counted else None


def buckets(report: Report, most: int = MONTHS_SHOWN) -> list[Bucket]:
    """The months with data behind them, or the years when there are more than ``most``."""
    by_month = months(report)
    if len(by_month) <= most:
        return by_month
    return _bucketed(report, lambda row: str(row.date.year))


def months(report: Report) -> list[Bucket]:
    """The months from the first data on."""
    return _bucketed(report, lambda row: f"{MONTHS[row.date.month - 1][:3]} {row.date.year}")


def _bucketed(report: Report, label: Callable[[DayRow], str]) -> list[Bucket]:
    out = []
    begun = [row for row in report.days if row.state != "before"]
    for name, group in groupby(begun, key=label):
        members = list(group)
        days = [row.day for row in members if row.day]
        goal_days = sum(row.state == MET for row in members)
        steps = _known_steps(days)
        out.append(Bucket(name, members[0].date, week(days), goal_days, steps))
    return out


def _hours(valid: list[Day]) -> tuple[float, ...] | None:
    timed = [day for day in valid if any(day.hours_s)]
    if not timed:
        return None
    return tuple(
        sum(hour) / 60 / len(timed) for hour in zip(*(d.hours_s for d in timed), strict=True)
    )


def _weekdays(valid: list[Day]) -> tuple[float | None, ...]:
    groups: list[list[float]] = [[] for _ in range(7)]
    for day in valid:
        groups[day.date.weekday()].append(day.walking_minutes)
    return tuple(sum(group) / len(group) if group else None for group in groups)


def _quality(days: list[Day], rows: tuple[DayRow, ...]) -> Quality:
    wear = [day.wear_s for day in days if day.wear_s is not None]
    gap = longest = 0
    for row in rows:
        missing = row.day is None and row.state not in ("before", "open")
        gap = gap + 1 if missing else 0
        longest = max(longest, gap)
    return Quality(
        data_days=len(days),
        valid_days=sum(day.valid for day in days),
        no_data_days=sum(row.day is None and row.state not in ("before", "open") for row in rows),
        wear_s=sum(wear) / len(wear) if wear else None,
        grades=dict(sorted(Counter(day.grade for day in days).items())),
        sources=dict(Counter(name for day in days for name in day.sources).most_common()),
        gap_days=longest,
        estimate_days=sum(day.estimate for day in days),
    )


class Habits(NamedTuple):
    """The last weeks in a few numbers. hours: 24 mean minutes, or None. means: minutes a day.

    weekday, weekend: Monday to Friday, Saturday and Sunday; None without a valid day.
    back_minutes: the goal that a step back would make, where the last week asks for one.
    """

    valid_days: int
    mean: float | None
    hours: tuple[float, ...] | None
    weekday: float | None
    weekend: float | None
    goal: float
    pain_rose: bool
    back_minutes: float | None = None


def habits(history: History, stand: Standing) -> Habits:
    """The last weeks in the few numbers that advice is chosen by.

    history: with all columns, of those weeks. stand: as of their last day.
    """
    valid = [day for day in history.days if day.valid]
    by_weekday = _weekdays(valid)
    return Habits(
        valid_days=len(valid),
        mean=week(history.days).mean_minutes,
        hours=_hours(valid),
        weekday=_mean_of(by_weekday[:5]),
        weekend=_mean_of(by_weekday[5:]),
        goal=stand.target.goal_minutes,
        pain_rose=stand.target.paused,
        back_minutes=stand.target.back_minutes if stand.target.too_high else None,
    )


def _mean_of(values: tuple[float | None, ...]) -> float | None:
    values_seen = [value for value in values if value is not None]
    return sum(values_seen) / len(values_seen) if values_seen else None
