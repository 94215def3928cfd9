"""Turns the way a person's walking looks to a sensor into where that sensor is worn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.features import FREE, MOTION, Features
from stride.classify.model import MODELS, softmax

if TYPE_CHECKING:
    from stride.types import F32, F64, Bool

#: Less walking than this says too little about a placement.
MIN_WALKING_S = 30
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
    """What placements differ in, as one row: mean and spread of the features of walking,
    how gravity lies and turns, and how much moves besides walking, (k,).

    walking, valid: (n,) per second.
    """
    gait = one.x[walking & valid]
    rest = one.x[valid & ~walking]
    up = one.up[walking & valid].astype(np.float64)
    centre = up.mean(axis=0)
    steady = float(np.linalg.norm(centre))
    centre /= max(steady, 1e-6)
    tilt = one.up[valid & ~walking] @ centre
    shares = np.histogram(tilt, bins=[-1.01, -0.5, 0.5, 0.8, 0.95, 1.01])[0] / max(len(tilt), 1)
    quiet = rest[:, [MOTION.start, *range(FREE.stop, len(rest[0]) if len(rest) else FREE.stop)]]
    moving = np.array([np.mean(quiet[:, 0]) if len(rest) else 0.0])
    return np.concatenate(
        [gait.mean(axis=0), gait.std(axis=0)[-8:], [steady], shares, moving]
    ).astype(np.float32)


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
    row: F64 = (describe(one, walking, valid) - w.mean) @ w.weight + w.bias
    p = softmax(row[None].astype(np.float32))[0]
    best = int(p.argmax())
    return Guess(w.names[best], float(p[best]), bool(p[best] >= SURE))
