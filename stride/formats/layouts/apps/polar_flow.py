"""Polar Flow's export: activity-*.json, one file a day with its steps by the minute.

From what people describe of the zip of account.polar.com: times are those of the wall clock.
"""

from dataclasses import replace
from typing import Any

from stride.errors import EmptyData
from stride.formats.late import np
from stride.formats.layout import Coded, Head, Intervals, Origin, empty, sign
from stride.formats.steps.day_totals import DayRows, day_totals
from stride.formats.steps.days import dates_of
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import step_rows
from stride.formats.table.json import count_of, json_of, objects
from stride.formats.time.column import read_times
from stride.formats.time.zones import wall_instants
from stride.types import ReadNotes

MINUTE_S = 60.0


@sign("exportVersion, date and a day's steps, and neither trainings nor heart rates")
def steps_of_a_day(head: Head) -> bool:
    """Whether an object of the export holds a count of steps or samples of a day."""
    text = head.text
    others = '"exercises"' in text or '"deviceDays"' in text
    steps = '"stepCount"' in text or '"steps"' in text
    return '"exportVersion"' in text and '"date"' in text and steps and not others


def read(origin: Origin) -> Intervals:
    """The minutes of the day, and Polar's own total beside them."""
    blob, options = origin.blob, origin.options
    export = json_of(blob, options)
    day = export.get("date") if isinstance(export, dict) else None
    if not isinstance(day, str):
        raise empty(blob, "is no day of Polar Flow")
    notes = ReadNotes()
    whole = _total(origin, day, _part(export, "summary").get("stepCount"), notes)
    minutes = _minutes(origin, day, _part(export, "samples").get("steps"), notes)
    if minutes is None and whole is None:
        raise empty(blob, "holds no steps")
    if minutes is None or whole is None:
        return minutes or whole  # type: ignore[return-value]
    return replace(minutes, day_totals=whole.day_totals)


def _part(export: dict[str, Any], name: str) -> dict[str, Any]:
    part = export.get(name)
    return part if isinstance(part, dict) else {}


def _total(origin: Origin, day: str, count: Any, notes: ReadNotes) -> Intervals | None:
    days = DayRows()
    for date in dates_of([day], [1], origin.options):
        days.add(date, count_of(count, "“stepCount”"), 1)
    try:
        return day_totals(origin, days, notes)
    except EmptyData:
        return None


def _minutes(origin: Origin, day: str, samples: Any, notes: ReadNotes) -> Intervals | None:
    rows = [row for row in objects(samples) if row.get("localTime")]
    lines = list(range(1, len(rows) + 1))
    texts = [f"{day} {row['localTime']}" for row in rows]
    steps = [count_of(row.get("value"), f"Sample {n}") for n, row in enumerate(rows, 1)]
    if not any(count > 0 for count in steps):
        return None
    utc, offset, zone = wall_instants(read_times(texts, lines, None).local_s, origin.options)
    # minutes without steps may be left out: the distances do not tell how long one is
    minutes = step_rows(utc, utc + MINUTE_S, offset, np.nan_to_num(steps), np.array(lines))
    notes.rows = len(rows)
    return intervals(origin, minutes, zone, notes)


FORMAT = Coded(
    id="polar-flow",
    title="Polar Flow: activity-*.json",
    header='{"exportVersion":"1.3","date":"2024-05-31","summary":{"stepCount":8000}}',
    device="Polar",
    sure=steps_of_a_day,
    reads=read,
    kind="json",
    family="polar",
)
