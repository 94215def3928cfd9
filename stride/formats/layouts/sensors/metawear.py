"""MetaWear (MbientLab): epoch ms in UTC, the person's offset in the header, g."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.guess.samples import OTHER_UNIT
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

EPOCHS = ("epoch (ms)", "epoc (ms)", "epoch", "epoc")
_OFFSET = re.compile(r"^(?:time|timestamp) \(([+-]?)(\d\d):?(\d\d)\)$")
#: An offset that stands in the vendor's sample code and was copied into many files.
COPIED = "-13:00"


def _axes(names: list[str]) -> list[str]:
    found = [
        next((name for name in names if name.lower().startswith(f"{axis}-axis")), "")
        for axis in "xyz"
    ]
    return [name for name in found if name]


def recognise(head: Head) -> Verdict:
    """Sure by an epoch in ms and x-axis (g)."""
    if not any(key in EPOCHS for key in head.keys):
        return no("no column epoch (ms)")
    axes = _axes(list(head.columns))
    if len(axes) < 3 or OTHER_UNIT.search(axes[0]):  # the gyroscope, the magnetometer
        return no("no columns x-axis (g), y-axis (g) and z-axis (g)")
    return sure("columns epoch (ms) and x-axis (g)")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording; the text of the time is not used, its offset is."""
    dialect = dialect_of(blob.head)
    epoch = dialect.find(*EPOCHS)
    if epoch is None:
        raise DataError(f"{blob.name} has no column epoch (ms).")
    header = next((m for key in blob.head.keys if (m := _OFFSET.match(key))), None)
    offset, warnings = None, []
    if header:
        minutes = int(header[2]) * 60 + int(header[3])
        offset = -minutes if header[1] == "-" else minutes
        if f"{header[1]}{header[2]}:{header[3]}" == COPIED:
            offset = None
            warnings.append(
                "The offset -13:00 in the header is a sample of the vendor's, no zone, and is "
                "not used."
            )
    layout = RawLayout(
        dialect=dialect,
        time=TimeRule("epoch", epoch, 1e3, row_offset_min=offset),
        xyz=tuple(_axes(list(dialect.names))),
        unit="g",
        gravity="yes",
        device="MetaWear",
        warnings=tuple(warnings),
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="metawear",
    title="MetaWear / MbientLab: accelerometer",
    header="epoch (ms),time (01:00),elapsed (s),x-axis (g),y-axis (g),z-axis (g)",
    recognise=recognise,
    read=read,
    raw=True,
)
