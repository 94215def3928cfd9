"""Turns the way a person's walking looks to a sensor into where that sensor is worn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.axes import LIVELY
from stride.classify.features import (
    FREQUENCIES_HZ,
    MOTION,
    N_BINS,
    N_FEATURES,
    Features,
    let_go,
    liveliness,
)
from stride.classify.model import MODELS, softmax

if TYPE_CHECKING:
    from stride.types import F32, F64, Bool

#: Less walking than this says too little about a placement.
MIN_WALKING_S = 30
#: Besides walking at least this much must be there to say how gravity lies.
MIN_REST_S = 30
#: Where the energy of a step is looked for.
STEP_BAND_HZ = (0.7, 2.4)
TURNS = slice(N_FEATURES - 8, N_FEATURES - 4)
#: Below this the placement is assumed, not found, and stride says so.
SURE = 0.8
#: The most likely placement of a file that says nothing and holds too little walking.
FALLBACK = "wrist"


@dataclass(frozen=True, slots=True)
class Guess:
    """A placement and how sure it is, 0 to 1; found is False where it is only assumed."""

    placement: str
    confidence: float
    found: bool


def describe(one: Features, walking: Bool, valid: Bool) -> F32:
    """What placements differ in whoever made the recording, (N_DESCRIPTION,).

    Of walking: the energy at half, once, one and a half times and twice the step rate, up and
    down and across, beside each other; impact beside size; how far gravity turns. Of the rest:
    how widely gravity lies about, and how far from its direction in walking.
    walking, valid: (n,) per second.
    """
    gait = one.x[walking & valid].astype(np.float32)
    let_go(one.x)
    up = one.up[walking & valid].astype(np.float64)
    centre = up.mean(axis=0)
    steady = float(np.linalg.norm(centre))
    centre /= max(steady, 1e-6)
    motion = gait[:, MOTION].mean(axis=0)
    turns = gait[:, TURNS].mean(axis=0)
    out = [
        *_harmonics(gait),
        motion[0],
        motion[1] - motion[0],
        motion[2] - motion[0],
        motion[3] - motion[0],
        (turns[0] + turns[3]) / 2,
        (turns[1] + turns[2]) / 2,
        gait[:, -1].mean(),
        gait[:, -2].mean() - motion[0],
        np.log10(1.001 - steady),
        *_rest(one, valid & ~walking, centre),
    ]
    return np.asarray(out, dtype=np.float32)


def _harmonics(gait: F32) -> list[float]:
    """Logarithms of amplitude at multiples of the step rate, beside that of the step itself."""
    at = MOTION.stop
    power = 10.0 ** (2 * (gait[:, at : at + 2 * N_BINS].astype(np.float64) - 1.5))
    upward, across = power[:, :N_BINS].mean(axis=0), power[:, N_BINS:].mean(axis=0)
    low, high = np.searchsorted(FREQUENCIES_HZ, STEP_BAND_HZ)
    step = FREQUENCIES_HZ[low + int((upward + across)[low:high].argmax())]
    if step < 1.4:  # the stride stood out: an arm or a leg
        step *= 2
    points = step * np.array([0.5, 1.0, 1.5, 2.0])
    v, h = np.interp(points, FREQUENCIES_HZ, upward), np.interp(points, FREQUENCIES_HZ, across)
    levels = 0.5 * np.log10(np.concatenate([v, h]) + 1e-5)
    return [float(step), *(levels - levels[1])[[0, 2, 3, 4, 5, 6, 7]]]


def _rest(one: Features, rest: Bool, centre: F64) -> list[float]:
    """Where gravity lies besides walking: its spread, its tilt from walking; NaN where unknown."""
    up = one.up[rest].astype(np.float64)
    if len(up) < MIN_REST_S:
        return [np.nan] * 6
    tilt = up @ centre
    lively = liveliness(one)[rest] > LIVELY
    enough = lively.sum() >= MIN_REST_S
    around = np.linalg.norm(up[lively].mean(axis=0)) if enough else np.nan
    values, _ = np.linalg.eigh(np.cov(up.T))
    return [
        float(np.linalg.norm(up.mean(axis=0))),
        float(around),
        float((tilt < -0.3).mean()),
        float((np.abs(tilt) < 0.5).mean()),
        float((tilt > 0.9).mean()),
        float(np.sqrt(max(values[1], 0) / max(values[2], 1e-6))),
    ]


@dataclass(frozen=True, slots=True)
class _Weights:
    names: tuple[str, ...]
    mean: F32
    weight: F32
    bias: F32


@lru_cache(maxsize=1)
def _weights() -> _Weights:
    with np.load(MODELS / "placement.npz", allow_pickle=False) as a:
        return _Weights(tuple(str(x) for x in a["names"]), a["mean"], a["weight"], a["bias"])


def guess(one: Features, walking: Bool, valid: Bool) -> Guess:
    """Where a single sensor is worn.

    walking: seconds of sure walking by the model that knows no placement, (n,).
    """
    if (walking & valid).sum() < MIN_WALKING_S:
        return Guess(FALLBACK, 0.0, False)
    w = _weights()
    known = np.nan_to_num(describe(one, walking, valid) - w.mean)  # the unknown says nothing
    row: F64 = known @ w.weight + w.bias
    p = softmax(row[None].astype(np.float32))[0]
    best = int(p.argmax())
    return Guess(w.names[best], float(p[best]), bool(p[best] >= SURE))
