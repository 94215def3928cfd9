"""Bangle.js recorder.log*.csv: epoch seconds and the steps since the row before."""

from stride.formats.layout import WATCH, Count, Head, Spans, Utc, begins, has, sign

OTHERS = {"latitude", "bpm", "accel x", "battery percentage", "barometer temperature"}


@sign("another column of the recorder, or its name")
def recorder(head: Head) -> bool:
    """Whether a column or the name of the file is the app's."""
    return bool(OTHERS & set(head.keys)) or "recorder.log" in head.basename


FORMAT = Spans(
    id="banglejs-recorder",
    worn_at=WATCH,
    title="Bangle.js: Recorder",
    header="Time,Battery Percentage,Steps",
    device="Bangle.js",
    sure=begins("time") & has("steps") & recorder,
    start=Utc("time", stamps=True),
    back_s=60,  # after a pause the steps belong to its last minute
    steps=Count("steps"),
)
