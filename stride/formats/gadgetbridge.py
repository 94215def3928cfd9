"""Gadgetbridge's database: samples by the minute of every watch it knew, in UTC."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.database import is_sqlite, mentions, opened, tables
from stride.formats.common.model import Format, no, sure
from stride.formats.common.overlap import best_device_a_day, one_row_a_start
from stride.formats.common.steps import Origin, empty, intervals, step_rows, utc_rows
from stride.formats.common.zones import choose_zone
from stride.types import ReadNotes

if TYPE_CHECKING:
    import sqlite3

    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import Intervals

MINUTE_S = 60.0
SUFFIX = "ACTIVITY_SAMPLE"
NO_STEPS = (-1, 255)  # of devices that count in one byte
SPACING_ROWS = 5000  # of a table, to see how far apart its samples are
COARSE_S = (120.0, 3600.0)  # Bangle.js writes every ten minutes, by its settings
FIRST_MS = 100_000_000_000  # stamps of newer tables are in milliseconds


def recognise(head: Head) -> Verdict:
    """Sure by a database with tables of activity samples."""
    if not is_sqlite(head):
        return no("not a database")
    if mentions(head, SUFFIX) or mentions(head, "RAW_INTENSITY"):
        return sure("a database with tables *_ACTIVITY_SAMPLE")
    if "gadgetbridge" in head.basename.lower():
        return sure("a database named Gadgetbridge")
    return no("a database without activity samples")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by the minute; of each day the device with the most."""
    import numpy as np

    found: list[tuple[float, int, str, float]] = []
    notes = ReadNotes()
    with opened(blob, options) as connection:
        names = [
            name
            for name, columns in tables(connection).items()
            if name.upper().endswith(SUFFIX) and {"timestamp", "steps"} <= set(columns)
        ]
        for kind, name in enumerate(names):
            device = "DEVICE_ID" if "device_id" in tables(connection)[name] else "0"
            query = (
                f'select TIMESTAMP, STEPS, {device} from "{name}" where STEPS > 0 '
                "and typeof(STEPS) = 'integer' and typeof(TIMESTAMP) = 'integer'"
            )
            length = _spacing(connection, name, device)
            for stamp, steps, number in connection.execute(query):
                notes.rows += 1
                if steps in NO_STEPS and length == MINUTE_S:
                    notes.rows_skipped += 1
                else:
                    found.append((_seconds(stamp), int(steps), f"{kind}/{number}", length))
    if not names:
        raise DataError(
            f"{blob.name} is a database without tables of activity samples.",
            "Export the data of Gadgetbridge again, or import another file.",
        )
    if not found:
        raise empty(blob)
    found.sort()
    stamps, counts, owners, lengths = zip(*found, strict=True)
    zone = choose_zone(options)
    utc, offset = utc_rows(zone, np.floor(np.array(stamps) / MINUTE_S) * MINUTE_S)
    rows = step_rows(utc, np.array(lengths), offset, np.array(counts, float))
    devices = np.unique(owners, return_inverse=True)[1]
    best_device_a_day(rows, devices)
    rows = one_row_a_start(rows)
    if devices.max() > 0:
        notes.warnings.append("Several devices; each day is taken from the one with most steps.")
    return intervals(Origin(blob, options, FORMAT.id, "Gadgetbridge"), rows, zone, notes)


def _seconds(stamp: int) -> float:
    return stamp / 1000 if stamp > FIRST_MS else float(stamp)


def _spacing(connection: sqlite3.Connection, table: str, device: str) -> float:
    """Seconds that a sample of a table stands for: a minute, or what lies between most of them."""
    rows = connection.execute(
        f"select {device}, TIMESTAMP from \"{table}\" where typeof(TIMESTAMP) = 'integer' "
        f"order by {device}, TIMESTAMP limit {SPACING_ROWS}"
    ).fetchall()
    gaps = [_seconds(b[1]) - _seconds(a[1]) for a, b in pairwise(rows) if a[0] == b[0]]
    usual = median(gaps) if gaps else MINUTE_S
    return usual if COARSE_S[0] <= usual <= COARSE_S[1] else MINUTE_S


FORMAT = Format(
    id="gadgetbridge",
    title="Gadgetbridge: database",
    header="(SQLite) *_ACTIVITY_SAMPLE: TIMESTAMP, DEVICE_ID, USER_ID, STEPS",
    recognise=recognise,
    read=read,
    kind="sqlite",
)
