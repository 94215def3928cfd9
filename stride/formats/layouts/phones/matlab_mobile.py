"""Matlab Mobile, written to CSV by its user: Timestamp with English months, m/s2, wall clock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import PHONE, RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import dialect_of
from stride.formats.time.clock import TimeRule

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

_STAMP = re.compile(r"^\d\d-[A-Za-z]{3}-\d{4} \d\d:\d\d:\d\d(\.\d+)?$")


def recognise(head: Head) -> Verdict:
    """Sure by Timestamp,X,Y,Z and a first time such as 31-May-2024 14:05:00.000."""
    if head.keys[:4] != ["timestamp", "x", "y", "z"]:
        return no("columns are not Timestamp,X,Y,Z")
    rows = head.rows(head.first + 1, 1)
    if rows and _STAMP.match(rows[0][0]):
        return sure("Timestamp as dd-MMM-yyyy HH:mm:ss.SSS, X, Y and Z")
    return no("the time is not dd-MMM-yyyy HH:mm:ss")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording."""
    dialect = dialect_of(blob.head)
    layout = RawLayout(
        dialect=dialect,
        time=TimeRule("text", dialect.names[0]),
        xyz=(dialect.names[1], dialect.names[2], dialect.names[3]),
        unit="m/s2",
        device="Matlab Mobile",
        placement=PHONE,
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="matlab-mobile",
    title="Matlab Mobile, saved as CSV",
    header="Timestamp,X,Y,Z",
    recognise=recognise,
    read=read,
    raw=True,
)
