"""Finds how the clock of one sensor goes against that of another on the same body.

Both sensors see the same steps and turns. Windows of lively movement are slid over each other;
where they fit best is the lag there, and a line through the lags is offset and drift. Lags that do
not lie near the line are windows in which one sensor moved and the other did not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.signal.resample import GRID_HZ
from stride.types import Prepared

if TYPE_CHECKING:
    from stride.types import F32, F64, I64, Bool

#: Windows that are compared: their length (of a short recording a share of it), and how many.
WINDOW_S, SHORTEST_WINDOW_S, WINDOWS_OF_SHORT = 300, 60, 24
MOST_WINDOWS = 96
#: How far around the rough offset a window is slid, and then around the line.
ROUGH_REACH_S, FINE_REACH_S = 90, 2
#: Correlation below which a window says nothing.
LEAST_CORRELATION = 0.3
#: A lag this near the line agrees with it, roughly and then finely; so many must, and so large a
#: share of the windows.
NEAR_S, FINE_NEAR_S = 0.3, 0.1
LEAST_AGREEING, LEAST_SHARE = 3, 0.25
#: Quartz clocks are within 100 ppm; more than this is no drift.
MOST_DRIFT = 3e-3
#: Movement this small is noise: changes of acceleration are weighed on a logarithmic scale above.
NOISE_G = 0.02
#: Grid points over which movement is smoothed.
SMOOTH = GRID_HZ
#: Clocks further apart than this are not of the same recording: zones and summer time are not.
MOST_OFFSET_S = 14 * 3600
SLAB_S = 3600


@dataclass(frozen=True, slots=True)
class Clocks:
    """How the second clock goes: at instant t of the first it shows t + lag_s(t).

    at_utc_s: where offset_s holds. drift_ppm: seconds gained a million seconds. agreeing: windows
    that say so, 0 where the clocks could not be compared and are taken as they are.
    """

    at_utc_s: float
    offset_s: float
    drift_ppm: float
    agreeing: int

    def lag_s(self, t_utc_s: F64) -> F64:
        """How far the second clock is ahead at instants of the first, (n,) seconds."""
        return self.offset_s + 1e-6 * self.drift_ppm * (t_utc_s - self.at_utc_s)


@dataclass(frozen=True, slots=True)
class _Windows:
    """Windows of the first recording, (k,) starts in its seconds, to be found in the second."""

    first: Prepared
    second: Prepared
    starts: I64
    length: int


def compare(first: Prepared, second: Prepared) -> Clocks:
    """The clock of the second recording against that of the first, from movement both saw.

    first, second: prepared recordings of two sensors on one body.
    """
    middle = first.t0_utc_s + first.seconds / 2
    unknown = Clocks(middle, 0.0, 0.0, 0)
    lively = _lively(first), _lively(second)
    rough = _rough(first.t0_utc_s, second.t0_utc_s, *lively)
    length = int(np.clip(first.seconds // WINDOWS_OF_SHORT, SHORTEST_WINDOW_S, WINDOW_S))
    starts = _windows(lively[0], first.valid, length)
    if rough is None or not len(starts):
        return unknown
    windows = _Windows(first, second, starts, length)
    line = _line(list(_lags(windows, lambda _: rough, ROUGH_REACH_S)), middle, NEAR_S)
    if line is None:
        return unknown
    near = list(_lags(windows, lambda t: line[0] + line[1] * (t - middle), FINE_REACH_S))
    offset, slope, agreeing = _line(near, middle, FINE_NEAR_S) or line
    return Clocks(middle, offset, 1e6 * slope, agreeing)


def _movement(acc: F32) -> F64:
    """How lively each grid point is, (n,): the change of the vector, on a logarithmic scale.

    Smoothed over a second: within a stride each sensor moves in a phase of its own, and would fit
    half a step off as well; what both share is when movement begins and ends.
    """
    change = np.zeros(len(acc), dtype=np.float64)
    change[1:] = np.log1p(np.linalg.norm(np.diff(acc[:, :3], axis=0), axis=1) / NOISE_G)
    total = np.concatenate([[0.0], np.cumsum(np.pad(change, (SMOOTH // 2, SMOOTH // 2)))])
    return np.asarray((total[SMOOTH:] - total[:-SMOOTH])[: len(acc)] / SMOOTH)


def _read(prepared: Prepared, first: int, last: int) -> F32:
    """Grid points of the seconds [first, last); zeros outside the recording."""
    low, high = max(first, 0), min(last, prepared.seconds)
    row = prepared.channels * GRID_HZ
    out = np.zeros(((last - first) * GRID_HZ, prepared.channels), dtype=np.float32)
    if high > low:
        flat = np.fromfile(
            prepared.grid_path, np.float32, count=(high - low) * row, offset=4 * low * row
        )
        part = flat.reshape(-1, prepared.channels)
        out[(low - first) * GRID_HZ : (low - first) * GRID_HZ + len(part)] = part
    return out


def _lively(prepared: Prepared) -> F64:
    """Movement of each second, (seconds,); 0 in holes."""
    parts = []
    for first in range(0, prepared.seconds, SLAB_S):
        last = min(first + SLAB_S, prepared.seconds)
        moved = _movement(_read(prepared, first, last)).reshape(-1, GRID_HZ)
        parts.append(moved.mean(axis=1) * prepared.valid[first:last])
    return np.concatenate(parts).astype(np.float64)


def _rough(first_s: int, second_s: int, first: F64, second: F64) -> float | None:
    """The lag in whole seconds at which the movement of all seconds fits best."""
    size = 1 << int(np.ceil(np.log2(len(first) + len(second))))
    a, b = (np.fft.rfft(values - values.mean(), size) for values in (first, second))
    fits = np.fft.irfft(a.conj() * b, size)
    if not np.isfinite(fits).all() or fits.max() <= 0:
        return None
    lag = np.arange(size)
    lag[lag >= size // 2] -= size
    lag += second_s - first_s
    fits[np.abs(lag) > MOST_OFFSET_S] = 0
    return float(lag[fits.argmax()]) if fits.max() > 0 else None


def _windows(lively: F64, valid: Bool, length: int) -> I64:
    """Seconds at which the windows begin: the liveliest of each stretch of the recording."""
    count = len(lively) // length
    moved = lively[: count * length].reshape(count, length)
    whole = valid[: count * length].reshape(count, length).mean(axis=1) > 0.9
    spread = np.where(whole, moved.std(axis=1), 0.0)
    stretches = np.array_split(np.arange(count), min(MOST_WINDOWS, max(count, 1)))
    best = [part[spread[part].argmax()] for part in stretches if len(part)]
    chosen = np.array([at for at in best if spread[at] > 0], dtype=np.int64)
    return np.asarray(chosen * length)


def _lags(
    windows: _Windows, expected: Callable[[float], float], reach: int
) -> Iterator[tuple[float, float]]:
    """(instant, lag) of each window that fits somewhere within reach of where it is expected."""
    first, second, length = windows.first, windows.second, windows.length
    for start in windows.starts.tolist():
        at = first.t0_utc_s + start + length / 2
        shift = round(expected(at))
        here = _movement(_read(first, start, start + length))
        low = first.t0_utc_s + start + shift - reach - second.t0_utc_s
        there = _movement(_read(second, low, low + length + 2 * reach))
        lag = _best(here, there)
        if lag is not None:
            yield at, lag / GRID_HZ - reach + shift


def _best(here: F64, there: F64) -> float | None:
    """Where the short stretch fits best into the long one, in grid points, between them too."""
    n = len(here)
    short, long = here - here.mean(), there
    size = 1 << int(np.ceil(np.log2(len(long) + n)))
    fits = np.fft.irfft(np.fft.rfft(long, size) * np.fft.rfft(short, size).conj(), size)
    fits = fits[: len(long) - n + 1]
    total = np.concatenate([[0.0], np.cumsum(long)])
    square = np.concatenate([[0.0], np.cumsum(long**2)])
    mean = (total[n:] - total[:-n]) / n
    spread = np.sqrt(np.maximum((square[n:] - square[:-n]) / n - mean**2, 1e-12))
    fits = fits / (n * spread * max(float(short.std()), 1e-6))
    at = int(fits.argmax())
    if fits[at] < LEAST_CORRELATION or at in (0, len(fits) - 1):
        return None
    left, top, right = fits[at - 1 : at + 2]
    bend = left - 2 * top + right
    return at + (0.5 * (left - right) / bend if bend < 0 else 0.0)


def _line(
    lags: list[tuple[float, float]], middle: float, near_s: float
) -> tuple[float, float, int] | None:
    """(offset at the middle, slope, agreeing) of the line most lags lie near; None without one."""
    if len(lags) < LEAST_AGREEING:
        return None
    t, lag = np.array(lags).T
    x = t - middle
    first, second = np.triu_indices(len(x), 1)
    slope = (lag[second] - lag[first]) / (x[second] - x[first])
    slope = np.append(slope[np.abs(slope) <= MOST_DRIFT], 0.0)
    best: Bool = np.zeros(len(x), dtype=np.bool_)
    for one in np.unique(np.round(slope, 7)):
        rest = lag - one * x
        ordered = np.sort(rest)
        beside = np.searchsorted(ordered, ordered + 2 * near_s) - np.arange(len(ordered))
        centre = ordered[beside.argmax()] + near_s
        agreeing = np.abs(rest - centre) <= near_s
        if agreeing.sum() > best.sum():
            best = agreeing
    if best.sum() < max(LEAST_AGREEING, LEAST_SHARE * len(x)):
        return None
    gradient, offset = np.polyfit(x[best], lag[best], 1)
    return float(offset), float(gradient), int(best.sum())
