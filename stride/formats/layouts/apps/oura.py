"""Oura: daily activity; its equivalent walking distance is no distance walked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import EmptyData
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

DATES = ("date", "day", "summary_date")


def recognise(head: Head) -> Verdict:
    """Sure by the equivalent walking distance."""
    keys = [key.replace("_", " ") for key in head.keys]
    if "equivalent walking distance" in keys and any(name in head.keys for name in DATES):
        return sure("a column of equivalent walking distance")
    return no("no column of equivalent walking distance")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals of steps."""
    dialect = dialect_of(blob.head)
    steps = dialect.find("steps")
    if steps is None:
        raise EmptyData(f"{blob.name} holds no steps.", "There is nothing to import.")
    notes = ReadNotes()
    days = read_days(blob, options, dialect, (dialect.need(*DATES), steps))
    return day_totals(Origin(blob, options, FORMAT.id, "Oura"), days, notes)


FORMAT = Format(
    id="oura",
    title="Oura: daily activity",
    header="date,Steps,Equivalent Walking Distance",
    recognise=recognise,
    read=read,
)
