"""Gadgetbridge's database: samples by the minute of every watch it knew, in UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.database import is_sqlite, mentions, opened, tables
from stride.formats.common.model import Format, no, sure
from stride.formats.common.overlap import best_device_a_day
from stride.formats.common.steps import Origin, empty, intervals, step_rows, utc_rows
from stride.formats.common.zones import choose_zone
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import Intervals

SUFFIX = "ACTIVITY_SAMPLE"
NO_STEPS = (-1, 255)  # of devices that count in one byte
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

    found: list[tuple[int, int, str]] = []
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
            for stamp, steps, number in connection.execute(query):
                notes.rows += 1
                if steps in NO_STEPS:
                    notes.rows_skipped += 1
                else:
                    found.append((int(stamp), int(steps), f"{kind}/{number}"))
    if not names:
        raise DataError(
            f"{blob.name} is a database without tables of activity samples.",
            "Export the data of Gadgetbridge again, or import another file.",
        )
    if not found:
        raise empty(blob)
    found.sort()
    stamps = np.array([float(stamp) for stamp, _, _ in found])
    stamps = np.where(stamps > FIRST_MS, stamps / 1000, stamps)
    zone = choose_zone(options)
    utc, offset = utc_rows(zone, np.floor(stamps / 60.0) * 60.0)
    rows = step_rows(utc, 60.0, offset, np.array([float(count) for _, count, _ in found]))
    devices = np.unique([name for _, _, name in found], return_inverse=True)[1]
    rows = best_device_a_day(rows, devices)
    if devices.max() > 0:
        notes.warnings.append("Several devices; each day is taken from the one with most steps.")
    return intervals(Origin(blob, options, FORMAT.id, "Gadgetbridge"), rows, zone, notes)


FORMAT = Format(
    id="gadgetbridge",
    title="Gadgetbridge: database",
    header="(SQLite) *_ACTIVITY_SAMPLE: TIMESTAMP, DEVICE_ID, USER_ID, STEPS",
    recognise=recognise,
    read=read,
    kind="sqlite",
)
