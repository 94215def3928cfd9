"""Turns a Report and its pictures into one page of HTML: no script, no request, dark and light."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from stride import conventions
from stride.conventions import number
from stride.goals.plans import TARGET_MINUTES
from stride.report.calendar import SYMBOLS
from stride.report.calendar_drawing import NUMBERED_WIDTH
from stride.report.drawings import unit_of
from stride.report.html import document, figure
from stride.report.pictures import Picture
from stride.report.plots import axis_of
from stride.report.text.compare import rows as compared
from stride.report.text.report import mean_text, sentences
from stride.summary.report import Bucket, DayRow, Report, WeekRow, buckets
from stride.words import days as words
from stride.words import report as words_report
from stride.words import study

#: States of a day that the table of days explains.
DAY_STATES = ("met", "covered", "missed", "rest", "no_data", "open")
#: Weeks of a table that may run over a page.
LONG_WEEKS = 26
#: More weeks than this are listed as months, or as years.
WEEKS_LISTED = 60
WIDE = ' class="wide"'

STYLE = """
:root { color-scheme: light dark; LIGHT }
@media (prefers-color-scheme: dark) { :root { DARK } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 44rem; padding: 1.25rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
h1 { font-size: 1.375rem; line-height: 1.25; margin: 0 0 .25rem }
h2 { font-size: 1.125rem; margin: 2rem 0 .5rem; break-after: avoid }
p { margin: .5rem 0 } .lead { font-size: 1.25rem } .quiet { color: var(--muted) }
small { color: var(--muted); font-size: .875rem }
figure { margin: 0 } figure svg { width: 100%; height: auto; display: block }
figcaption { color: var(--muted); font-size: .875rem }
svg text { font-family: inherit }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
caption { text-align: left; color: var(--muted); font-size: .875rem; padding-bottom: .25rem }
th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid var(--grid) }
.wide, .days td { white-space: nowrap }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: nowrap }
th { font-weight: 600 }
footer { margin-top: 2.5rem; border-top: 1px solid var(--grid); padding-top: .5rem }
@media (max-width: 40rem) { .wide { display: none }
  body { padding: 1rem } th, td { padding: .25rem } table { font-size: .9375rem }
  .days { font-size: .75rem } .days th, .days td { padding: .2rem .1rem } }
@media print { @page { size: A4; margin: 13mm }
  :root { LIGHT } * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.35 }
  h1 { font-size: 14pt } h2 { font-size: 11pt; margin: .7rem 0 .2rem } .lead { font-size: 11pt }
  p { margin: .25rem 0 } th, td { padding: .08rem .4rem }
  figure, table, tr { break-inside: avoid } .long { break-inside: auto }
  figure svg { max-width: 15.5cm } footer { margin-top: .6rem } }
