"""Turns a day's timeline into the view of ``stride day``: a strip of 24 hours, then the walks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from stride.report import words
from stride.report.machine import posture_known
from stride.report.standing import Standing
from stride.report.text.lines import Line, line
from stride.report.text.today import measured
from stride.report.timeline import Timeline, strip
from stride.types import Day, Walk

#: Activity -> mark in the strip and name in words.
MARKS = {
    "walking": ("█", "walking"),
    "stairs": ("█", "stairs"),
    "running": ("R", "running"),
    "cycling": ("C", "cycling"),
    "standing": ("▒", "standing"),
    "sitting": ("░", "sitting"),
    "sit_lie": (":", "sitting or lying"),
    "lying": ("_", "lying"),
    "still": ("·", "still"),
    "moving": ("–", "moving"),
    "unknown": ("?", "unknown"),
    "not_worn": ("x", "not worn"),
    "": (" ", "no data"),
}
STYLES = {"walking": "good", "stairs": "good", "running": "open", "cycling": "open"}
#: Walks shorter than this are counted together in the view; --json has them all.
SHORT_WALK_MIN = 1.0
WALKS_SHOWN = 20


def view(stand: Standing, day: Day | None, found: Timeline, width: int) -> list[Line]:
    """The lines for a terminal of ``width`` columns.

    stand: as of the day. day: its sums, None for no data. found: its minutes and walks.
    """
    lines = [line(words.full_date(stand.frame.asked), "head")]
    if day is None:
        return [*lines, line("  " + words.day_sentence(stand, None))]
    goal = stand.target.goal_minutes
    symbol, word = words.day_state(stand)
    state = f"goal {words.whole(goal)}: {symbol} {word}"
    lines.append(line(f"  {words.walked(day, goal)} minutes walked{words.by_hand(day)}, {state}"))
    if found.cells:
        lines += _strip(found, width)
    lines.append(line("  " + "; ".join(_sums(day, found)) + "."))
    lines += [line("  " + text, "dim") for text in (posture(day), measured(day)) if text]
    return [*lines, *_walks(found)]


def _strip(found: Timeline, width: int) -> list[Line]:
    per_hour = 3 if width >= 76 else 2 if width >= 52 else 1
    pieces = strip(found, 24 * per_hour)
    step = 3 if per_hour > 1 else 6
    first_hour = found.day_start_min // 60
    scale = "".join(f"{(first_hour + hour) % 24:<{step * per_hour}}" for hour in range(0, 24, step))
    marks: Line = [("  ", "")]
    marks += [(MARKS[name][0], STYLES.get(name, "dim")) for name in pieces]
    legend = dict.fromkeys(MARKS[name] for name in MARKS if name in pieces and name)
    words_of = ", ".join(f"{mark} {name}" for mark, name in legend)
    return [marks, line("  " + scale.rstrip(), "dim"), line("  " + words_of, "dim")]


def _sums(day: Day, found: Timeline) -> list[str]:
    minutes = found.minutes or {}
    parts = []
    for name, value in minutes.items():
        if value is None or value < 0.5 or name == "unknown":
            continue
        text = f"{MARKS[name][1]} {words.duration(value)}"
        parts.append(text.replace("stairs", "stairs among it") if name == "stairs" else text)
    if day.wear_s is not None and day.wear_s < 86_340:
        parts.append(f"worn {words.duration(day.wear_s / 60)}")
    return parts or ["no movement seen"]


def posture(day: Day) -> str:
    """What cannot be known about posture from where the sensor was; "" when all can."""
    if day.wear_s is None:
        return "Steps alone do not tell sitting, standing and lying apart."
    if not posture_known(day):
        return "At this position sitting, standing and lying cannot be told apart."
    if day.sit_lie_s > 0:
        return "From the thigh alone, sitting and lying are often one: sitting or lying."
    return ""


def _walks(found: Timeline) -> list[Line]:
    long = [walk for walk in found.walks if walk.duration_s / 60 >= SHORT_WALK_MIN or walk.manual]
    shown = sorted(long, key=lambda walk: -walk.duration_s)[:WALKS_SHOWN]
    lines: list[Line] = []
    if shown:
        lines.append(line("  start   minutes   steps   steps/min", "dim"))
    for walk in sorted(shown, key=lambda walk: walk.start_utc_s):
        lines.append(line("  " + _walk_row(walk)))
    rest = [walk for walk in found.walks if walk not in shown]
    if rest:
        together = words.duration(sum(walk.duration_s for walk in rest) / 60)
        more = "and " if shown else ""
        lines.append(line(f"  {more}{words.plural(len(rest), 'shorter walk')}, {together} in all"))
    return lines


def local_start(walk: Walk) -> datetime:
    """When the walk began, with its own UTC offset."""
    zone = timezone(timedelta(minutes=walk.utc_offset_min))
    return datetime.fromtimestamp(walk.start_utc_s, UTC).astimezone(zone)


def _walk_row(walk: Walk) -> str:
    start, minutes = f"{local_start(walk):%H:%M}", walk.duration_s / 60
    if walk.manual:
        return f"{start}   {minutes:7.1f}   by hand"
    return f"{start}   {minutes:7.1f} {walk.steps:7,.0f}   {walk.cadence_spm:9.0f}"


def plain(stand: Standing, day: Day | None, found: Timeline) -> list[str]:
    """One fact a line; arguments as in ``view``."""
    facts = [f"Date: {words.full_date(stand.frame.asked)}"]
    if day is None:
        return [*facts, words.day_sentence(stand, None)]
    goal = stand.target.goal_minutes
    facts.append(f"Walked: {words.walked(day, goal)} minutes")
    facts.append(f"Goal: {words.whole(goal)} minutes, {words.day_state(stand)[1]}")
    facts += [f"Time: {part}" for part in _sums(day, found)]
    facts += [f"Data: {text}" for text in (measured(day), posture(day)) if text]
    for walk in found.walks:
        how = (
            "by hand"
            if walk.manual
            else f"{walk.steps:,.0f} steps, {walk.cadence_spm:.0f} a minute"
        )
        facts.append(
            f"Walk at {local_start(walk):%H:%M}: {walk.duration_s / 60:.1f} minutes, {how}"
        )
    return facts
