"""PAMAP2 Physical Activity Monitoring: 54 columns without a header, seconds, m/s2.

Layout: Reiss and Stricker, ISWC 2012, and the readme of the published set: time, activity, heart
rate, then 17 columns each of hand, chest and ankle, of which the second to fourth are the
acceleration within 16 g. Missing values are NaN.
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

WIDTH = 54
LAST_ACTIVITY = 24
TEMPERATURES = (3, 20, 37)  # of hand, chest and ankle, near that of skin
NAMES = {0: "time", 4: "hand x", 5: "hand y", 6: "hand z"}


def recognise(head: Head) -> Verdict:
    """Sure by 54 columns with hundredths of a second, an activity and three skin temperatures."""
    rows = bare_rows(head, " ", WIDTH)
    if not rows or not rising(rows, 0, 0.005, 0.1) or not labelled(rows, 1, LAST_ACTIVITY):
        return no("lines are not 54 numbers that begin with seconds and an activity")
    if not all(within(rows, column, 15, 45) for column in TEMPERATURES):
        return no("columns 4, 21 and 38 are no temperatures of skin")
    return sure("54 columns: seconds, an activity, and three sensors with their temperature")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording of the hand, which stride knows as the wrist; the start from ``--start``."""
    layout = RawLayout(
        dialect=bare_dialect(" ", WIDTH, NAMES),
        time=elapsed_rule("time", 1.0, options, blob.name),
        xyz=("hand x", "hand y", "hand z"),
        unit="m/s2",
        gravity="yes",
        placement="wrist",
        device="PAMAP2",
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="pamap2",
    title="PAMAP2 (data set, 54 columns): the wrist",
    header="5.38 1 104 30 2.3 8.5 3.6 2.4 8.6 3.8 -0.09 0.05 0.02 14.68 …",
    recognise=recognise,
    positional=True,
    read=read,
    raw=True,
)
