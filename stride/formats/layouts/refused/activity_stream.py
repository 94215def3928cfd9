"""The stream of one recorded activity: positions, heart rates, no steps; refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.guess.steps import places_of
from stride.formats.layout import Format, likely, no
from stride.formats.table.column_words import plain

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

#: What a stream has a column of; two of these and no steps make one.
_MEASURES = (
    {"lat", "latitude", "position lat", "breitengrad"},
    {"lon", "lng", "long", "longitude", "position long", "längengrad"},
    {"altitude", "elevation", "ele", "enhanced altitude", "höhe"},
    {"heartrate", "heart rate", "hr", "bpm", "puls"},
    {"velocity smooth", "speed", "pace", "velocity"},
    {"cadence", "watts", "power", "grade smooth"},
)


def recognise(head: Head) -> Verdict:
    """Likely by several measures of an activity and no steps."""
    names = {plain(name) for name in head.columns}
    measures = sum(bool(names & words) for words in _MEASURES)
    if measures < 3 or places_of(head) is not None:
        return no("no columns of positions and heart rates")
    return likely("columns of positions, heart rates or speeds, and no steps")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """Always a refusal."""
    raise DataError(
        f"{blob.name} holds the positions and heart rates of one activity, and no steps.",
        "Import the list of activities of the same app, or its file as FIT, GPX or TCX.",
    )


FORMAT = Format(
    id="activity-stream",
    title="Positions and heart rates of one activity (refused)",
    header="time,lat,lng,altitude,heartrate",
    recognise=recognise,
    read=read,
    useful=False,
)
