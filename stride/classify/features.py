"""Turns stretches of the grid into features per second that no turn of the sensor can change."""

from __future__ import annotations

import mmap
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from stride.classify.grid import PAD_S, Slab, of_each_slab
from stride.classify.quiet import REACH_S, Looks, looks
from stride.classify.quiet import everywhere as at_each
from stride.classify.rhythm import N_RHYTHM, rhythm
from stride.classify.stretches import dilated
from stride.types import Prepared

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stride.types import F32

    F16 = NDArray[np.float16]

#: A spectrum sees four seconds: three steps of the slowest gait.
WINDOW_S = 4
#: The window of second s starts this much before it, so that s lies in its middle.
LEAD_S = 1.5
FREQUENCIES_HZ = np.arange(2, 25) * 0.25
#: Amplitudes below this (quantisation of an 8-bit sensor, and noise) all look alike.
FLOOR_G = 0.004
#: Gravity of a second: a weighted mean over five seconds.
GRAVITY_WEIGHTS = np.array([1, 2, 3, 2, 1], dtype=np.float32) / 9
#: The shifts at which the turn of the gravity direction is looked at, in seconds.
TURN_SHIFTS_S = (-3, -1, 1, 3)

N_BINS = len(FREQUENCIES_HZ)
#: Columns: total spectrum | spread and jerk | rhythm | then what needs gravity: spectra along it,
#: across it and of the magnitude, and how it turns.
TOTAL = slice(0, N_BINS)
MOTION = slice(N_BINS, N_BINS + 4)
#: Seconds of features read at a time where one column of all of them is wanted.
STRETCH_S = 36_000
RHYTHM = slice(MOTION.stop, MOTION.stop + N_RHYTHM)
FREE = slice(0, RHYTHM.stop)  # known without gravity
ALONG = slice(FREE.stop, FREE.stop + N_BINS)
ACROSS = slice(ALONG.stop, ALONG.stop + N_BINS)
SIZE = slice(ACROSS.stop, ACROSS.stop + N_BINS)
N_FEATURES = SIZE.stop + 8
#: Columns that grow by the same amount when all movement grows by a factor.
LOGARITHMS = (TOTAL, MOTION, ALONG, ACROSS, SIZE, slice(N_FEATURES - 2, N_FEATURES - 1))


@dataclass(frozen=True, slots=True)
class Features:
    """Features of one sensor, a row a second; rows of invalid seconds mean nothing.

    x: (n, N_FEATURES) f16, spooled to a file so that memory stays flat (let_go); zeros where no
    net looks.
    up: (n, 3) unit direction of gravity. norm_g: (n,) its size.
    spread: (n, 6) second moments of the second about its mean: xx yy zz xy xz yz.
    looks: where a net looks, the same for all sensors of a recording.
    """

    x: F16
    up: F32
    norm_g: F32
    spread: F32
    looks: Looks


def features(prepared: Prepared, everywhere: bool = False) -> list[Features]:
    """The features of every sensor of a recording, one or two.

    prepared: as the signal layer gives it. everywhere: far from movement too, as the nets were
    trained.
    """
    sensors = prepared.channels // 3
    paths = [prepared.grid_path.with_name(f"features{k}.f16") for k in range(sensors)]
    out = [_empty(prepared.seconds, path) for path in paths]

    def look(slab: Slab) -> None:
        for one, acc in zip(out, _of_sensors(slab), strict=True):
            _direct(one, slab, acc)

    def fill(slab: Slab) -> None:
        for one, acc in zip(out, _of_sensors(slab), strict=True):
            _fill(one, slab, acc)
            let_go(one.x)

    of_each_slab(prepared, dilated(prepared.valid, REACH_S), look)
    seen = out[0].looks
    if not everywhere:
        seen = looks([one.spread for one in out], [one.up for one in out], prepared.valid)
    of_each_slab(prepared, dilated(seen.closely, REACH_S), fill)
    return [replace(one, looks=seen) for one in out]


def _of_sensors(slab: Slab) -> list[F32]:
    """The samples of each sensor, (m, 3)."""
    acc = slab.grid.acc_g
    return [np.ascontiguousarray(acc[:, k : k + 3]) for k in range(0, acc.shape[1], 3)]


def let_go(x: F16 | F32) -> None:
    """Hand the memory of a spooled array back; it is read from its file when it is needed again.

    x: an array of Features; one that is not spooled stays as it is.
    """
    spooled = getattr(x, "_mmap", None)
    if spooled is not None and hasattr(mmap, "MADV_DONTNEED"):
        spooled.madvise(mmap.MADV_DONTNEED)


