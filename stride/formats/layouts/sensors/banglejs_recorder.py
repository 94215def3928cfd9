"""Bangle.js recorder.log*.csv: epoch seconds and the steps since the row before."""

from __future__ import annotations

from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.layout import (
    WATCH,
    Blob,
    Format,
    Head,
    Intervals,
    ReadOptions,
    Verdict,
    no,
    sure,
)
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import step_rows, utc_rows
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import dialect_of
from stride.formats.table.text_blocks import records_of
from stride.formats.time.zones import choose_zone
from stride.types import ReadNotes

LONGEST_S = 60.0  # after a pause the steps belong to its last minute


def recognise(head: Head) -> Verdict:
    """Sure by Time first, Steps, and another column of the app or its name."""
    others = ("latitude", "bpm", "accel x", "battery percentage", "barometer temperature")
    if not head.keys or head.keys[0] != "time" or "steps" not in head.keys:
        return no("no columns Time and Steps")
    if any(name in head.keys for name in others) or "recorder.log" in head.basename:
        return sure("columns Time and Steps of the recorder")
    return no("no other column of the recorder")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by row."""
    dialect = dialect_of(blob.head)
    time, steps = dialect.need("time"), dialect.need("steps")
    records = list(records_of(blob, options, dialect, (time, steps)))
    if not records:
        raise empty(blob)
    stamps = np.array([number_at(record[time], line, time) for line, record in records])
    counts = np.array([number_at(record[steps], line, steps) for line, record in records])
    lines = np.array([line for line, _ in records])
    span = np.clip(np.diff(stamps, prepend=stamps[0] - LONGEST_S), 1.0, LONGEST_S)
    zone = choose_zone(options)
    utc, offset = utc_rows(zone, stamps - span)
    rows = step_rows(utc, 0.0, offset, counts, lines)
    rows.end_s = utc + span
    notes = ReadNotes(rows=len(records))
    return intervals(Origin(blob, options, FORMAT.id, "Bangle.js"), rows, zone, notes)


FORMAT = Format(
    id="banglejs-recorder",
    worn_at=WATCH,
    title="Bangle.js: Recorder",
    header="Time,Battery Percentage,Steps",
    recognise=recognise,
    read=read,
)
