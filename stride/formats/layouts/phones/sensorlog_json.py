"""SensorLog (iOS) as JSON: a list of objects whose keys are the columns of the app's tables.

The app's description says so; no file was at hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.layout import Format, no, sure
from stride.formats.layouts.phones.sensorlog import STEMS, axes_of, time_of
from stride.formats.layouts.phones.sensorlog import read as read_table
from stride.formats.table.json_rows import Columns, first_object, table_of

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording


def recognise(head: Head) -> Verdict:
    """Sure by the app's long names of axes in the first object."""
    names = tuple(first_object(head))
    for stem in STEMS:
        if len(axes_of(names, stem)) == 3:
            return sure(f"objects with {stem}X, Y and Z")
    return no("no objects with accelerometerAccelerationX, Y and Z")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording; with gravity where that was logged, else without."""
    names = tuple(first_object(blob.head))
    axes = [axis for stem in (*STEMS, "motiongravity") for axis in axes_of(names, stem)]
    columns = Columns(names, time_of(blob, names), tuple(axes))
    return read_table(table_of(blob, f"{blob.path}.csv", columns), options)


FORMAT = Format(
    id="sensorlog-json",
    title="SensorLog app (iOS) as JSON",
    header='[{"loggingTime(txt)":"2024-…","accelerometerAccelerationX(G)":"0.01"',
    recognise=recognise,
    read=read,
    raw=True,
    kind="json",
)