def liveliness(one: Features) -> F32:
    """Logarithm of the spread of each second, (n,), as exact as the features hold it."""
    return np.asarray(_spread(one.spread).astype(np.float16), dtype=np.float32)


def column(one: Features, which: int) -> F32:
    """One feature of each second, (n,), read in stretches to hold little at a time."""
    out = np.empty(len(one.x), dtype=np.float32)
    for first in range(0, len(out), STRETCH_S):
        rows = slice(first, first + STRETCH_S)
        out[rows] = one.x[rows, which]
        let_go(one.x)
    return out


def _empty(n: int, path: Path) -> Features:
    return Features(
        np.memmap(path, dtype=np.float16, mode="w+", shape=(n, N_FEATURES)),
        np.zeros((n, 3), dtype=np.float32),
        np.zeros(n, dtype=np.float32),
        np.zeros((n, 6), dtype=np.float32),
        at_each(n),
    )


def _direct(out: Features, slab: Slab, acc: F32) -> None:
    """Which way gravity points and how much each second moves."""
    hz = slab.grid.rate_hz
    mean = _second_means(acc, hz)
    up, norm = _gravity(mean)
    n, keep = len(slab.rows), slab.wanted
    rows, here = slab.rows[keep], slice(PAD_S - 2, PAD_S - 2 + n)
    out.up[rows], out.norm_g[rows] = up[here][keep], norm[here][keep]
    inner = slice(PAD_S * hz, (PAD_S + n) * hz)
    moments = _moments(acc[inner] - np.repeat(mean[PAD_S : PAD_S + n], hz, axis=0), hz)
    out.spread[rows] = moments[keep]


def _gravity(mean: F32) -> tuple[F32, F32]:
    """Direction and size of gravity, two seconds less on each side. mean: of each second."""
    pulled = np.asarray(sliding_window_view(mean, 5, axis=0) @ GRAVITY_WEIGHTS, dtype=np.float32)
    norm = np.maximum(np.sqrt(_dot(pulled, pulled)), np.float32(1e-3))
    return np.asarray(pulled / norm[:, None], dtype=np.float32), norm


def _fill(out: Features, slab: Slab, acc: F32) -> None:
    """The row of each second. out: that knows how much each moves."""
    hz = slab.grid.rate_hz
    n, keep = len(slab.rows), slab.wanted
    inner, moments = slice(PAD_S, PAD_S + n), out.spread[slab.rows]
    mean = _second_means(acc, hz)
    up, _ = _gravity(mean)
    here = up[PAD_S - 2 : PAD_S - 2 + n]
    size = np.asarray(np.sqrt(_dot(acc, acc)), dtype=np.float32)
    wide = size.reshape(-1, hz)[inner]
    x = np.zeros((n, N_FEATURES), dtype=np.float32)
    centred = (acc - np.repeat(mean, hz, axis=0)).reshape(-1, hz * 3)[inner]
    x[:, MOTION] = _motion(centred, wide, moments)
    x[:, RHYTHM] = rhythm(acc, hz, PAD_S)
    _spectra(x, acc, size, here)
    _turns(x[:, SIZE.stop :], wide, up)
    _shape(x, here, moments)
    out.x[slab.rows[keep]] = x[keep]


def _dot(a: F32, b: F32) -> F32:
    """Row by row, (n,); spelt out, because numpy sums short rows slowly."""
    return np.asarray(a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1] + a[:, 2] * b[:, 2])


def _second_means(signal: F32, hz: int) -> F32:
    """Mean of each second, (m / hz, columns), as a product with ones (fast for short rows)."""
    wide = signal.reshape(-1, hz * signal.shape[1])
    columns = np.tile(np.eye(signal.shape[1], dtype=np.float32), (hz, 1)) / hz
    return np.asarray(wide @ columns)


def _moments(centred: F32, hz: int) -> F32:
    """Second moments of each second, (n, 6). centred: (m, 3) less the mean of each second."""
    pairs = ((0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2))
    products = np.stack([centred[:, a] * centred[:, b] for a, b in pairs], axis=1)
    return _second_means(products, hz)


def _spread(moments: F32) -> F32:
    return _log(moments[:, 0] + moments[:, 1] + moments[:, 2])


