"""Turns two Reports into the view of ``stride report --compare``: two spans side by side."""

from __future__ import annotations

from stride.conventions import number
from stride.report.text.lines import Line, line
from stride.report.text.report import mean_text
from stride.summary.report import Report
from stride.words import days as words
from stride.words import report as words_report

COLUMN = 22
UNKNOWN = "no data"


def rows(report: Report) -> list[tuple[str, str]]:
    """What is compared, and its value in a span."""
    total = sum(row.total_minutes or 0.0 for row in report.weeks)
    steps = sum(row.steps or 0.0 for row in report.weeks)
    pace, scores = report.intensity, [entry.score for entry in report.pains]
    best = max((row for row in report.weeks if row.best), key=_best, default=None)
    seen = bool(report.quality.data_days)
    return [
        ("minutes a day", mean_text(report.overall)),
        ("valid days", f"{report.quality.valid_days} of {len(report.days)}"),
        ("goal days", number(sum(row.goal_days for row in report.weeks))),
        ("walked in all", words.duration(total) if seen else UNKNOWN),
        ("steps", number(steps) if seen else UNKNOWN),
        ("best day", f"{words.walked(best.best)} minutes" if best and best.best else UNKNOWN),
        ("mean pace", f"{number(pace.mean_met, 1)} MET" if pace else "not known"),
        ("mean back pain", number(sum(scores) / len(scores), 1) if scores else "no entry"),
    ]


def _best(row: object) -> float:
    day = getattr(row, "best", None)
    return day.walking_s if day else 0.0


def view(report: Report, other: Report, width: int) -> list[Line]:
    """The lines for a terminal; the earlier span first."""
    pair = sorted((report, other), key=lambda each: each.start)
    lines = [line("Two spans side by side", "head")]
    for place, each in enumerate(pair):
        lines.append(line(f"  {'AB'[place]}: {words_report.heading(each)}"))
    lines += [line(""), line(f"  {'':16}{'A':>{COLUMN}}{'B':>{COLUMN}}", "dim")]
    for (name, first), (_, second) in zip(*map(rows, pair), strict=True):
        lines.append(line(f"  {name:16}{first:>{COLUMN}}{second:>{COLUMN}}"))
    return [*lines, line("  Side by side says nothing about the cause.", "dim")]


def plain(report: Report, other: Report) -> list[str]:
    """One fact per line."""
    pair = sorted((report, other), key=lambda each: each.start)
    return [f"{words_report.span(each)}, {n}: {value}" for each in pair for n, value in rows(each)]
