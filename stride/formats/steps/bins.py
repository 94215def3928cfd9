"""Tables of steps per bin, whatever the bin: minutes, hours, days, or given start and end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stride.formats.late import np
from stride.formats.steps.day_totals import DayRows
from stride.formats.time.parse import to_date

if TYPE_CHECKING:
    from stride.formats.steps.rows import StepRows
    from stride.types import F64, I64

    Lines = Sequence[int] | I64

DAY_S = 86400.0
HOUR_S = 3600.0
QUARTER_S = 900.0  # the offsets of zones are whole quarters of an hour
SHORTEST_DAY_S = 23 * HOUR_S
LONGEST_BIN_S = 6 * 3600.0
IRREGULAR_S = 900.0
FIRST_ROWS = 1000
FEW_GAPS = 3  # so many equal gaps are the length of the bins
#: Lengths that exports use, in seconds.
BINS_S = (60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 14400, 21600)


def bin_length(start: F64) -> float:
    """The length of bins by the distances of their starts, a minute when there is but one.

    An export may leave out bins without steps: a bin is as long as fits between all starts, not as
    the least of the gaps.
    """
    starts = np.round(start)
    if not (starts[1:] > starts[:-1]).all():
        starts = np.unique(starts)
    gaps = np.diff(starts)
    if not len(gaps):
        return 60.0
    least = float(gaps.min())
    if least <= 60.0:
        return max(least, 1.0)
    common = int(np.gcd.reduce(gaps.astype(np.int64)))
    if common == least and len(gaps) >= FEW_GAPS:
        return min(least, LONGEST_BIN_S)
    fits = [length for length in BINS_S if common % length == 0 and length <= least]
    return float(fits[-1]) if fits else min(least, IRREGULAR_S)


def whole_days(rows: StepRows, ended: bool) -> bool:
    """Whether rows are days: each begins at a midnight of its own, or lasts as long as a day.

    ended: whether rows have an end of their own. Where the clock is set at midnight, the day begins
    at one.
    """
    if ended:
        return bool(np.median(rows.end_s - rows.start_s) >= SHORTEST_DAY_S)
    for part in (slice(FIRST_ROWS), slice(None)):  # the first tell it of almost every table
        local = rows.start_s[part] + rows.offset_min[part] * 60.0
        clock, days = local % DAY_S, np.floor(local / DAY_S)
        midnight = (clock == 0).any() and ((clock == 0) | (clock == HOUR_S)).all()
        if not midnight or len(np.unique(days)) < len(days):
            return False
    return True


def a_day_apart(rows: StepRows, ended: bool) -> bool:
    """Whether rows lie a day apart, none longer than a moment."""
    for part in (slice(FIRST_ROWS), slice(None)):  # the first tell it of almost every table
        gaps = np.diff(np.unique(rows.start_s[part]))
        if float(gaps.min(initial=SHORTEST_DAY_S)) < SHORTEST_DAY_S:
            return False
    return len(gaps) > 0 and (not ended or bool((rows.end_s - rows.start_s <= 1.0).all()))


def day_rows(rows: StepRows) -> DayRows:
    """Rows that are whole days as totals of the day whose midnight is nearest.

    No zone has its midnight at 23:59, which is the end of its own day.
    """
    days = DayRows()
    local = rows.start_s + rows.offset_min * 60.0
    for second, count, line in zip(local.tolist(), rows.steps.tolist(), rows.line, strict=True):
        midnight = second % QUARTER_S == 0
        nearest = round(second / DAY_S) * DAY_S if midnight else second
        days.add(to_date(nearest), count, int(line))
    return days


def reaching_back(stop: F64, longest_s: float) -> tuple[F64, F64]:
    """Starts and ends of rows that hold what was counted since the row before, at most so long."""
    length = np.clip(np.diff(stop, prepend=stop[:1] - longest_s), 1.0, longest_s)
    return stop - length, stop
