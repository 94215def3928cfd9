"""Turns a Report into the view of ``stride report``: weeks, calendar, and a sentence on each."""

from __future__ import annotations

from stride.goals.bands import Week
from stride.report import words, words_report
from stride.report.calendar import said
from stride.report.heatmap import NAMES, SHAPES, HeatCell, columns
from stride.report.summary import Bucket, Report, WeekRow, buckets
from stride.report.text.lines import Line, line, sparkline

#: More weeks than this are shown as months.
WEEKS_SHOWN = 16
#: Columns from which steps and days, and then the study's group, have room.
WIDE_COLUMNS, GROUP_COLUMNS = 64, 76


def view(found: Report, width: int) -> list[Line]:
    """The lines for a terminal of ``width`` columns."""
    lines = [
        line(words_report.heading(found), "head"),
        line("  " + words_report.overall(found)),
        line(""),
        *_table(found, width),
        line(""),
        *_calendar(found, width),
        line(""),
    ]
    lines += [line("  " + text) for text in sentences(found)]
    lines += [line("  " + text, "dim") for text in words_report.quality(found.quality)]
    return [*lines, line("  " + words_report.STUDY, "dim"), line("  " + words.NOT_MEDICAL, "dim")]


def sentences(found: Report) -> list[str]:
    """Streak, trend, time of day, study, pace and pain; those that there is something to say on."""
    texts = [
        words.streak_sentence(found.stand.streak),
        words_report.trend(found.trend),
        words_report.best_time(found),
        words_report.study(found),
        words_report.intensity(found.intensity),
        words_report.pain(found),
    ]
    return [text for text in texts if text]


def _table(found: Report, width: int) -> list[Line]:
    wide = width >= WIDE_COLUMNS
    if len(found.weeks) <= WEEKS_SHOWN:
        head = "  week of   a day  valid  goal days" + ("    steps  by day" if wide else "")
        if wide and width >= GROUP_COLUMNS:
            head += "   study's group" + ("   pain" if found.pains else "")
        rows = [_week_line(found, row, width) for row in found.weeks]
        return [line(head, "dim"), *rows]
    title = line("            a day  valid  goal days" + ("       steps" if wide else ""), "dim")
    return [title, *(_bucket_line(bucket, wide) for bucket in buckets(found))]


def mean_text(mean: Week) -> str:
    """The mean in whole minutes, ``~`` for an estimate, or ``no data``."""
    if mean.mean_minutes is None:
        return "no data"
    return ("~" if mean.estimate else "") + words.whole(mean.mean_minutes)


def _week_line(found: Report, row: WeekRow, width: int) -> Line:
    label = f"{row.start.day:>2} {words.MONTHS[row.start.month - 1][:3]}"
    text = f"  {label:<7} {mean_text(row.mean):>7}  {row.mean.valid_days:>5}  {row.goal_days:>9}"
    if width < WIDE_COLUMNS:
        return line(text)
    steps = f"{row.steps:,.0f}" if row.steps is not None else "no data"
    pieces: Line = [(f"{text} {steps:>8}  ", ""), (f"{_by_day(row):<7}", "bar")]
    if width >= GROUP_COLUMNS:
        pieces.append((f"  {_group(found, row)}", "dim"))
    return pieces


def _group(found: Report, row: WeekRow) -> str:
    """The study's group of a week, and the week's mean of the pain diary."""
    group = "open" if row.in_progress else ""
    if row.band:
        group = words.band_name(row.band.band) + (" roughly" if row.band.approximate else "")
    pain = words_report.pain_of_week(found, row)
    return f"{group:<15} {pain:4.1f}" if pain is not None else group


def _by_day(row: WeekRow) -> str:
    minutes = [day.known_minutes or 0.0 for day in row.days]
    return sparkline(minutes, max([100.0, *minutes]))


def _bucket_line(row: Bucket, wide: bool) -> Line:
    text = (
        f"  {row.label:<8} {mean_text(row.mean):>6}  {row.mean.valid_days:>5}  {row.goal_days:>9}"
    )
    return line(text + (f"  {row.steps:>10,.0f}" if wide else ""))


def _calendar(found: Report, width: int) -> list[Line]:
    weeks = columns(found)
    cell = 2 if len(weeks) * 2 + 7 <= width else 1
    weeks = weeks[-((width - 7) // cell) :]
    first = found.stand.frame.week_start
    months = _months(weeks, cell)
    lines = [line("       " + months, "dim")] if months else []
    for place in range(7):
        name = words.WEEKDAYS[(first + place) % 7][:3]
        levels = [column[place].level for column in weeks]
        marks = "".join((" " if n is None else SHAPES[n]) * cell for n in levels)
        lines.append([(f"  {name}  ", "dim"), (marks, "bar")])
    legend = ", ".join(f"{shape} {name}" for shape, name in zip(SHAPES, NAMES, strict=True))
    return [*lines, line(f"  {legend} minutes", "dim")]


def _months(weeks: list[list[HeatCell]], cell: int) -> str:
    """The names of the months above the columns in which they begin."""
    text = ""
    for place, column in enumerate(weeks):
        begins = next((c.date for c in column if c.date.day == 1), None)
        if begins and len(text) <= place * cell:
            text = text.ljust(place * cell) + words.MONTHS[begins.month - 1][:3] + " "
    return text.rstrip()


def plain(found: Report) -> list[str]:
    """One fact a line: the whole, then the weeks, then the days."""
    facts = [words_report.heading(found), words_report.overall(found)]
    facts += sentences(found) + words_report.quality(found.quality)
    for row in found.weeks:
        facts.append(f"Week of {words.full_date(row.start)}: {_week_fact(row)}")
    for day in found.days:
        minutes = f"{words.walked(day.day, day.goal)} minutes" if day.day else ""
        facts.append(f"{words.full_date(day.date)}: {said(minutes, day.state)}")
    return [*facts, words_report.STUDY, words.NOT_MEDICAL]


def _week_fact(row: WeekRow) -> str:
    mean = "no valid day"
    if row.mean.mean_minutes is not None:
        mean = f"{mean_text(row.mean)} minutes a day, {row.mean.valid_days} valid"
    steps = "no data" if row.steps is None else f"{row.steps:,.0f} steps"
    return f"{mean}, {words.plural(row.goal_days, 'goal day')}, {steps}"
