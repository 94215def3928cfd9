"""Turns what became of a file into the lines a person reads after ``stride import``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from stride.conventions import number
from stride.formats.catalogue import source_name
from stride.rounding import whole

if TYPE_CHECKING:
    from stride.report.outcome import Outcome

UNCLEAR_SHARE = 0.1
WORN = {
    "wrist": "worn on the wrist",
    "hip": "worn on the hip",
    "thigh": "worn on the thigh",
    "back": "worn on the lower back",
    "pocket": "a phone in a pocket",
    "hand": "a phone in hand or bag",
    "thigh+back": "worn on thigh and lower back",
}


def outcome_lines(outcome: Outcome) -> list[str]:
    """Two to a few lines about one file that was imported, known already, or empty."""
    if outcome.status == "empty":
        text = outcome.error.message if outcome.error else "nothing to import."
        return [named(outcome.file, text)]
    if outcome.status == "already":
        day = str(outcome.row["imported_utc"])[:10]
        text = f"already imported on {day} (import {outcome.row['id']}); nothing changed."
        return [f"{outcome.file}: {text}"]
    lines = [f"{outcome.file}: {_what(outcome.row)}", f"  {_figures(outcome)}"]
    if _is_phone(outcome.row):
        lines.append("  If it was in the hand or a bag: --placement hand --again.")
    if outcome.skipped:
        one = outcome.skipped == 1
        files = "file there holds" if one else "files there hold"
        lines.append(f"  {outcome.skipped} other {files} nothing for stride; skipped.")
    if outcome.status == "dry-run":
        lines += [f"  {line}" for line in (*_changes(outcome), *_audit(outcome.row))]
        lines.append("  Dry run: nothing was stored.")
    return lines


def named(file: str, text: str) -> str:
    """The text with the file before it, unless it begins with that already."""
    return text if text.startswith(file) else f"{file}: {text}"


def _what(row: dict[str, Any]) -> str:
    parts = [f"{source_name(row['format_id'])} ({row['format_id']})"]
    if row["placement"]:
        where = "a phone" if _is_phone(row) else WORN[row["placement"]]
        parts.append(f"{where} ({_rule(row)})")
    if row["rate_hz"]:
        parts.append(f"{row['rate_hz']:.3g} Hz")
    if row["tz"]:
        parts.append(f"zone {row['tz']} ({_zone_rule(row['tz_rule'])})")
    return ", ".join(parts)


def _is_phone(row: dict[str, Any]) -> bool:
    """Whether the file says that a phone made it, which may have been anywhere."""
    return (row["placement"], row["placement_rule"]) == ("pocket", "file")


def _rule(row: dict[str, Any]) -> str:
    words = {"option": "as given", "file": "as the file says", "assumed": "assumed"}
    return words.get(row["placement_rule"], "found")


def _zone_rule(rule: str) -> str:
    return {
        "row": "from the file",
        "option": "as given",
        "vendor": "the vendor's rule",
        "configured": "configured",
        "computer": "this computer's; --tz changes it",
    }.get(rule, rule)


def _figures(outcome: Outcome) -> str:
    from stride.report.import_numbers import totals

    minutes, steps, estimate = totals(outcome)
    days = len(outcome.days)
    span = outcome.days[0].date if days else "no day that counts"
    if days > 1:
        span += f" to {outcome.days[-1].date}, {days} days"
    mark = "~" if estimate else ""
    counted = f"{number(steps)} steps"
    if not whole(steps) and minutes >= 1:  # unknown is not 0
        counted = "steps not in this export"
    also = "".join(f", {text}" for text in _also(outcome.row))
    return f"{span}: {mark}{number(minutes)} min walking, {counted}{also}{_grades(outcome)}"


def _grades(outcome: Outcome) -> str:
    """`` (grade B)`` of the days, or `` (grades A to C)``; "" where no day counts."""
    grades = sorted({day.grade for day in outcome.days if day.grade})
    if not grades:
        return ""
    return f" (grade {grades[0]})" if len(grades) == 1 else f" (grades {grades[0]} to {grades[-1]})"


def _also(row: dict[str, Any]) -> list[str]:
    """What else the recording holds, where it is a minute or more: ``3 min cycling``.

    Unclear movement is told where it could change the walking by more than a tenth.
    """
    details = json.loads(row.get("details") or "{}")
    seen = dict(details.get("also_s", {}))
    if details.get("unclear_s", 0) > (row["walking_s"] or 0) * UNCLEAR_SHARE:
        seen["unclear"] = details["unclear_s"]
    return [f"{whole(s / 60)} min {name}" for name, s in seen.items() if s >= 60]


def _audit(row: dict[str, Any]) -> list[str]:
    """What the file was held against, and the columns of numbers that were not read."""
    details = json.loads(row["details"] or "{}")
    lines = [
        f"checked: {finding['text']}" for finding in details.get("audit") or () if finding["ok"]
    ]
    if left := details.get("columns_unread"):
        lines.append(f"columns of numbers not read: {', '.join(left)}")
    return lines


def _changes(outcome: Outcome) -> list[str]:
    new = sum(day.before_minutes is None for day in outcome.days)
    same = sum(
        day.before_minutes is not None and abs(day.walking_minutes - day.before_minutes) < 0.05
        for day in outcome.days
    )
    lines = [f"days: {new} new, {len(outcome.days) - new - same} changed, {same} the same"]
    for day in outcome.days:
        if day.before_minutes is not None and abs(day.walking_minutes - day.before_minutes) >= 0.05:
            before, now = (number(n, 1) for n in (day.before_minutes, day.walking_minutes))
            lines.append(f"{day.date}: {before} -> {now} min")
    return lines
