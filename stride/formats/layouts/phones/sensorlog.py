"""SensorLog (iOS): columns chosen by the user, g, time with offset or since 1970."""

from collections.abc import Sequence
from dataclasses import replace

from stride.formats.layout import PHONE, At, Samples, Sign, TableFile

TIMES = (
    "loggingTime(txt)", "loggingTime", "accelerometerTimestamp_since1970(s)",
    "motionTimestamp_since1970(s)", "locationTimestamp_since1970(s)",
    "accelerometerTimestamp_sinceReboot(s)", "accelerometerTimestamp_since1970",
    "motionTimestamp_since1970", "accelerometerTimestamp_sinceReboot",
)  # fmt: skip
ADVICE = "Switch it on in SensorLog's settings."
TOTAL, LINEAR, GRAVITY = "accelerometeracceleration", "motionuseracceleration", "motiongravity"


def axes_of(names: Sequence[str], stem: str) -> tuple[str, ...]:
    """The columns of x, y and z whose names begin so, none where one is missing."""
    lower = {name.lower().split("(")[0].strip(): name for name in reversed(names)}
    axes = tuple(lower[f"{stem}{axis}"] for axis in "xyz" if f"{stem}{axis}" in lower)
    return axes if len(axes) == 3 else ()


def has_axes(names: Sequence[str]) -> bool:
    """Whether the names are those of an acceleration, with gravity or without."""
    return bool(axes_of(names, TOTAL) or axes_of(names, LINEAR))


def chosen(file: TableFile, layout: Samples) -> Samples:
    """With gravity where that was logged; without it, gravity beside is added."""
    names = file.dialect.names
    if total := axes_of(names, TOTAL):
        return replace(layout, xyz=total)
    add = axes_of(names, GRAVITY)
    return replace(layout, xyz=axes_of(names, LINEAR), add=add, gravity="yes" if add else "no")


FORMAT = Samples(
    id="sensorlog",
    title="SensorLog app (iOS)",
    header="loggingTime(txt),loggingSample(N),accelerometerAccelerationX(G)",
    sure=Sign(
        lambda head: has_axes(head.columns),
        "columns accelerometerAccelerationX, Y and Z, or motionUserAccelerationX, Y and Z",
    ),
    time=At(*TIMES, advice=ADVICE),
    adapt=chosen,
    unit="g",
    gravity="yes",
    device="SensorLog",
    placement=PHONE,
)
