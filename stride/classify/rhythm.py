"""Turns movement into how well it repeats itself, whatever its size and however it is turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from stride.types import F32, F64, I64

#: Movement is what is left when the mean of this long is taken away.
STEADY_S = 2
#: Repetition is looked for within so many whole seconds around each: one length for where a gait
#: begins and ends, one for how lasting it is.
WINDOWS_S = (3, 7)
#: A stride, two steps, lasts this long; the shorter ones are runners'.
STRIDE_S = (0.6, 1.75)
#: Movement smaller than this repeats nothing.
QUIET_G = 0.015
N_RHYTHM = 3 * len(WINDOWS_S)


def rhythm(acc: F32, hz: int, pad_s: int) -> F32:
    """Repetition after the best stride, after half of it, and that stride in s, for each window.

    acc: (m, 3) on the grid, pad_s seconds more on each side than are asked for. Gives
    (m / hz - 2 * pad_s, N_RHYTHM). The repetition after a lag is the sum over the window of the
    inner products of movement with movement a lag later, beside the energy of both: 1 where it
    repeats exactly. No turn of the sensor and no change of scale alters it. Walking repeats after
    a stride; after half of one a trunk does too, and an arm does the opposite. Source: regularity
    of steps and strides by autocorrelation (Moe-Nilssen and Helbostad 2004), here of all three
    axes at once.
    """
    moved = _moved(acc, STEADY_S * hz)
    energy = _dot(moved, moved)
    shortest, longest = (round(s * hz) for s in STRIDE_S)
    lags = np.arange(shortest // 2, longest + 1)
    shape = len(acc) // hz, hz
    product = np.empty((shape[0], len(lags)))
    both = np.empty_like(product)
    own = _each_second(energy, shape)
    for k, lag in enumerate(lags):
        product[:, k] = _each_second(_dot(moved[:, :-lag], moved[:, lag:]), shape)
        both[:, k] = (own + _each_second(energy[lag:], shape)) / 2
    parts = [_best(product, both, lags, shortest, hz, pad_s, length) for length in WINDOWS_S]
    return np.concatenate(parts, axis=1).astype(np.float32)


def _dot(a: F32, b: F32) -> F32:
    """Inner products, (m,), of vectors that lie side by side, (3, m): three times as fast so."""
    return np.asarray(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def _moved(acc: F32, width: int) -> F32:
    """Movement about the running mean, (3, m)."""
    padded = np.pad(acc, ((width // 2, width - width // 2), (0, 0)), mode="edge")
    total = np.cumsum(padded, axis=0, dtype=np.float64)
    mean = (total[width:] - total[:-width]) / width
    return np.ascontiguousarray((acc - mean).T, dtype=np.float32)


def _each_second(x: F32, shape: tuple[int, int]) -> F64:
    """Sums of each second; samples lost at the end count as none. shape: seconds, hz."""
    whole = np.zeros(shape, dtype=np.float32)
    whole.reshape(-1)[: len(x)] = x
    return np.asarray(whole @ np.ones(shape[1], dtype=np.float32), dtype=np.float64)


def _best(
    product: F64, both: F64, lags: I64, shortest: int, hz: int, pad_s: int, length: int
) -> F64:
    """The three columns of one length of window, from sums of each second and lag."""
    n, before = len(product) - 2 * pad_s, pad_s - length // 2
    repeats = np.zeros((n, len(lags)))
    energy = np.full_like(repeats, length * hz * QUIET_G**2)
    for first in range(before, before + length):
        repeats += product[first : first + n]
        energy += both[first : first + n]
    repeats /= energy
    strides = np.flatnonzero(lags >= shortest)
    best = strides[repeats[:, strides].argmax(axis=1)]
    row, half = np.arange(n), lags[best] // 2 - lags[0]
    between = (
        repeats[row, half] + repeats[row, half + lags[best] % 2]
    )  # half a stride may be no lag
    return np.stack([repeats[row, best], between / 2, lags[best] / hz], axis=1)
