"""Samsung Health step_daily_trend: steps of a day without what two devices counted twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.common.days import number_at
from stride.formats.common.model import Format, no, sure
from stride.formats.common.samsung import data_type, days_of, records
from stride.formats.common.steps import Origin
from stride.formats.common.totals import NOT_SAID, DayRows, day_totals
from stride.types import ReadNotes

if TYPE_CHECKING:
    from datetime import date

    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import Intervals

#: The vendor's mark of the row that holds all sources without doubles.
ALL_SOURCES = "-2"


def recognise(head: Head) -> Verdict:
    """Sure by the name in line 1."""
    if data_type(head).endswith("step_daily_trend"):
        return sure("line 1 names step_daily_trend")
    return no("line 1 does not name step_daily_trend")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals: the row of all sources, or the highest row where there is none."""
    best: dict[date, tuple[bool, float, int]] = {}
    table = list(records(blob, options))
    lines = [line for line, _ in table]
    dates = days_of([record.get("day_time", "") for _, record in table], lines, options)
    for day, (line, record) in zip(dates, table, strict=True):
        count = number_at(record.get("count", ""), line, "count", missing=-1.0)
        found = (record.get("source_type", "").strip() == ALL_SOURCES, count, line)
        best[day] = max(best.get(day, found), found)
    days = DayRows()
    for day, (_, count, line) in best.items():
        days.add(day, NOT_SAID if count < 0 else count, line)
    notes = ReadNotes(rows=len(table))
    return day_totals(Origin(blob, options, FORMAT.id, "Samsung Health"), days, notes)


FORMAT = Format(
    id="samsung-daily-trend",
    title="Samsung Health: step_daily_trend",
    header="binning_data,update_time,create_time,source_pkg_name,source_type,count,day_time",
    recognise=recognise,
    read=read,
    family="samsung",
    rank=2,
)
