"""Turns a recording into what the same person would have given when slower, or on a bad road."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.data import GROUPS, Raw, group_of

Life = Callable[[Raw], Raw]

#: Swing of a hand in g, its share at twice the rate, what is left of the steps, and the longest
#: step it goes on through.
SWING_G = (0.2, 0.7)
TWICE = (0.1, 0.5)
DAMPED = (0.3, 1.0)
PAUSE_S = 1.2

#: How much longer everything takes. Slower only: the young and hale are most of those recorded.
STRETCH = (1.0, 1.4)
#: Slower movement is smaller, by this power of the stretch, and people differ.
SIZE_POWER, SIZE_SPREAD = -1.5, 0.15
#: Movement is what is left when the mean of this long is taken away.
STEADY_S = 2.0
#: Size of the jolts of a road in g, and how long a stretch of it is.
ROAD_G = (0.2, 1.8)
ROAD_S = 8.0


def slower(seed: int) -> Life:
    """All of it slower and smaller, as of somebody older or tired."""
    rng = np.random.default_rng(seed)
    stretch = float(np.exp(rng.uniform(*np.log(STRETCH))))
    size = stretch**SIZE_POWER * float(np.exp(rng.normal(0, SIZE_SPREAD)))

    def life(data: Raw) -> Raw:
        t = data.t[0] + stretch * (data.t - data.t[0])
        width = max(int(STEADY_S / _step_s(t)) | 1, 3)
        steady = np.stack([_mean(x, width) for x in data.acc.T.astype(np.float64)], axis=1)
        acc = steady + size * (data.acc - steady)
        return replace(data, t=t, acc=acc.astype(np.float32))

    return life


def rough_road(seed: int) -> Life:
    """Jolts on top of cycling, in stretches of bad and good road."""
    rng = np.random.default_rng(seed)
    size = float(np.exp(rng.uniform(*np.log(ROAD_G))))

    def life(data: Raw) -> Raw:
        n = len(data.t)
        knots = rng.random(max(int(n * _step_s(data.t) / ROAD_S), 2)) ** 2
        road = np.interp(np.linspace(0, len(knots) - 1, n), np.arange(len(knots)), knots)
        along = rng.uniform(0.4, 1.2, data.acc.shape[1])
        jolts = rng.normal(size=data.acc.shape) * along * (size * road * cycling(data))[:, None]
        return replace(data, acc=(data.acc + jolts).astype(np.float32))

    return life


def swung(seed: int) -> Life:
    """The phone of somebody whose hand swings with the strides, in time with the true steps.

    An arm swings once to two steps, and twice as fast along itself; the hand damps the steps.
    """
    rng = np.random.default_rng(seed)
    size, twice = rng.uniform(*SWING_G), rng.uniform(*TWICE)
    damped = rng.uniform(*DAMPED)
    across, _ = np.linalg.qr(rng.normal(size=(3, 3)))

    def life(data: Raw) -> Raw:
        at = np.flatnonzero(np.nan_to_num(np.asarray(data.step, dtype=float)) > 0)
        stride = np.interp(data.t, data.t[at], np.pi * np.arange(len(at)))
        goes = np.interp(data.t, data.t[at], np.diff(data.t[at], append=np.inf) < PAUSE_S)
        swing = np.outer(np.sin(stride), across[0])
        swing += twice * np.outer(np.sin(2 * stride + rng.uniform(0, np.pi)), across[1])
        width = max(int(STEADY_S / _step_s(data.t)) | 1, 3)
        steady = np.stack([_mean(x, width) for x in data.acc.T.astype(np.float64)], axis=1)
        acc = steady + damped * (data.acc - steady) + size * goes[:, None] * swing
        return replace(data, acc=acc.astype(np.float32))

    return life


def cycling(data: Raw) -> np.ndarray:
    """Which samples are labelled cycling, (n,)."""
    names = data.label.dictionary.to_pylist()
    rides = [k for k, name in enumerate(names) if group_of(str(name)) == GROUPS.index("cycle")]
    return np.isin(np.asarray(data.label.indices), rides)


def _step_s(t: np.ndarray) -> float:
    return max(float(np.median(np.diff(t))), 1e-3)


def _mean(x: np.ndarray, width: int) -> np.ndarray:
    """Running mean over an odd number of samples, the ends held."""
    total = np.cumsum(np.concatenate([[0.0], np.pad(x, width // 2, mode="edge")]))
    return (total[width:] - total[:-width]) / width
