"""Turns a person's own walking into the directions up and forward of a sensor worn any way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.features import Features

if TYPE_CHECKING:
    from stride.types import F32, F64, Bool

#: Upright is taken from this much walking at least.
MIN_WALKING_S = 15
#: Walking seconds further than this from the common direction are somebody bending, or no walking.
TRIM_DEG = 25.0
ROUNDS = 6
#: Tilted at least this far from upright, a second can say where forward is.
TILTED_COS = 0.75
N_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Axes:
    """Unit vectors in the sensor's frame, (3,) each; found is False where they are not known."""

    up: F64
    forward: F64
    found: bool


UNKNOWN = Axes(np.array([0.0, 0.0, 1.0]), np.array([1.0, 0.0, 0.0]), False)


def find_axes(features: Features, walking: Bool, valid: Bool) -> Axes:
    """The person's own upright and forward in the frame of one sensor.

    features: of that sensor. walking, valid: (n,) per second.
    Up is the common direction of gravity while walking; forward lies in the plane the limb or
    trunk swings in, to the side gravity turns to when the person is not upright.
    """
    gait = features.up[walking & valid].astype(np.float64)
    if len(gait) < MIN_WALKING_S:
        return UNKNOWN
    centre = np.median(gait, axis=0)
    centre /= max(float(np.linalg.norm(centre)), 1e-6)
    near = np.ones(len(gait), dtype=np.bool_)
    for _ in range(ROUNDS):
        near = gait @ centre > np.cos(np.radians(TRIM_DEG))
        if near.sum() < MIN_WALKING_S:
            return UNKNOWN
        centre = gait[near].mean(axis=0)
        centre /= np.linalg.norm(centre)
    swing = features.spread[walking & valid][near].astype(np.float64).mean(axis=0)
    return Axes(centre, _forward(features.up[valid], centre, swing), True)


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
    """Cosine to upright, to forward, size of the sideways part, and whether known, (n, 4)."""
    out = np.zeros((len(features.up), N_COLUMNS), dtype=np.float32)
    if axes.found:
        side = np.cross(axes.up, axes.forward)
        out[:, 0] = features.up @ axes.up
        out[:, 1] = features.up @ axes.forward
        out[:, 2] = np.abs(features.up @ side)
        out[:, 3] = 1
    return out
