"""Turns a Report and its pictures into one page of HTML: no script, no request, dark and light."""

from __future__ import annotations

from html import escape

from stride.report import words, words_report
from stride.report.calendar import said
from stride.report.charts import legend
from stride.report.html import document, figure
from stride.report.pictures import Picture
from stride.report.summary import Bucket, Report, WeekRow, buckets
from stride.report.text.report import mean_text, sentences

#: Days listed one by one; a longer report has its weeks.
DAYS_LISTED = 371
#: More weeks than this are listed as months, or as years.
WEEKS_LISTED = 60
WIDE = ' class="wide"'

STYLE = """
:root { color-scheme: light dark; LIGHT }
@media (prefers-color-scheme: dark) { :root { DARK } }
@media print { :root { LIGHT } details { display: none } figure, table { break-inside: avoid } }
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 44rem; padding: 1.25rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
h1 { font-size: 1.5rem; margin: 0 0 .25rem } h2 { font-size: 1.125rem; margin: 2rem 0 .5rem }
p { margin: .5rem 0 } .lead { font-size: 1.25rem } .quiet { color: var(--muted) }
small { color: var(--muted); font-size: .875rem }
figure { margin: 0; max-width: 32rem } figure svg { width: 100%; height: auto; display: block }
figcaption { color: var(--muted); font-size: .875rem }
svg text { font-family: inherit }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
caption { text-align: left; color: var(--muted); font-size: .875rem; padding-bottom: .25rem }
th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid var(--grid) }
.wide { white-space: nowrap }
th:first-child, td:first-child { text-align: left; padding-left: 0; white-space: nowrap }
th { font-weight: 600 } summary { cursor: pointer; margin: 1rem 0 .5rem }
.key { display: inline-block; width: .8em; height: .8em; margin: 0 .3em 0 .8em }
.key:first-child { margin-left: 0 }
footer { margin-top: 2.5rem; border-top: 1px solid var(--grid); padding-top: .5rem }
@media (max-width: 40rem) { .wide { display: none }
  body { padding: 1rem } th, td { padding: .25rem } table { font-size: .9375rem } }
"""


def page(found: Report, drawn: list[Picture]) -> str:
    """The whole file.

    found: the report. drawn: its pictures, from ``pictures.pictures``.
    """
    title = f"Walking, {words_report.heading(found)}"
    body = [
        f"<h1>{escape(words_report.heading(found))}</h1>",
        f'<p class="lead">{escape(words_report.overall(found))}</p>',
        *(_figure(picture, found) for picture in drawn),
        "<h2>Over time</h2>",
        _weeks(found),
        "<h2>What it says</h2>",
        *(f"<p>{escape(text)}</p>" for text in sentences(found)),
        "<h2>How good the data are</h2>",
        *(f"<p>{escape(text)}</p>" for text in words_report.quality(found.quality)),
        _days(found),
        f"<footer><small><p>{escape(words_report.STUDY)}</p><p>{escape(words.NOT_MEDICAL)}</p>"
        "<p>Made by stride on this computer; nothing was sent anywhere.</p></small></footer>",
    ]
    return document(title, STYLE, body)


def _figure(picture: Picture, found: Report) -> str:
    return f"<h2>{escape(picture.title)}</h2>\n" + figure(picture, _caption(picture.id, found))


def _caption(name: str, found: Report) -> str:
    if name == "minutes":
        dots = " Dots: the back-pain diary, beside the walking, not as its effect."
        return escape(legend(found) + (dots if found.pains else ""))
    if name == "calendar":
        names = ("no data", "below 30", "30 to 77", "78 to 99", "100 or more minutes")
        return "".join(f"{_key(f'heat{level}')}{text}" for level, text in enumerate(names))
    return "Mean minutes of the hours of a valid day."


def _key(variable: str) -> str:
    return f'<span class="key" style="background:var(--{variable})"></span>'


def _weeks(found: Report) -> str:
    begun = [week for week in found.weeks if any(row.state != "before" for row in week.days)]
    weeks = [week for week in begun if week.steps is not None or week.in_progress]
    left_out = " Weeks without data are left out." if len(weeks) < len(begun) else ""
    if len(weeks) <= WEEKS_LISTED:
        one_year = found.start.year == found.end.year
        rows, first = [_week(week, one_year) for week in weeks], "Week of"
    else:
        rows, first = [_bucket(bucket) for bucket in buckets(found)], "Time"
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


def _row(label: str, found: WeekRow | Bucket, steps: str, best: str) -> str:
    return (
        f'<tr><th scope="row">{label}</th><td>{mean_text(found.mean)}</td>'
        f"<td>{found.mean.valid_days}</td><td>{found.goal_days}</td>"
        f"<td{WIDE}>{steps}</td>" + (f"<td{WIDE}>{best}</td></tr>" if best else "</tr>")
    )


def _week(week: WeekRow, one_year: bool) -> str:
    start = words.day_month(week.start).rsplit(" ", 1)
    label = f"{start[0]}<span{WIDE if one_year else ''}> {start[1]}</span>" + (
        " (open)" if week.in_progress else ""
    )
    steps = "no data" if week.steps is None else f"{week.steps:,.0f}"
    best = f"{words.short_date(week.best.date)}: {words.walked(week.best)}" if week.best else "none"
    return _row(label, week, steps, best)


def _bucket(bucket: Bucket) -> str:
    return _row(bucket.label, bucket, f"{bucket.steps:,.0f}", "")


def _days(found: Report) -> str:
    rows = []
    for row in [row for row in found.days if row.state != "before"][-DAYS_LISTED:]:
        minutes = f"{words.walked(row.day, row.goal)} minutes" if row.day else ""
        goal = words.whole(row.goal) if row.goal is not None else ""
        state = said(minutes, row.state)
        rows.append(
            f'<tr><th scope="row">{words.short_date(row.date)} {row.date.year}</th>'
            f"<td>{escape(state)}</td><td>{goal}</td></tr>"
        )
    return (
        "<details><summary>Day by day</summary><table><caption>Every day in words</caption>"
        '<thead><tr><th scope="col">Day</th><th scope="col">Walked</th><th scope="col">Goal</th>'
        f"</tr></thead>\n<tbody>{''.join(rows)}</tbody></table></details>"
    )
