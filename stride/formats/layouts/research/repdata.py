"""The activity table of a well-known course: steps in five minutes, interval 835 is 08:35."""

from __future__ import annotations

from stride.errors import DataError
from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.layout import Coded, Intervals, Sign
from stride.formats.steps.days import dates_of
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import local_rows, step_rows
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import dialect_of
from stride.formats.table.text_blocks import records_of
from stride.formats.time.zones import choose_zone
from stride.types import ReadNotes

BIN_S = 300.0
EPOCH_ORDINAL = 719163


def read(origin: Origin) -> Intervals:
    """Steps by five minutes; NA is missing, not zero."""
    blob, options = origin.blob, origin.options
    dialect = dialect_of(blob.head)
    names = [dialect.need(name) for name in ("date", "interval", "steps")]
    records = list(records_of(blob, options, dialect, tuple(names)))
    if not records:
        raise empty(blob)
    lines = [line for line, _ in records]
    days = dates_of([record[names[0]].strip() for _, record in records], lines, options)
    local, counts = np.zeros(len(records)), np.zeros(len(records))
    for index, ((line, record), day) in enumerate(zip(records, days, strict=True)):
        clock = int(number_at(record[names[1]], line, "interval"))
        if not (0 <= clock < 2400 and clock % 100 < 60):
            raise DataError(
                f"Line {line}, column “interval”: {clock} is not a time of day.",
                "Import activity.csv as it was published.",
            )
        midnight = (day.toordinal() - EPOCH_ORDINAL) * 86400.0
        local[index] = midnight + clock // 100 * 3600 + clock % 100 * 60
        counts[index] = number_at(record[names[2]], line, "steps")
    zone = choose_zone(options)
    utc, offset = local_rows(zone, local)
    rows = step_rows(utc, BIN_S, offset, counts, np.array(lines))
    return intervals(origin, rows, zone, ReadNotes(rows=len(records)))


FORMAT = Coded(
    id="repdata",
    title="Steps by five minutes (steps, date, interval)",
    header='"steps","date","interval"',
    sure=Sign(
        lambda head: sorted(head.keys) == ["date", "interval", "steps"],
        "exactly the columns steps, date and interval",
    ),
    reads=read,
)
