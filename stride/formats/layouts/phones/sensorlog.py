"""SensorLog (iOS): columns chosen by the user, g, time with offset or since 1970."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.guess.samples import cells_of, file_time_rule
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import PHONE, RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import dialect_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

TIMES = (
    "loggingtime(txt)", "loggingtime", "accelerometertimestamp_since1970(s)",
    "motiontimestamp_since1970(s)", "locationtimestamp_since1970(s)",
    "accelerometertimestamp_sincereboot(s)", "accelerometertimestamp_since1970",
    "motiontimestamp_since1970", "accelerometertimestamp_sincereboot",
)  # fmt: skip
STEMS = ("accelerometeracceleration", "motionuseracceleration")


def axes_of(names: tuple[str, ...], stem: str) -> tuple[str, ...]:
    """The columns of x, y and z whose names begin so."""
    return tuple(
        name
        for axis in "xyz"
        for name in names
        if name.lower().split("(")[0].strip() == f"{stem}{axis}"
    )


def recognise(head: Head) -> Verdict:
    """Sure by the app's long names of axes."""
    for stem in STEMS:
        if len(axes_of(tuple(head.columns), stem)) == 3:
            return sure(f"columns {stem}X, Y and Z")
    return no("no columns accelerometerAccelerationX, Y and Z")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording; with gravity where that was logged, else without."""
    dialect = dialect_of(blob.head)
    total = axes_of(dialect.names, STEMS[0])
    linear = axes_of(dialect.names, STEMS[1])
    gravity = axes_of(dialect.names, "motiongravity")
    axes = total if len(total) == 3 else linear
    time = time_of(blob, dialect.names)
    cells = cells_of(blob.head.rows(blob.head.first + 1), dialect, time)
    layout = RawLayout(
        dialect=dialect,
        time=file_time_rule(blob, dialect, (time,), cells, options),
        xyz=axes,
        add=gravity if axes == linear and len(gravity) == 3 else (),
        unit="g",
        gravity="yes" if axes == total or len(gravity) == 3 else "no",
        device="SensorLog",
        placement=PHONE,
    )
    return open_recording(blob, options, FORMAT.id, layout)


def time_of(blob: Blob, names: Sequence[str]) -> str:
    """The column of the time. Raises DataError where there is none."""
    lower = {name.lower(): name for name in names}
    found = next((lower[time] for time in TIMES if time in lower), None)
    if found is None:
        raise DataError(
            f"{blob.name} has no column loggingTime(txt).", "Switch it on in SensorLog's settings."
        )
    return found


FORMAT = Format(
    id="sensorlog",
    title="SensorLog app (iOS)",
    header="loggingTime(txt),loggingSample(N),accelerometerAccelerationX(G)",
    recognise=recognise,
    read=read,
    raw=True,
)
