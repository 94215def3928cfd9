"""Bangle.js accellog: milliseconds since the start, g, or counts of 8192 to the g."""

from dataclasses import replace

from stride.formats.find.head import as_number, is_number
from stride.formats.layout import WATCH, Elapsed, Samples, TableFile, begins, has

COUNTS_PER_G = 8192.0
HIGHEST_G = 16.0  # values above are counts
ROWS = 400  # that tell


def counted(file: TableFile, layout: Samples) -> Samples:
    """Whether it is in counts is told by the size of the values."""
    rows = file.blob.head.rows(file.dialect.first_row, ROWS)
    values = [abs(as_number(cell)) for row in rows for cell in row[1:4] if is_number(cell)]
    if not values or max(values) <= HIGHEST_G:
        return layout
    return replace(layout, unit=None, per_g=COUNTS_PER_G, unit_from="the size of its values")


FORMAT = Samples(
    id="banglejs-accellog",
    worn_at=WATCH,
    title="Bangle.js: Acceleration Logger",
    header="Time (ms),X,Y,Z,Total",
    sure=begins("time (ms),x,y,z") & has("total"),
    time=Elapsed("Time (ms)", per_second=1000),
    xyz=("X", "Y", "Z"),
    adapt=counted,
    unit="g",
    gravity="yes",
    placement="wrist",
    device="Bangle.js",
)
