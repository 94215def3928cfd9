"""Daphnet Freezing of Gait: 11 columns without a header, milliseconds, mg at 64 Hz.

Layout: Bachlin et al., IEEE Trans Inf Technol Biomed 2010, and the readme of the published set:
time, then x, y and z at ankle, thigh and trunk, then an annotation of 0, 1 or 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.guess.samples import elapsed_rule
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.headerless import bare_dialect, bare_rows, labelled, rising, within

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

WIDTH = 11
STEP_MS = (10, 25)  # 64 Hz are 15 or 16
MOST_MG = 6000.0
NAMES = {0: "time", 4: "thigh x", 5: "thigh y", 6: "thigh z"}


def recognise(head: Head) -> Verdict:
    """Sure by 11 whole numbers: milliseconds 64 times a second, nine accelerations, 0 to 2."""
    rows = bare_rows(head, " ", WIDTH)
    whole = bool(rows) and all(value % 1 == 0 for row in rows for value in row)
    if not whole or not rising(rows, 0, *STEP_MS) or not labelled(rows, WIDTH - 1, 2):
        return no("lines are not 11 whole numbers from milliseconds to an annotation")
    if not all(within(rows, column, -MOST_MG, MOST_MG) for column in range(1, WIDTH - 1)):
        return no("columns 2 to 10 are no accelerations in mg")
    return sure("11 columns: milliseconds at 64 Hz, nine accelerations in mg, an annotation")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording of the thigh; the start from ``--start``."""
    layout = RawLayout(
        dialect=bare_dialect(" ", WIDTH, NAMES),
        time=elapsed_rule("time", 1000.0, options, blob.name),
        xyz=("thigh x", "thigh y", "thigh z"),
        unit="mg",
        gravity="yes",
        placement="thigh",
        device="Daphnet",
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="daphnet",
    title="Daphnet Freezing of Gait (data set, 11 columns): the thigh",
    header="15 70 39 -970 -18 1009 9 -29 971 48 0",
    recognise=recognise,
    positional=True,
    read=read,
    raw=True,
)
