"""MHEALTH, the data set of body sensors: 24 columns without a header or time, m/s2 at 50 Hz.

Layout: Banos et al., IWAAL 2014, and the readme of the published set: acceleration of the chest,
two of ECG, nine columns of the left ankle, nine of the right lower arm, a label of 0 to 12.
"""

from math import hypot

from stride.formats.late import median
from stride.formats.layout import Head, Rate, Samples, sign
from stride.formats.table.headed import bare_dialect, bare_rows, labelled

WIDTH = 24
LAST_LABEL = 12
RATE_HZ = 50.0
ACCELERATIONS = (0, 5, 14)  # of chest, ankle and arm
GRAVITY_MS2 = (7.0, 13.0)  # around 9.8, whatever the person does
NAMES = {14: "arm x", 15: "arm y", 16: "arm z"}


@sign("24 columns: accelerations of chest, ankle and arm in m/s2, and a label")
def columns(head: Head) -> bool:
    """Whether a label ends the rows, and three of their triples are gravity."""
    rows = bare_rows(head, "\t", WIDTH)
    norms = [median(hypot(*row[n : n + 3]) for row in rows) for n in ACCELERATIONS if rows]
    gravity = bool(norms) and all(GRAVITY_MS2[0] <= norm <= GRAVITY_MS2[1] for norm in norms)
    return gravity and labelled(rows, WIDTH - 1, LAST_LABEL)


FORMAT = Samples(
    id="mhealth-dataset",
    title="MHEALTH (data set, 24 columns): the wrist",
    header="-9.8\t0.2\t0.3\t0.01\t0.02\t2.1\t-9.6\t0.9\t0.1\t-0.6\t…",
    sure=columns,
    table=lambda head: bare_dialect("\t", WIDTH, NAMES),
    time=Rate(RATE_HZ),
    xyz=("arm x", "arm y", "arm z"),
    unit="m/s2",
    gravity="yes",
    positional=True,
    rate_hz=RATE_HZ,
    placement="wrist",
    device="MHEALTH",
)
