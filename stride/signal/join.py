"""Joins two prepared recordings of one body on the clock of the first, hole by hole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stride.signal.clocks import Clocks
from stride.signal.resample import GRID_HZ
from stride.types import Prepared

if TYPE_CHECKING:
    from stride.types import F32, I64, Bool

SLAB_S = 3600


@dataclass(frozen=True, slots=True)
class Joined:
    """Two sensors on one timeline of seconds. both: six channels, where both were worn.

    first, second: each alone, for the seconds in which the other has nothing.
    """

    first: Prepared
    second: Prepared
    both: Prepared


def join(first: Prepared, second: Prepared, clocks: Clocks, scratch: Path) -> Joined:
    """The two recordings on the first one's clock.

    clocks: from clocks.compare(). scratch: a folder for the grids. The second grid is taken at the
    nearest point, half a sixteenth of a second off at most: a straight line between its points
    would lose what lies above 4 Hz.
    """
    low = min(first.t0_utc_s, second.t0_utc_s)
    high = max(first.t0_utc_s + first.seconds, second.t0_utc_s + second.seconds)
    span = low, high - low
    one = _aligned(first, span, None, scratch / "first.f32")
    two = _aligned(second, span, clocks, scratch / "second.f32")
    worn = one.valid & two.valid & one.wear & two.wear
    path = scratch / "both.f32"
    with path.open("wb") as file:
        for part in _slabs(span[1]):
            np.hstack([_rows(one, *part), _rows(two, *part)]).tofile(file)
    both = replace(
        one, grid_path=path, channels=6, valid=worn, wear=worn,
        back_calibration=two.calibration, placement="thigh+back",
    )  # fmt: skip
    return Joined(one, two, both)


def _slabs(seconds: int) -> Iterator[tuple[int, int]]:
    for first in range(0, seconds, SLAB_S):
        yield first, min(first + SLAB_S, seconds)


def _rows(prepared: Prepared, first: int, last: int) -> F32:
    row = prepared.channels * GRID_HZ
    flat = np.fromfile(
        prepared.grid_path, np.float32, count=(last - first) * row, offset=4 * first * row
    )
    return np.asarray(flat.reshape(-1, prepared.channels))


def _aligned(
    prepared: Prepared, span: tuple[int, int], clocks: Clocks | None, path: Path
) -> Prepared:
    """The recording from span[0] on for span[1] seconds, on the clock it is compared with."""
    start, seconds = span
    valid = np.zeros(seconds, dtype=np.bool_)
    wear = np.zeros(seconds, dtype=np.bool_)
    with path.open("wb") as file:
        for first, last in _slabs(seconds):
            t = start + first + np.arange((last - first) * GRID_HZ) / GRID_HZ
            there = t if clocks is None else t + clocks.lag_s(t)
            at = np.round((there - prepared.t0_utc_s) * GRID_HZ).astype(np.int64)
            acc, taken = _taken(prepared, at)
            acc.tofile(file)
            valid[first:last] = taken
            second = np.clip(at[::GRID_HZ] // GRID_HZ, 0, prepared.seconds - 1)
            wear[first:last] = taken & prepared.wear[second]
    return replace(
        prepared, grid_path=path, t0_utc_s=start, seconds=seconds, valid=valid, wear=wear
    )


def _taken(prepared: Prepared, at: I64) -> tuple[F32, Bool]:
    """The grid points numbered ``at`` (n,), and whether each second of them was recorded."""
    inside = np.clip(at, 0, prepared.seconds * GRID_HZ - 1)
    low, high = int(inside[0]) // GRID_HZ, int(inside[-1]) // GRID_HZ + 1
    acc = _rows(prepared, low, high)[inside - low * GRID_HZ]
    recorded = (inside == at) & prepared.valid[inside // GRID_HZ]
    return acc, recorded.reshape(-1, GRID_HZ).all(axis=1)
