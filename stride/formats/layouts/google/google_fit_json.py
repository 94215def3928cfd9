"""Google Fit in Takeout, All Data: step_count.delta as JSON, one file for each source.

The layout is known from the field names of Google's Fit API and from memory of such files, not
from one at hand: ``Data Points`` with times in nanoseconds since 1970 UTC and one whole number.
Of one export the file of Google's own merged stream counts before those of single sensors, and
the tables by the quarter hour, which hold the app's own days, before all of them.
"""

import re
from typing import Any

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.layout import Coded, Head, Intervals, Origin, empty, holds
from stride.formats.steps.files import graded_by_day
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import step_rows
from stride.formats.table.json import json_of, objects
from stride.formats.time.zones import utc_instants
from stride.types import ReadNotes

_STEPS = re.compile(r'"Data Source"\s*:\s*"[^"]*step_count\.delta')
#: What a stream's name says -> its rank: Google's estimate, its merge, then single sensors.
_RANKS = (("estimated_steps", 2), ("merge_step_deltas", 3))


def _rank(head: Head) -> int:
    match = _STEPS.search(head.text)
    source = head.text[match.start() : match.start() + 400].split("\n", 1)[0] if match else ""
    return next((rank for word, rank in _RANKS if word in source), 4)


def read(origin: Origin) -> Intervals:
    """The steps of one source, from and to the instants it gives; days in long bins as totals."""
    blob, options = origin.blob, origin.options
    whole = json_of(blob, options)
    points = list(objects(whole.get("Data Points") if isinstance(whole, dict) else None))
    if not points:
        raise empty(blob)
    start, end, steps = np.array([_point(point, n) for n, point in enumerate(points, 1)]).T
    start, offset, zone = utc_instants(start, options)
    end = np.maximum(end, start + 1.0)  # a step has no length in some streams
    rows = step_rows(start, end, offset, steps, np.arange(1, len(points) + 1))
    content = intervals(origin, rows.take(rows.steps != 0), zone, ReadNotes(rows=len(points)))
    return graded_by_day(content)


def _point(point: dict[str, Any], place: int) -> tuple[float, float, float]:
    """(start, end, steps) in seconds since 1970."""
    try:
        start, end = (int(point[name]) / 1e9 for name in ("startTimeNanos", "endTimeNanos"))
        return start, end, float(sum(entry["value"]["intVal"] for entry in point["fitValue"]))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise DataError(
            f"Data point {place:,} has no times in nanoseconds and no whole number of steps.",
            "Download the export again; the file may have been edited.",
        ) from error


FORMAT = Coded(
    id="google-fit-json",
    title="Google Fit in Takeout: All Data, step_count.delta as JSON",
    header='{"Data Source":"derived:com.google.step_count.delta:…","Data Points":[',
    device="Google Fit",
    sure=holds('"Data Points"', "Data Points")
    & holds(_STEPS.pattern, "a source of step_count.delta"),
    reads=read,
    family="google-fit",
    rank=_rank,
    kind="json",
)
