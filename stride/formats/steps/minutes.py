"""Intervals of steps to a table of minutes: each interval spread evenly over what it covers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from stride.formats.late import np
from stride.types import Intervals, MinuteTable

if TYPE_CHECKING:
    from stride.types import F64, I64

MINUTE_S = 60.0
BLOCK_ROWS = 1 << 15

#: Minutes, steps, offsets, the minutes in which bins began and, where any are known, walking
#: seconds; all of one length.
Columns = tuple[Any, ...]


def to_minutes(intervals: Intervals) -> MinuteTable:
    """The minutes of an export, sorted, those without steps and walking left out.

    Steps and the vendor's walking seconds are spread evenly; rows of one minute are added up.
    """
    start, end = intervals.start_utc_s, intervals.end_utc_s
    walking = () if np.isnan(intervals.walking_s).all() else (intervals.walking_s,)
    if whole_minutes(start, end):
        minute = _minutes_of(start)
        values = (intervals.steps, intervals.utc_offset_min, minute, *walking)
        columns = _some((minute, *values))
    else:
        values = (intervals.steps, intervals.utc_offset_min, _minutes_of(start), *walking)
        columns = _spread(start, end, values)
    minute, steps, offset, bin_start, *walked = columns
    unknown = np.broadcast_to(np.nan, (len(minute),))  # years of nothing take no memory
    return MinuteTable(
        minute_utc=minute,
        utc_offset_min=offset,
        steps=steps,
        seconds={"walking_s": np.minimum(walked[0], MINUTE_S) if walked else unknown},
        grade=intervals.grade,
        day_totals=intervals.day_totals,
        bin_start=None if (bin_start == minute).all() else bin_start,
    )


def _parts(count: int) -> Iterator[slice]:
    """Rows in blocks: what is worked out of millions at once takes many times their memory."""
    return (slice(first, first + BLOCK_ROWS) for first in range(0, count, BLOCK_ROWS))


def whole_minutes(start: F64, end: F64) -> bool:
    """Whether every row is a minute of the clock and no minute comes twice, as in most exports."""
    return bool((start[1:] > start[:-1]).all()) and all(
        bool((end[part] - start[part] == MINUTE_S).all() and (start[part] % MINUTE_S == 0).all())
        for part in _parts(len(start))
    )


def _minutes_of(start: F64) -> I64:
    minute = np.empty(len(start), np.int64)
    for part in _parts(len(start)):
        minute[part] = np.floor(start[part] / MINUTE_S)
    return minute


def _spread(start: F64, end: F64, values: Columns) -> Columns:
    """The minutes of rows of any length, block by block where the rows are in order of time."""
    # room for all, of which what is not used takes no memory: columns that grow side by side leave
    # holes behind, as large as they are
    most = sum(int(_touched(start[part], end[part])[1].sum()) for part in _parts(len(start)))
    whole_columns = tuple(
        np.empty(most, kind) for kind in ("i8", "f8", "i2", "i8", "f8")[: 1 + len(values)]
    )
    filled = 0
    held: Columns | None = None
    in_order = bool((start[1:] >= start[:-1]).all())
    step = BLOCK_ROWS if in_order else max(len(start), 1)
    for first in range(0, len(start), step):
        part = slice(first, first + step)
        columns = _pieces(start[part], end[part], tuple(value[part] for value in values))
        if held is not None:
            columns = tuple(np.concatenate(pair) for pair in zip(held, columns, strict=True))
        # the rows to come may add to minutes from the start of the next one on
        more = first + step < len(start)
        later = columns[0] >= (start[first + step] // MINUTE_S if more else np.inf)
        held = tuple(column[later] for column in columns)
        ready = _some(_summed(tuple(column[~later] for column in columns)))
        here = slice(filled, filled + len(ready[0]))
        for whole, column in zip(whole_columns, ready, strict=True):
            whole[here] = column
        filled = here.stop
    return tuple(whole[:filled] for whole in whole_columns)


def _pieces(start: F64, end: F64, values: Columns) -> Columns:
    minute, share, row = pieces(start, end)
    steps, offset, bin_start, *walking = (value[row] for value in values)
    return (minute, steps * share, offset, bin_start, *(each * share for each in walking))


def _some(columns: Columns) -> Columns:
    """The minutes with steps or walking."""
    _, steps, _, _, *walking = columns
    keep = steps > 0
    for each in walking:
        keep = keep | (each > 0)
    return columns if keep.all() else tuple(column[keep] for column in columns)


def pieces(start: F64, end: F64) -> tuple[I64, F64, I64]:
    """(minute, share of the row, row) for every minute that a row touches."""
    first, counts = _touched(start, end)
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


def _touched(start: F64, end: F64) -> tuple[I64, I64]:
    """(first minute, number of minutes) that each row touches."""
    first = np.floor(start / MINUTE_S).astype(np.int64)
    last = np.maximum(np.ceil(end / MINUTE_S).astype(np.int64) - 1, first)
    return first, last - first + 1


def _summed(columns: Columns) -> Columns:
    """Sorted by minute, rows of one minute added up; as they are where they are that already."""
    minute = columns[0]
    if (minute[1:] > minute[:-1]).all():
        return columns
    order = np.argsort(minute, kind="stable")
    minute, steps, offset, bin_start, *walking = (column[order] for column in columns)
    starts = np.flatnonzero(np.diff(minute, prepend=minute[0] - 1) != 0)
    sums = (minute[starts], np.add.reduceat(steps, starts), offset[starts], bin_start[starts])
    return (*sums, *(_known_sum(each, starts) for each in walking))


def _known_sum(walking: F64, starts: I64) -> F64:
    """Sums of groups of rows, NaN where none of a group is known."""
    timed = ~np.isnan(walking)
    total = np.add.reduceat(np.where(timed, walking, 0.0), starts)
    some = np.add.reduceat(timed.astype(np.int64), starts) > 0
    return np.where(some, total, np.nan)
