"""Turns the minutes of a day into spans, a strip of the 24 hours, and minutes by activity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from stride.types import Day, DayMinutes, Walk

GAITS = ("walking", "stairs")
#: Walks of so many minutes are counted apart, and so many minutes make the peak cadence.
LONG_WALK_MIN, PEAK_MINUTES = 10, 30
#: Columns of Day that add up to the day, without the walking that holds the stairs.
KINDS = (
    "running", "cycling", "standing", "sitting", "lying", "sit_lie", "still", "moving", "unknown",
)  # fmt: skip
#: Those of them that only a sensor on the thigh, or on the trunk, can tell.
POSTURES = ("standing", "sitting", "lying", "sit_lie")


class Span(NamedTuple):
    """A run of minutes of one activity. start, end: local, aware; end is the first minute after."""

    start: datetime
    end: datetime
    activity: str

    @property
    def minutes(self) -> float:
        """Its length; true also across a change of the clock."""
        return (self.end - self.start).total_seconds() / 60


class Timeline(NamedTuple):
    """One day: spans and walks in the order of time, and minutes by activity, None where unknown.

    cells: minute of the day by the clock (0 to 1439) -> what it was spent on. peak_cadence: mean
    steps a minute of the PEAK_MINUTES busiest minutes, in a row or not; None with fewer.
    """

    spans: tuple[Span, ...]
    walks: tuple[Walk, ...]
    minutes: dict[str, float | None] | None
    cells: dict[int, str]
    day_start_min: int
    peak_cadence: float | None = None

    @property
    def long_walks(self) -> list[Walk]:
        """The bouts of LONG_WALK_MIN minutes and more."""
        return [walk for walk in self.walks if walk.duration_s >= LONG_WALK_MIN * 60]


def timeline(
    asked: date,
    day: Day | None,
    minutes: DayMinutes,
    walks: tuple[Walk, ...],
    day_start_min: int = 0,
) -> Timeline:
    """The day as it went.

    asked: its date. day: its sums, None for no data. minutes: its minutes. walks: its bouts.
    day_start_min: minutes after midnight at which the day begins.
    """
    cells = dict(zip(minutes.minute_of_day, minutes.activity, strict=True))
    for walk in walks:
        if walk.manual:
            _overlay(cells, walk, day_start_min)
    spans = _spans(asked, minutes, day_start_min)
    return Timeline(spans, walks, _sums(day), cells, day_start_min, _peak(minutes))


def _peak(minutes: DayMinutes) -> float | None:
    """Source: the peak 30-minute cadence of Tudor-Locke and others, Prev Med 2011."""
    busiest = sorted((steps for steps in minutes.steps if steps > 0), reverse=True)[:PEAK_MINUTES]
    return sum(busiest) / PEAK_MINUTES if len(busiest) == PEAK_MINUTES else None


def _overlay(cells: dict[int, str], walk: Walk, day_start_min: int) -> None:
    first = walk.start_utc_s // 60 + walk.utc_offset_min - day_start_min
    for minute in range(first, first + round(walk.duration_s / 60)):
        if cells.get(minute % 1440, "not_worn") == "not_worn":
            cells[minute % 1440] = "walking"


def _spans(asked: date, minutes: DayMinutes, day_start_min: int) -> tuple[Span, ...]:
    offsets = minutes.utc_offset_min or (0,) * len(minutes.minute_of_day)
    midnight = datetime(asked.year, asked.month, asked.day, tzinfo=UTC)
    spans: list[Span] = []
    for minute, name, offset in zip(minutes.minute_of_day, minutes.activity, offsets, strict=True):
        # The instant: the local clock read as if it were UTC, less its offset.
        instant = midnight + timedelta(minutes=minute + day_start_min - offset)
        start = instant.astimezone(timezone(timedelta(minutes=offset)))
        last = spans[-1] if spans else None
        if last and last.activity == name and last.end == start:
            spans[-1] = last._replace(end=last.end + timedelta(minutes=1))
        else:
            spans.append(Span(start, start + timedelta(minutes=1), name))
    return tuple(spans)


def _sums(day: Day | None) -> dict[str, float | None] | None:
    if day is None:
        return None
    sums: dict[str, float | None] = {"walking": day.walking_minutes, "stairs": day.stairs_s / 60}
    sums |= {name: getattr(day, f"{name}_s") / 60 for name in KINDS}
    if day.wear_s is None:
        # Steps, totals and walks by hand know the walking and nothing else.
        return {name: value if name == "walking" else None for name, value in sums.items()}
    if not any(sums[name] for name in POSTURES):
        sums |= dict.fromkeys(POSTURES)
    return sums


def strip(timeline: Timeline, names: Sequence[str], cells: int) -> list[float]:
    """Minutes spent on any of the activities in each of ``cells`` equal pieces of the 24 hours.

    names: of activities. cells: a divisor of 1440. Walking is taken from the walks where that is
    more: a minute with a few steps in it is seldom called walking.
    """
    length = 1440 // cells
    spent = [0.0] * cells
    for minute, name in timeline.cells.items():
        if name in names and 0 <= minute < 1440:
            spent[minute // length] += 1.0
    if GAITS[0] in names:
        spent = [max(pair) for pair in zip(spent, _walked(timeline, cells), strict=True)]
    return [min(each, float(length)) for each in spent]


def _walked(timeline: Timeline, cells: int) -> list[float]:
    """Minutes of the walks in each piece of the day."""
    length = 1440 * 60 // cells
    spent = [0.0] * cells
    for walk in timeline.walks:
        local = walk.start_utc_s + walk.utc_offset_min * 60 - timeline.day_start_min * 60
        start = local % 86_400
        end = min(start + walk.duration_s, 86_400.0)
        for cell in range(int(start // length), min(cells, int(end // length) + 1)):
            inside = min(end, (cell + 1) * length) - max(start, cell * length)
            spent[cell] += max(0.0, inside) / 60
    return spent
