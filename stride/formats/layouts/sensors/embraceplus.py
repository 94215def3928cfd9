"""EmbracePlus (from Avro by Empatica's script): microseconds since 1970, g."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.formats.guess.samples import cells_of
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import dialect_of
from stride.formats.time.clock import TimeRule

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording


def recognise(head: Head) -> Verdict:
    """Sure by unix_timestamp of 16 digits beside x, y and z."""
    if not head.has("unix_timestamp", "x", "y", "z"):
        return no("no columns unix_timestamp, x, y and z")
    rows = head.rows(head.first + 1, 2)
    if rows and not re.match(r"^\d{16}(\.0*)?$", rows[0][head.keys.index("unix_timestamp")]):
        return no("unix_timestamp is not in microseconds")
    if "gyro" in head.basename.lower():
        return no("the gyroscope, by its name")
    return sure("unix_timestamp in microseconds, x, y and z")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording of the wrist."""
    dialect = dialect_of(blob.head)
    column = dialect.need("unix_timestamp")
    whole = not any("." in cell for cell in cells_of(blob.head.rows(1, 3), dialect, column))
    layout = RawLayout(
        dialect=dialect,
        time=TimeRule("epoch" if whole else "epoch_f8", column, 1e6),
        xyz=tuple(dialect.need(axis) for axis in "xyz"),
        unit="g",
        gravity="yes",
        placement="wrist",
        device="EmbracePlus",
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="embraceplus",
    title="Empatica EmbracePlus: accelerometer",
    header="unix_timestamp,x,y,z",
    recognise=recognise,
    read=read,
    raw=True,
)
