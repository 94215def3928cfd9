"""Samsung Health pedometer_day_summary and activity.day_summary: steps and walk time of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.find.origin import Origin
from stride.formats.layout import Format, no, sure
from stride.formats.layouts.samsung.shared import data_type, days_of, milliseconds, records
from stride.formats.steps.day_totals import NO_COUNT, NOT_SAID, DayRows, day_totals
from stride.formats.steps.days import number_at
from stride.types import ReadNotes

if TYPE_CHECKING:
    from datetime import date

    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

NAMES = ("pedometer_day_summary", "activity.day_summary")


def recognise(head: Head) -> Verdict:
    """Sure by the name in line 1."""
    for name in NAMES:
        if data_type(head).endswith(name):
            return sure(f"line 1 names {name}")
    return no("line 1 does not name pedometer_day_summary or activity.day_summary")


def _rank(head: Head) -> int:
    """The summary of all activities gives only the days that no pedometer file has."""
    return 3 if data_type(head).endswith(NAMES[1]) else 1


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals: of each day the row with most steps, its walk time, else its active time."""
    best: dict[date, tuple[float, float, int]] = {}
    table = list(records(blob, options))
    lines = [line for line, _ in table]
    dates = days_of([record.get("day_time", "") for _, record in table], lines, options)
    for day, (line, record) in zip(dates, table, strict=True):
        text = record.get("step_count", record.get("count", ""))
        steps = number_at(text, line, "step_count", missing=NO_COUNT)
        walking = milliseconds(record.get("walk_time", ""))
        if walking is None:
            walking = milliseconds(record.get("active_time", ""))
        found = (steps, -1.0 if walking is None else walking, line)
        best[day] = max(best.get(day, found), found)
    days = DayRows()
    for day, (steps, walking_s, line) in best.items():
        said = NOT_SAID if steps == NO_COUNT else steps
        days.add(day, said, line, None if walking_s < 0 else walking_s)
    notes = ReadNotes(rows=len(table))
    return day_totals(Origin(blob, options, FORMAT.id, "Samsung Health"), days, notes)


FORMAT = Format(
    id="samsung-day-summary",
    title="Samsung Health: pedometer_day_summary",
    header="step_count,active_time,walk_step_count,run_step_count,day_time,deviceuuid",
    recognise=recognise,
    read=read,
    family="samsung",
    rank=_rank,
)
