"""Fitabase (and copies of it): Fitbit steps by the minute, narrow or 60 columns wide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.find.head import Head
from stride.formats.find.origin import Origin
from stride.formats.layout import Format, Verdict, no, sure
from stride.formats.options import ReadOptions
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import local_rows, step_rows
from stride.formats.steps.steptable import StepTable, Wanted, read_table
from stride.formats.table.dialect import dialect_of
from stride.formats.time.zones import choose_zone
from stride.types import Intervals

if TYPE_CHECKING:
    from stride.types import I64

WIDE = tuple(f"Steps{minute:02d}" for minute in range(60))


def recognise(head: Head) -> Verdict:
    """Sure by ActivityMinute, or by ActivityHour with a column for each minute."""
    if head.has("ActivityMinute", "Steps"):
        return sure("columns ActivityMinute and Steps")
    if head.has("ActivityHour", "Steps00", "Steps59"):
        return sure("columns ActivityHour and Steps00 … Steps59")
    if head.has("ActivityHour", "StepTotal"):
        return sure("columns ActivityHour and StepTotal")
    return no("no columns ActivityMinute and Steps")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by the minute; several people are asked about. Times are local, months first."""
    import numpy as np

    dialect = dialect_of(blob.head)
    time = dialect.need("ActivityMinute", "ActivityHour")
    wide = dialect.find("Steps00") is not None
    steps = WIDE if wide else (dialect.need("Steps", "StepTotal"),)
    columns = tuple(dialect.need(name) for name in steps)
    person = dialect.find("Id")
    texts = (person,) if person else ()
    table = read_table(
        blob, options, dialect, Wanted((time,), numbers=columns, texts=texts, order="mdy")
    )
    chosen, notes = _one_person(blob, table, person, options), table.notes
    local, lines = table.local_s[chosen], table.line[chosen]
    counts = [table.numbers[name][chosen] for name in columns]
    del table  # what is held beside the rows is as much again
    if wide:
        counts = [np.stack(counts, axis=1).ravel()]
        local = (local[:, None] + 60.0 * np.arange(60)).ravel()
        lines = np.repeat(lines, 60)
    zone = choose_zone(options)
    length = 3600.0 if dialect.find("StepTotal") else 60.0
    utc, offset = local_rows(zone, local)
    del local
    rows = step_rows(utc, length, offset, counts[0], lines)
    return intervals(Origin(blob, options, FORMAT.id, "Fitbit"), rows, zone, notes)


def _one_person(
    blob: Blob, table: StepTable, column: str | None, options: ReadOptions
) -> I64 | slice:
    """The rows of one person.

    Raises DataError when the file holds several and --source names none of them.
    """
    import numpy as np

    if column is None or len(table) == 0 or len(table.texts[column].names) == 1:
        return slice(None)
    names = table.texts[column].names
    if options.source in names:
        rows: I64 = np.flatnonzero(table.texts[column].index == names.index(options.source))
        return rows
    shown = ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
    raise DataError(
        f"{blob.name} holds the steps of {len(names)} people ({shown}).",
        f"Say whose to import, for example --source {names[0]}.",
    )


FORMAT = Format(
    id="fitbit-fitabase",
    title="Fitbit by Fitabase: steps by the minute",
    header="Id,ActivityMinute,Steps",
    recognise=recognise,
    read=read,
)
