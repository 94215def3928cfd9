"""Zepp Life, Mi Fit, Amazfit: ACTIVITY_MINUTE, local time, only minutes with steps."""

from __future__ import annotations

from stride.formats.find.blob import Blob
from stride.formats.find.head import Head
from stride.formats.find.origin import Origin
from stride.formats.layout import Format, Verdict, likely, no, sure
from stride.formats.options import ReadOptions
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import local_rows, step_rows
from stride.formats.steps.steptable import Wanted, read_table
from stride.formats.table.dialect import dialect_of
from stride.formats.time.zones import choose_zone
from stride.types import Intervals


def recognise(head: Head) -> Verdict:
    """Sure by exactly ``date,time,steps`` and the name, likely without the name."""
    if head.keys != ["date", "time", "steps"]:
        return no("columns are not date,time,steps")
    rows = head.rows(head.first + 1, 3)
    if rows and len(rows[0]) == 3 and len(rows[0][1]) != 5:
        return no("times are not HH:MM")
    if "ACTIVITY_MINUTE" in head.name.upper():
        return sure("columns date,time,steps in ACTIVITY_MINUTE")
    return likely("columns date,time,steps and times HH:MM")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by the minute on the wall clock of the phone."""

    dialect = dialect_of(blob.head)
    columns = (dialect.need("date"), dialect.need("time"))
    steps = dialect.need("steps")
    table = read_table(blob, options, dialect, Wanted(columns, numbers=(steps,)))
    zone = choose_zone(options)
    utc, offset = local_rows(zone, table.local_s)
    rows = step_rows(utc, 60.0, offset, table.numbers[steps], table.line)
    return intervals(Origin(blob, options, FORMAT.id, "Zepp"), rows, zone, table.notes)


FORMAT = Format(
    id="zepp-minutes",
    title="Zepp Life / Mi Fit / Amazfit: ACTIVITY_MINUTE",
    header="date,time,steps",
    recognise=recognise,
    read=read,
    family="zepp",
    rank=0,
)
