"""Answers of Fitbit's web API kept as files: days of activities-steps, and minutes of one day.

From the public description of the API: days and times are those of the person's clock.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stride.errors import DataError
from stride.formats.find.blob import Origin
from stride.formats.late import np
from stride.formats.layout import Coded, Intervals, holds
from stride.formats.steps.bins import BinnedRows, binned, in_order
from stride.formats.steps.day_totals import DayRows, day_totals
from stride.formats.steps.days import dates_of
from stride.formats.table.json import count_of, json_of, objects
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.time.parse import Times

LENGTHS_MIN = (1, 5, 15)
DAYS, MINUTES = "activities-steps", "activities-steps-intraday"


def read(origin: Origin) -> Intervals:
    """Daily totals; of a single day its minutes, where they are there, and the total beside."""
    blob, options = origin.blob, origin.options
    found = json_of(blob, options)
    entries = list(objects(found.get(DAYS) if isinstance(found, dict) else None))
    if not all("dateTime" in entry for entry in entries):
        raise DataError(f"{blob.name} is not an answer of Fitbit.", "Ask for it again.")
    days, lines = DayRows(), list(range(1, len(entries) + 1))
    dates = dates_of([str(entry["dateTime"]) for entry in entries], lines, options)
    for day, n in zip(dates, lines, strict=True):
        days.add(day, count_of(entries[n - 1].get("value"), f"Day {n}, “value”"), n)
    totals = day_totals(origin, days)
    rows = _minutes(found)
    counts = np.array([count_of(row.get("value"), f"Minute {n}") for n, row in enumerate(rows, 1)])
    if len(entries) != 1 or not (counts > 0).any():
        return totals
    texts = [f"{entries[0]['dateTime']} {row['time']}" for row in rows]
    places = list(range(1, len(rows) + 1))
    times = in_order(texts, places, None)
    bins = BinnedRows(times, counts, np.array(places), _ends(times, found[MINUTES]))
    return replace(binned(origin, bins, ReadNotes(rows=len(rows))), day_totals=totals.day_totals)


def _minutes(found: dict[str, Any]) -> list[dict[str, Any]]:
    part = found.get(MINUTES)
    rows = objects(part.get("dataset") if isinstance(part, dict) else None)
    return [row for row in rows if row.get("time")]


def _ends(times: Times, part: dict[str, Any]) -> Times | None:
    """The ends of the bins, where the answer says how many minutes each has."""
    length = part.get("datasetInterval")
    if part.get("datasetType", "minute") != "minute" or length not in LENGTHS_MIN:
        return None
    return replace(times, local_s=times.local_s + 60.0 * length)


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
