"""GPX and TCX to tracks, an element at a time; entities and document types are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from stride.errors import DataError
from stride.formats.track.points import Track

if TYPE_CHECKING:
    from typing import BinaryIO
    from xml.etree.ElementTree import Element

NOT_SAID = float("nan")
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def tracks_of(stream: BinaryIO, head: bytes, name: str) -> Iterator[Track]:
    """The tracks of a GPX or TCX file, in order.

    head: the first bytes. Raises DataError for a file that is cut off or no sound XML.
    """
    if _DOCTYPE.search(head):
        raise DataError(
            f"{name} has a document type, which no watch writes.", "Export it from the app again."
        )
    track = Track()
    try:
        for _, element in ElementTree.iterparse(stream, events=("end",)):
            tag = _tag(element)
            if tag in ("trkpt", "Trackpoint"):
                _point(track, element)
                element.clear()
            elif tag in ("type", "Steps"):
                _note(track, tag, element)
            elif tag in ("trk", "Activity"):
                track.kind = track.kind or element.get("Sport", "")
                yield track
                track = Track()
                element.clear()
    except ElementTree.ParseError as error:
        line = error.position[0]
        raise DataError(
            f"{name}, line {line}: the XML is damaged or cut off.",
            "Export the file again and copy it whole; nothing of it was stored.",
        ) from error


def _tag(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def _note(track: Track, tag: str, element: Element) -> None:
    """What the file says of the whole track or of a lap of it."""
    text = (element.text or "").strip()
    if tag == "type":
        track.kind = track.kind or text
    else:
        track.steps = (track.steps or 0.0) + _number(text, 0.0)


def _point(track: Track, element: Element) -> None:
    inside = {_tag(child): (child.text or "").strip() for child in element.iter()}
    time = inside.get("time", inside.get("Time", ""))
    if not time:
        return
    # TCX and Garmin's extension of GPX count the steps of one foot
    cadence = inside.get("RunCadence", inside.get("cad", inside.get("Cadence", "")))
    track.add(
        time,
        _number(element.get("lat") or inside.get("LatitudeDegrees", "")),
        _number(element.get("lon") or inside.get("LongitudeDegrees", "")),
        _number(inside.get("DistanceMeters", "")),
        2.0 * _number(cadence),
    )


def _number(text: str, none: float = NOT_SAID) -> float:
    try:
        return float(text)
    except ValueError:
        return none
