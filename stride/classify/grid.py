"""Turns a spooled recording into calibrated stretches of the grid, holes filled with stillness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride import stages
from stride.threads import side_by_side
from stride.types import Calibration, Grid, Prepared

if TYPE_CHECKING:
    from stride.types import F32, I64, Bool

#: Stretches of this length, starting at fixed instants, keep memory flat.
SLAB_S = 3600
#: Seconds before and after a stretch that its windows reach into.
PAD_S = 6


@dataclass(frozen=True, slots=True)
class Slab:
    """One stretch with its surroundings: ``grid`` begins PAD_S before ``first``.

    first, last: seconds of the recording this stretch answers for, [first, last).
    """

    first: int
    last: int
    grid: Grid


#: Stretches closer than this are read as one.
APART_S = 60


def of_each_slab(prepared: Prepared, wanted: Bool, work: Callable[[Slab], None]) -> None:
    """Do the work for stretches that hold all wanted seconds, some side by side.

    prepared: as the signal layer gives it. wanted: (seconds,).
    """
    held = _held(prepared.valid)

    def read(span: tuple[int, int]) -> None:
        first, last = span
        stages.at(stages.FINDING, first / prepared.seconds)
        work(Slab(first, last, _read(prepared, held, (first - PAD_S, last + PAD_S))))

    side_by_side(read, _spans(wanted))


def _spans(wanted: Bool) -> list[tuple[int, int]]:
    """[first, last) of each stretch, cut at fixed instants so that none is longer than SLAB_S."""
    at = np.flatnonzero(wanted)
    ends = np.flatnonzero((np.diff(at) > APART_S) | (np.diff(at // SLAB_S) > 0))
    firsts, lasts = np.concatenate([[0], ends + 1]), np.concatenate([ends, [len(at) - 1]])
    return [(int(at[a]), int(at[b]) + 1) for a, b in zip(firsts, lasts, strict=True) if len(at)]


def _held(valid: Bool) -> I64:
    """For each second the nearest earlier valid one (the first valid one before that)."""
    index = np.where(valid, np.arange(len(valid)), -1)
    held = np.maximum.accumulate(index)
    return np.where(held < 0, int(np.argmax(valid)), held)


def _seconds(prepared: Prepared, first: int, last: int) -> F32:
    """Rows of the seconds [first, last); read, not mapped, so that memory does not fill up."""
    row = prepared.channels * prepared.grid_hz
    flat = np.fromfile(
        prepared.grid_path, dtype=np.float32, count=(last - first) * row, offset=4 * first * row
    )
    return np.asarray(flat.reshape(-1, prepared.channels))


def _read(prepared: Prepared, held: I64, span: tuple[int, int]) -> Grid:
    wanted = np.clip(np.arange(*span), 0, prepared.seconds - 1)
    inside = (np.arange(*span) == wanted) & prepared.valid[wanted]
    hz = prepared.grid_hz
    acc = _seconds(prepared, int(wanted[0]), int(wanted[-1]) + 1)
    before, after = wanted[0] - span[0], span[1] - 1 - wanted[-1]
    acc = np.pad(acc, ((before * hz, after * hz), (0, 0))).reshape(len(wanted), hz, -1)
    lost = np.flatnonzero(~inside)
    for second in np.unique(held[wanted[lost]]) if len(lost) else ():
        mean = _seconds(prepared, int(second), int(second) + 1).mean(axis=0)
        acc[lost[held[wanted[lost]] == second]] = mean
    acc = acc.reshape(-1, prepared.channels)
    _calibrate(acc[:, :3], prepared.calibration)
    if prepared.back_calibration is not None:
        _calibrate(acc[:, 3:], prepared.back_calibration)
    return Grid(prepared.t0_utc_s + span[0], hz, acc, inside)


def _calibrate(acc: F32, calibration: Calibration) -> None:
    if calibration.applied:
        acc -= np.asarray(calibration.offset_g, dtype=np.float32)
        acc *= np.asarray(calibration.scale, dtype=np.float32)
