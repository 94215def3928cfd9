"""FIT monitoring files of Garmin: the steps of whole days, by the minute.

The steps are totals since local midnight, one for each kind of activity; the files of a day follow
one another, so that all of an export are read as one log.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from stride.errors import DataError, EmptyData
from stride.formats.late import np
from stride.formats.layout import Blob, Coded, Intervals, Origin, ReadOptions, Sign, empty
from stride.formats.layouts.tracks import shared
from stride.formats.steps.intervals import ASSUMED_SPM, EPOCH, MOST_STEPS_PER_MINUTE, intervals
from stride.formats.steps.rows import StepRows, local_days, step_rows
from stride.formats.time.zones import choose_zone, offsets_at, row_zone
from stride.formats.track.fit import (
    CLOCK_SET,
    FILE_ID,
    MONITORING,
    MONITORING_INFO,
    FitFile,
    file_type,
    is_fit,
    read_fit,
)
from stride.types import DayTotal, ReadNotes

if TYPE_CHECKING:
    from stride.types import F64, I64, Bool

MONITORING_FILES = (15, 32)
SERIAL, LOCAL = 3, 0
#: Fields of a monitoring message. The profile scales the count by two because it counts cycles;
#: as it is written it is the number of steps.
COUNT, COUNT_16, KIND, KIND_AND_INTENSITY = 3, 9, 5, 24
RUNNING, WALKING = 1, 6
ON_FOOT = frozenset((RUNNING, WALKING))
UNSAID = -9999  # offset
MINUTE_S = 60.0


@dataclass
class _Log:
    """Totals of all files: FIT seconds, total, kind with the watch, offset in minutes; all (n,)."""

    time_s: array[int] = field(default_factory=lambda: array("q"))
    total: array[float] = field(default_factory=lambda: array("d"))
    counter: array[int] = field(default_factory=lambda: array("q"))
    offset_min: array[int] = field(default_factory=lambda: array("h"))
    watches: dict[int, int] = field(default_factory=dict)

    def add(self, fit: FitFile) -> None:
        """The totals of one file, those that changed."""
        info = next(fit.of(MONITORING_INFO), None)
        offset = shared.offset_min(info.time_s, info.values.get(LOCAL)) if info else None
        first = next(fit.of(FILE_ID), None)
        serial = int(first.values.get(SERIAL, 0)) if first else 0
        watch = self.watches.setdefault(serial, len(self.watches))
        before: dict[int, float] = {}
        for message in fit.of(MONITORING):
            values = message.values
            count = values.get(COUNT, values.get(COUNT_16))
            kind = int(values.get(KIND, int(values.get(KIND_AND_INTENSITY, 0)) & 0x1F))
            if count is None or kind not in ON_FOOT or not message.time_s:
                continue
            if message.time_s < CLOCK_SET or before.get(kind) == count:
                continue
            before[kind] = count
            self.time_s.append(message.time_s)
            self.total.append(count)
            self.counter.append(2 * watch + (kind == RUNNING))
            self.offset_min.append(UNSAID if offset is None else offset)


def read_all(blobs: Sequence[Blob], options: ReadOptions) -> Intervals:
    """The minutes with steps of a log in several files, and the totals of its days.

    A file that is damaged is named in the notes; the others are read.
    """
    log, notes = _Log(), ReadNotes()
    for blob in blobs:
        try:
            fit = read_fit(shared.whole(blob, options), blob.name)
        except DataError as error:
            notes.refused.append((blob.name, error.message, error.hint))
            continue
        notes.warnings += [f"{blob.name}: {text}" for text in fit.warnings]
        log.add(fit)
    name = blobs[0].name
    if not len(log.time_s):
        if len(blobs) == len(notes.refused) == 1:
            raise DataError(*notes.refused[0][1:])
        raise EmptyData(f"{name} holds no steps.", "There is nothing to import.")
    return _intervals(Origin(blobs[0], options, FORMAT.id, "Garmin"), log, notes)


def _intervals(origin: Origin, log: _Log, notes: ReadNotes) -> Intervals:
    utc = np.array(log.time_s, np.float64) + shared.utc_s(0)
    offset = np.array(log.offset_min, np.int16)
    zone = choose_zone(origin.options)
    unsaid = offset == UNSAID
    offset[unsaid] = offsets_at(zone.tz, utc[unsaid])
    if not unsaid.any():
        zone = row_zone(offset[-1])
    total, counter = np.array(log.total, np.float64), np.array(log.counter, np.int64)
    day = local_days(utc - 1.0, offset)
    order = np.lexsort((total, utc, counter, day))
    order = order[_best_watch(day, total, counter)[order]]
    utc, offset, total = utc[order], offset[order], total[order]
    counter, day = counter[order], day[order]
    rows = _rises(utc, total, 2 * len(log.watches) * day + counter)
    rows.offset_min = offset
    rows.walking_s = np.where(counter % 2, 0.0, np.nan)  # steps of a run are no walking
    rows.keep(rows.steps > 0)
    if not len(rows):
        raise empty(origin.blob, "holds no steps")
    notes.rows = len(utc)
    whole = intervals(origin, rows, zone, notes, measured=True)
    return replace(whole, day_totals=_totals(day, total, counter))


def _best_watch(day: I64, total: F64, counter: I64) -> Bool:
    """Which rows, (n,), are those of the watch that counted most on their day."""
    watch = counter // 2
    if not watch.any():
        return np.ones(len(day), bool)
    days, place = np.unique(day, return_inverse=True)
    sums = np.zeros((len(days), int(watch.max()) + 1))
    for kind in (0, 1):
        most = np.zeros_like(sums)
        mine = counter % 2 == kind
        np.maximum.at(most, (place[mine], watch[mine]), total[mine])
        sums += most
    best: Bool = sums.argmax(axis=1)[place] == watch
    return best


def _rises(utc: F64, total: F64, group: I64) -> StepRows:
    """What each total rose by since the one before in its group, in the time before its stamp.

    A step stamped at t was taken in the minute before. utc, total, group: (n,), sorted by group and
    time; a high first total of a group was counted at no known minute.
    """
    first = np.diff(group, prepend=group[0] - 1) != 0
    start = np.flatnonzero(first)
    high = np.maximum.accumulate(total + 1e9 * np.cumsum(first)) - 1e9 * np.cumsum(first)
    rise = np.diff(high, prepend=0.0)
    # the totals begin at 0 at midnight: a low first one is of the minute before its stamp
    rise[start] = np.where(total[start] <= MOST_STEPS_PER_MINUTE, total[start], 0.0)
    gap = np.diff(utc, prepend=utc[0])
    reach = np.minimum(np.maximum(gap, MINUTE_S), rise * (60.0 / ASSUMED_SPM))
    length = np.where(rise > MOST_STEPS_PER_MINUTE, reach, MINUTE_S)
    lines = np.arange(1, len(utc) + 1)
    return step_rows(utc - length, utc, np.zeros(len(utc), np.int16), rise, lines)


def _totals(day: I64, total: F64, counter: I64) -> tuple[DayTotal, ...]:
    """The steps of each day: the highest total of each kind, added up."""
    key, place = np.unique(np.stack([day, counter]), axis=1, return_inverse=True)
    highest = np.zeros(key.shape[1])
    np.maximum.at(highest, place.ravel(), total)
    days, at = np.unique(key[0], return_inverse=True)
    sums = np.bincount(at, weights=highest)
    return tuple(
        DayTotal(EPOCH + timedelta(days=int(number)), float(steps))
        for number, steps in zip(days, sums, strict=True)
    )


FORMAT = Coded(
    id="fit-monitoring",
    title="FIT: days of a Garmin watch (monitoring)",
    header="a .fit file",
    sure=Sign(
        lambda head: is_fit(head.raw) and file_type(head.raw) in MONITORING_FILES,
        "a FIT file of monitoring",
    ),
    reads=lambda origin: read_all((origin.blob,), origin.options),
    read_all=read_all,
    kind="binary",
    family=shared.FAMILY,
    rank=shared.MONITORED,
)
