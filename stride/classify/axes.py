"""Turns a person's own walking into the directions up and forward of a sensor worn any way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.features import Features, liveliness

if TYPE_CHECKING:
    from stride.types import F32, F64, Bool

#: Upright is taken from this much walking at least.
MIN_WALKING_S = 15
#: Walking seconds further than this from the common direction are somebody bending, or no walking.
TRIM_DEG = 15.0
ROUNDS = 4
MAX_CANDIDATES = 3
#: Gait this likely may say where upright is.
SURE_GAIT = 0.7
#: Spread of a second (as the feature has it; 0.1 g) from which it may hold a gait, and the share
#: of gait among such seconds that makes a direction upright.
LIVELY = 0.5
GAIT_SHARE = 0.8
#: Rows looked at to find where most lie.
SAMPLE = 300
#: Tilted at least this far from upright, a second can say where forward is.
TILTED_COS = 0.75
N_COLUMNS = 6
#: A stretch of sitting or lying ends when the person is upright for longer than this.
BREAK_S = 5
#: Gravity is smoothed over this many seconds before a stretch is judged by its extremes.
STEADY_S = 5


@dataclass(frozen=True, slots=True)
class Axes:
    """Unit vectors in the sensor's frame, (3,) each; found is False where they are not known.

    share: of the lively seconds around up, how much was gait; a low one asks for a second look.
    """

    up: F64
    forward: F64
    found: bool
    share: float = 0.0


UNKNOWN = Axes(np.array([0.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0]), False)


def find_axes(features: Features, gait: F32, valid: Bool) -> Axes:
    """The person's own upright and forward in the frame of one sensor.

    features: of that sensor. gait: (n,) probability of walking or running. valid: (n,).
    Up is the common direction of gravity while walking; forward lies in the plane the limb or
    trunk swings in, to the side gravity turns to when the person is not upright. Cycling in part
    taken for walking gives a direction of its own: of several, the first is taken in which most
    lively seconds are gait.
    """
    sure = np.flatnonzero((gait > SURE_GAIT) & valid)
    lively = valid & (liveliness(features) > LIVELY)
    best, best_share = UNKNOWN, 0.0
    rows = sure
    for _ in range(MAX_CANDIDATES):
        if len(rows) < MIN_WALKING_S or best_share >= GAIT_SHARE:
            break
        centre = _centre(features.up[rows].astype(np.float64))
        near = features.up[rows] @ centre > np.cos(np.radians(TRIM_DEG))
        around = lively & (features.up @ centre > np.cos(np.radians(TRIM_DEG)))
        share = float(gait[around].mean()) if around.any() else 0.0
        if near.sum() >= MIN_WALKING_S and share > best_share:
            swing = features.spread[rows[near]].astype(np.float64).mean(axis=0)
            best = Axes(centre, _forward(features.up[valid], centre, swing), True, share)
            best_share = share
        rows = rows[~near]
    return best


def _centre(up: F64) -> F64:
    """The direction most of the rows lie around."""
    some = up[:: max(len(up) // SAMPLE, 1)]
    centre = some[(some @ some.T > np.cos(np.radians(TRIM_DEG / 2))).sum(axis=1).argmax()]
    for _ in range(ROUNDS):
        near = up @ centre > np.cos(np.radians(TRIM_DEG))
        centre = up[near].mean(axis=0)
        centre = centre / np.linalg.norm(centre)
    return np.asarray(centre)


def _forward(up: F32, centre: F64, swing: F64) -> F64:
    """Forward by the swing plane, its sign by the tilted seconds."""
    xx, yy, zz, xy, xz, yz = swing
    moments = np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])
    flat = np.eye(3) - np.outer(centre, centre)
    _, vectors = np.linalg.eigh(flat @ moments @ flat)
    plane = np.asarray(vectors[:, -1])
    tilted = up[up @ centre < TILTED_COS]
    towards = float((tilted @ plane).sum()) if len(tilted) else 0.0
    return plane if towards >= 0 else -plane


def axes_columns(features: Features, axes: Axes) -> F32:
    """Posture beside upright, (n, N_COLUMNS), all 0 where the axes are not known.

    Cosine to upright; to forward; size of the sideways part; whether known; and for the whole
    stretch of not being upright around a second how far it went sideways and backwards: a leg
    that rolled over was lying (after Lyden 2016 and Hettiarachchi 2021, as learnt inputs).
    """
    out = np.zeros((len(features.up), N_COLUMNS), dtype=np.float32)
    if axes.found:
        side = np.cross(axes.up, axes.forward)
        out[:, 0] = features.up @ axes.up
        out[:, 1] = features.up @ axes.forward
        out[:, 2] = np.abs(features.up @ side)
        out[:, 3] = 1
        out[:, 4], out[:, 5] = _stretches(out)
    return out


def _stretches(columns: F32) -> tuple[F32, F32]:
    """Largest sideways and smallest forward part within each stretch off upright, (n,) each."""
    kernel = np.ones(STEADY_S) / STEADY_S
    steady = [_steady(columns[:, k], kernel) for k in range(3)]
    off = steady[0] < TILTED_COS
    at = np.flatnonzero(off)
    sideways, backwards = np.zeros(len(off), dtype=np.float32), np.zeros(len(off), dtype=np.float32)
    if len(at):
        first = np.concatenate([[0], np.flatnonzero(np.diff(at) > BREAK_S) + 1])
        length = np.diff(np.concatenate([first, [len(at)]]))
        sideways[at] = np.repeat(np.maximum.reduceat(steady[2][at], first), length)
        backwards[at] = np.repeat(np.minimum.reduceat(steady[1][at], first), length)
    return sideways, backwards


def _steady(x: F32, kernel: F64) -> F64:
    return np.convolve(np.pad(x, STEADY_S // 2, mode="edge"), kernel, "valid")