def _motion(centred: F32, size: F32, moments: F32) -> F32:
    """Spread, jerk and range of each second as logarithms, (n, 4).

    centred: (n, 3 * hz) less the mean of each second. size: (n, hz) the magnitude.
    """
    jerk = centred[:, 3:] - centred[:, :-3]
    strides = _second_means(np.stack([size.ravel(), size.ravel() ** 2], axis=1), size.shape[1])
    peak = np.abs(centred).reshape(*size.shape, 3).transpose(1, 0, 2).max(axis=0)
    return np.stack(
        [
            _spread(moments),
            _log(np.einsum("nk,nk->n", jerk, jerk) / jerk.shape[1]),
            _log(np.maximum(strides[:, 1] - strides[:, 0] ** 2, 0)),
            _log(_dot(peak, peak)),
        ],
        axis=1,
    )


def _spectra(x: F32, acc: F32, size: F32, up: F32) -> None:
    """Power at each frequency in all, up and down, across, and of the magnitude."""
    hz = len(acc) // (len(up) + 2 * PAD_S)
    basis = spectral_basis(hz)
    start = int((PAD_S - LEAD_S) * hz)
    signals = np.concatenate([acc, size[:, None]], axis=1)
    windows = sliding_window_view(signals, WINDOW_S * hz, axis=0)[start::hz][: len(up)]
    both = np.ascontiguousarray(windows) @ basis  # (n, 4, 2 * bins)
    power = both * both
    power = power[:, :, :N_BINS] + power[:, :, N_BINS:]
    along = up[:, :1] * both[:, 0] + up[:, 1:2] * both[:, 1] + up[:, 2:] * both[:, 2]
    along *= along
    upward = along[:, :N_BINS] + along[:, N_BINS:]
    total = power[:, 0] + power[:, 1] + power[:, 2]
    x[:, TOTAL] = _log(total)
    x[:, ALONG] = _log(upward)
    x[:, ACROSS] = _log(np.maximum(total - upward, 0))
    x[:, SIZE] = _log(power[:, 3])


def _turns(x: F32, size: F32, up: F32) -> None:
    """How far gravity turned around this second, and the extremes of the magnitude.

    up: (n + 2 * PAD_S - 4, 3), from PAD_S - 2 seconds before the first row on.
    """
    n, at = len(x), PAD_S - 2
    for column, shift in enumerate(TURN_SHIFTS_S):
        other = up[np.clip(np.arange(at + shift, at + shift + n), 0, len(up) - 1)]
        x[:, column] = _log(np.maximum(1 - _dot(up[at : at + n], other), 0))
    across = np.ascontiguousarray(size.T)
    x[:, 4], x[:, 5] = across.min(axis=0), across.max(axis=0)


def _shape(x: F32, u: F32, m: F32) -> None:
    """How much of a second moves up and down, and how round its movement across is."""
    pull = np.stack(
        [
            m[:, 0] * u[:, 0] + m[:, 3] * u[:, 1] + m[:, 4] * u[:, 2],
            m[:, 3] * u[:, 0] + m[:, 1] * u[:, 1] + m[:, 5] * u[:, 2],
            m[:, 4] * u[:, 0] + m[:, 5] * u[:, 1] + m[:, 2] * u[:, 2],
        ],
        axis=1,
    )
    upward = _dot(pull, u)
    across = np.maximum(m[:, 0] + m[:, 1] + m[:, 2] - upward, 0)
    squares = _dot(m[:, :3], m[:, :3]) + 2 * _dot(m[:, 3:], m[:, 3:])
    # The squares of the moments across: tr(M^2) less what the upward direction takes part in.
    squares = squares - 2 * _dot(pull, pull) + upward**2
    round_ = 2 * (across**2 - squares) / np.maximum(across**2, FLOOR_G**4)
    x[:, -2] = _log(np.maximum(upward, 0))
    x[:, -1] = np.clip(round_, 0, 1)


def spectral_basis(hz: int) -> F32:
    """Cosines and sines under a Hann taper, blind to the mean, (WINDOW_S * hz, 2 * bins).

    hz: samples a second. A wave of amplitude 1 gives a power of 1 at its own frequency.
    """
    n = WINDOW_S * hz
    taper = np.hanning(n + 2)[1:-1]
    phase = 2 * np.pi * np.arange(n)[:, None] / hz * FREQUENCIES_HZ
    waves = np.concatenate([np.cos(phase), np.sin(phase)], axis=1)
    waves -= taper @ waves / taper.sum()
    return np.asarray(2 / taper.sum() * taper[:, None] * waves, dtype=np.float32)


def _log(power: F32) -> F32:
    """The logarithm of a power in g squared, about -1 at rest to 4 in running."""
    return np.asarray(0.5 * np.log10(power + FLOOR_G**2) + 1.5, dtype=np.float32)
