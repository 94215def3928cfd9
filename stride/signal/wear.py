"""Turns minutes of movement statistics into wear and non-wear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

if TYPE_CHECKING:
    from stride.types import F32, F64, Bool

# van Hees VT et al. 2011/2013 and the 2023 settings of the reference program: an hour in which
# two axes neither spread by 13 mg nor range over 50 mg.
WINDOW_MIN = 60
MAX_SD_MG = 13.0
MAX_RANGE_MG = 50.0
MIN_STILL_AXES = 2
#: An hour is judged when at least this much of it was recorded.
MIN_RECORDED_MIN = 45
#: Worn islands (hours, share of the unworn hours around) that were but a device being moved.
ISLANDS = ((6.0, 0.30), (3.0, 0.80))
ISLAND_PASSES = 3
#: Deviation: an island with this many minutes of walking-like movement is a person, not a box.
LIVELY_SD_MG = 100.0
LIVELY_MIN = 3

#: Rows of the statistics of a minute: count, sum, sum of squares, minimum, maximum.
STATISTICS = 5


#: A still sensor this warm lies on skin: the upper threshold of Vert et al. 2022 (DETACH).
WARM_C = 30.0


def warm_minutes(warmth: list[tuple[F64, F32]], start_s: int, minutes: int) -> Bool:
    """Minutes whose mean temperature is that of skin, (minutes,); none where it is not measured.

    warmth: (instants, degrees) of the recording. start_s: the first minute, seconds UTC.
    """
    total, count = np.zeros(minutes), np.zeros(minutes)
    for t_s, degrees in warmth:
        at = ((t_s - start_s) // 60).astype(np.int64)
        inside = (at >= 0) & (at < minutes) & np.isfinite(degrees)
        total += np.bincount(at[inside], weights=degrees[inside], minlength=minutes)
        count += np.bincount(at[inside], minlength=minutes)
    return np.asarray((count > 0) & (total >= WARM_C * count))


def minute_statistics(acc_g: F32, valid: Bool, grid_hz: int) -> F64:
    """Count, sum, sum of squares, minimum and maximum per minute and axis, (minutes, 5, 3).

    acc_g: (seconds * grid_hz, 3), whole minutes. valid: (seconds,).
    """
    n = len(valid) // 60
    x = acc_g.reshape(n, 60 * grid_hz, 3)
    recorded = np.repeat(valid, grid_hz).reshape(n, 60 * grid_hz)
    out = np.zeros((n, STATISTICS, 3))
    if recorded.all():
        out[:, 0] = 60 * grid_hz
        for axis in range(3):  # one axis at a time, contiguous: three times as fast
            wide = acc_g[:, axis].astype(np.float64).reshape(n, 60 * grid_hz)
            out[:, 1, axis], out[:, 2, axis] = wide.sum(axis=1), np.square(wide).sum(axis=1)
            out[:, 3, axis], out[:, 4, axis] = wide.min(axis=1), wide.max(axis=1)
        return out
    for i in np.flatnonzero(recorded.any(axis=1)):
        part = x[i][recorded[i]].astype(np.float64)
        out[i, 0] = len(part)
        out[i, 1], out[i, 2] = part.sum(axis=0), (part**2).sum(axis=0)
        out[i, 3], out[i, 4] = part.min(axis=0), part.max(axis=0)
    return out


def wear_minutes(statistics: F64, warm: Bool | None = None) -> Bool:
    """Whether the device was worn, per minute, (minutes,); minutes not recorded are not.

    statistics: (minutes, 5, 3) as minute_statistics gives them, from the first minute on.
    warm: (minutes,) from warm_minutes(): worn however still, a person asleep and no shelf.
    Deviation: windows start every minute instead of every 15, and a whole window is unworn.
    """
    recorded = statistics[:, 0, 0] > 0
    if len(recorded) < WINDOW_MIN:
        return np.asarray(recorded)
    still = _still_windows(statistics, recorded)
    edges = np.zeros(len(recorded) + 1, dtype=np.int64)
    edges[: len(still)] += still
    edges[WINDOW_MIN : WINDOW_MIN + len(still)] -= still
    worn = recorded & ~(np.cumsum(edges)[:-1] > 0)
    if warm is not None:
        worn |= recorded & warm
    return _drop_islands(worn, recorded, _lively(statistics))


def _still_windows(statistics: F64, recorded: Bool) -> Bool:
    """Which windows of an hour lie still on two axes, one starting at each minute."""
    total = np.concatenate([np.zeros((1, 3, 3)), np.cumsum(statistics[:, :3], axis=0)])
    count, first, second = np.moveaxis(total[WINDOW_MIN:] - total[:-WINDOW_MIN], 1, 0)
    n = np.maximum(count, 1)
    sd = np.sqrt(np.maximum(second / n - (first / n) ** 2, 0))
    low = np.where(recorded[:, None], statistics[:, 3], np.inf)
    high = np.where(recorded[:, None], statistics[:, 4], -np.inf)
    reach = sliding_window_view(high, WINDOW_MIN, axis=0).max(axis=-1) - sliding_window_view(
        low, WINDOW_MIN, axis=0
    ).min(axis=-1)
    axes = ((sd < MAX_SD_MG / 1000) & (reach < MAX_RANGE_MG / 1000)).sum(axis=1)
    minutes = sliding_window_view(recorded, WINDOW_MIN).sum(axis=1)
    return np.asarray((axes >= MIN_STILL_AXES) & (minutes >= MIN_RECORDED_MIN))


def _lively(statistics: F64) -> Bool:
    n = np.maximum(statistics[:, 0], 1)
    variance = statistics[:, 2] / n - (statistics[:, 1] / n) ** 2
    return np.asarray(np.sqrt(np.maximum(variance.sum(axis=1), 0)) > LIVELY_SD_MG / 1000)


def _drop_islands(worn: Bool, recorded: Bool, lively: Bool) -> Bool:
    """Short worn stretches between long unworn ones count as unworn (three passes)."""
    worn = worn.copy()
    for _ in range(ISLAND_PASSES):
        off = recorded & ~worn
        change = np.flatnonzero(np.diff(np.concatenate([[0], worn.astype(np.int8), [0]])))
        for low, high in zip(change[::2], change[1::2], strict=True):
            before, after = _run_before(off, low), _run_after(off, high)
            if not before or not after or lively[low:high].sum() >= LIVELY_MIN:
                continue
            hours, around = (high - low) / 60, (before + after) / 60
            if any(hours < limit and hours < share * around for limit, share in ISLANDS):
                worn[low:high] = False
    return worn


def _run_before(off: Bool, at: int) -> int:
    on = np.flatnonzero(~off[:at])
    return int(at - (on[-1] + 1 if len(on) else 0))


def _run_after(off: Bool, at: int) -> int:
    on = np.flatnonzero(~off[at:])
    return int(on[0] if len(on) else len(off) - at)
