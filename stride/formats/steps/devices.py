"""Rows of several devices for the same time to rows in which no walk stands twice."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from stride.formats.late import np
from stride.formats.steps.rows import StepRows, local_days
from stride.formats.words import counted, name_lines

if TYPE_CHECKING:
    from stride.formats.steps.rows import StepRows
    from stride.types import I64, ReadNotes


MINUTE_S = 60.0
HOUR_S = 3600.0


def one_source_a_cluster(rows: StepRows, source: I64) -> int:
    """Leave in place, of rows that overlap in time, those of the source with the most steps.

    Rows that overlap, directly or through others, form a cluster: phone and watch on one walk. A
    walk that only one of them saw is a cluster of its own and is kept.

    How many rows went is returned. rows: (n,) rows. source: (n,) number of the source.
    """
    if (rows.start_s[1:] >= rows.end_s[:-1]).all() or (source == source[0]).all():
        return 0
    near = _near(rows)
    order = near[np.lexsort((rows.end_s[near], rows.start_s[near]))]
    start = rows.start_s[order]
    fresh = np.ones(len(order) + 1, bool)
    fresh[1:-1] = start[1:] >= np.maximum.accumulate(rows.end_s[order])[:-1]
    together = ~(fresh[1:] & fresh[:-1])
    if not together.any():
        return 0
    rivals = order[together]
    cluster = np.cumsum(fresh[:-1][together]) - 1
    kinds = int(source.max()) + 1
    key = cluster * kinds + source[rivals]
    names, inverse = np.unique(key, return_inverse=True)
    sums = np.bincount(inverse, weights=rows.steps[rivals])
    # the last of each cluster after sorting by sum is its winner
    ranked = np.lexsort((-(names % kinds), sums, names // kinds))
    last = np.concatenate([np.diff(names[ranked] // kinds) != 0, [True]])
    mask = np.ones(len(rows), bool)
    mask[rivals] = np.isin(key, names[ranked][last])
    rows.keep(mask)
    return len(mask) - len(rows)


def one_source(
    rows: StepRows, source: I64, notes: ReadNotes, row: str = "row", name: str = "source"
) -> None:
    """Leave in place, of rows that overlap, those of the source that counted more.

    Exact repeats go before, or they would make their source count more.
    row, name: what the rows and the sources are called.
    """
    source, repeats = without_repeats(rows, source)
    if repeats:
        notes.rows_skipped += repeats
        notes.warnings.append(f"Left out {counted(repeats, row)} in the file twice.")
    left_out = one_source_a_cluster(rows, source)
    if left_out:
        notes.warnings.append(
            f"Left out {counted(left_out, row)} of one {name} for an overlap with another; each "
            "walk is taken from the one that counted more."
        )


def whole_bins(rows: StepRows) -> bool:
    """Whether rows without an end of their own stand on one grid: 08:02:00, 08:03:00."""
    length = float((rows.end_s - rows.start_s).min(initial=MINUTE_S))
    return length >= MINUTE_S and not np.any(rows.start_s % length)


def one_source_an_hour(rows: StepRows, source: I64, notes: ReadNotes) -> None:
    """Leave in place, of each hour, the rows of the source that counted more.

    For rows without an end: that two devices saw one walk shows in no overlap.
    """
    if not len(rows) or (source == source[0]).all():
        return
    hour = np.unique((rows.start_s // HOUR_S).astype(np.int64), return_inverse=True)[1]
    sums = np.zeros((int(hour.max()) + 1, int(source.max()) + 1))
    np.add.at(sums, (hour, source), rows.steps)
    mask = sums.argmax(axis=1)[hour] == source
    if mask.all():
        return
    notes.warnings.append(
        f"Left out {counted(int((~mask).sum()), 'row')} of one source for another that counted "
        "more in the same hour."
    )
    notes.rows_skipped += int((~mask).sum())
    rows.keep(mask)


def _near(rows: StepRows) -> I64:
    """The rows that begin before one above them ends, or end after one below them has begun.

    In most exports they are few; the others overlap none, and need not be sorted.
    """
    near = np.zeros(len(rows), bool)
    near[1:] = rows.start_s[1:] < np.maximum.accumulate(rows.end_s)[:-1]
    near[:-1] |= rows.end_s[:-1] > np.minimum.accumulate(rows.start_s[::-1])[::-1][1:]
    return np.flatnonzero(near)


def without_repeats(rows: StepRows, source: I64) -> tuple[I64, int]:
    """Keep exact repeats once, in place: (sources of the rows that stay, how many went)."""
    if (rows.start_s[1:] > rows.start_s[:-1]).all():
        return source, 0
    near = _near(rows)  # repeats overlap
    columns = [column[near] for column in (rows.steps, rows.end_s, rows.start_s, source)]
    order = np.lexsort(columns)
    same = np.zeros(len(near), bool)
    same[1:] = np.all([np.diff(column[order]) == 0 for column in columns], axis=0)
    mask = np.ones(len(rows), bool)
    mask[near[order[same]]] = False
    if mask.all():
        return source, 0
    rows.keep(mask)
    return source[mask], int(same.sum())


def best_device_a_day(rows: StepRows, device: I64) -> None:
    """Leave in place, of each local day, the rows of the device with the most steps."""
    if len(device) == 0 or (device == device[0]).all():
        return
    day = local_days(rows.start_s, rows.offset_min)
    kinds = int(device.max()) + 1
    key = (day - day.min()) * kinds + device
    days = int(day.max() - day.min()) + 1
    sums = np.bincount(key, weights=rows.steps, minlength=days * kinds).reshape(-1, kinds)
    best = sums.argmax(axis=1)
    rows.keep(best[day - day.min()] == device)


def one_row_a_start(rows: StepRows) -> StepRows:
    """Rows that begin together, such as the parts of a minute, added up."""
    if (rows.start_s[1:] > rows.start_s[:-1]).all():  # as most are: no copies of millions
        return rows
    start, first, place = np.unique(rows.start_s, return_index=True, return_inverse=True)
    if len(start) == len(rows):
        return rows
    summed = rows.take(first)
    summed.steps = np.bincount(place, weights=rows.steps).astype(np.float64)
    return summed


def lanes(rows: StepRows) -> I64:
    """A number for each row so that rows of one number do not overlap: a guess at the devices.

    rows: sorted by start.
    """
    lane_of = np.zeros(len(rows), np.int64)
    reach = np.maximum.accumulate(rows.end_s)
    fresh = np.concatenate([[True], rows.start_s[1:] + 1 >= reach[:-1], [True]])
    together = np.flatnonzero(~(fresh[1:] & fresh[:-1]))  # the others are alone: the first lane
    ends: list[tuple[float, int]] = []
    free: list[int] = []
    count = 0
    columns = (together, rows.start_s[together], rows.end_s[together])
    for index, start, end in zip(*(column.tolist() for column in columns), strict=True):
        while ends and ends[0][0] <= start + 1:  # rows of one device touch within a second
            heapq.heappush(free, heapq.heappop(ends)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, count = count, count + 1
        lane_of[index] = lane
        heapq.heappush(ends, (end, lane))
    return lane_of


def most_per_minute(rows: StepRows, lane: I64) -> StepRows:
    """Rows of one minute each: summed within a lane, the highest of the lanes taken."""
    from stride.formats.steps.minutes import pieces, whole_minutes

    if whole_minutes(rows.start_s, rows.end_s):  # as most are: no copies of millions
        return rows
    minute, share, row = pieces(rows.start_s, rows.end_s)
    kinds = int(lane.max()) + 1 if len(lane) else 1
    key = minute * kinds + lane[row]
    names, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    sums = np.bincount(inverse, weights=rows.steps[row] * share)
    order = np.lexsort((sums, names // kinds))
    last = np.append(np.diff(names[order] // kinds) != 0, True)[: len(order)]
    best = order[last]
    source = row[first[best]]
    start = (names[best] // kinds) * MINUTE_S
    return StepRows(
        start_s=start,
        end_s=start + MINUTE_S,
        offset_min=rows.offset_min[source],
        steps=sums[best],
        walking_s=np.full(len(best), np.nan),
        line=rows.line[source],
    )


LEAST_INSIDE = 2  # rows that a total holds
#: Of the steps of a total its parts have so much; with less the total tells more than they do.
LEAST_SHARE, MOST_SHARE = 0.5, 1.05


def without_totals(rows: StepRows, notes: ReadNotes) -> None:
    """Leave out in place the rows that sum up others, or the few others where most are missing.

    rows: of one source, with an end of their own.
    """
    if (rows.start_s[1:] >= rows.end_s[:-1]).all():  # as most are: no copies of millions
        return
    order = np.lexsort((-rows.end_s, rows.start_s))
    start, end, steps = rows.start_s[order], rows.end_s[order], rows.steps[order]
    if (start[1:] >= end[:-1]).all():
        return
    after = np.searchsorted(start, end, side="left")  # the first row that begins behind each
    sums = np.concatenate([[0.0], np.cumsum(steps)])
    place = np.arange(len(start))
    inside = sums[after] - sums[place + 1]
    several = (after - place - 1 >= LEAST_INSIDE) & (inside <= MOST_SHARE * steps) & (inside > 0)
    in_place = np.ones(len(start), bool)
    for total in np.flatnonzero(several).tolist():
        parts = slice(total + 1, int(after[total]))
        if not in_place[total] or (end[parts] > end[total]).any():
            continue
        if inside[total] >= LEAST_SHARE * steps[total]:
            in_place[total] = False
        else:
            in_place[parts] = False
    if in_place.all():
        return
    gone = np.sort(rows.line[order[~in_place]])
    notes.rows_skipped += len(gone)
    notes.warnings.append(
        f"Left out {counted(len(gone), 'row')} ({name_lines(gone)}) that others of the same "
        "time hold already: totals beside their parts."
    )
    mask = np.ones(len(rows), bool)
    mask[order[~in_place]] = False
    rows.keep(mask)
