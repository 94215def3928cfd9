"""Sensor Logger (Kelvin Choi) as JSON: one list of objects, in which all sensors take turns.

The keys are the columns of the app's tables with “sensor” beside them, all values texts. The
layout is known from the app's description, not from a file at hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.layout import Format, no, sure
from stride.formats.layouts.phones.sensor_logger import SENSORS
from stride.formats.layouts.phones.sensor_logger import read as read_table
from stride.formats.table.json_rows import Columns, table_of

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

_SENSOR = re.compile(rb'"sensor"\s*:\s*"([A-Za-z]+)"')
_MOTION = tuple(f"{kind}{axis}" for kind in ("acceleration", "gravity") for axis in "XYZ")
BLOCK_BYTES = 1 << 20
OVERLAP_BYTES = 64  # longer than a name that two blocks share


def recognise(head: Head) -> Verdict:
    """Sure by objects with a sensor and seconds_elapsed."""
    if _SENSOR.search(head.raw) and '"seconds_elapsed"' in head.text:
        return sure("objects with sensor and seconds_elapsed")
    return no("no objects with sensor and seconds_elapsed")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording of the accelerometer, with gravity where the app wrote one with it."""
    known = {name.lower(): name for name in _sensors(blob) if name.lower() in SENSORS}
    if not known:
        raise DataError(
            f"{blob.name} holds no accelerometer.", "Switch it on in Sensor Logger's settings."
        )
    best = min(known, key=lambda name: SENSORS[name][3])
    axes = _MOTION if best == "wristmotion" else ("z", "y", "x")
    table = table_of(
        blob,
        f"{known[best]}.csv",
        Columns(("time", "seconds_elapsed", *axes), "time", axes),
        lambda found: found.get("sensor") == known[best],
    )
    return read_table(table, options)


def _sensors(blob: Blob) -> set[str]:
    """The sensors of a file, of which the first objects may not hold all."""
    found: set[bytes] = set()
    with blob.open() as stream:
        rest = b""
        while raw := stream.read(BLOCK_BYTES):
            found.update(_SENSOR.findall(rest + raw))
            rest = raw[-OVERLAP_BYTES:]
    return {name.decode() for name in found}


FORMAT = Format(
    id="sensor-logger-json",
    title="Sensor Logger app as JSON: accelerometer of phone or watch",
    header='[{"sensor":"Accelerometer","time":"1698…","seconds_elapsed":"0.01","z":"…","y":"…","x":',
    recognise=recognise,
    read=read,
    family="sensor-logger",
    rank=9,
    raw=True,
    kind="json",
)
