"""Turns a spooled recording into calibrated stretches of the grid, holes filled with stillness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import numpy as np

from stride import stages
from stride.classify.stretches import dilated
from stride.threads import side_by_side
from stride.types import Calibration, Grid, Prepared

if TYPE_CHECKING:
    from stride.types import F32, I64, Bool

#: Seconds at a time: they keep memory flat.
SLAB_S = 3600
#: Seconds before and after one that its windows reach into.
PAD_S = 6


@dataclass(frozen=True, slots=True)
class Slab:
    """Up to an hour of seconds with their surroundings: ``grid`` begins PAD_S before the first.

    rows: (n,) seconds of the recording, rising. wanted: (n,) those whose surroundings are whole;
    where rows leave some out, the others are in the grid for their neighbours only.
    """

    rows: I64
    wanted: Bool
    grid: Grid


def of_each_slab(prepared: Prepared, wanted: Bool, work: Callable[[Slab], None]) -> None:
    """Do the work for all wanted seconds, an hour of them at a time, some side by side.

    prepared: as the signal layer gives it. wanted: (seconds,).
    """
    held = _held(prepared.valid)
    rows = np.flatnonzero(dilated(np.pad(wanted, PAD_S), PAD_S)) - PAD_S

    def read(first: int) -> None:
        stages.at(stages.FINDING, first / len(rows))
        around = rows[first - PAD_S : first + SLAB_S + PAD_S]
        here = around[PAD_S:-PAD_S]
        work(Slab(here, wanted[here], _read(prepared, held, around)))

    side_by_side(read, range(PAD_S, len(rows) - PAD_S, SLAB_S))


def _held(valid: Bool) -> I64:
    """For each second the nearest earlier valid one (the first valid one before that)."""
    index = np.where(valid, np.arange(len(valid)), -1)
    held = np.maximum.accumulate(index)
    return np.where(held < 0, int(np.argmax(valid)), held)


def _read(prepared: Prepared, held: I64, rows: I64) -> Grid:
    """Seconds of the grid, calibrated; those not recorded lie as still as the one held there.

    rows: (n,) rising; before the first and after the last second of the recording nothing is.
    """
    wanted = np.clip(rows, 0, prepared.seconds - 1)
    inside = (rows == wanted) & prepared.valid[wanted]
    hz = prepared.grid_hz
    acc = np.empty((len(rows), hz * prepared.channels), dtype=np.float32)
    with prepared.grid_path.open("rb") as file:
        begins = np.flatnonzero(np.diff(wanted, prepend=-2) != 1)
        for first, last in zip(begins, [*begins[1:], len(rows)], strict=True):
            acc[first:last] = _seconds(prepared, file, int(wanted[first]), last - first)
        lost = np.flatnonzero(~inside)
        for second in np.unique(held[wanted[lost]]) if len(lost) else ():
            mean = _seconds(prepared, file, int(second), 1).reshape(hz, -1).mean(axis=0)
            acc[lost[held[wanted[lost]] == second]] = np.tile(mean, hz)
    acc = acc.reshape(-1, prepared.channels)
    _calibrate(acc[:, :3], prepared.calibration)
    if prepared.back_calibration is not None:
        _calibrate(acc[:, 3:], prepared.back_calibration)
    return Grid(prepared.t0_utc_s + int(rows[0]), hz, acc, inside)


def _seconds(prepared: Prepared, file: IO[bytes], first: int, n: int) -> F32:
    """The samples of n seconds; read, not mapped, so that memory does not fill up."""
    row = prepared.channels * prepared.grid_hz
    file.seek(4 * first * row)
    return np.fromfile(file, dtype=np.float32, count=n * row).reshape(n, row)


def _calibrate(acc: F32, calibration: Calibration) -> None:
    if calibration.applied:
        acc -= np.asarray(calibration.offset_g, dtype=np.float32)
        acc *= np.asarray(calibration.scale, dtype=np.float32)
