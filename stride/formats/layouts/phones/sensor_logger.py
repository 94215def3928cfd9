"""Sensor Logger (Kelvin Choi): nanoseconds since 1970 UTC, z before y before x."""

import re
from dataclasses import replace

from stride.errors import DataError
from stride.formats.layout import PHONE, At, Head, Samples, Sign, TableFile, begins, has, sign
from stride.formats.time.clock import TimeRule

#: File name -> (unit, gravity, placement, rank). By the app's own table of units: Android's and
#: iOS's Accelerometer is without gravity in m/s2, watches write g; what is not sure is measured.
SENSORS: dict[str, tuple[str | None, str | None, str, int]] = {
    "totalacceleration": ("m/s2", "yes", PHONE, 0),
    "accelerometeruncalibrated": (None, "yes", PHONE, 1),
    "accelerometer": ("m/s2", None, PHONE, 2),
    "watchaccelerometer": (None, "yes", "wrist", 3),
    "wristmotion": (None, None, "wrist", 4),
}
UNKNOWN = (None, None, "", 9)
OTHERS = ("gyroscope", "gravity", "magnetometer", "orientation", "headphone")
MOTION, GRAVITY = (tuple(f"{kind}{axis}" for axis in "XYZ") for kind in ("acceleration", "gravity"))
NAMES = ("time", "seconds_elapsed", "x", "y", "z")
_ROUNDED = re.compile(r"^\d(\.\d+)?E\+?\d+$", re.IGNORECASE)
_NANOSECONDS = re.compile(r"^\d{19}$")


def sensor(head: Head) -> str:
    """Which sensor a file is of, by its name."""
    stem = re.sub(r"[^a-z]", "", head.basename.lower().split(".")[0])
    return next((name for name in sorted(SENSORS, key=len, reverse=True) if name in stem), stem)


@sign("another sensor of Sensor Logger, by its name")
def another(head: Head) -> bool:
    """Whether the name of the file is that of a gyroscope or the like."""
    return any(other in sensor(head) for other in OTHERS)


def of_sensor(file: TableFile, layout: Samples) -> Samples:
    """What the app says of one sensor; the time is exact as a whole number only."""
    unit, gravity, placement, _ = SENSORS.get(sensor(file.blob.head), UNKNOWN)
    cells = file.cells(file.dialect.need("time"))
    if cells and _ROUNDED.match(cells[0]):
        raise DataError(
            f"{file.name}, line {file.dialect.first_row + 1}: the time “{cells[0]}” was rounded by "
            "a spreadsheet.",
            "Import the file as the app exported it.",
        )
    whole = bool(cells) and all(map(_NANOSECONDS.match, cells))
    motion = file.dialect.find(MOTION[0]) is not None
    add = GRAVITY if motion and all(map(file.dialect.find, GRAVITY)) else ()
    return replace(
        layout,
        time=TimeRule("epoch", file.dialect.need("time"), 1e9) if whole else layout.time,
        xyz=MOTION if motion else layout.xyz,
        add=add,
        unit=unit,
        gravity=gravity,
        placement=placement,
    )


FORMAT = Samples(
    id="sensor-logger",
    title="Sensor Logger app: accelerometer of phone or watch",
    header="time,seconds_elapsed,z,y,x",
    unless=another & has(*NAMES),
    sure=begins("time,seconds_elapsed") & has("x", "y", "z")
    | has("seconds_elapsed", MOTION[0])
    & Sign(lambda head: sensor(head) == "wristmotion", "the name WristMotion"),
    likely=has(*NAMES),
    time=At("time"),
    xyz=("x", "y", "z"),
    adapt=of_sensor,
    unit_from="the app's own table of units",
    device="Sensor Logger",
    family="sensor-logger",
    rank=lambda head: SENSORS.get(sensor(head), UNKNOWN)[3],
)
