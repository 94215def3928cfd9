"""Mi Fitness' single measurements, recognised to say which file of the export has the days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.layout import Format, no, sure

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals


def recognise(head: Head) -> Verdict:
    """Sure by Uid, Sid, Key, Time and Value without the Tag of the daily reports."""
    if head.has("uid", "sid", "key", "time", "value") and not head.has("tag"):
        return sure("columns Uid, Sid, Key, Time and Value without Tag")
    return no("no columns Uid, Sid, Key, Time and Value without Tag")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Always a refusal: in these rows the devices repeat each other."""
    raise DataError(
        f"{blob.name} holds single measurements of each device, which repeat each other.",
        "Import hlth_center_aggregated_fitness_data.csv of the same export.",
    )


FORMAT = Format(
    id="mi-fitness-single",
    title="Mi Fitness: single measurements (refused)",
    header="Uid,Sid,Key,Time,Value,UpdateTime",
    recognise=recognise,
    read=read,
    useful=False,
)
