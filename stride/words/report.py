"""Turns a Report's numbers into sentences, the same for terminal and page."""

from __future__ import annotations

import math
from collections.abc import Sequence

from stride import conventions
from stride.conventions import number, span_of_hours
from stride.goals.bands import Week
from stride.goals.intensity import ERROR_MET, Intensity
from stride.rounding import parts, whole
from stride.summary.report import Quality, Report, WeekRow
from stride.summary.trend import Trend
from stride.words import days as words
from stride.words.study import MEANING, sentence, why_no_band

#: Days on record from which totals of the year say more than the report itself.
YEAR_SHOWN_DAYS = 60
#: Fewest minutes a day above the mean that make a weekday worth naming.
NOTABLE_MIN = 5.0


def heading(report: Report) -> str:
    """``4 weeks: Mon 26 Oct to Sat 21 Nov 2026``, and whether the last week is open."""
    count = words.plural(len(report.weeks), "week")
    return f"{count}: {span(report)}" + (", today still open" if report.stand.in_progress else "")


def span(report: Report) -> str:
    """``Mon 26 Oct to Sat 21 Nov 2026``."""
    text = f"{words.short_date(report.start)} to {words.short_date(report.end)} {report.end.year}"
    if report.start.year != report.end.year:
        text = text.replace(" to ", f" {report.start.year} to ")
    return text


def overall(report: Report) -> str:
    """The mean of the whole span and its goal days."""
    mean = report.overall.mean_minutes
    if mean is None:
        return "No valid day in this time: nothing to average."
    mark = "~" if report.overall.estimate else ""
    goal_days = sum(row.goal_days for row in report.weeks)
    days = words.plural(report.overall.valid_days, "valid day")
    goals = words.plural(goal_days, "goal day")
    return (
        f"{mark}{words.whole(mean)} minutes{interval(report.overall)} a day over {days}; {goals}."
    )


def interval(mean: Week) -> str:
    """`` (70-83)`` of a mean; "" where it is exact, or there is none."""
    if mean.mean_minutes is None or mean.low_minutes is None or mean.high_minutes is None:
        return ""
    return words.interval(mean.mean_minutes, mean.low_minutes, mean.high_minutes)


def trend(slope: Trend | None) -> str:
    """The direction with its uncertainty."""
    if slope is None:
        return "Trend: too few valid days for one (10 over two weeks)."
    places = 1 if slope.high - slope.low >= 0.5 else 2
    change, low, high = (
        number(n, places, sign=True) for n in (slope.per_week, slope.low, slope.high)
    )
    interval = f"95 % interval {low} to {high}"
    if not slope.clear:
        return f"Trend: no clear change ({change} minutes a day per week, {interval})."
    way = "more" if slope.per_week > 0 else "less"
    return f"Trend: {change[1:]} minutes a day {way} each week ({interval})."


def busiest_hours(hours: Sequence[float]) -> tuple[int, int, float]:
    """First hour, how many, and the minutes of the best two hours in a row; one where it has all.

    hours: 24 mean minutes, not all of them 0.
    """
    pairs = [hours[hour] + hours[hour + 1] for hour in range(23)]
    best = max(range(23), key=lambda hour: pairs[hour])
    for hour in (best, best + 1):
        if hours[hour] >= pairs[best]:
            return hour, 1, hours[hour]
    return best, 2, pairs[best]


def best_time(report: Report) -> str:
    """The two hours in a row with the most walking, and the best weekday; "" without either."""
    parts = []
    if report.hours and any(report.hours):
        best, count, minutes = busiest_hours(report.hours)
        parts.append(
            f"Best time of day: {span_of_hours(best, count)}, "
            f"{words.whole(minutes)} minutes on a usual day"
        )
    means = [(mean, day) for day, mean in enumerate(report.weekdays) if mean is not None]
    best_day = max(means, default=None)
    usual = report.overall.mean_minutes
    if best_day and usual is not None and best_day[0] >= usual + NOTABLE_MIN:
        mean, day = best_day
        parts.append(f"best weekday {conventions.WEEKDAYS[day]} ({words.whole(mean)} minutes)")
    return "; ".join(parts) + "." if parts else ""


