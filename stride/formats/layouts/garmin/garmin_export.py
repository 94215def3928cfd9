"""Garmin's export of all data: UDSFile_*.json, one object a day with Garmin's own steps.

From what people describe of the folder DI_CONNECT/DI-Connect-Aggregator: ``calendarDate`` is a
text, in older exports an object with a ``date``.
"""

from __future__ import annotations

from stride.formats.find.blob import Origin
from stride.formats.layout import Coded, Intervals, holds
from stride.formats.layouts.tracks import shared
from stride.formats.steps.day_totals import DayRows, day_totals
from stride.formats.steps.days import dates_of
from stride.formats.table.json import count_of, json_of, objects


def read(origin: Origin) -> Intervals:
    """The steps of the days; a day without a count says nothing."""
    blob, options = origin.blob, origin.options
    days, texts, lines = DayRows(), [], []
    for number, entry in enumerate(objects(json_of(blob, options)), 1):
        day = entry.get("calendarDate")
        day = day.get("date") if isinstance(day, dict) else day
        if day is None:
            days.skipped += 1
            continue
        texts.append(str(day))
        lines.append(number)
        days.steps.append(count_of(entry.get("totalSteps"), f"Day {number}, “totalSteps”"))
    days.dates = dates_of(texts, lines, options)
    days.line, days.walking_s = lines, [None] * len(lines)
    return day_totals(origin, days)


FORMAT = Coded(
    id="garmin-export",
    title="Garmin: export of all data (UDSFile)",
    header='[{"calendarDate":"2024-05-31","totalSteps":8000}]',
    device="Garmin",
    sure=holds('"calendarDate"', "calendarDate") & holds('"totalSteps"', "totalSteps"),
    reads=read,
    kind="json",
    family=shared.FAMILY,
    rank=shared.TOTALS,
)