"""


def page(
    report: Report, drawn: list[Picture], other: Report | None = None, also: Sequence[Picture] = ()
) -> str:
    """The whole file.

    drawn: the pictures of the report, from ``pictures.pictures``. other: one to set beside it, with
    its pictures in ``also``.
    """
    body = [
        f"<h1>Walking, {escape(words_report.heading(report))}</h1>",
        f'<p class="lead">{escape(words_report.overall(report))}</p>',
        *(f"<p>{escape(text)}</p>" for text in _now(report)),
        *(_beside(report, other) if other is not None else ()),
        *(_figure(picture, report) for picture in drawn),
        *(_figure(picture, other) for picture in also if other is not None),
        "<h2>Week by week</h2>",
        _weeks(report),
        "<h2>In words</h2>",
        *(f"<p>{escape(text)}</p>" for text in sentences(report)),
        "<h2>Data quality</h2>",
        *(f"<p>{escape(text)}</p>" for text in words_report.quality(report.quality)),
        "<h2>Day by day</h2>",
        _days(report),
        f"<footer><small><p>{escape(study.STUDY)}</p><p>{escape(words.NOT_MEDICAL)}</p>"
        "<p>Made by stride on this computer; nothing was sent anywhere.</p></small></footer>",
    ]
    return document(f"Walking, {words_report.heading(report)}", STYLE, body)


def _now(report: Report) -> list[str]:
    """The goal on the last day and what comes next, and the words that the page goes on to use."""
    goal = words.whole(report.stand.target.goal_minutes)
    texts = [
        f"The goal is {goal} minutes a day. {words.goal_sentence(report.stand)}",
        words.back_hint(report.stand),
        "A goal day met the goal of its own day. A valid day was worn long enough to be judged. "
        "~ marks an estimate.",
    ]
    return [text for text in texts if text]


def _beside(report: Report, other: Report) -> list[str]:
    """A table of both spans, the earlier first."""
    pair = sorted((report, other), key=lambda each: each.start)
    heads = "".join(f'<th scope="col">{escape(words_report.span(each))}</th>' for each in pair)
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(first)}</td>'
        f"<td>{escape(second)}</td></tr>"
        for (name, first), (_, second) in zip(*map(compared, pair), strict=True)
    )
    return [
        "<h2>Side by side</h2>",
        '<div class="scroll"><table><caption>Two spans; this says nothing about the cause.'
        f'</caption><thead><tr><th scope="col"></th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>",
    ]


def _figure(picture: Picture, report: Report) -> str:
    return f"<h2>{escape(picture.title)}</h2>\n" + figure(
        picture, _caption(picture.id.removeprefix("other-"), report)
    )


def _caption(name: str, report: Report) -> str:
    if name == "minutes":
        line = "" if unit_of(report) == "month" else "Line: the goal. "
        dots = " Dots: the back-pain diary, beside the walking, not as its effect."
        dashes = f"Dashes: {TARGET_MINUTES} minutes, the study’s mark."
        return escape(line + dashes + (dots if report.pains else ""))
    if name == "calendar":
        if 7 * axis_of(report).step < NUMBERED_WIDTH:
            return "The look of a square says how its day went."
        return f"A square with a number in it is full at {TARGET_MINUTES} minutes."
    return "Mean minutes of the hours of a valid day."


def _weeks(report: Report) -> str:
    begun = [week for week in report.weeks if any(row.state != "before" for row in week.days)]
    weeks = [week for week in begun if week.steps is not None or week.in_progress]
    left_out = " Weeks without data are left out." if len(weeks) < len(begun) else ""
    if len(weeks) <= WEEKS_LISTED:
        one_year = report.start.year == report.end.year
        rows, first = [_week(week, one_year) for week in weeks], "Week of"
    else:
        rows, first = [_bucket(bucket) for bucket in buckets(report)], "Time"
    heads = [first, "Minutes a day", "Valid days", "Goal days", "Steps"]
    heads += ["Best day"] if first == "Week of" else []
    cells = "".join(
        f'<th scope="col"{WIDE if place > 3 else ""}>{head}</th>'
        for place, head in enumerate(heads)
    )
    body = "\n".join(rows)
    return (
        '<div class="scroll"><table><caption>Minutes a day are the mean over valid days; ~ marks '
        f"an estimate.{left_out}</caption>\n<thead><tr>{cells}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def _row(label: str, row: WeekRow | Bucket, steps: str, best: str) -> str:
    return (
        f'<tr><th scope="row">{label}</th><td>{mean_text(row.mean)}'
        f"<span{WIDE}>{words_report.interval(row.mean)}</span></td>"
        f"<td>{row.mean.valid_days}</td><td>{row.goal_days}</td>"
        f"<td{WIDE}>{steps}</td>" + (f"<td{WIDE}>{best}</td></tr>" if best else "</tr>")
    )


def _week(week: WeekRow, one_year: bool) -> str:
    start = words.day_month(week.start).rsplit(" ", 1)
    label = f"{start[0]}<span{WIDE if one_year else ''}> {start[1]}</span>" + (
        " (open)" if week.in_progress else ""
    )
    steps = "no data" if week.steps is None else number(week.steps)
    best = f"{words.short_date(week.best.date)}: {words.walked(week.best)}" if week.best else "none"
    return _row(label, week, steps, best)


def _bucket(bucket: Bucket) -> str:
    steps = "not known" if bucket.steps is None else number(bucket.steps)
    return _row(bucket.label, bucket, steps, "")


def _days(report: Report) -> str:
    """A row per week and a column per weekday: minutes, and how the day went."""
    first = report.stand.frame.week_start
    names = [conventions.WEEKDAYS[(first + place) % 7][:3] for place in range(7)]
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Week of", *names))
    weeks = [w for w in report.weeks if any(row.state != "before" for row in w.days)]
    rows = "\n".join(_day_row(week, first) for week in weeks[-WEEKS_LISTED:])
    marks = ", ".join(f"{SYMBOLS[state][0]} {SYMBOLS[state][1]}" for state in DAY_STATES)
    long = " long" if len(weeks) > LONG_WEEKS else ""
    return (
        f'<div class="scroll"><table class="days{long}"><caption>Minutes of each day; {marks}. '
        "Small: the 90 % interval of the minutes."
        f"</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
    )


def _day_row(week: WeekRow, first: int) -> str:
    lead = (week.start.weekday() - first) % 7
    cells = [""] * lead + [_day_cell(row) for row in week.days]
    cells += [""] * (7 - len(cells))
    label = words.day_month(week.start)
    return f'<tr><th scope="row">{label}</th>' + "".join(f"<td>{c}</td>" for c in cells) + "</tr>"


def _day_cell(row: DayRow) -> str:
    if row.state == "before":
        return ""
    if row.day is None:
        return escape(SYMBOLS[row.state][0])
    minutes = words.walked(row.day, row.goal)
    sure = words.interval(row.day.walking_minutes, row.day.low_minutes, row.day.high_minutes)
    text = escape(f"{minutes} {SYMBOLS[row.state][0]}")
    return f"{text}<br><small>{sure.strip(' ()')}</small>" if sure else text
