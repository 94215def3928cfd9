"""Tells seconds around which nothing moves: no walk is there, and posture stays what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.stretches import dilated, runs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stride.types import F32, Bool

    I32 = NDArray[np.int32]

#: A second moves from this spread on. On all labelled recordings no second that was called
#: walking, stairs or running is further than AROUND_S from one of 0.05 g.
MOVES_G = 0.02
#: Seconds before and after one that moves which are looked at closely.
AROUND_S = 7
#: How far a net looks to either side of a second (the sum of its dilations, doubled).
REACH_S = 14
#: A quiet stretch in which the sensor turns this far is looked at closely all the same.
TURNED_COS = np.float32(np.cos(np.radians(8.0)))


@dataclass(frozen=True, slots=True)
class Looks:
    """Which seconds are looked at closely, and which one of those stands for each of the others.

    near: (n,) near movement. like: (n,) the second itself, or the one amid its quiet stretch.
    """

    near: Bool
    like: I32

    @property
    def closely(self) -> Bool:
        """Seconds that a net looks at, (n,)."""
        out = self.near.copy()
        out[self.like] = True
        return out


def everywhere(n: int) -> Looks:
    """A close look at each of n seconds."""
    return Looks(np.ones(n, dtype=np.bool_), np.arange(n, dtype=np.int32))


def looks(spreads: list[F32], ups: list[F32], valid: Bool) -> Looks:
    """Close looks near movement of a sensor and amid its slow turns, else one a quiet stretch.

    spreads: (n, 6) second moments of each sensor. ups: (n, 3) directions of gravity. valid: (n,).
    """
    moved = np.zeros(len(valid), dtype=np.bool_)
    for spread in spreads:
        moved |= spread[:, :3].sum(axis=1) >= MOVES_G**2
    near = dilated(moved & valid, AROUND_S) & valid
    at = np.flatnonzero(valid & ~near)
    start, length = runs(at, 1)
    first = at[start]
    last = first + length
    middle = (first + last) // 2
    busy = last - first <= 2 * REACH_S
    for up in ups:
        busy |= np.array(
            [_turns(up[a:b], up[m]) for a, b, m in zip(first, last, middle, strict=True)], bool
        )
    like = np.arange(len(valid), dtype=np.int32)
    for a, b, m, looked_at in zip(first, last, middle, busy, strict=True):
        near[a:b] = looked_at
        like[a:b] = np.arange(a, b) if looked_at else m
    like[~valid] = like[int(np.argmax(valid))]  # of a hole nothing is claimed
    return Looks(near, like)


def _turns(up: F32, middle: F32) -> bool:
    return bool((up @ middle).min() < TURNED_COS)
