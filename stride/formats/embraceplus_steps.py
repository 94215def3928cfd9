"""EmbracePlus steps, raw or by the minute: a missing minute is missing, not zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.binned import bin_length
from stride.formats.common.days import number_at
from stride.formats.common.dialect import dialect_of
from stride.formats.common.model import Format, no, sure
from stride.formats.common.rows import records_of
from stride.formats.common.steps import Origin, empty, intervals, step_rows, utc_rows
from stride.formats.common.zones import choose_zone
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import Intervals

#: Units in a second by the number of digits of a stamp.
SCALES = ((1e15, 1e6), (1e12, 1e3), (float("-inf"), 1.0))


def recognise(head: Head) -> Verdict:
    """Sure by unix_timestamp,steps or by the columns of the minute files."""
    if head.keys == ["unix_timestamp", "steps"]:
        return sure("columns unix_timestamp and steps")
    if head.has("timestamp_unix", "participant_full_id") and any("step" in k for k in head.keys):
        return sure("columns timestamp_unix, participant_full_id and one of steps")
    return no("no columns unix_timestamp and steps")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by bin, in UTC."""
    import numpy as np

    dialect = dialect_of(blob.head)
    time = dialect.need("unix_timestamp", "timestamp_unix")
    steps = next((name for name in dialect.names if "step" in name.lower()), None)
    if steps is None:
        raise DataError(f"{blob.name} has no column of steps.")
    stamps, counts, lines, notes = [], [], [], ReadNotes()
    for line, record in records_of(blob, options, dialect):
        notes.rows += 1
        if not record[steps].strip() or record.get("missing_value_reason", "").strip():
            notes.rows_skipped += 1
            continue
        value = number_at(record[time], line, time)
        stamps.append(value / next(scale for least, scale in SCALES if value >= least))
        counts.append(number_at(record[steps], line, steps))
        lines.append(line)
    if not stamps:
        raise empty(blob)
    zone = choose_zone(options)
    utc, offset = utc_rows(zone, np.array(stamps))
    rows = step_rows(utc, bin_length(utc), offset, np.array(counts), np.array(lines))
    return intervals(Origin(blob, options, FORMAT.id, "EmbracePlus"), rows, zone, notes)


FORMAT = Format(
    id="embraceplus-steps",
    title="Empatica EmbracePlus: steps",
    header="unix_timestamp,steps",
    recognise=recognise,
    read=read,
)
