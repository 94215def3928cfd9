"""Turns the spectra of gait seconds into cadence and whole steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stride.classify.features import (
    ALONG,
    FLOOR_G,
    FREQUENCIES_HZ,
    N_BINS,
    RHYTHM,
    SIZE,
    TOTAL,
    let_go,
)

if TYPE_CHECKING:
    from stride.classify.features import F16
    from stride.types import F32, F64, I64, U8, Bool

#: Candidates for the step rate. Below 1.1 Hz a gait of 66 steps a minute ends; sprints reach 3.6.
CANDIDATES_HZ = np.arange(0.9, 3.601, 0.05)
#: Walking and running expected around here (steps a second), and how freely.
WALK_HZ, WALK_WIDTH_HZ = 1.85, 0.55
RUN_HZ, RUN_WIDTH_HZ = 2.7, 0.4
PRIOR_WEIGHT = 0.35
#: What the harmonic of a step adds to its own peak, and what the stride (half of it) adds: an arm
#: swings once a stride, and that peak must not pass for the step itself.
HARMONIC_WEIGHT = 0.15
STRIDE_WEIGHT = 0.05
#: Repetition after a stride and half of one, and the stride, over the longer window (rhythm.py);
#: what a limb that swings adds to the step its stride stands for, and how freely.
LASTING = slice(RHYTHM.stop - 3, RHYTHM.stop)
SWING_WEIGHT, SWING_WIDTH_HZ = 1.0, 0.15
#: Rounding that no noise of the last digit can tip at exactly a half.
HALF = 0.5 + 1e-6
#: A refined rate further than this from its candidate belongs to another peak.
MAX_REFINEMENT_HZ = 0.15
#: Evidence is averaged over seconds of the same bout, most weight on the second itself.
SMOOTHING = np.array([1.0, 2.0, 3.0, 4.0, 3.0, 2.0, 1.0])
#: Seconds of gait worked on at a time.
PIECE_S = 4096


def cadence_hz(x: F16 | F32, gait: Bool, running: Bool, gravity: bool) -> F64:
    """Steps a second, (n,), 0 outside gait.

    x: (n, N_FEATURES) features of one sensor, f16 or f32. gait, running: (n,) per second.
    """
    out = np.zeros(len(x))
    rows = np.flatnonzero(gait)
    around = len(SMOOTHING) // 2
    for first in range(0, len(rows), PIECE_S):  # a few candidates of each second are many numbers
        low = max(first - around, 0)
        near = rows[low : first + PIECE_S + around]
        here = slice(first - low, first - low + PIECE_S)
        out[near[here]] = _rates(x[near].astype(np.float32), near, running[near], gravity)[here]
        let_go(x)
    return out


def _rates(x: F32, rows: I64, running: Bool, gravity: bool) -> F64:
    """Steps a second of seconds of gait, (k,). x: (k, N_FEATURES). rows: (k,) their places."""
    evidence = _smooth(_evidence(x, running, gravity), rows)
    best = CANDIDATES_HZ[evidence.argmax(axis=1)]
    return _refine(_smooth(_power(x, gravity), rows), best)


def _refine(power: F64, near_hz: F64) -> F64:
    """The exact rate of the peak near a candidate, from the two highest bins of its Hann spectrum.

    For a tapered wave between two bins the ratio r of their amplitudes puts it (2 r - 1) / (r + 1)
    of a bin from the higher one. Where the peak is none, the candidate itself.
    """
    step = FREQUENCIES_HZ[1] - FREQUENCIES_HZ[0]
    k = np.arange(len(power))
    bin_ = np.clip(np.rint((near_hz - FREQUENCIES_HZ[0]) / step).astype(int), 1, N_BINS - 2)
    left, right = power[k, bin_ - 1], power[k, bin_ + 1]
    side = np.where(right > left, 1, -1)
    ratio = np.sqrt(np.maximum(left, right) / np.maximum(power[k, bin_], 1e-12))
    exact = FREQUENCIES_HZ[bin_] + side * step * (2 * ratio - 1) / (ratio + 1)
    return np.asarray(np.where(np.abs(exact - near_hz) <= MAX_REFINEMENT_HZ, exact, near_hz))


def _power(x: F32, gravity: bool) -> F64:
    """Power per bin, (k, bins): the logarithms of the features undone."""
    columns = [ALONG, SIZE] if gravity else [TOTAL]
    parts = [10.0 ** (2 * (x[:, c].astype(np.float64) - 1.5)) for c in columns]
    return np.asarray(np.maximum(sum(parts) - len(parts) * FLOOR_G**2, 0))


def whole_steps(cadence: F64) -> U8:
    """Whole steps of each second, (n,), so that a bout's sum is its rounded integral.

    cadence: (n,) steps a second, 0 outside gait.
    """
    total = np.cumsum(cadence)
    starts = (cadence > 0) & (np.concatenate([[0.0], cadence[:-1]]) <= 0)
    bout = np.cumsum(starts)
    base = np.concatenate([[0.0], (total - cadence)[starts]])[bout]
    within = np.floor(np.where(cadence > 0, total - base, 0) + HALF)
    before = np.floor(np.where(cadence > 0, total - cadence - base, 0) + HALF)
    return np.asarray(within - before, dtype=np.uint8)


def _evidence(x: F32, running: Bool, gravity: bool) -> F64:
    """How well each candidate explains the spectra of each second, (k, candidates)."""
    spectrum = (x[:, ALONG] + x[:, SIZE] if gravity else 2 * x[:, TOTAL]).astype(np.float64)
    own = spectrum @ _interpolation(CANDIDATES_HZ)
    harmonic = spectrum @ _interpolation(np.minimum(2 * CANDIDATES_HZ, FREQUENCIES_HZ[-1]))
    stride = spectrum @ _interpolation(np.maximum(CANDIDATES_HZ / 2, FREQUENCIES_HZ[0]))
    walk = ((CANDIDATES_HZ - WALK_HZ) / WALK_WIDTH_HZ) ** 2
    run = ((CANDIDATES_HZ - RUN_HZ) / RUN_WIDTH_HZ) ** 2
    prior = np.where(running[:, None], run, walk)
    both = HARMONIC_WEIGHT * harmonic + STRIDE_WEIGHT * stride
    swings = 0.0 if gravity else _swings(x)
    return np.asarray(own + both + swings - PRIOR_WEIGHT * prior)


def _swings(x: F32) -> F64:
    """What a swinging limb says for each candidate, (k, candidates).

    After half a stride an arm does the opposite and after a whole one the same: there are two steps
    to what it repeats. Where it is known which way is up, up and down tells the steps better.
    """
    repeats, half, stride_s = x[:, LASTING].astype(np.float64).T
    swing = np.clip(np.minimum(repeats, -half), 0, 1)
    apart = (CANDIDATES_HZ - 2 / np.maximum(stride_s, 0.1)[:, None]) / SWING_WIDTH_HZ
    return np.asarray(SWING_WEIGHT * swing[:, None] * np.exp(-(apart**2)))


def _interpolation(at_hz: F64) -> F64:
    """Cubic interpolation of a spectrum to other frequencies as a matrix, (bins, len(at_hz))."""
    step = FREQUENCIES_HZ[1] - FREQUENCIES_HZ[0]
    position = (at_hz - FREQUENCIES_HZ[0]) / step
    i = np.clip(np.floor(position).astype(int), 1, N_BINS - 3)
    u = position - i
    out = np.zeros((N_BINS, len(at_hz)))
    k = np.arange(len(at_hz))
    out[i - 1, k] = -u * (u - 1) * (u - 2) / 6
    out[i, k] = (u + 1) * (u - 1) * (u - 2) / 2
    out[i + 1, k] = -(u + 1) * u * (u - 2) / 2
    out[i + 2, k] = (u + 1) * u * (u - 1) / 6
    return out


def _smooth(evidence: F64, rows: np.ndarray) -> F64:
    """A weighted mean over the neighbouring seconds that are gait too."""
    half = len(SMOOTHING) // 2
    out = SMOOTHING[half] * evidence
    weight = np.full((len(rows), 1), SMOOTHING[half])
    for shift in (k for k in range(-half, half + 1) if k):
        other = np.clip(np.arange(len(rows)) + shift, 0, len(rows) - 1)
        near = (rows[other] - rows == shift)[:, None]
        out += SMOOTHING[half + shift] * near * evidence[other]
        weight += SMOOTHING[half + shift] * near
    return np.asarray(out / weight)
