"""TCX files of recorded activities: the walks in them."""

from __future__ import annotations

from stride.formats.layout import Blob, Format, Head, Intervals, ReadOptions, Verdict, no, sure
from stride.formats.layouts.tracks import shared
from stride.formats.steps.tracks import read_tracks


def recognise(head: Head) -> Verdict:
    """Sure by the root element."""
    if shared.has_root(head.text, "TrainingCenterDatabase"):
        return sure("the element TrainingCenterDatabase")
    return no("no element TrainingCenterDatabase")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """The time at walking speed; an estimate where the file counts no steps."""
    return read_tracks(blob, options, FORMAT.id)


FORMAT = Format(
    id="tcx",
    title="TCX: recorded walks",
    header="<TrainingCenterDatabase>",
    recognise=recognise,
    read=read,
    kind="xml",
    family=shared.FAMILY,
    rank=shared.RECORDED,
)
