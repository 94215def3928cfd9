"""Turns a day's timeline into the view of ``stride day``: a strip of 24 hours, then the walks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from stride.conventions import number, time_of_day
from stride.report.facts import Fact, fact, keys, of_day
from stride.report.text.lines import Line, line, sparkline
from stride.report.text.today import measured
from stride.rounding import parts, whole
from stride.summary.standing import Standing
from stride.summary.timeline import Span, Timeline, strip
from stride.types import Day, Walk
from stride.words import days as words

#: Activity -> its name in words.
NAMES = {
    "walking": "walking",
    "stairs": "stairs",
    "running": "running",
    "cycling": "cycling",
    "standing": "standing",
    "sitting": "sitting",
    "sit_lie": "sitting or lying",
    "lying": "lying",
    "still": "still",
    "moving": "moving",
    "unknown": "unknown",
    "not_worn": "not worn",
}
#: Lines of the strip: activities drawn together, and what the line is called.
STRIPS = (
    (("walking", "stairs"), "walking"),
    (("running",), "running"),
    (("cycling",), "cycling"),
    (("moving",), "moving"),
    (("standing",), "standing"),
    (("sitting",), "sitting"),
    (("sit_lie",), "sit or lie"),
    (("lying",), "lying"),
    (("still",), "still"),
    (("not_worn",), "not worn"),
)
STYLES = {"walking": "good", "running": "open", "cycling": "open"}
LABEL = 12
#: Walks shorter than this are counted together in the view; --json has them all.
SHORT_WALK_MIN = 2.0
WALKS_SHOWN = 20
#: Unclear movement is worth a word where it is more than this share of the walking.
UNCLEAR_SHARE = 0.1


def view(stand: Standing, day: Day | None, timeline: Timeline, width: int) -> list[Line]:
    """The lines for a terminal of ``width`` columns.

    stand: as of the day. day: its sums, None for no data. timeline: its minutes and walks.
    """
    lines = [line(words.full_date(stand.frame.asked), "head")]
    if day is None:
        return [*lines, line("  " + words.day_sentence(stand, None))]
    goal = stand.target.goal_minutes
    symbol, word = words.day_state(stand)
    state = f"goal {words.whole(goal)} {symbol} {word}"
    lines.append(line(f"  {walked(day, goal)} walked{words.by_hand(day)}, {state}"))
    if timeline.cells:
        lines += _strip(timeline, width)
    lines.append(line("  " + "; ".join(_sums(day, timeline)) + "."))
    if text := long_walks(timeline):
        lines.append(line("  " + text))
    asides = (unclear(day), posture(day), measured(day))
    lines += [line("  " + text, "dim") for text in asides if text]
    return [*lines, *_walks(timeline)]


def _strip(timeline: Timeline, width: int) -> list[Line]:
    """A line for walking and for each other activity seen, its height the minutes in the cell."""
    per_hour = next((n for n in (3, 2) if 24 * n + LABEL + 2 <= width), 1)
    first_hour = timeline.day_start_min // 60
    step = 3 if per_hour > 1 else 6
    lines: list[Line] = []
    for names, label in STRIPS:
        minutes = strip(timeline, names, 24 * per_hour)
        if label == "walking" or any(minutes):
            pieces: Line = [(f"  {label:<{LABEL - 2}}", "dim")]
            marks = sparkline(minutes, 60.0 / per_hour)
            lines.append([*pieces, (marks, STYLES.get(label, "dim"))])
    scale = "".join(f"{(first_hour + hour) % 24:<{step * per_hour}}" for hour in range(0, 24, step))
    return [*lines, line(" " * LABEL + scale.rstrip(), "dim")]


def _sums(day: Day | None, timeline: Timeline) -> list[str]:
    texts = []
    for name, value in whole_minutes(timeline.minutes or {}).items():
        if not value or name == "unknown":
            continue
        text = f"{NAMES[name]} {words.duration(value)}"
        texts.append(text.replace("stairs", "stairs among it") if name == "stairs" else text)
    if day and day.wear_s is not None and day.wear_s < 86_340:
        texts.append(f"worn {words.duration(day.wear_s / 60)}")
    return texts or ["no movement seen"]


def whole_minutes(minutes: Mapping[str, float | None]) -> dict[str, int]:
    """The minutes of each activity in whole ones that add up to the whole of all of them.

    minutes: by activity, None where it cannot be told; the stairs are among the walking. The
    walking is rounded as everywhere; the others make up the rest.
    """
    spent = {name: value for name, value in minutes.items() if value is not None}
    apart = {name: value for name, value in spent.items() if name not in ("walking", "stairs")}
    out: dict[str, int] = {
        name: whole(spent[name]) for name in ("walking", "stairs") if name in spent
    }
    total = whole(math.fsum(apart.values()) + spent.get("walking", 0.0)) - out.get("walking", 0)
    if any(apart.values()):
        out |= dict(zip(apart, parts(list(apart.values()), max(0, total)), strict=True))
    return out


def long_walks(timeline: Timeline) -> str:
    """The bouts of ten minutes and more, and the peak cadence; "" without either."""
    long = timeline.long_walks
    texts = []
    if long:
        total = words.duration(sum(walk.duration_s for walk in long) / 60)
        texts.append(f"{words.plural(len(long), 'walk')} of 10 minutes and more, {total} in all")
    if timeline.peak_cadence is not None:
        texts.append(f"busiest 30 minutes: {number(timeline.peak_cadence)} steps a minute")
    text = "; ".join(texts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def walked(day: Day, goal: float) -> str:
    """``76 minutes (70-83)``."""
    span = words.interval(day.walking_minutes, day.low_minutes, day.high_minutes)
    return f"{words.walked(day, goal)} minutes{span}"


def unclear(day: Day) -> str:
    """The movement that may have been walking, where it could change the day; "" where not."""
    minutes = day.unclear_minutes or 0.0
    if minutes < 0.5 or minutes <= UNCLEAR_SHARE * day.walking_minutes:
        return ""
    return f"Not counted: {words.duration(minutes)} that looked like walking here and there."


def posture(day: Day) -> str:
    """What cannot be known about posture from where the sensor was; "" when all can."""
    if day.wear_s is None:
        return "Steps alone do not tell sitting, standing and lying apart."
    if not day.posture_known:
        return "At this position sitting, standing and lying cannot be told apart."
    if day.sit_lie_s > 0:
        return "From the thigh alone, sitting and lying are often one: sitting or lying."
    return ""


def _walks(timeline: Timeline) -> list[Line]:
    long = [
        walk for walk in timeline.walks if walk.duration_s / 60 >= SHORT_WALK_MIN or walk.manual
    ]
    shown = sorted(long, key=lambda walk: -walk.duration_s)[:WALKS_SHOWN]
    lines: list[Line] = []
    if shown:
        lines += [line(""), line("  start      minutes   steps   steps/min", "dim")]
    for walk in sorted(shown, key=lambda walk: walk.start_utc_s):
        lines.append(line("  " + _walk_row(walk)))
    rest = [walk for walk in timeline.walks if walk not in shown]
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
    start, minutes = _start(walk), number(walk.duration_s / 60, 1)
    if walk.manual:
        return f"{start:8}   {minutes:>7}   by hand"
    counted = walk.steps > 0
    steps, cadence = (number(n) if counted else "–" for n in (walk.steps, walk.cadence_spm))
    return f"{start:8}   {minutes:>7} {steps:>7}   {cadence:>9}"


def _start(walk: Walk) -> str:
    begun = local_start(walk)
    return time_of_day(begun.hour * 60 + begun.minute)


def facts(stand: Standing, day: Day | None, timeline: Timeline, discarded: bool) -> list[Fact]:
    """The day as it went, a fact each; arguments as in ``view``.

    discarded: the person left it out. ``minutes`` is null for a day without data, and within it
    null stands for what the sensor could not tell.
    """
    asked, goal = stand.frame.asked, stand.target.goal_minutes
    long = timeline.long_walks
    state = f"Goal: {words.whole(goal)} minutes, {words.day_state(stand)[1]}"
    return [
        fact("date", str(asked), f"Date: {words.full_date(asked)}"),
        *keys({key: value for key, value in of_day(day).items() if key in OF_WALKING}),
        fact("", None, f"Walked: {walked(day, goal)}" if day else words.day_sentence(stand, None)),
        fact("goal_minutes", goal, state if day else ""),
        fact("goal_met", stand.met),
        fact("minutes", timeline.minutes, *(f"Time: {p}" for p in _sums(day, timeline) if day)),
        fact("long_walks", {"count": len(long), "minutes": _minutes(long)}, long_walks(timeline)),
        fact("peak_30_cadence_spm", timeline.peak_cadence),
        fact("posture_known", day.posture_known if day else None, *_asides(day)),
        fact("walks", [_walk(walk) for walk in timeline.walks], *map(_walk_fact, timeline.walks)),
        fact("spans", [_span(span) for span in timeline.spans]),
        fact("discarded", discarded),
    ]


OF_WALKING = ("walking_minutes", "walking_minutes_low", "walking_minutes_high", "unclear_minutes")


def _asides(day: Day | None) -> list[str]:
    texts = (measured(day), unclear(day), posture(day)) if day else ()
    return [f"Data: {text}" for text in texts if text]


def _minutes(walks: Sequence[Walk]) -> float:
    return sum(walk.duration_s for walk in walks) / 60


def _walk_fact(walk: Walk) -> str:
    counted = f"{number(walk.steps)} steps, {number(walk.cadence_spm)} a minute"
    how = "by hand" if walk.manual else counted if walk.steps else "steps not counted"
    return f"Walk at {_start(walk)}: {number(walk.duration_s / 60, 1)} minutes, {how}"


def _span(span: Span) -> dict[str, Any]:
    return {
        "start": span.start.isoformat(),
        "end": span.end.isoformat(),
        "activity": span.activity,
        "minutes": span.minutes,
    }


def _walk(walk: Walk) -> dict[str, Any]:
    return {
        "start": local_start(walk).isoformat(),
        "minutes": walk.duration_s / 60,
        "steps": walk.steps or None,
        "cadence_spm": walk.cadence_spm or None,
        "manual": walk.manual,
    }
