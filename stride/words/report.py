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


def heading(found: Report) -> str:
    """``4 weeks: Mon 26 Oct to Sat 21 Nov 2026``, and whether the last week is open."""
    count = words.plural(len(found.weeks), "week")
    return f"{count}: {span(found)}" + (", today still open" if found.stand.in_progress else "")


def span(found: Report) -> str:
    """``Mon 26 Oct to Sat 21 Nov 2026``."""
    text = f"{words.short_date(found.start)} to {words.short_date(found.end)} {found.end.year}"
    if found.start.year != found.end.year:
        text = text.replace(" to ", f" {found.start.year} to ")
    return text


def overall(found: Report) -> str:
    """The mean of the whole span and its goal days."""
    mean = found.overall.mean_minutes
    if mean is None:
        return "No valid day in this time: nothing to average."
    mark = "~" if found.overall.estimate else ""
    goal_days = sum(row.goal_days for row in found.weeks)
    days = words.plural(found.overall.valid_days, "valid day")
    goals = words.plural(goal_days, "goal day")
    return f"{mark}{words.whole(mean)} minutes{interval(found.overall)} a day over {days}; {goals}."


def interval(mean: Week) -> str:
    """`` (70-83)`` of a mean; "" where it is exact, or there is none."""
    if mean.mean_minutes is None or mean.low_minutes is None or mean.high_minutes is None:
        return ""
    return words.interval(mean.mean_minutes, mean.low_minutes, mean.high_minutes)


def trend(found: Trend | None) -> str:
    """The direction with its uncertainty."""
    if found is None:
        return "Trend: too few valid days for one (10 over two weeks)."
    places = 1 if found.high - found.low >= 0.5 else 2
    change, low, high = (
        number(n, places, sign=True) for n in (found.per_week, found.low, found.high)
    )
    interval = f"95 % interval {low} to {high}"
    if not found.clear:
        return f"Trend: no clear change ({change} minutes a day per week, {interval})."
    way = "more" if found.per_week > 0 else "less"
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


def best_time(found: Report) -> str:
    """The two hours in a row with the most walking, and the best weekday; "" without either."""
    parts = []
    if found.hours and any(found.hours):
        best, count, minutes = busiest_hours(found.hours)
        parts.append(
            f"Best time of day: {span_of_hours(best, count)}, "
            f"{words.whole(minutes)} minutes on a usual day"
        )
    known = [(mean, day) for day, mean in enumerate(found.weekdays) if mean is not None]
    best_day = max(known, default=None)
    usual = found.overall.mean_minutes
    if best_day and usual is not None and best_day[0] >= usual + NOTABLE_MIN:
        mean, day = best_day
        parts.append(f"best weekday {conventions.WEEKDAYS[day]} ({words.whole(mean)} minutes)")
    return "; ".join(parts) + "." if parts else ""


def beside_the_study(found: Report) -> str:
    """The last seven days beside the study, or why they are not set beside it."""
    last = found.stand.last_week
    if last.mean.mean_minutes is None:
        return "Last 7 days: no valid day, so nothing to set beside the study."
    mark = "~" if last.mean.estimate else ""
    start = (
        f"Last 7 days: {mark}{words.whole(last.mean.mean_minutes)} minutes{interval(last.mean)} "
        "a day, "
        f"{last.mean.valid_days} of 7 valid. "
    )
    return start + (sentence(last.band) if last.band else why_no_band(last.mean))


def longer_spans(found: Report) -> str:
    """The walking of the year and of all time, in hours; "" before there is a year to sum up."""
    totals = found.totals
    if len(found.stand.ledger.minutes) < YEAR_SHOWN_DAYS or totals.since is None:
        return ""
    text = f"Walked in {found.end.year}: {words.duration(totals.year)}"
    if totals.since.year == found.end.year:
        return f"{text}."
    return f"{text}; since {words.day_month(totals.since)}: {words.duration(totals.ever)}."


def intensity(found: Intensity | None) -> str:
    """Shares first, then the study's mean MET with its error."""
    if found is None:
        return "Pace: not known from these data."
    paces = {"slow": found.slow, "moderate": found.moderate, "brisk": found.brisk}
    percent = parts(list(paces.values()))
    minutes = parts(list(paces.values()), whole(math.fsum(paces.values())))
    shares = ", ".join(
        f"{name} {words.duration(spent)} ({share} %)"
        for name, spent, share in zip(paces, minutes, percent, strict=True)
    )
    text = (
        f"Pace, on {words.plural(found.days, 'day')}: {shares} (below 100, 100 to 119, from 120 "
        f"steps a minute); mean {number(found.mean_met, 1)} MET, give or take {ERROR_MET}"
    )
    if found.band is None:
        return f"{text}: too wide to name a group of the study. Volume comes first."
    return (
        f"{text}: the study's group of {found.band.low:.2f} MET and more, associated with "
        f"{found.band.ratio:.2f} times the risk of the slowest; this weakens once volume is "
        "accounted for."
    )


def pain(found: Report) -> str:
    """The diary beside the walking; "" when it is empty."""
    if not found.pains:
        return ""
    scores = [entry.score for entry in found.pains]
    last = found.pains[-1]
    pause = " It rose lately, so the goal rests." if found.stand.target.paused else ""
    count = "1 entry" if len(scores) == 1 else f"{len(scores)} entries"
    return (
        f"Back pain diary: {count}, mean {number(sum(scores) / len(scores), 1)} of 10, latest "
        f"{last.score} on {words.short_date(last.date)}.{pause} "
        "Kept beside the walking, not as its effect."
    )


def pain_of_week(found: Report, week: WeekRow) -> float | None:
    """The mean of the week's entries; None without any."""
    scores = [entry.score for entry in found.pains if week.start <= entry.date <= week.end]
    return sum(scores) / len(scores) if scores else None


def quality(found: Quality) -> list[str]:
    """Wear, gaps, grades and sources, one sentence each."""
    lines = [
        f"{words.plural(found.data_days, 'day')} with data, {number(found.valid_days)} valid; "
        f"{number(found.no_data_days)} without data"
        + (f", the longest gap {words.plural(found.gap_days, 'day')}." if found.gap_days else ".")
    ]
    if found.wear_s is not None:
        lines.append(f"Worn {words.duration(found.wear_s / 60)} a day on average.")
    grades = [f"{words.plural(n, 'day')} {MEANING[grade]}" for grade, n in found.grades.items()]
    if grades:
        lines.append("How sure: " + ", ".join(grades) + ".")
    if found.estimate_days:
        lines.append(f"{words.plural(found.estimate_days, 'day')} estimated from totals (~).")
    if found.sources:
        names = [
            f"{words.source(name)} ({words.plural(n, 'day')})" for name, n in found.sources.items()
        ]
        lines.append("Sources: " + ", ".join(names) + ".")
    mixed = mixed_models(found)
    return [*lines, mixed] if mixed else lines


def mixed_models(found: Quality) -> str:
    """That models of two ages made the days; "" where one did."""
    if not found.mixed_ages:
        return ""
    uses = [f"{use.model_id} {use.first} to {use.last}" for use in found.models]
    return (
        "Models of two ages made these days, which are not quite comparable: "
        + ", ".join(uses)
        + ". 'stride recompute DIR' redoes the older ones from their files."
    )
