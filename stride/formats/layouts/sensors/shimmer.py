"""Shimmer ConsensysPRO: calibrated low-noise or wide-range accelerometer, UTC milliseconds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.head import clean, sniff_delimiter, split_line
from stride.formats.guess.samples import unit_of
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import Dialect, decimal_of, unique
from stride.formats.time.clock import TimeRule

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

_STAMP = re.compile(r"^.+_Timestamp_Unix_(CAL|UNCAL)$", re.IGNORECASE)
#: Low noise before wide range: two accelerometers in one file, one is enough.
_AXIS = r"^.+_Accel_{kind}_{axis}_CAL$"


def recognise(head: Head) -> Verdict:
    """Sure by Shimmer_…_Timestamp_Unix and an accelerometer."""
    names = head.first_line
    # a sensor can be renamed: then its own name stands before the columns
    if "_Accel_" in names and ("Shimmer_" in names or "_Timestamp_Unix_" in names):
        return sure("columns Shimmer_…_Accel_…")
    return no("no columns Shimmer_…_Accel_…")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording; raw counts (_UNCAL) are refused."""
    head = blob.head
    delimiter = sniff_delimiter(head.lines[head.first : head.first + 1])
    names = [clean(cell) for cell in split_line(head.lines[head.first], delimiter)]
    second = head.lines[head.first + 1] if head.first + 1 < len(head.lines) else ""
    units = [clean(cell) for cell in split_line(second, delimiter)]
    units += [""] * len(names)
    stamp = next((name for name in names if _STAMP.match(name)), None)
    axes = _axes(names)
    if stamp is None or stamp.upper().endswith("UNCAL") or axes is None:
        raise DataError(
            f"{blob.name} holds raw counts (_UNCAL) or no Unix time; stride needs calibrated data.",
            "In ConsensysPRO export with Calibrated Data and Timestamp Unix chosen.",
        )
    rows = [split_line(line, delimiter) for line in head.lines[head.first + 2 :][:40]]
    dialect = Dialect(
        unique(names), delimiter, decimal_of(rows, delimiter), head.first + 2, head.encoding
    )
    layout = RawLayout(
        dialect=dialect,
        time=TimeRule("epoch_f8", stamp, 1e3),
        xyz=axes,
        unit=unit_of(units[names.index(axes[0])]) or "m/s2",
        unit_from="line 3",
        gravity="yes",
        device="Shimmer",
    )
    return open_recording(blob, options, FORMAT.id, layout)


def _axes(names: list[str]) -> tuple[str, ...] | None:
    for kind in ("LN", "WR"):
        found = [
            name
            for axis in "XYZ"
            for name in names
            if re.match(_AXIS.format(kind=kind, axis=axis), name, re.IGNORECASE)
        ]
        if len(found) == 3:
            return tuple(found)
    return None


FORMAT = Format(
    id="shimmer",
    title="Shimmer ConsensysPRO",
    header="Shimmer_952D_Timestamp_Unix_CAL,Shimmer_952D_Accel_LN_X_CAL",
    recognise=recognise,
    read=read,
    raw=True,
)
