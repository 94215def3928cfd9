"""Zepp Life, Mi Fit, Amazfit: ACTIVITY, the steps of each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.find.origin import Origin
from stride.formats.layout import Format, no, sure
from stride.formats.steps.day_totals import day_totals
from stride.formats.steps.days import read_days
from stride.formats.table.dialect import dialect_of
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals


def recognise(head: Head) -> Verdict:
    """Sure by date, steps, distance, runDistance and calories."""
    if head.has("date", "steps", "distance", "runDistance") and not head.has("start"):
        return sure("columns date, steps, distance and runDistance")
    return no("no column runDistance beside date and steps")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals."""
    dialect = dialect_of(blob.head)
    notes = ReadNotes()
    columns = (dialect.need("date"), dialect.need("steps"))
    days = read_days(blob, options, dialect, columns)
    return day_totals(Origin(blob, options, FORMAT.id, "Zepp"), days, notes)


FORMAT = Format(
    id="zepp-daily",
    title="Zepp Life / Mi Fit / Amazfit: ACTIVITY",
    header="date,steps,distance,runDistance,calories",
    recognise=recognise,
    read=read,
    family="zepp",
    rank=2,
)
