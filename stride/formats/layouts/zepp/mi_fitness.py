"""Mi Fitness: hlth_center_aggregated_fitness_data, JSON in a column, one total a day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from stride.errors import DataError, EmptyData
from stride.formats.find.origin import Origin, empty
from stride.formats.layout import Format, no, sure
from stride.formats.steps.day_totals import DayRows, day_totals
from stride.formats.steps.days import number_at
from stride.formats.table.dialect import dialect_of
from stride.formats.table.rows import records_of
from stride.formats.time.parse import to_date
from stride.formats.time.zones import choose_zone, offsets_at
from stride.types import ReadNotes

if TYPE_CHECKING:
    from datetime import date

    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

#: The rows of one day over all devices; the rows of single devices (Sid) repeat each other.
DAILY = "daily_report"


def recognise(head: Head) -> Verdict:
    """Sure by Uid, Sid, Tag, Key, Time and Value."""
    if head.has("uid", "sid", "tag", "key", "time", "value"):
        return sure("columns Uid, Sid, Tag, Key, Time and Value")
    return no("no columns Uid, Sid, Tag, Key, Time and Value")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """The steps of the daily reports; a later update of a day replaces the earlier."""
    import numpy as np

    dialect = dialect_of(blob.head)
    names = {name.lower(): name for name in dialect.names}
    if "tag" not in names:
        raise DataError(f"{blob.name} has no column “Tag”.", "Export it again.")
    zone, notes = choose_zone(options), ReadNotes()
    best: dict[date, tuple[float, float, int]] = {}
    for line, record in records_of(blob, options, dialect):
        notes.rows += 1
        if record[names["tag"]].strip() != DAILY or record[names["key"]].strip() != "steps":
            notes.rows_skipped += 1
            continue
        seconds = number_at(record[names["time"]], line, "Time")
        local = seconds + 60.0 * float(offsets_at(zone.tz, np.array([seconds]))[0])
        # Time is local midnight; a zone a few hours off still rounds to the right day
        day = to_date(round(local / 86400.0) * 86400.0)
        update = number_at(record.get(names.get("updatetime", ""), "0"), line, "UpdateTime")
        found = (update, _steps(record[names["value"]], line), line)
        best[day] = max(best.get(day, found), found)
    if not notes.rows:
        raise empty(blob)
    if not best:
        raise EmptyData(f"{blob.name} holds no daily reports of steps.", "Nothing to import.")
    days = DayRows()
    for day, (_, steps, line) in best.items():
        days.add(day, steps, line)
    return day_totals(Origin(blob, options, FORMAT.id, "Mi Fitness"), days, notes)


def _steps(text: str, line: int) -> float:
    try:
        return float(json.loads(text)["steps"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise DataError(
            f"Line {line}, column “Value”: “{text[:40]}” holds no steps.", "Export the file again."
        ) from error


FORMAT = Format(
    id="mi-fitness",
    title="Mi Fitness: hlth_center_aggregated_fitness_data",
    header="Uid,Sid,Tag,Key,Time,Value,UpdateTime",
    recognise=recognise,
    read=read,
)
