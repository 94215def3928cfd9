"""PAMAP2 Physical Activity Monitoring: 54 columns without a header, seconds, m/s2.

Layout: Reiss and Stricker, ISWC 2012, and the readme of the published set: time, activity, heart
rate, then 17 columns each of hand, chest and ankle, of which the second to fourth are the
acceleration within 16 g. Missing values are NaN.
"""

from stride.formats.layout import Elapsed, Head, Samples, sign
from stride.formats.table.headed import bare_dialect, bare_rows, labelled, rising, within

WIDTH = 54
LAST_ACTIVITY = 24
TEMPERATURES = (3, 20, 37)  # of hand, chest and ankle, near that of skin
NAMES = {0: "time", 4: "hand x", 5: "hand y", 6: "hand z"}


@sign("54 columns: seconds, an activity, and three sensors with their temperature")
def columns(head: Head) -> bool:
    """Whether hundredths of a second, an activity and three skin temperatures stand in place."""
    rows = bare_rows(head, " ", WIDTH)
    timed = bool(rows) and rising(rows, 0, 0.005, 0.1) and labelled(rows, 1, LAST_ACTIVITY)
    return timed and all(within(rows, column, 15, 45) for column in TEMPERATURES)


FORMAT = Samples(
    id="pamap2",
    title="PAMAP2 (data set, 54 columns): the wrist",
    header="5.38 1 104 30 2.3 8.5 3.6 2.4 8.6 3.8 -0.09 0.05 0.02 14.68 …",
    sure=columns,
    table=lambda head: bare_dialect(" ", WIDTH, NAMES),
    time=Elapsed("time"),
    xyz=("hand x", "hand y", "hand z"),
    unit="m/s2",
    gravity="yes",
    positional=True,
    placement="wrist",
    device="PAMAP2",
)
