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

    start, end = intervals.start_utc_s, intervals.end_utc_s
    steps, walking, offset = intervals.steps, intervals.walking_s, intervals.utc_offset_min
    if _whole_minutes(start, end):
        minute = (start / MINUTE_S).astype(np.int64)
    else:
        minute, share, row = pieces(start, end)
        steps, walking, offset = steps[row] * share, walking[row] * share, offset[row]
    if len(minute) and not (minute[1:] > minute[:-1]).all():
        minute, steps, walking, offset = _summed(minute, steps, walking, offset)
    keep = (steps > 0) | (walking > 0)
    if not keep.all():
        minute, steps, walking, offset = minute[keep], steps[keep], walking[keep], offset[keep]
    return MinuteTable(
        minute_utc=minute,
        utc_offset_min=offset,
        steps=steps,
        seconds={"walking_s": np.minimum(walking, MINUTE_S)},
        grade=intervals.grade,
        day_totals=intervals.day_totals,
    )


def _whole_minutes(start: F64, end: F64) -> bool:
    """Whether every row is one minute of the clock, as in most exports by the minute."""
    return bool((end - start == MINUTE_S).all()) and bool((start % MINUTE_S == 0).all())


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
