"""Sensor Logger (Kelvin Choi) as JSON: one list of objects, in which all sensors take turns.

The keys are the columns of the app's tables with “sensor” beside them, all values texts. The
layout is known from the app's description, not from a file at hand.
"""

import re
from dataclasses import replace

from stride.errors import DataError
from stride.formats.layout import Blob, ReadOptions, holds
from stride.formats.layouts.phones import sensor_logger
from stride.formats.layouts.phones.sensor_logger import GRAVITY, MOTION, SENSORS
from stride.formats.table.json_rows import Columns, table_of

_SENSOR = re.compile(rb'"sensor"\s*:\s*"([A-Za-z]+)"')
BLOCK_BYTES = 1 << 20
OVERLAP_BYTES = 64  # longer than a name that two blocks share


def rows(blob: Blob, options: ReadOptions) -> Blob:
    """The objects of the accelerometer, of the one with gravity where the app wrote several."""
    sensors = {name.lower(): name for name in _sensors(blob) if name.lower() in SENSORS}
    if not sensors:
        raise DataError(
            f"{blob.name} holds no accelerometer.", "Switch it on in Sensor Logger's settings."
        )
    best = min(sensors, key=lambda name: SENSORS[name][3])
    axes = (*MOTION, *GRAVITY) if best == "wristmotion" else ("z", "y", "x")
    columns = Columns(("time", "seconds_elapsed", *axes), "time", axes)
    return table_of(
        blob, f"{sensors[best]}.csv", columns, lambda entry: entry.get("sensor") == sensors[best]
    )


def _sensors(blob: Blob) -> set[str]:
    """The sensors of a file, of which the first objects may not hold all."""
    names: set[bytes] = set()
    with blob.open() as stream:
        rest = b""
        while raw := stream.read(BLOCK_BYTES):
            names.update(_SENSOR.findall(rest + raw))
            rest = raw[-OVERLAP_BYTES:]
    return {name.decode() for name in names}


FORMAT = replace(
    sensor_logger.FORMAT,
    id="sensor-logger-json",
    title="Sensor Logger app as JSON: accelerometer of phone or watch",
    header='[{"sensor":"Accelerometer","time":"1698…","seconds_elapsed":"0.01","z":"…","y":"…","x":',
    sure=holds(r'"sensor"\s*:\s*"[A-Za-z]+"', "objects with sensor")
    & holds('"seconds_elapsed"', "seconds_elapsed"),
    unless=None,
    likely=None,
    content=rows,
    kind="json",
    rank=9,
)
