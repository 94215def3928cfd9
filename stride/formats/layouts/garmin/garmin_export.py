"""Garmin's export of all data: UDSFile_*.json, one object a day with Garmin's own steps.

From what people describe of the folder DI_CONNECT/DI-Connect-Aggregator: ``calendarDate`` is a
text, in older exports an object with a ``date``.
"""

from stride.formats.layout import Blob, Day, Days, Number, ReadOptions, holds
from stride.formats.layouts.tracks import shared
from stride.formats.table.json import json_of, objects
from stride.formats.table.json_as_text import table_of


def rows(blob: Blob, options: ReadOptions) -> Blob:
    """A row for each day."""
    entries = list(objects(json_of(blob, options)))
    for entry in entries:
        day = entry.get("calendarDate")
        entry["calendarDate"] = day.get("date") if isinstance(day, dict) else day
    return table_of(blob, entries, ("calendarDate", "totalSteps"))


FORMAT = Days(
    id="garmin-export",
    title="Garmin: export of all data (UDSFile)",
    header='[{"calendarDate":"2024-05-31","totalSteps":8000}]',
    device="Garmin",
    sure=holds('"calendarDate"', "calendarDate") & holds('"totalSteps"', "totalSteps"),
    content=rows,
    day=Day("calendarDate"),
    steps=Number("totalSteps"),
    kind="json",
    family=shared.FAMILY,
    rank=shared.TOTALS,
)
