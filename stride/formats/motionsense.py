"""MotionSense: gravity and user acceleration in g, 50 Hz, no time at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.common.clocks import TimeRule, start_rule
from stride.formats.common.dialect import dialect_of
from stride.formats.common.model import Format, no, sure
from stride.formats.common.raw import RawLayout, open_recording

if TYPE_CHECKING:
    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import Recording

RATE_HZ = 50.0  # of the published set
GRAVITY = ("gravity.x", "gravity.y", "gravity.z")
USER = ("userAcceleration.x", "userAcceleration.y", "userAcceleration.z")


def recognise(head: Head) -> Verdict:
    """Sure by gravity.x and userAcceleration.x."""
    if head.has(*GRAVITY, *USER):
        return sure("columns gravity.x and userAcceleration.x")
    return no("no columns gravity.x and userAcceleration.x")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording: gravity and user acceleration added up, the start from ``--start``."""
    dialect = dialect_of(blob.head)
    start, utc, offset = start_rule(options, blob.name)
    layout = RawLayout(
        dialect=dialect,
        time=TimeRule("rate", start_s=start, start_utc=utc, row_offset_min=offset, rate_hz=RATE_HZ),
        xyz=tuple(dialect.need(name) for name in USER),
        add=tuple(dialect.need(name) for name in GRAVITY),
        unit="g",
        gravity="yes",
        rate_hz=RATE_HZ,
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="motionsense",
    title="MotionSense (gravity and user acceleration)",
    header=",gravity.x,gravity.y,gravity.z,userAcceleration.x,userAcceleration.y",
    recognise=recognise,
    read=read,
    raw=True,
)
