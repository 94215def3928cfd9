"""Turns still moments of a recording into the gain and offset that put them all at 1 g."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stride.types import Calibration

if TYPE_CHECKING:
    from stride.types import F32, F64, Bool

# van Hees VT et al. 2014 (J Appl Physiol 117:738), and the limits of its reference program.
WINDOW_S = 10
STILL_SD_MG = 13.0
SPHERE_G = 0.3
MAX_ERROR_AFTER_MG = 10.0
#: Fewer still windows than this (17 minutes) leave the six unknowns to chance.
MIN_WINDOWS = 100
MAX_ROUNDS = 200
TOLERANCE = 1e-8


def still_means(acc_g: F32, valid: Bool, grid_hz: int) -> F64:
    """Mean acceleration of the still 10-second windows, (k, 3).

    acc_g: (seconds * grid_hz, 3), starting at a full window. valid: (seconds,).
    Deviation: the spread is taken on the grid, which holds less noise than the raw samples.
    """
    n = len(valid) // WINDOW_S
    x = acc_g[: n * WINDOW_S * grid_hz].reshape(n, WINDOW_S * grid_hz, 3)
    sure = valid[: n * WINDOW_S].reshape(n, WINDOW_S).all(axis=1)
    wide = np.ascontiguousarray(x[sure].transpose(0, 2, 1))  # rows that lie together sum faster
    centred = wide - wide.mean(axis=2, keepdims=True)
    variance = np.einsum("was,was->wa", centred, centred) / x.shape[1]
    still = (variance < (STILL_SD_MG / 1000) ** 2).all(axis=1)
    return np.asarray(wide[still].mean(axis=2, dtype=np.float64))


def fit(means_g: F64) -> Calibration:
    """The autocalibration of one sensor, applied only where it can be trusted and helps.

    means_g: (k, 3) means of still windows.
    Source: van Hees 2014: iterated weighted regression of each axis on its value on the sphere.
    """
    if not len(means_g):
        return Calibration()
    before = _error_mg(means_g)
    enough = len(means_g) >= MIN_WINDOWS
    around = (means_g.min(axis=0) < -SPHERE_G) & (means_g.max(axis=0) > SPHERE_G)
    if not (enough and around.all()):
        return Calibration(error_before_mg=before)
    offset, scale = _iterate(means_g)
    after = _error_mg((means_g - offset) * scale)
    sound = bool(np.isfinite(after) and after < before and after < MAX_ERROR_AFTER_MG)
    if not sound:
        return Calibration(error_before_mg=before, error_after_mg=after)
    return Calibration(
        (float(offset[0]), float(offset[1]), float(offset[2])),
        (float(scale[0]), float(scale[1]), float(scale[2])),
        before,
        after,
        True,
    )


def _iterate(raw: F64) -> tuple[F64, F64]:
    offset, scale = np.zeros(3), np.ones(3)
    weight = np.ones(len(raw))
    for _ in range(MAX_ROUNDS):
        now = (raw - offset) * scale
        length = np.linalg.norm(now, axis=1)
        target = now / length[:, None]
        weight = np.minimum(1 / np.maximum(np.abs(length - 1), 1e-9), 100.0)
        w = weight / weight.sum()
        centre, goal = w @ now, w @ target
        spread = np.maximum(w @ (now - centre) ** 2, 1e-12)
        gain = (w @ ((now - centre) * (target - goal))) / spread
        # target = gain * ((raw - offset) * scale - centre) + goal
        shift = (centre - goal / gain) / scale
        offset, scale = offset + shift, scale * gain
        if np.abs(gain - 1).max() + np.abs(shift).max() < TOLERANCE:
            break
    return offset, scale


def _error_mg(means_g: F64) -> float:
    return float(np.abs(np.linalg.norm(means_g, axis=1) - 1).mean() * 1000)
