"""Tables of steps per bin, whatever the bin: minutes, hours, days, or given start and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stride.formats.find.blob import Origin
from stride.formats.late import np
from stride.formats.steps.day_totals import DayRows, day_totals
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import StepRows
from stride.formats.texts import stripped
from stride.formats.time.column import TimeColumn, read_times
from stride.formats.time.order import Proofs, proofs_of, settled
from stride.formats.time.parse import (
    Times,
    to_date,
)
from stride.formats.time.zones import Zone, choose_zone, local_to_utc, offset_text, offsets_at

if TYPE_CHECKING:
    from stride.formats.options import ReadOptions
    from stride.types import F64, I16, I64, Intervals, ReadNotes

    Lines = Sequence[int] | I64

DAY_S = 86400.0
LONGEST_BIN_S = 6 * 3600.0
IRREGULAR_S = 900.0
FEW_GAPS = 3  # so many equal gaps are the length of the bins
#: Lengths that exports use, in seconds.
BINS_S = (60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 14400, 21600)


def instants(
    times: Times, options: ReadOptions, *, offsets_true: bool = True
) -> tuple[F64, I16, Zone]:
    """(UTC seconds, offsets, zone) of a column of times.

    Where some rows name an offset and others none, or a Z, each row keeps its own.

    offsets_true: an offset in the text is the person's, not only UTC written out.
    """
    known = ~np.isnan(times.offset_min)
    if not known.any():
        zone = choose_zone(options)
        utc = local_to_utc(zone.tz, times.local_s)
        return utc, offsets_at(zone.tz, utc), zone
    if known.all() and offsets_true and not times.zulu:
        offset = times.offset_min.astype(np.int16)
        zone = Zone(offset_text(int(offset[0])), "row") if len(offset) else choose_zone(options)
        return times.local_s - times.offset_min * 60.0, offset, zone
    zone = choose_zone(options)
    utc = times.local_s - np.nan_to_num(times.offset_min) * 60.0
    if not known.all():
        utc[~known] = local_to_utc(zone.tz, times.local_s[~known])
    offset = offsets_at(zone.tz, utc)
    if offsets_true:
        named = known & (times.offset_min != 0.0) if times.zulu else known
        offset[named] = times.offset_min[named]
    return utc, offset, zone


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


@dataclass(frozen=True)
class BinnedRows:
    """Bins of an export. times: their starts. steps, line: (n,), NOT_SAID where a cell is empty.

    end: their ends, where given.
    """

    times: Times
    steps: F64
    line: I64
    end: Times | None = None


def binned(origin: Origin, bins: BinnedRows, notes: ReadNotes) -> Intervals:
    """Intervals of rows that are days, or bins of one length, or have their own end."""
    times, end = bins.times, bins.end
    if is_daily(times, end):
        days = DayRows()
        for second, count, number in zip(times.local_s, bins.steps, bins.line, strict=True):
            days.add(to_date(float(second)), float(count), int(number))
        return day_totals(origin, days, notes)
    start, offset, zone = instants(times, origin.options)
    if end is None:
        stop = start + bin_length(start)
    else:
        stop = instants(end, origin.options)[0]
        stop = np.where(stop <= start, start + 1.0, stop)
    steps = bins.steps
    if not np.isfinite(steps).all():
        steps = np.nan_to_num(steps, posinf=np.inf)
    rows = StepRows(start, stop, offset, steps, np.broadcast_to(np.nan, start.shape), bins.line)
    return intervals(origin, rows, zone, notes)


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


def is_daily(times: Times, end: Times | None = None) -> bool:
    """Whether rows are days: each begins at midnight, or lasts as long as one."""
    if end is not None:
        return bool(np.median(end.local_s - times.local_s) >= 23 * 3600)
    whole = times.local_s % DAY_S == 0
    return bool(whole.all()) and len(times.local_s) == len(np.unique(times.local_s))
