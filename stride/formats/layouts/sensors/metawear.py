"""MetaWear (MbientLab): epoch ms in UTC, the person's offset in the header, g."""

import re
from collections.abc import Sequence
from dataclasses import replace

from stride.formats.guess.samples import OTHER_UNIT
from stride.formats.layout import STRAPPED_ON, Epoch, Head, Samples, TableFile, sign
from stride.formats.time.zones import offset_minutes

EPOCHS = ("epoch (ms)", "epoc (ms)", "epoch", "epoc")
_OFFSET = re.compile(r"^(?:time|timestamp) \(([+-]?\d\d:?\d\d)\)$")
#: An offset that stands in the vendor's sample code and was copied into many files.
COPIED = -13 * 60
WARNING = "The offset -13:00 in the header is a sample of the vendor's, no zone, and is not used."


def _axes(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(n for axis in "xyz" for n in names if n.lower().startswith(f"{axis}-axis"))[:3]


@sign("columns epoch (ms) and x-axis (g), y-axis (g) and z-axis (g)")
def columns(head: Head) -> bool:
    """Whether a time and three axes are there, not of the gyroscope or the magnetometer."""
    axes = _axes(head.columns)
    timed = any(key in EPOCHS for key in head.keys)
    return timed and len(axes) == 3 and not OTHER_UNIT.search(axes[0])


def offset(file: TableFile, layout: Samples) -> Samples:
    """With the offset of the header; the text of the time is not used."""
    match = next((m for key in file.blob.head.keys if (m := _OFFSET.match(key))), None)
    minutes = offset_minutes(match[1]) if match else None
    epoch = Epoch(file.dialect.need(*EPOCHS), 1e3, None if minutes == COPIED else minutes)
    warnings = (WARNING,) if minutes == COPIED else ()
    return replace(layout, time=epoch, xyz=_axes(file.dialect.names), warnings=warnings)


FORMAT = Samples(
    id="metawear",
    worn_at=STRAPPED_ON,
    title="MetaWear / MbientLab: accelerometer",
    header="epoch (ms),time (01:00),elapsed (s),x-axis (g),y-axis (g),z-axis (g)",
    sure=columns,
    adapt=offset,
    unit="g",
    gravity="yes",
    device="MetaWear",
)
