"""MotionSense, and what iOS calls device motion: gravity and user acceleration in g.

The published set has 50 Hz and no time at all; loggers of their own write one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.guess.samples import cells_of, file_time_rule, time_column
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import dialect_of
from stride.formats.time.clock import TimeRule, start_rule

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
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
    rows = blob.head.rows(dialect.first_row)
    others = [name for name in dialect.names if "." not in name and name != "#"]
    column = time_column(others, [])
    if column:
        cells = cells_of(rows, dialect, column)
        rule = file_time_rule(blob, dialect, (column,), cells, options)
    else:
        start, utc, offset = start_rule(options, blob.name)
        rule = TimeRule(
            "rate", start_s=start, start_utc=utc, row_offset_min=offset, rate_hz=RATE_HZ
        )
    layout = RawLayout(
        dialect=dialect,
        time=rule,
        xyz=tuple(dialect.need(name) for name in USER),
        add=tuple(dialect.need(name) for name in GRAVITY),
        unit="g",
        gravity="yes",
        rate_hz=0.0 if column else RATE_HZ,
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
