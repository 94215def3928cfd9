"""Pedometer by SECUSO: start, end, steps and mode of activity, header in the phone's language."""

import re

from stride.formats.late import np
from stride.formats.layout import Coded, Head, Intervals, Origin, empty, sign
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import DAY_S, step_rows
from stride.formats.table.cells import number_at
from stride.formats.table.rows import rows_of
from stride.formats.time.column import read_times
from stride.formats.time.order import proofs_of, settled
from stride.formats.time.spelling import has_date
from stride.formats.time.zones import wall_instants
from stride.types import ReadNotes

_STAMP = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
_LINE = re.compile(rf"^[^;]*;{_STAMP};\d+;[^;]*;?$")


@sign("lines of start;end;steps;mode below the first")
def rows(head: Head) -> bool:
    """Whether the lines behind the header are such."""
    lines = [line.strip() for line in head.lines[1:20] if line.strip()]
    return bool(lines) and all(map(_LINE.match, lines))


def read(origin: Origin) -> Intervals:
    """Steps by interval; a start that is a word is the midnight before its end."""
    blob, options = origin.blob, origin.options
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
    begins = [start or end for start, end in zip(starts, ends, strict=True)]
    order = settled(proofs_of(ends, lines) | proofs_of(begins, lines), options)
    begin, finish = (read_times(texts, lines, order) for texts in (begins, ends))
    midnight = (np.ceil(finish.local_s / DAY_S) - 1) * DAY_S
    word = np.array([not start for start in starts])
    start, offset, zone = wall_instants(np.where(word, midnight, begin.local_s), options)
    end = wall_instants(finish.local_s, options)[0]
    end = np.where(end <= start, start + 1.0, end)
    spans = step_rows(start, end, offset, np.array(counts), np.array(lines))
    return intervals(origin, spans, zone, notes)


FORMAT = Coded(
    id="pedometer-secuso",
    title="Pedometer (SECUSO): intervals",
    header="Start;End;Steps;Walking mode",
    device="Pedometer",
    sure=rows,
    positional=True,
    reads=read,
)
