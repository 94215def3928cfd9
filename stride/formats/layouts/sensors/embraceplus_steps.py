"""EmbracePlus steps, raw or by the minute: a missing minute is missing, not zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stride.errors import DataError
from stride.formats.find.origin import Origin, empty
from stride.formats.layout import Format, no, sure
from stride.formats.steps.bins import bin_length
from stride.formats.steps.days import numbers_at
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import step_rows, utc_rows
from stride.formats.table.dialect import dialect_of
from stride.formats.table.texttable import text_table
from stride.formats.texts import all_match, coded, floats, release_texts
from stride.formats.time.zones import choose_zone
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.formats.table.texttable import TextTable
    from stride.types import F64, Bool, Intervals

#: Units in a second by the size of a stamp.
SCALES = {1e15: 1e6, 1e12: 1e3}
PLAIN = r"^[0-9]+(\.[0-9]+)?$"


def recognise(head: Head) -> Verdict:
    """Sure by unix_timestamp,steps or by the columns of the minute files."""
    if head.keys == ["unix_timestamp", "steps"]:
        return sure("columns unix_timestamp and steps")
    if head.has("timestamp_unix", "participant_full_id") and any("step" in k for k in head.keys):
        return sure("columns timestamp_unix, participant_full_id and one of steps")
    return no("no columns unix_timestamp and steps")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by bin, in UTC."""
    dialect = dialect_of(blob.head)
    time = dialect.need("unix_timestamp", "timestamp_unix")
    steps = next((name for name in dialect.names if "step" in name.lower()), None)
    if steps is None:
        raise DataError(f"{blob.name} has no column of steps.")
    reason = tuple(name for name in dialect.names if name == "missing_value_reason")
    table = text_table(blob, options, dialect, (time, steps, *reason))
    notes = ReadNotes(rows=len(table))
    missing = ~_says(table.columns[steps])
    for name in reason:
        missing |= _says(table.columns[name])
    table = table.take(~missing)
    notes.rows_skipped = notes.rows - len(table)
    if not len(table):
        raise empty(blob)
    stamps = _stamps(table, time)
    table = table.only(steps)
    release_texts()
    zone = choose_zone(options)
    utc, offset = utc_rows(zone, stamps)
    counts = numbers_at(table.columns[steps], table.line, steps)
    rows = step_rows(utc, bin_length(utc), offset, counts, table.line)
    return intervals(Origin(blob, options, FORMAT.id, "EmbracePlus"), rows, zone, notes)


def _says(texts: Any) -> Bool:
    """Which cells of a column are not empty."""
    import numpy as np

    index, cells = coded(texts)
    says: Bool = np.array([bool(cell.strip()) for cell in cells], bool)[index]
    return says


def _stamps(table: TextTable, name: str) -> F64:
    """Seconds of stamps in seconds, thousandths or millionths."""
    import numpy as np

    texts = table.columns[name]
    plain = all_match(texts, PLAIN)  # distinct numbers are slow to read one by one
    stamps: F64 = floats(texts) if plain else numbers_at(texts, table.line, name)
    stamps /= np.select([stamps >= least for least in SCALES], list(SCALES.values()), 1.0)
    return stamps


FORMAT = Format(
    id="embraceplus-steps",
    title="Empatica EmbracePlus: steps",
    header="unix_timestamp,steps",
    recognise=recognise,
    read=read,
)
