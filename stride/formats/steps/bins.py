"""Tables of steps per bin, whatever the bin: minutes, hours, days, or given start and end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from stride.formats.late import np
from stride.formats.steps.day_totals import DayRows
from stride.formats.texts import stripped
from stride.formats.time.column import TimeColumn, read_times
from stride.formats.time.order import Proofs, proofs_of, settled
from stride.formats.time.parse import Times, to_date

if TYPE_CHECKING:
    from stride.formats.options import ReadOptions
    from stride.formats.steps.rows import StepRows
    from stride.types import F64, I64

    Lines = Sequence[int] | I64

DAY_S = 86400.0
HOUR_S = 3600.0
SHORTEST_DAY_S = 23 * HOUR_S
LONGEST_BIN_S = 6 * 3600.0
IRREGULAR_S = 900.0
FEW_GAPS = 3  # so many equal gaps are the length of the bins
#: Lengths that exports use, in seconds.
BINS_S = (60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 14400, 21600)


def parsed(texts: Any, lines: Lines, options: ReadOptions) -> Times:
    """Texts as times, the order of dates settled by all of them.

    Raises DataError naming the line.
    """
    return in_order(texts, lines, pair_order([texts], lines, options))


def parsed_pairs(
    starts: Sequence[str], ends: Sequence[str], lines: Lines, options: ReadOptions
) -> tuple[Times, Times]:
    """Starts and ends as times; what one of them proves about the order holds for both.

    Raises DataError naming the line.
    """
    order = pair_order((starts, ends), lines, options)
    return in_order(starts, lines, order), in_order(ends, lines, order)


def pair_order(columns: Sequence[Any], lines: Lines, options: ReadOptions) -> str | None:
    """The order of dates that some columns of the same rows prove together.

    columns: of texts, chunked or lists, or TimeColumns; the proofs of the first go before.
    """
    found: Proofs = {}
    for column in columns:
        if isinstance(column, TimeColumn):  # what was read is in no doubt
            proofs = proofs_of(stripped(column.texts), lines[column.rows])
        else:
            proofs = proofs_of(column, lines)
        found = proofs | found
    return settled(found, options)


def in_order(texts: Any, lines: Lines, order: str | None) -> Times:
    """Texts as times in a known order of dates.

    texts: chunked column or list of n texts, or a TimeColumn. Raises DataError naming the line, or
    asking for the order where it is not known.
    """
    if isinstance(texts, TimeColumn):
        return texts.times(in_order(stripped(texts.texts), lines[texts.rows], order))
    return read_times(texts, lines, order)


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
    local = rows.start_s + rows.offset_min * 60.0
    clock, days = local % DAY_S, np.floor(local / DAY_S)
    midnight = (clock == 0).any() and ((clock == 0) | (clock == HOUR_S)).all()
    return bool(midnight) and len(np.unique(days)) == len(days)


def day_rows(rows: StepRows) -> DayRows:
    """Rows that are whole days as totals of the local days in which they begin."""
    days = DayRows()
    local = rows.start_s + rows.offset_min * 60.0
    for second, count, line in zip(local, rows.steps, rows.line, strict=True):
        days.add(to_date(float(second)), float(count), int(line))
    return days


def reaching_back(stop: F64, longest_s: float) -> tuple[F64, F64]:
    """Starts and ends of rows that hold what was counted since the row before, at most so long."""
    length = np.clip(np.diff(stop, prepend=stop[:1] - longest_s), 1.0, longest_s)
    return stop - length, stop
