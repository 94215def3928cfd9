"""FIT activities: recorded walks and hikes, by the minute from their cadence.

A watch counts strides: steps are twice their number. The timer runs while the person stands about,
so walking is the seconds at 60 steps a minute or more, where the file has a cadence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.layout import Coded, Intervals, Origin, ReadOptions, Sign, empty
from stride.formats.layouts.tracks import shared
from stride.formats.steps.intervals import intervals
from stride.formats.steps.minutes import pieces
from stride.formats.steps.rows import StepRows
from stride.formats.time.zones import Zone, choose_zone, offsets_at, row_zone
from stride.formats.track.fit import (
    ACTIVITY,
    CLOCK_SET,
    EVENT,
    RECORD,
    SESSION,
    FitFile,
    Message,
    file_type,
    is_fit,
    read_fit,
)
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.types import F64

ACTIVITY_FILE = 4
WALKING_SPORTS = frozenset((11, 17))  # walking, hiking
WALKING_SUB_SPORTS = frozenset((27, 30, 31))  # indoor, casual and speed walking
#: Fields of a session, a record, an event and the activity.
SPORT, SUB_SPORT, START, ELAPSED_MS, TIMER_MS, STRIDES = 5, 6, 2, 7, 8, 10
CADENCE, FRACTION, FRACTIONS = 4, 53, 128.0
TIMER, STARTS = 0, 0
LOCAL = 5
WALKING_SPM = 60.0
LONGEST_RECORD_S = 120.0  # a watch that records what changes writes at least so often
MINUTE_S = 60.0


def read(origin: Origin) -> Intervals:
    """The walks of the file by the minute.

    Raises EmptyData where it holds none, DataError where its clock was never set.
    """
    blob, options = origin.blob, origin.options
    fit = read_fit(shared.whole(blob, options), blob.name)
    notes = ReadNotes(warnings=[f"{blob.name}: {text}" for text in fit.warnings])
    walks = [session for session in fit.of(SESSION) if _is_walk(session)]
    notes.rows = sum(1 for _ in fit.of(SESSION))
    if not notes.rows:
        raise empty(blob, "holds no finished activity")
    if any(session.values.get(START, 0) < CLOCK_SET for session in fit.of(SESSION)):
        raise DataError(
            f"{blob.name}: the clock of the watch was never set, so the day of this activity is "
            "not known.",
            "If it was a walk, add it by hand: 'stride walk --help' says how.",
        )
    if not walks:
        raise empty(blob, "is no walk")
    parts = [_minutes(walk, fit) for walk in walks]
    return intervals(
        replace(origin, device=shared.device(fit)),
        *_rows(parts, _offset(fit), options),
        notes,
        measured=True,
    )


def _is_walk(session: Message) -> bool:
    values = session.values
    return values.get(SPORT) in WALKING_SPORTS or values.get(SUB_SPORT) in WALKING_SUB_SPORTS


def _offset(fit: FitFile) -> int | None:
    activity = next(fit.of(ACTIVITY), None)
    if activity is None:
        return None
    return shared.offset_min(activity.time_s, activity.values.get(LOCAL))


def _rows(
    parts: list[tuple[F64, F64, F64]], offset: int | None, options: ReadOptions
) -> tuple[StepRows, Zone]:
    """The minutes of all walks, and the zone of the file."""
    start, steps, walking = (np.concatenate(column) for column in zip(*parts, strict=True))
    zone = choose_zone(options) if offset is None else row_zone(offset)
    offsets = (
        offsets_at(zone.tz, start) if offset is None else np.full(len(start), offset, np.int16)
    )
    lines = np.arange(1, len(start) + 1)
    return StepRows(start, start + MINUTE_S, offsets, steps, walking, lines), zone


def _minutes(walk: Message, fit: FitFile) -> tuple[F64, F64, F64]:
    """(start, steps, walking seconds) of each minute of a walk; all (m,), in UTC seconds."""
    first = shared.utc_s(walk.values[START])
    elapsed_s = walk.values.get(ELAPSED_MS, walk.values.get(TIMER_MS, 0.0)) / 1000.0
    timer_s = walk.values.get(TIMER_MS, elapsed_s * 1000.0) / 1000.0
    span = (first, first + max(elapsed_s, 1.0))
    start, end, spm = _cadence(fit, span, _timed(fit, span))
    total = 2.0 * walk.values.get(STRIDES, 0.0)
    if not len(start):  # no cadence: the timer, spread over the walk
        start, end = np.array([first]), np.array([first + max(timer_s, 1.0)])
        spm = np.array([max(total / max(timer_s / 60.0, 1e-9), WALKING_SPM)])
    minute, share, row = pieces(start, end)
    spent = share * (end - start)[row]
    names, place = np.unique(minute, return_inverse=True)
    steps = np.bincount(place, weights=spent * spm[row] / 60.0).astype(np.float64)
    walking = np.bincount(place, weights=spent * (spm[row] >= WALKING_SPM)).astype(np.float64)
    if STRIDES in walk.values and steps.sum() > 0:
        steps *= total / steps.sum()
    return np.asarray(names * MINUTE_S, np.float64), steps, walking


def _cadence(
    fit: FitFile, span: tuple[float, float], timed: list[tuple[float, float]]
) -> tuple[F64, F64, F64]:
    """(start, end, steps a minute) of what each record stands for while the timer ran; (n,)."""
    records = [
        (shared.utc_s(record.time_s), 2.0 * _strides(record))
        for record in fit.of(RECORD)
        if record.time_s and CADENCE in record.values
    ]
    inside = [record for record in records if span[0] <= record[0] <= span[1]]
    if len(inside) < 2:
        nothing = np.zeros(0)
        return nothing, nothing, nothing
    time, spm = (np.array(column) for column in zip(*inside, strict=True))
    until = np.minimum(np.append(time[1:], span[1]), time + LONGEST_RECORD_S)
    clipped = [(np.maximum(time, begin), np.minimum(until, stop), spm) for begin, stop in timed]
    start, end, spm = (np.concatenate(column) for column in zip(*clipped, strict=True))
    some = end > start
    return start[some], end[some], spm[some]


def _strides(record: Message) -> float:
    """Strides a minute."""
    return record.values[CADENCE] + record.values.get(FRACTION, 0.0) / FRACTIONS


def _timed(fit: FitFile, span: tuple[float, float]) -> list[tuple[float, float]]:
    """When the timer ran, in UTC seconds; all the time where no event says."""
    return list(_timer_spans(fit, span)) or [span]


def _timer_spans(fit: FitFile, span: tuple[float, float]) -> Iterator[tuple[float, float]]:
    begun: float | None = None
    for event in fit.of(EVENT):
        if event.values.get(0) != TIMER or not event.time_s:
            continue
        when = min(max(shared.utc_s(event.time_s), span[0]), span[1])
        if event.values.get(1) == STARTS:
            begun = when if begun is None else begun
        elif begun is not None:
            yield begun, when
            begun = None
    if begun is not None:
        yield begun, span[1]


FORMAT = Coded(
    id="fit-activity",
    title="FIT: recorded walks (Garmin, Suunto, Coros, Wahoo …)",
    header="a .fit file",
    sure=Sign(
        lambda head: is_fit(head.raw) and file_type(head.raw) == ACTIVITY_FILE,
        "a FIT file of an activity",
    ),
    reads=read,
    kind="binary",
    family=shared.FAMILY,
    rank=shared.RECORDED,
)