def beside_the_study(report: Report) -> str:
    """The last seven days beside the study, or why they are not set beside it."""
    last = report.stand.last_week
    if last.mean.mean_minutes is None:
        return "Last 7 days: no valid day, so nothing to set beside the study."
    mark = "~" if last.mean.estimate else ""
    start = (
        f"Last 7 days: {mark}{words.whole(last.mean.mean_minutes)} minutes{interval(last.mean)} "
        "a day, "
        f"{last.mean.valid_days} of 7 valid. "
    )
    return start + (sentence(last.band) if last.band else why_no_band(last.mean))


def longer_spans(report: Report) -> str:
    """The walking of the year and of all time, in hours; "" before there is a year to sum up."""
    totals = report.totals
    if len(report.stand.ledger.minutes) < YEAR_SHOWN_DAYS or totals.since is None:
        return ""
    text = f"Walked in {report.end.year}: {words.duration(totals.year)}"
    if totals.since.year == report.end.year:
        return f"{text}."
    return f"{text}; since {words.day_month(totals.since)}: {words.duration(totals.ever)}."


def intensity(pace: Intensity | None) -> str:
    """Shares first, then the study's mean MET with its error."""
    if pace is None:
        return "Pace: not known from these data."
    paces = {"slow": pace.slow, "moderate": pace.moderate, "brisk": pace.brisk}
    percent = parts(list(paces.values()))
    minutes = parts(list(paces.values()), whole(math.fsum(paces.values())))
    shares = ", ".join(
        f"{name} {words.duration(spent)} ({share} %)"
        for name, spent, share in zip(paces, minutes, percent, strict=True)
    )
    text = (
        f"Pace, on {words.plural(pace.days, 'day')}: {shares} (below 100, 100 to 119, from 120 "
        f"steps a minute); mean {number(pace.mean_met, 1)} MET, give or take {ERROR_MET}"
    )
    if pace.band is None:
        return f"{text}: too wide to name a group of the study. Volume comes first."
    return (
        f"{text}: the study's group of {pace.band.low:.2f} MET and more, associated with "
        f"{pace.band.ratio:.2f} times the risk of the slowest; this weakens once volume is "
        "accounted for."
    )


def pain(report: Report) -> str:
    """The diary beside the walking; "" when it is empty."""
    if not report.pains:
        return ""
    scores = [entry.score for entry in report.pains]
    last = report.pains[-1]
    pause = " It rose lately, so the goal rests." if report.stand.target.paused else ""
    count = "1 entry" if len(scores) == 1 else f"{len(scores)} entries"
    return (
        f"Back pain diary: {count}, mean {number(sum(scores) / len(scores), 1)} of 10, latest "
        f"{last.score} on {words.short_date(last.date)}.{pause} "
        "Kept beside the walking, not as its effect."
    )


def pain_of_week(report: Report, week: WeekRow) -> float | None:
    """The mean of the week's entries; None without any."""
    scores = [entry.score for entry in report.pains if week.start <= entry.date <= week.end]
    return sum(scores) / len(scores) if scores else None


def quality(data: Quality) -> list[str]:
    """Wear, gaps, grades and sources, one sentence each."""
    lines = [
        f"{words.plural(data.data_days, 'day')} with data, {number(data.valid_days)} valid; "
        f"{number(data.no_data_days)} without data"
        + (f", the longest gap {words.plural(data.gap_days, 'day')}." if data.gap_days else ".")
    ]
    if data.wear_s is not None:
        lines.append(f"Worn {words.duration(data.wear_s / 60)} a day on average.")
    grades = [f"{words.plural(n, 'day')} {MEANING[grade]}" for grade, n in data.grades.items()]
    if grades:
        lines.append("How sure: " + ", ".join(grades) + ".")
    if data.estimate_days:
        lines.append(f"{words.plural(data.estimate_days, 'day')} estimated from totals (~).")
    if data.sources:
        names = [
            f"{words.source(name)} ({words.plural(n, 'day')})" for name, n in data.sources.items()
        ]
        lines.append("Sources: " + ", ".join(names) + ".")
    mixed = mixed_models(data)
    return [*lines, mixed] if mixed else lines


def mixed_models(data: Quality) -> str:
    """That models of two ages made the days; "" where one did."""
    if not data.mixed_ages:
        return ""
    uses = [f"{use.model_id} {use.first} to {use.last}" for use in data.models]
    return (
        "Models of two ages made these days, which are not quite comparable: "
        + ", ".join(uses)
        + ". 'stride recompute DIR' redoes the older ones from their files."
    )
