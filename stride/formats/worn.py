"""Where the device of a format can be worn: a sensor of a laboratory is no phone in a pocket."""

from __future__ import annotations

#: What is strapped on: at the wrist, the hip, the thigh or the back.
STRAPPED_ON = ("wrist", "hip", "thigh", "back")
#: Formats of makers whose devices are strapped on, by the beginning of their ids.
_SENSORS = ("actigraph", "axivity", "geneactiv", "shimmer", "metawear")
_WATCHES = ("banglejs", "embraceplus", "empatica")


def places(format_id: str) -> tuple[str, ...]:
    """The placements that the device of a format can have; none where it may be anything."""
    if format_id.startswith(_SENSORS):
        return STRAPPED_ON
    return ("wrist",) if format_id.startswith(_WATCHES) else ()
