"""MotionSense, and what iOS calls device motion: gravity and user acceleration in g.

The published set has 50 Hz and no time at all; loggers of their own write one.
"""

from dataclasses import replace

from stride.formats.guess.samples import time_column
from stride.formats.layout import At, Rate, Samples, TableFile, has

RATE_HZ = 50.0  # of the published set
GRAVITY = ("gravity.x", "gravity.y", "gravity.z")
USER = ("userAcceleration.x", "userAcceleration.y", "userAcceleration.z")


def timed(file: TableFile, layout: Samples) -> Samples:
    """With the column of time where there is one."""
    others = [name for name in file.dialect.names if "." not in name and name != "#"]
    column = time_column(others, [])
    return replace(layout, time=At(column), rate_hz=0.0) if column else layout


FORMAT = Samples(
    id="motionsense",
    title="MotionSense (gravity and user acceleration)",
    header=",gravity.x,gravity.y,gravity.z,userAcceleration.x,userAcceleration.y",
    sure=has(*GRAVITY, *USER),
    time=Rate(RATE_HZ),
    rate_hz=RATE_HZ,
    adapt=timed,
    xyz=USER,
    add=GRAVITY,
    unit="g",
    gravity="yes",
)
