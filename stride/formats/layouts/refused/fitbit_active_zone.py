"""Fitbit's Active Zone Minutes: recognised to say that they are not walking."""

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
    """Sure by the columns of heart zones."""
    if head.has("heart_zone_id", "total_minutes") or head.has("date_time", "heart_zone_id"):
        return sure("columns of heart zones")
    return no("no column heart_zone_id")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Always a refusal."""
    raise DataError(
        f"{blob.name} holds Active Zone Minutes, which count heart rate and are not walking.",
        "Import the files steps_*.csv of the same export.",
    )


FORMAT = Format(
    id="fitbit-active-zone",
    title="Fitbit Active Zone Minutes (not walking, refused)",
    header="date_time,heart_zone_id,total_minutes",
    recognise=recognise,
    read=read,
    useful=False,
)
