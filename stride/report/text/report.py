"""Turns a Report into the view of ``stride report``: weeks, calendar, and a sentence on each."""

from __future__ import annotations

from datetime import date

from stride import conventions
from stride.conventions import number
from stride.goals.bands import Week
from stride.report.heatmap import NAMES, SHAPES, HeatCell, columns
from stride.report.text.lines import Line, fit, line, sparkline
from stride.report.text.today import last_week
from stride.summary.report import MONTHS_SHOWN, Bucket, Report, WeekRow, buckets
from stride.words import days as words
from stride.words import report as words_report
from stride.words import study

#: Lines of the short view at most, and rows of its table, at 80 columns.
LINES, ROWS_SHOWN = 23, 13
MORE = "The calendar, pace, data and the study: stride report --all"
#: More weeks than this are shown as months.
WEEKS_SHOWN = 16
#: Columns from which steps and days, and then the study's group, have room.
WIDE_COLUMNS, GROUP_COLUMNS = 64, 76


def view(report: Report, width: int, everything: bool = False) -> list[Line]:
    """The lines for a terminal of ``width`` columns; LINES of them at most unless ``everything``.

    From 80 columns on; a narrower terminal wraps the sentences.
    """
    if not report.stand.has_data:
        return [line(words_report.heading(report), "head"), line("  No data yet in this time.")]
    head = [
        line(words_report.heading(report), "head"),
        line("  " + words_report.overall(report)),
        line(""),
    ]
    if not everything:
        return _brief(report, width, head)
    lines = [*head, *_table(report, width), line(""), *_calendar(report, width), line("")]
    lines += [line("  " + text) for text in sentences(report)]
    lines += [line("  " + text, "dim") for text in words_report.quality(report.quality)]
    return [*lines, line("  " + study.STUDY, "dim"), line("  " + words.NOT_MEDICAL, "dim")]


def _brief(report: Report, width: int, head: list[Line]) -> list[Line]:
    """What fits a screen: the table, then sentences in the order of their weight."""
    foot = [line("  " + words.NOT_MEDICAL, "dim"), line(f"  {MORE}", "dim")]
    table = [*_table(report, width, ROWS_SHOWN), line("")]
    texts = [line("  " + text) for text in brief_sentences(report)]
    while texts and len(fit([*head, *table, *texts, *foot], width)) > LINES:
        texts.pop()
    return [*head, *table, *texts, *foot]


def brief_sentences(report: Report) -> list[str]:
    """The sentences of the short view, the weightiest first."""
    texts = [
        words.streak_sentence(report.stand.streak),
        words_report.mixed_models(report.quality),
        words_report.pain(report),
        last_week(report.stand),
        words_report.trend(report.trend),
        words_report.best_time(report),
        words_report.longer_spans(report),
        words_report.quality(report.quality)[0],
    ]
    return [text for text in texts if text]


def sentences(report: Report) -> list[str]:
    """Streak, trend, time of day, study, pace and pain; those that there is something to say on."""
    texts = [
        words.streak_sentence(report.stand.streak),
        words_report.trend(report.trend),
        words_report.best_time(report),
        words_report.longer_spans(report),
        words_report.beside_the_study(report),
        words_report.intensity(report.intensity),
        words_report.pain(report),
    ]
    return [text for text in texts if text]


def _table(report: Report, width: int, most: int = 0) -> list[Line]:
    """Weeks, or months or years where they would be too many; most: rows, 0 for any number."""
    wide = width >= WIDE_COLUMNS
    if len(report.weeks) <= min(WEEKS_SHOWN, most or WEEKS_SHOWN):
        head = "  week of   a day  valid  goal days" + ("    steps  by day" if wide else "")
        if wide and width >= GROUP_COLUMNS:
            head += "   study's group" + ("   pain" if report.pains else "")
        rows = [_week_line(report, row, width) for row in report.weeks]
        return [line(head, "dim"), *rows]
    title = line("            a day  valid  goal days" + ("       steps" if wide else ""), "dim")
    shown = buckets(report, most or MONTHS_SHOWN)
    hidden = len(shown) - most if most and len(shown) > most else 0
    return [title, *(_bucket_line(bucket, wide) for bucket in shown[hidden:])]


