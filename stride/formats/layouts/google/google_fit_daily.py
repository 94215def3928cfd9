"""Google Fit in Takeout, one row a day: steps and the walking time that Google measured."""

from __future__ import annotations

from stride.errors import EmptyData
from stride.formats.find.blob import Blob
from stride.formats.find.head import Head
from stride.formats.find.origin import Origin
from stride.formats.layout import Format, Verdict, no, sure
from stride.formats.options import ReadOptions
from stride.formats.steps.day_totals import NOT_SAID, day_totals
from stride.formats.steps.days import number_at, read_days
from stride.formats.table.dialect import dialect_of
from stride.types import Intervals, ReadNotes

#: Columns of which at least one is there beside Date and Step count, in any order.
COMPANY = ("move minutes count", "calories (kcal)", "heart points", "walking duration (ms)")


def recognise(head: Head) -> Verdict:
    """Sure by Date and the columns only Google Fit has."""
    if not head.keys or "date" not in head.keys:
        return no("no column Date")
    company = [name for name in COMPANY if name in head.keys]
    if "step count" in head.keys and company:
        return sure(f"columns Date, Step count and {company[0]}")
    if company and ("walking duration (ms)" in head.keys or len(company) > 1):
        return sure(f"columns Date and {company[0]}, no steps")
    return no("none of the columns Google Fit writes beside Date and Step count")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals; walking minutes are Walking duration, never Move Minutes."""
    dialect = dialect_of(blob.head)
    steps, walking = dialect.find("Step count"), dialect.find("Walking duration (ms)")
    if steps is None and walking is None:
        raise EmptyData(f"{blob.name} has neither steps nor walking in it.", "Nothing to import.")

    def walking_s(record: dict[str, str], line: int) -> float | None:
        if walking is None or not record[walking].strip():
            return None
        return number_at(record[walking], line, walking, dialect.decimal) / 1000

    notes = ReadNotes()
    columns = (dialect.need("Date"), steps or str(walking))
    days = read_days(blob, options, dialect, columns, walking=walking_s)
    if steps is None:
        days.steps = [NOT_SAID] * len(days.dates)
    return day_totals(Origin(blob, options, FORMAT.id, "Google Fit"), days, notes)


FORMAT = Format(
    id="google-fit-daily",
    title="Google Fit in Takeout: Daily activity metrics",
    header="Date,Move Minutes count,Calories (kcal),Distance (m),Step count,Walking duration (ms)",
    recognise=recognise,
    read=read,
    family="google-fit",
    rank=1,
)
