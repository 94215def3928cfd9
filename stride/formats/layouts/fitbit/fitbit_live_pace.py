"""Google Health's Live Pace: the steps of recorded walks by ten seconds, which Steps holds too."""

from __future__ import annotations

from stride.errors import DataError
from stride.formats.layout import Blob, Format, Head, ReadOptions, Recording, Verdict, no, sure


def recognise(head: Head) -> Verdict:
    """Sure by timestamp, steps and distance millimeters."""
    if head.has("timestamp", "steps", "distance millimeters"):
        return sure("columns timestamp, steps and distance millimeters")
    return no("no columns timestamp, steps and distance millimeters")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """Always a refusal: the same steps stand in another file of the export."""
    raise DataError(
        f"{blob.name} holds the pace of recorded walks; their steps stand in the folder Steps too.",
        "Import the folder Steps of the same export.",
    )


FORMAT = Format(
    id="fitbit-live-pace",
    title="Google Health in Takeout: Live Pace (in Steps already, refused)",
    header="timestamp,steps,distance millimeters,altitude gain millimeters,data source",
    recognise=recognise,
    read=read,
    useful=False,
)
