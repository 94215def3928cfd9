"""Actical epoch list: counts and steps of each epoch on the wall clock of the device."""

from __future__ import annotations

import re

from stride.errors import DataError, EmptyData
from stride.formats.find.blob import Origin
from stride.formats.late import np
from stride.formats.layout import Blob, Format, Head, Intervals, ReadOptions, Verdict, no, sure
from stride.formats.steps.bins import bin_length, in_order
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import local_rows, step_rows
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import Dialect, unique
from stride.formats.table.text_blocks import records_of
from stride.formats.time.zones import choose_zone
from stride.types import ReadNotes

_TITLE = re.compile(r"Actical\b.*(List|Epoch|Export)", re.I)


def recognise(head: Head) -> Verdict:
    """Sure by the first line and a header of epochs below it."""
    if not head.lines or not _TITLE.search(head.lines[0]):
        return no("line 1 is not Actical's")
    if _header(head) is None:
        return no("no line Epoch#, Date, Time")
    return sure("Actical's first line, and a header of epochs")


def _header(head: Head) -> int | None:
    """The line in which the columns are named."""
    for place in range(len(head.lines)):
        names = [name.lower() for name in head.cells(place, ",")]
        if names and names[0].startswith("epoch") and "date" in names and "time" in names:
            return place
    return None


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by epoch. Raises DataError where the device counted none."""
    place = _header(blob.head)
    assert place is not None
    names = unique(blob.head.cells(place, ","))
    dialect = Dialect(names, ",", ".", place + 1, blob.head.encoding)
    steps = dialect.find("steps")
    if steps is None:
        raise DataError(
            f"{blob.name} holds Actical's counts without steps; walking cannot be worked out from "
            "counts.",
            "Export it from Actical with steps.",
        )
    date, time = dialect.need("date"), dialect.need("time")
    records = [
        (line, record)
        for line, record in records_of(blob, options, dialect)
        if record[names[0]].strip().isdigit()  # units stand below the names
    ]
    if not records:
        raise EmptyData(f"{blob.name} has a header but no epochs.", "There is nothing to import.")
    lines = np.array([line for line, _ in records])
    texts = [f"{record[date].strip()} {record[time].strip()}" for _, record in records]
    zone = choose_zone(options)
    utc, offset = local_rows(zone, in_order(texts, lines, options.date_order).local_s)
    counts = np.array([number_at(record[steps], line, steps) for line, record in records])
    rows = step_rows(utc, bin_length(utc), offset, counts, lines)
    notes = ReadNotes(rows=len(records))
    return intervals(Origin(blob, options, FORMAT.id, "Actical"), rows, zone, notes)


FORMAT = Format(
    id="actical",
    title="Actical: list of epochs with steps",
    header="Actical List Export File",
    recognise=recognise,
    read=read,
)
