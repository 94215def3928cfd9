"""Totals that run on from midnight to rows of the steps between one record and the next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.steps.intervals import MOST_STEPS_PER_MINUTE
from stride.formats.steps.rows import StepRows, local_days
from stride.formats.time.zones import Zone, local_to_utc

if TYPE_CHECKING:
    from stride.types import F64, I16, I64

DAY_S = 86400.0
BLOCK_ROWS = 1 << 15
LEAST_RISES = 20
ROW_RISES = 10  # a row of counts hardly ever rises ten times without falling once,
SURE_RISES = 40  # and forty times never
FIRST_ROWS = 10_000  # tell it of almost every table: a week of minutes
LEAST_OF_A_DAY, LEAST_SPAN = 1000.0, 5.0  # what a day ends with, and how far a total has risen


def rises(records: StepRows, counter: Any, zone: Zone) -> tuple[StepRows, Any]:
    """What each total rose by since the record before, within a local day and a counter.

    Returns the rows, and (m,) the counter of each.

    A total that falls (a second watch, a watch set anew) adds nothing until it is above its
    highest. What is written at midnight is the end of the day before; the first rise of a day
    begins at its midnight.

    records: (n,) moments with the total as steps; used up. counter: (n,) number of what counted,
    None where it is one.
    """
    if counter is None:
        counter = np.zeros(len(records), np.int64)
    day = np.concatenate([_days(part) for part in records.parts()])
    if (day[1:] < day[:-1]).any():
        order = np.lexsort((records.start_s, day))
        records.keep(order)
        day, counter = day[order], counter[order]
    start = np.empty(len(records))
    for first, last in pairwise(_bounds(day)):
        part = slice(first, last)
        order = np.lexsort((records.start_s[part], day[part], counter[part]))
        start[first + order] = _risen(records, first + order, day, counter, zone)
    records.end_s = np.maximum(records.start_s, start + 1.0, out=records.start_s)
    records.start_s = start
    if not (records.steps > 0).all():
        some = np.flatnonzero(records.steps > 0)
        records.keep(some)
        counter = counter[some]
    return records, counter


def refuse_running(rows: StepRows, what: str) -> None:
    """Raises DataError for a count that never falls and is mostly too high: a running total."""
    start, stop, counts = rows.start_s, rows.end_s, rows.steps
    sorted_by_time = not (start[1:] < start[:-1]).any()
    steps = np.diff(counts if sorted_by_time else counts[np.argsort(start, kind="stable")])
    risen = int((steps > 0).sum())
    if risen < ROW_RISES or (steps < 0).any() or counts.max() <= 2 * counts.min():
        return
    high = counts > MOST_STEPS_PER_MINUTE / 60.0 * (stop - start)
    if high.mean() > 0.5 or risen >= SURE_RISES:
        raise DataError(
            f"{what} only ever rises: a running total, not the steps of each row.",
            "Export the steps of each minute or hour, or write into each row what it adds.",
        )


def since_midnight(records: StepRows) -> bool:
    """Whether counts rise all through each day and begin anew on the next: totals since midnight.

    records: (n,) moments. Counts of their own hardly ever rise all day, on no two days.
    """
    first = records.take(np.arange(min(len(records), FIRST_ROWS)))
    if len(first) < len(records) and not _rise_all_day(first):
        return False
    return _rise_all_day(records)


def _rise_all_day(records: StepRows) -> bool:
    counted = records.steps > 0
    if counted.sum() < LEAST_RISES:
        return False
    days = _days(records)
    order = np.lexsort((records.start_s[counted], days[counted]))
    day, counts = days[counted][order], records.steps[counted][order]
    rise, same_day = np.diff(counts), np.diff(day) == 0
    if (rise[same_day] < 0).any() or (rise[same_day] > 0).sum() < LEAST_RISES:
        return False
    fresh = rise[~same_day]
    last = counts[np.append(~same_day, True)]  # of each day
    high = counts.max() > LEAST_SPAN * counts.min() and np.median(last) >= LEAST_OF_A_DAY
    return len(fresh) > 0 and bool((fresh < 0).all()) and bool(high)


def _days(records: StepRows) -> Any:
    """The local days, (n,) i32 since 1970."""
    return local_days(records.start_s - 1.0, records.offset_min).astype(np.int32)


def _bounds(day: Any) -> list[int]:
    """The edges of blocks of whole days: to sort millions at once takes as much memory again."""
    edges = np.append(np.flatnonzero(day[1:] != day[:-1]) + 1, len(day))
    wanted = np.arange(0, len(day), BLOCK_ROWS) + BLOCK_ROWS
    reached = np.minimum(np.searchsorted(edges, wanted), len(edges) - 1)
    return [0, *np.unique(edges[reached]).tolist()]


def _risen(records: StepRows, rows: I64, day: Any, counter: Any, zone: Zone) -> F64:
    """Starts of some rows, in order of counter, day and time; their totals become rises."""
    day, counter, total = day[rows], counter[rows], records.steps[rows]
    fresh = (day[1:] != day[:-1]) | (counter[1:] != counter[:-1])
    first = np.flatnonzero(np.append(True, fresh))
    for begin, end in pairwise([*first.tolist(), len(rows)]):
        total[begin + 1 : end] = np.diff(np.maximum.accumulate(total[begin:end]))
    start, offset = np.roll(records.start_s[rows], 1), np.roll(records.offset_min[rows], 1)
    start[first], offset[first] = _day_starts(day[first], zone)
    records.steps[rows], records.offset_min[rows] = total, offset
    return start


def _day_starts(day: Any, zone: Zone) -> tuple[F64, I16]:
    """(UTC seconds, offsets) of the beginnings of local days, (n,) each."""
    days, place = np.unique(day, return_inverse=True)
    utc = local_to_utc(zone.tz, days * DAY_S)
    return utc[place], ((days * DAY_S - utc) // 60.0).astype(np.int16)[place]
