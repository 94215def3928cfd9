"""TCX files of recorded activities: the walks in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.layout import Format, no, sure
from stride.formats.layouts.tracks import shared
from stride.formats.steps.tracks import read_tracks

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals


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
