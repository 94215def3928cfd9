"""Pedometer by SECUSO: start, end, steps and mode of activity, header in the phone's language."""

from __future__ import annotations

import re

from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.layout import Blob, Format, Head, Intervals, ReadOptions, Verdict, no, sure
from stride.formats.steps.bins import parsed_pairs
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import DAY_S, StepRows, local_rows
from stride.formats.table.cells import number_at
from stride.formats.table.rows import rows_of
from stride.formats.time.spelling import has_date
from stride.formats.time.zones import choose_zone
from stride.types import ReadNotes

_STAMP = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
_LINE = re.compile(rf"^[^;]*;{_STAMP};\d+;[^;]*;?$")


def recognise(head: Head) -> Verdict:
    """Sure when the lines behind the header are start;end;steps;mode."""
    lines = [line.strip() for line in head.lines[1:20] if line.strip()]
    if lines and all(_LINE.match(line) for line in lines):
        return sure("lines of start;end;steps;mode")
    return no("lines are not start;end;steps;mode")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by interval; a start that is a word is the midnight before its end."""
    notes, starts, ends, counts, lines = ReadNotes(), [], [], [], []
    for line, cells in rows_of(blob, options, ";", blob.head.encoding):
        if line == 1 and not (len(cells) > 1 and has_date(cells[1])):
            continue
        notes.rows += 1
        if len(cells) < 3:
            notes.rows_skipped += 1
            continue
        stop = cells[1].strip()
        starts.append(cells[0].strip() if has_date(cells[0]) else "")
        ends.append(stop)
        counts.append(number_at(cells[2], line, "steps"))
        lines.append(line)
    if not starts:
        raise empty(blob)
    zone = choose_zone(options)
    said = [start or end for start, end in zip(starts, ends, strict=True)]
    begin, finish = parsed_pairs(said, ends, lines, options)
    midnight = (np.ceil(finish.local_s / DAY_S) - 1) * DAY_S
    word = np.array([not start for start in starts])
    start, offset = local_rows(zone, np.where(word, midnight, begin.local_s))
    end, _ = local_rows(zone, finish.local_s)
    end = np.where(end <= start, start + 1.0, end)
    nothing = np.full(len(start), np.nan)
    rows = StepRows(start, end, offset, np.array(counts), nothing, np.array(lines))
    return intervals(Origin(blob, options, FORMAT.id, "Pedometer"), rows, zone, notes)


FORMAT = Format(
    id="pedometer-secuso",
    title="Pedometer (SECUSO): intervals",
    header="Start;End;Steps;Walking mode",
    recognise=recognise,
    positional=True,
    read=read,
)
