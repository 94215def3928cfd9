"""Daphnet Freezing of Gait: 11 columns without a header, milliseconds, mg at 64 Hz.

Layout: Bachlin et al., IEEE Trans Inf Technol Biomed 2010, and the readme of the published set:
time, then x, y and z at ankle, thigh and trunk, then an annotation of 0, 1 or 2.
"""

from stride.formats.layout import Elapsed, Head, Samples, sign
from stride.formats.table.headed import bare_dialect, bare_rows, labelled, rising, within

WIDTH = 11
STEP_MS = (10, 25)  # 64 Hz are 15 or 16
MOST_MG = 6000.0
NAMES = {0: "time", 4: "thigh x", 5: "thigh y", 6: "thigh z"}


@sign("11 columns: milliseconds at 64 Hz, nine accelerations in mg, an annotation")
def columns(head: Head) -> bool:
    """Whether the first lines are 11 whole numbers of such sizes."""
    rows = bare_rows(head, " ", WIDTH)
    whole = bool(rows) and all(value % 1 == 0 for row in rows for value in row)
    timed = whole and rising(rows, 0, *STEP_MS) and labelled(rows, WIDTH - 1, 2)
    return timed and all(within(rows, column, -MOST_MG, MOST_MG) for column in range(1, WIDTH - 1))


FORMAT = Samples(
    id="daphnet",
    title="Daphnet Freezing of Gait (data set, 11 columns): the thigh",
    header="15 70 39 -970 -18 1009 9 -29 971 48 0",
    sure=columns,
    table=lambda head: bare_dialect(" ", WIDTH, NAMES),
    time=Elapsed("time", per_second=1000),
    xyz=("thigh x", "thigh y", "thigh z"),
    unit="mg",
    gravity="yes",
    positional=True,
    placement="thigh",
    device="Daphnet",
)