def mean_text(mean: Week) -> str:
    """The mean in whole minutes, ``~`` for an estimate, or ``no data``."""
    if mean.mean_minutes is None:
        return "no data"
    return ("~" if mean.estimate else "") + words.whole(mean.mean_minutes)


def _week_line(report: Report, row: WeekRow, width: int) -> Line:
    label = f"{_day_month(row.start):>6}"
    text = f"  {label:<7} {mean_text(row.mean):>7}  {row.mean.valid_days:>5}  {row.goal_days:>9}"
    if width < WIDE_COLUMNS:
        return line(text)
    steps = _steps(row.steps, row.total_minutes is not None)
    pieces: Line = [(f"{text} {steps:>8}  ", ""), (f"{_by_day(row):<7}", "bar")]
    if width >= GROUP_COLUMNS:
        pieces.append((f"  {_group(report, row)}", "dim"))
    return pieces


def _group(report: Report, row: WeekRow) -> str:
    """The study's group of a week, and the week's mean of the pain diary."""
    group = "open" if row.in_progress else ""
    if row.band:
        group = study.short_groups(row.band)
    pain = words_report.pain_of_week(report, row)
    return f"{group:<15} {number(pain, 1):>4}" if pain is not None else group


def _by_day(row: WeekRow) -> str:
    minutes = [day.known_minutes or 0.0 for day in row.days]
    return sparkline(minutes, max([100.0, *minutes]))


def _steps(steps: float | None, seen: bool = True) -> str:
    """Steps in a column; days that were seen without a count are not days without data."""
    return number(steps) if steps is not None else "unknown" if seen else "no data"


def _bucket_line(row: Bucket, wide: bool) -> Line:
    text = (
        f"  {row.label:<8} {mean_text(row.mean):>6}  {row.mean.valid_days:>5}  {row.goal_days:>9}"
    )
    return line(text + (f"  {_steps(row.steps):>10}" if wide else ""))


def _calendar(report: Report, width: int) -> list[Line]:
    weeks = columns(report)
    room = width - 7
    cell = next((n for n in (7, 2) if len(weeks) * n <= room), 1)
    weeks = weeks[-(room // cell) :]
    first = report.stand.frame.week_start
    dates = _dates(weeks, cell)
    lines = [line("       " + dates, "dim")] if dates else []
    for place in range(7):
        name = conventions.WEEKDAYS[(first + place) % 7][:3]
        marks = ""
        for column in weeks:
            level = column[place].level
            shape = " " if level is None else SHAPES[level]
            marks += f"{shape * max(1, cell - 3) if cell > 2 else shape:<{cell}}"
        lines.append([(f"  {name}  ", "dim"), (marks.rstrip(), "bar")])
    legend = ", ".join(f"{shape} {name}" for shape, name in zip(SHAPES, NAMES, strict=True))
    return [*lines, line(f"  {legend} minutes", "dim")]


def _dates(weeks: list[list[HeatCell]], cell: int) -> str:
    """Above the columns: the first day of each week where it fits, else the months that begin."""
    if cell > 2:
        starts = [column[0].date for column in weeks]
        return "".join(f"{_day_month(day):<{cell}}" for day in starts).rstrip()
    text = ""
    for place, column in enumerate(weeks):
        begins = next((c.date for c in column if c.date.day == 1), None)
        if begins and len(text) <= place * cell:
            text = text.ljust(place * cell) + conventions.MONTHS[begins.month - 1][:3] + " "
    return text.rstrip()


def _day_month(day: date) -> str:
    return f"{day.day} {conventions.MONTHS[day.month - 1][:3]}"


def week_fact(row: WeekRow) -> str:
    """A week in one line: its mean, valid and goal days, and steps."""
    mean = "no valid day"
    if row.mean.mean_minutes is not None:
        mean = f"{mean_text(row.mean)} minutes a day, {row.mean.valid_days} valid"
    steps = _steps(row.steps, row.total_minutes is not None)
    steps = steps if steps == "no data" else f"{steps} steps"
    return f"{mean}, {words.plural(row.goal_days, 'goal day')}, {steps}"
