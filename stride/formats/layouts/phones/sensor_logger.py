"""Sensor Logger (Kelvin Choi): nanoseconds since 1970 UTC, z before y before x."""

from __future__ import annotations

import re

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.find.head import Head
from stride.formats.guess.samples import cells_of, file_time_rule
from stride.formats.layout import Format, Verdict, likely, no, sure
from stride.formats.options import ReadOptions
from stride.formats.samples.columns import PHONE, RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import Dialect, dialect_of
from stride.formats.time.clock import TimeRule
from stride.types import Recording

#: File name -> (unit, gravity, placement, rank). By the app's own table of units: Android's and
#: iOS's Accelerometer is without gravity in m/s2, watches write g; what is not sure is measured.
SENSORS: dict[str, tuple[str | None, str | None, str, int]] = {
    "totalacceleration": ("m/s2", "yes", PHONE, 0),
    "accelerometeruncalibrated": (None, "yes", PHONE, 1),
    "accelerometer": ("m/s2", None, PHONE, 2),
    "watchaccelerometer": (None, "yes", "wrist", 3),
    "wristmotion": (None, None, "wrist", 4),
}
_OTHERS = ("gyroscope", "gravity", "magnetometer", "orientation", "headphone")


def _sensor(head: Head) -> str:
    stem = re.sub(r"[^a-z]", "", head.basename.lower().split(".")[0])
    return next((name for name in sorted(SENSORS, key=len, reverse=True) if name in stem), stem)


def recognise(head: Head) -> Verdict:
    """Sure by ``time,seconds_elapsed,z,y,x``; the file name tells which sensor."""
    if not head.has("time", "seconds_elapsed", "x", "y", "z"):
        if _sensor(head) == "wristmotion" and head.has("seconds_elapsed", "accelerationx"):
            return sure("WristMotion of Sensor Logger")
        return no("no columns time,seconds_elapsed,z,y,x")
    if any(other in _sensor(head) for other in _OTHERS):
        return no("another sensor of Sensor Logger, by its name")
    if head.keys[:2] == ["time", "seconds_elapsed"]:
        return sure("columns time,seconds_elapsed,z,y,x")
    return likely("columns time, seconds_elapsed, x, y and z")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording; the time is exact as an integer only."""
    head = blob.head
    dialect = dialect_of(head)
    time = dialect.need("time")
    unit, gravity, placement, _ = SENSORS.get(_sensor(head), (None, None, "", 9))
    cells = cells_of(head.rows(head.first + 1), dialect, time)
    if cells and re.match(r"^\d(\.\d+)?E\+?\d+$", cells[0], re.IGNORECASE):
        raise DataError(
            f"{blob.name}, line {head.first + 2}: the time “{cells[0]}” was rounded by a "
            "spreadsheet.",
            "Import the file as the app exported it.",
        )
    whole = bool(cells) and all(re.match(r"^\d{19}$", cell) for cell in cells)
    rule = (
        TimeRule("epoch", time, 1e9)
        if whole
        else file_time_rule(blob, dialect, (time,), cells, options)
    )
    motion = dialect.find("accelerationX")
    axes = ("accelerationX", "accelerationY", "accelerationZ") if motion else ("x", "y", "z")
    layout = RawLayout(
        dialect=dialect,
        time=rule,
        xyz=tuple(dialect.need(axis) for axis in axes),
        add=_gravity(dialect) if motion else (),
        unit=unit,
        unit_from="the app's own table of units",
        gravity=gravity,
        placement=placement,
        device="Sensor Logger",
    )
    return open_recording(blob, options, FORMAT.id, layout)


def _gravity(dialect: Dialect) -> tuple[str, ...]:
    """The gravity that WristMotion writes beside the acceleration without it."""
    found = [dialect.find(f"gravity{axis}") for axis in "XYZ"]
    return tuple(name for name in found if name) if all(found) else ()


FORMAT = Format(
    id="sensor-logger",
    title="Sensor Logger app: accelerometer of phone or watch",
    header="time,seconds_elapsed,z,y,x",
    recognise=recognise,
    read=read,
    family="sensor-logger",
    rank=lambda head: SENSORS.get(_sensor(head), (None, None, "", 9))[3],
    raw=True,
)
