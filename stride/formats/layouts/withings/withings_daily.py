"""Withings aggregates_steps: one total a day, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.origin import Origin
from stride.formats.guess.steps import OTHER_MEASURE
from stride.formats.layout import Format, no, sure
from stride.formats.steps.day_totals import day_totals
from stride.formats.steps.days import read_days
from stride.formats.table.column_words import plain
from stride.formats.table.dialect import dialect_of
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals


def recognise(head: Head) -> Verdict:
    """Sure by exactly date and value, and steps in the name."""
    if head.keys != ["date", "value"]:
        return no("columns are not date and value")
    name = head.basename.lower()
    if "step" in name:
        return sure("columns date and value, and steps in the name")
    if "aggregates" in name:
        return no("another measure of Withings, by its name")
    return no("columns date and value, and a name that does not say of what")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals."""
    dialect = dialect_of(blob.head)
    notes = ReadNotes()
    if other := OTHER_MEASURE.search(plain(blob.head.basename)):
        raise DataError(
            f"{blob.name} holds another measure by its name ({other[0]} …), not steps.",
            "Import the file aggregates_steps.csv of the same export.",
        )
    if "step" not in blob.head.basename.lower():
        notes.warnings.append("The column “value” is taken as steps; the file does not say so.")
    columns = (dialect.need("date"), dialect.need("value"))
    days = read_days(blob, options, dialect, columns)
    return day_totals(Origin(blob, options, FORMAT.id, "Withings"), days, notes)


FORMAT = Format(
    id="withings-daily",
    title="Withings: aggregates_steps",
    header="date,value",
    recognise=recognise,
    read=read,
    family="withings",
    rank=2,
)
