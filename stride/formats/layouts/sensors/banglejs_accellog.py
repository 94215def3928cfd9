"""Bangle.js accellog: milliseconds since the start, g, or counts of 8192 to the g."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.find.head import as_number, is_number
from stride.formats.guess.samples import elapsed_rule
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import dialect_of

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

COUNTS_PER_G = 8192.0
HIGHEST_G = 16.0  # values above are counts


def recognise(head: Head) -> Verdict:
    """Sure by Time (ms),X,Y,Z,Total."""
    if head.keys[:4] == ["time (ms)", "x", "y", "z"] and "total" in head.keys:
        return sure("columns Time (ms), X, Y, Z and Total")
    return no("columns are not Time (ms),X,Y,Z,Total")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording of the wrist; whether it is in counts is told by the size of the values."""
    dialect = dialect_of(blob.head)
    rows = blob.head.rows(blob.head.first + 1, 400)
    values = [abs(as_number(cell)) for row in rows for cell in row[1:4] if is_number(cell)]
    counts = bool(values) and max(values) > HIGHEST_G
    layout = RawLayout(
        dialect=dialect,
        time=elapsed_rule(dialect.names[0], 1000.0, options, blob.name),
        xyz=(dialect.names[1], dialect.names[2], dialect.names[3]),
        unit=None if counts else "g",
        per_g=COUNTS_PER_G if counts else None,
        unit_from="the size of its values" if counts else "the format",
        gravity="yes",
        placement="wrist",
        device="Bangle.js",
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="banglejs-accellog",
    title="Bangle.js: Acceleration Logger",
    header="Time (ms),X,Y,Z,Total",
    recognise=recognise,
    read=read,
    raw=True,
)
