"""Answers of Fitbit's web API kept as files: days of activities-steps, and minutes of one day.

From the public description of the API: days and times are those of the person's clock.
"""

from dataclasses import replace
from typing import Any

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.layout import Coded, Intervals, Origin, holds
from stride.formats.steps.bins import bin_length
from stride.formats.steps.day_totals import DayRows, day_totals
from stride.formats.steps.days import dates_of
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import step_rows
from stride.formats.table.json import count_of, json_of, objects
from stride.formats.time.column import read_times
from stride.formats.time.zones import instants

LENGTHS_MIN = (1, 5, 15)
DAYS, MINUTES = "activities-steps", "activities-steps-intraday"


def read(origin: Origin) -> Intervals:
    """Daily totals; of a single day its minutes, where they are there, and the total beside."""
    blob, options = origin.blob, origin.options
    answer = json_of(blob, options)
    entries = list(objects(answer.get(DAYS) if isinstance(answer, dict) else None))
    if not all("dateTime" in entry for entry in entries):
        raise DataError(f"{blob.name} is not an answer of Fitbit.", "Ask for it again.")
    days, lines = DayRows(), list(range(1, len(entries) + 1))
    dates = dates_of([str(entry["dateTime"]) for entry in entries], lines, options)
    for day, n in zip(dates, lines, strict=True):
        days.add(day, count_of(entries[n - 1].get("value"), f"Day {n}, “value”"), n)
    totals = day_totals(origin, days)
    rows = _minutes(answer)
    counts = np.array([count_of(row.get("value"), f"Minute {n}") for n, row in enumerate(rows, 1)])
    if len(entries) != 1 or not (counts > 0).any():
        return totals
    texts = [f"{entries[0]['dateTime']} {row['time']}" for row in rows]
    places = np.arange(1, len(rows) + 1)
    start, offset, zone = instants(read_times(texts, places, None), options)
    stop = start + (_length_s(answer[MINUTES]) or bin_length(start))
    bins = step_rows(start, stop, offset, np.nan_to_num(counts), places)
    return replace(intervals(origin, bins, zone), day_totals=totals.day_totals)


def _minutes(answer: dict[str, Any]) -> list[dict[str, Any]]:
    part = answer.get(MINUTES)
    rows = objects(part.get("dataset") if isinstance(part, dict) else None)
    return [row for row in rows if row.get("time")]


def _length_s(part: dict[str, Any]) -> float | None:
    """Seconds of a bin, where the answer says how many minutes each has."""
    length = part.get("datasetInterval")
    minutes = part.get("datasetType", "minute") == "minute" and length in LENGTHS_MIN
    return 60.0 * float(str(length)) if minutes else None


FORMAT = Coded(
    id="fitbit-api",
    title="Fitbit: answers of the web API (activities-steps)",
    header='{"activities-steps":[{"dateTime":"2024-05-31","value":"8000"}]}',
    device="Fitbit",
    sure=holds(f'"{DAYS}"', f"an answer with {DAYS}"),
    reads=read,
    kind="json",
    family="fitbit",
    rank=1,
)
