"""Turns the raw samples of one block into the regular grid, stamps repaired and holes marked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from stride.signal.blocks import BLOCK_S, Block

if TYPE_CHECKING:
    from stride.types import F32, F64, Bool

#: The grid: enough for what 12.5 Hz sensors hold, and a quarter of the work of 50 Hz.
GRID_HZ = 16
#: Samples further apart than this are a hole; nothing is counted across one.
HOLE_S = 1.0
#: Interpolation runs at a multiple of the grid, then a filter removes what would fold.
OVERSAMPLING = 3
#: Pass band up to about 5.5 Hz, stop band from 10.5 Hz: what folds falls above 5.5 Hz.
CUTOFF_HZ = 8.0
HALF_TAPS = 12
#: Steps as long as this are not averaged: there are not twice as many as the fine rate.
DENSE_S = 1 / (1.85 * GRID_HZ * OVERSAMPLING)
#: Below this rate a straight line between samples loses too much of 3-5 Hz; a cubic keeps it.
CUBIC_BELOW_HZ = 45.0
#: Stamps closer than this share of the mean step count as delivered in a burst ...
BURST_STEP_SHARE = 0.2
#: ... and where more than this share of the steps are such, the stamps are smoothed.
BURST_SHARE = 0.2
#: A second with fewer samples holds no gait rhythm.
MIN_SAMPLES_PER_S = 4


@dataclass(frozen=True, slots=True)
class GridBlock:
    """One block on the grid.

    acc_g: (BLOCK_S * GRID_HZ, channels). valid: (BLOCK_S,) per second.
    steps: number of gap-free steps between samples; span_s: their length in all.
    """

    start_s: int
    acc_g: F32
    valid: Bool
    steps: int
    span_s: float


def resample(block: Block) -> GridBlock:
    """The block on the grid.

    block: raw samples with margins, sorted by time.
    """
    steps, span_s = _gap_free(block.t_s)
    t = repair_stamps(block.t_s)
    valid = _valid_seconds(t)
    t, acc = _average_down(t, block.acc_g)
    fine_hz = GRID_HZ * OVERSAMPLING
    n_fine = BLOCK_S * fine_hz
    fine_t = np.arange(-HALF_TAPS, n_fine + HALF_TAPS) / fine_hz
    cubic = span_s > 0 and steps / span_s < CUBIC_BELOW_HZ
    grid = np.empty((BLOCK_S * GRID_HZ, acc.shape[1]), dtype=np.float32)
    taps = lowpass_taps()
    for axis in range(acc.shape[1]):
        y = acc[:, axis]
        fine = _cubic(fine_t, t, y) if cubic else np.interp(fine_t, t, y)
        grid[:, axis] = _filter(fine, taps)
    return GridBlock(block.start_s, grid, valid, steps, span_s)


def repair_stamps(t: F64) -> F64:
    """Stamps as the sensor must have meant them: repeats spread out, bursts smoothed.

    t: (n,) sorted seconds. Steps above HOLE_S stay what they are.
    """
    if len(t) < 3:
        return t
    step = np.diff(t)
    if step.min() > 0 and not _bursty(step):
        return t
    t = _spread_repeats(t)
    return _smooth_bursts(t) if _bursty(np.diff(t)) else t


def _bursty(step: F64) -> bool:
    near = step[step <= HOLE_S]
    if not len(near) or near.mean() <= 0:
        return False
    return bool((near < BURST_STEP_SHARE * near.mean()).mean() > BURST_SHARE)


def _spread_repeats(t: F64) -> F64:
    """Equal stamps, spread evenly up to the next stamp (a clock of whole seconds, mostly)."""
    first = np.flatnonzero(np.concatenate([[True], np.diff(t) > 0]))
    if len(first) == len(t):
        return t
    count = np.diff(np.concatenate([first, [len(t)]]))
    length = np.diff(t[first], append=np.nan)
    usual = np.nanmedian(length) if len(first) > 1 else 0.0
    length = np.where(np.isnan(length) | (length > HOLE_S), np.minimum(usual, HOLE_S), length)
    within = np.arange(len(t)) - np.repeat(first, count)
    return np.asarray(t + within * np.repeat(length / count, count))


def _smooth_bursts(t: F64) -> F64:
    """A moving mean of the stamps over about a second, run by run; even stamps stay as they are."""
    out = t.copy()
    edges = np.flatnonzero(np.diff(t) > HOLE_S) + 1
    for low, high in zip(
        np.concatenate([[0], edges]), np.concatenate([edges, [len(t)]]), strict=True
    ):
        n = int(high - low)
        span = t[high - 1] - t[low]
        if n < 5 or span <= 0:
            continue
        half = int(min(round(0.5 * n / span) + 1, (n - 1) // 2))
        run = t[low:high]
        # Mirrored about the end stamps, so that a straight line is reproduced to its ends.
        padded = np.concatenate(
            [2 * run[0] - run[half:0:-1], run, 2 * run[-1] - run[-2 : -half - 2 : -1]]
        )
        total = np.concatenate([[0.0], np.cumsum(padded)])
        out[low:high] = (total[2 * half + 1 :] - total[: -2 * half - 1]) / (2 * half + 1)
    return np.asarray(np.maximum.accumulate(out))


def _gap_free(t: F64) -> tuple[int, float]:
    """Steps and seconds between samples of the block proper that no hole separates."""
    core = t[np.searchsorted(t, 0.0) : np.searchsorted(t, float(BLOCK_S)) + 1]
    step = np.diff(core)
    near = step[step <= HOLE_S]
    return len(near), float(near.sum())


def _valid_seconds(t: F64) -> Bool:
    """Seconds with enough samples and no hole reaching far into them."""
    if t[0] <= 0 and t[-1] >= BLOCK_S and np.diff(t).max() < 1 / (MIN_SAMPLES_PER_S + 1):
        return np.ones(BLOCK_S, dtype=np.bool_)
    core = np.floor(t[(t >= 0) & (t < BLOCK_S)]).astype(np.intp)
    enough = np.bincount(core, minlength=BLOCK_S) >= MIN_SAMPLES_PER_S
    grid_t = np.arange(BLOCK_S * GRID_HZ) / GRID_HZ
    after = np.searchsorted(t, grid_t, side="right")
    inside = (after > 0) & (after < len(t))
    width = t[np.minimum(after, len(t) - 1)] - t[np.maximum(after - 1, 0)]
    # The last sample of a recording still stands for its own step.
    near_end = (after == len(t)) & (grid_t - t[-1] < 1 / MIN_SAMPLES_PER_S)
    covered = (inside & (width <= HOLE_S)) | near_end
    return np.asarray(enough & (covered.reshape(BLOCK_S, GRID_HZ).mean(axis=1) >= 0.75))


def _average_down(t: F64, acc: F32) -> tuple[F64, F32]:
    """Means of k samples where the rate is far above the grid, so that noise does not fold."""
    span = t[-1] - t[0]
    if len(t) < 2 or span <= 0:
        return t, acc
    near = np.diff(t)
    near = near[near <= HOLE_S]
    if 2 * np.count_nonzero(near < DENSE_S) < len(near):  # so is the median, at a higher price
        return t, acc
    usual = float(np.median(near)) if len(near) else HOLE_S
    k = int(1 / max(usual, 1e-4) / (GRID_HZ * OVERSAMPLING) + 0.1)
    n = len(t) // max(k, 1)
    if k < 2 or n == 0:
        return t, acc
    return (
        t[: n * k].reshape(n, k).mean(axis=1),
        acc[: n * k].reshape(n, k, acc.shape[1]).mean(axis=1),
    )


@lru_cache(maxsize=1)
def lowpass_taps() -> F32:
    """A windowed sinc at the fine rate, unit gain at rest, (2 * HALF_TAPS + 1,)."""
    k = np.arange(-HALF_TAPS, HALF_TAPS + 1)
    fine_hz = GRID_HZ * OVERSAMPLING
    taps = np.sinc(2 * CUTOFF_HZ / fine_hz * k) * np.kaiser(2 * HALF_TAPS + 1, 3.4)
    return np.asarray(taps / taps.sum(), dtype=np.float32)


def _filter(fine: F64, taps: F32) -> F32:
    """Every OVERSAMPLING-th value of the convolution, a product with overlapping windows."""
    y = fine.astype(np.float32)
    windows = sliding_window_view(y, len(taps))[::OVERSAMPLING]
    return np.asarray(np.ascontiguousarray(windows) @ taps)


def _cubic(x: F64, t: F64, y: F32) -> F64:
    """Cubic Hermite interpolation with slopes from both neighbours; a hole is a straight line."""
    keep = np.concatenate([[True], np.diff(t) > 1e-6])
    t, v = t[keep], y[keep].astype(np.float64)
    if len(t) < 3:
        return np.asarray(np.interp(x, t, v))
    h = np.diff(t)
    slope = np.diff(v) / h
    tangent = np.concatenate(
        [slope[:1], (slope[:-1] * h[1:] + slope[1:] * h[:-1]) / (h[:-1] + h[1:]), slope[-1:]]
    )
    i = np.clip(np.searchsorted(t, x, side="right") - 1, 0, len(h) - 1)
    u = np.clip((x - t[i]) / h[i], 0.0, 1.0)
    linear = v[i] + u * (v[i + 1] - v[i])
    bend = (
        u * (1 - u) * h[i] * ((1 - u) * (tangent[i] - slope[i]) - u * (tangent[i + 1] - slope[i]))
    )
    return np.asarray(np.where(h[i] > HOLE_S, linear, linear + bend))
