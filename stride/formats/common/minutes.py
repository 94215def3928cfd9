"""Intervals of steps to a table of minutes: each interval spread evenly over what it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.types import Intervals, MinuteTable

if TYPE_CHECKING:
    from stride.types import F64, I16, I64

MINUTE_S = 60.0


def to_minutes(intervals: Intervals) -> MinuteTable:
    """The minutes of an export, sorted, those without steps and walking left out.

    Steps and the vendor's walking seconds are spread evenly; rows of one minute are added up.
    """
    import numpy as np

    minute, share, row = pieces(intervals.start_utc_s, intervals.end_utc_s)
    steps = intervals.steps[row] * share
    walking = intervals.walking_s[row] * share
    offset = intervals.utc_offset_min[row]
    if len(minute) and not (np.diff(minute) > 0).all():
        minute, steps, walking, offset = _summed(minute, steps, walking, offset)
    keep = (steps > 0) | (np.nan_to_num(walking) > 0)
    walking = np.minimum(walking[keep], MINUTE_S)
    return MinuteTable(
        minute_utc=minute[keep],
        utc_offset_min=offset[keep],
        steps=steps[keep],
        seconds={"walking_s": walking},
        grade=intervals.grade,
        day_totals=intervals.day_totals,
    )


def pieces(start: F64, end: F64) -> tuple[I64, F64, I64]:
    """(minute, share of the row, row) for every minute that a row touches."""
    import numpy as np

    first = np.floor(start / MINUTE_S).astype(np.int64)
    last = np.maximum(np.ceil(end / MINUTE_S).astype(np.int64) - 1, first)
    counts = last - first + 1
    row = np.arange(len(start))
    if (counts == 1).all():
        return first, np.ones(len(start)), row
    row = np.repeat(row, counts)
    within = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    minute = first[row] + within
    low = np.maximum(start[row], minute * MINUTE_S)
    high = np.minimum(end[row], (minute + 1) * MINUTE_S)
    length = (end - start)[row]
    return minute, np.where(length > 0, (high - low) / np.maximum(length, 1e-9), 1.0), row


def _summed(minute: I64, steps: F64, walking: F64, offset: I16) -> tuple[I64, F64, F64, I16]:
    import numpy as np

    order = np.argsort(minute, kind="stable")
    minute, steps, walking, offset = minute[order], steps[order], walking[order], offset[order]
    starts = np.flatnonzero(np.diff(minute, prepend=minute[0] - 1) != 0)
    known = ~np.isnan(walking)
    total = np.add.reduceat(np.where(known, walking, 0.0), starts)
    some = np.add.reduceat(known.astype(np.int64), starts) > 0
    return (
        minute[starts],
        np.add.reduceat(steps, starts),
        np.where(some, total, np.nan),
        offset[starts],
    )
