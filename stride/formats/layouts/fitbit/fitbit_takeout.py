"""Google Takeout of Fitbit, steps_*.csv: UTC, several data sources for the same walk."""

import re

from stride.formats.layout import Count, OneAMinute, Sign, Spans, Utc, cells, exactly

#: Copies of the watch's steps, or the phone's: never added to those of a device.
COPIES = re.compile(r"mobiletrack|health ?connect|health ?kit|phone", re.IGNORECASE)
COLUMNS = exactly("timestamp,steps") | exactly("timestamp,steps,data source")

FORMAT = Spans(
    id="fitbit-takeout",
    title="Fitbit in Google Takeout: steps_*.csv",
    header="timestamp,steps,data source",
    device="Fitbit",
    sure=COLUMNS & cells("timestamp", ".*Z$", "times in UTC", some=True),
    likely=COLUMNS & Sign(lambda head: not head.rows(head.first + 1, 3), "no rows"),
    start=Utc("timestamp", grid_s=60),
    length_s=60,
    steps=Count("steps"),
    rivals=OneAMinute("data source", copies=COPIES),
    parts=True,
    family="fitbit",
    rank=0,
)
