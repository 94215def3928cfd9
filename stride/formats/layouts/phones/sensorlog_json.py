"""SensorLog (iOS) as JSON: a list of objects whose keys are the columns of the app's tables.

The app's description says so; no file was at hand.
"""

from dataclasses import replace

from stride.errors import DataError
from stride.formats.layout import Blob, ReadOptions, Sign
from stride.formats.layouts.phones import sensorlog
from stride.formats.layouts.phones.sensorlog import TIMES, axes_of, has_axes
from stride.formats.table.json_rows import Columns, first_object, table_of


def rows(blob: Blob, options: ReadOptions) -> Blob:
    """The objects as a table whose columns are the keys of the first one."""
    names = tuple(first_object(blob.head))
    lower = {name.lower(): name for name in names}
    time = next((lower[time.lower()] for time in TIMES if time.lower() in lower), None)
    if time is None:
        raise DataError(f"{blob.name} has no column {TIMES[0]}.", sensorlog.ADVICE)
    stems = (sensorlog.TOTAL, sensorlog.LINEAR, sensorlog.GRAVITY)
    axes = tuple(axis for stem in stems for axis in axes_of(names, stem))
    return table_of(blob, f"{blob.path}.csv", Columns(names, time, axes))


FORMAT = replace(
    sensorlog.FORMAT,
    id="sensorlog-json",
    title="SensorLog app (iOS) as JSON",
    header='[{"loggingTime(txt)":"2024-…","accelerometerAccelerationX(G)":"0.01"',
    sure=Sign(
        lambda head: has_axes(tuple(first_object(head))),
        "objects with accelerometerAccelerationX, Y and Z, or motionUserAcceleration",
    ),
    content=rows,
    kind="json",
)
