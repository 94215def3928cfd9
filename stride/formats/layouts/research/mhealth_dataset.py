"""MHEALTH, the data set of body sensors: 24 columns without a header or time, m/s2 at 50 Hz.

Layout: Banos et al., IWAAL 2014, and the readme of the published set: acceleration of the chest,
two of ECG, nine columns of the left ankle, nine of the right lower arm, a label of 0 to 12.
"""

from __future__ import annotations

from math import hypot
from statistics import median
from typing import TYPE_CHECKING

from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.headerless import bare_dialect, bare_rows, labelled
from stride.formats.time.clock import TimeRule, start_rule

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

WIDTH = 24
LAST_LABEL = 12
RATE_HZ = 50.0
ACCELERATIONS = (0, 5, 14)  # of chest, ankle and arm
GRAVITY_MS2 = (7.0, 13.0)  # around 9.8, whatever the person does
NAMES = {14: "arm x", 15: "arm y", 16: "arm z"}


def recognise(head: Head) -> Verdict:
    """Sure by 24 columns, a label of 0 to 12, and gravity in three of its triples."""
    rows = bare_rows(head, "\t", WIDTH)
    if not rows or not labelled(rows, WIDTH - 1, LAST_LABEL):
        return no("lines are not 24 numbers that end with a label")
    for first in ACCELERATIONS:
        norm = median(hypot(*row[first : first + 3]) for row in rows)
        if not GRAVITY_MS2[0] <= norm <= GRAVITY_MS2[1]:
            return no(f"columns {first + 1} to {first + 3} are no acceleration in m/s2")
    return sure("24 columns: accelerations of chest, ankle and arm in m/s2, and a label")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording of the arm, which stride knows as the wrist; the start from ``--start``."""
    start, utc, offset = start_rule(options, blob.name)
    layout = RawLayout(
        dialect=bare_dialect("\t", WIDTH, NAMES),
        time=TimeRule("rate", start_s=start, start_utc=utc, row_offset_min=offset, rate_hz=RATE_HZ),
        xyz=("arm x", "arm y", "arm z"),
        unit="m/s2",
        gravity="yes",
        rate_hz=RATE_HZ,
        placement="wrist",
        device="MHEALTH",
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="mhealth-dataset",
    title="MHEALTH (data set, 24 columns): the wrist",
    header="-9.8\t0.2\t0.3\t0.01\t0.02\t2.1\t-9.6\t0.9\t0.1\t-0.6\t…",
    recognise=recognise,
    positional=True,
    read=read,
    raw=True,
)
