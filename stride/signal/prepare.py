"""Turns a recording into a grid on disk, reading the file once (or anew, where time runs back)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from stride.errors import Backwards, DataError
from stride.signal.blocks import BLOCK_S, blocks
from stride.signal.calibrate import fit, still_means
from stride.signal.resample import GRID_HZ, GridBlock, resample
from stride.signal.wear import STATISTICS, minute_statistics, warm_minutes, wear_minutes
from stride.threads import ahead
from stride.types import Chunk, Prepared, Recording

if TYPE_CHECKING:
    from stride.types import F64, Bool

#: Steps reach 3 Hz; below this rate their rhythm and its first harmonic cannot be told.
MIN_RATE_HZ = 8.0
#: Less than this holds no walking that could be told from anything else.
MIN_SECONDS = 3


@dataclass(slots=True)
class _Spool:
    """What is kept of the blocks already written: a few numbers a minute."""

    file: IO[bytes]
    start_s: int = 0
    channels: int = 0
    seconds: int = 0
    steps: int = 0
    span_s: float = 0.0
    valid: list[Bool] = field(default_factory=list)
    minutes: list[F64] = field(default_factory=list)
    still: list[list[F64]] = field(default_factory=lambda: [[], []])


def prepare(
    recording: Recording, scratch: Path, progress: Callable[[], None] | None = None
) -> Prepared:
    """The recording on one grid, with calibration, holes and wear.

    recording: opened, read here; once more where its clock runs backwards. scratch: an existing
    directory for the grid file. progress: called after each chunk of the file.
    Raises DataError for a clock that runs backwards, too little data, or too low a rate.
    """
    path = scratch / "grid.f32"
    try:
        spool = _spooled(path, recording.chunks(), progress)
    except Backwards:
        if recording.sorted_chunks is None:
            raise
        spool = _spooled(path, recording.sorted_chunks(), progress)
    if not spool.valid:
        raise DataError("There is not one usable sample in it.", "Export the recording again.")
    rate_hz = _rate_hz(spool)
    valid = np.concatenate(spool.valid)
    whole = np.flatnonzero(valid)
    if len(whole) < MIN_SECONDS:
        raise DataError(
            f"The recording holds {len(whole)} whole seconds of movement, too little to tell.",
            "Record for at least a minute.",
        )
    warm = warm_minutes(recording.notes.warmth, spool.start_s, len(valid) // 60)
    wear = np.repeat(wear_minutes(np.concatenate(spool.minutes), warm), 60) & valid
    calibrations = [fit(np.concatenate(part)) for part in spool.still if part]
    return Prepared(
        grid_path=path,
        t0_utc_s=spool.start_s,
        seconds=len(valid),
        channels=spool.channels,
        grid_hz=GRID_HZ,
        valid=valid,
        wear=wear,
        rate_hz=rate_hz,
        calibration=calibrations[0],
        back_calibration=calibrations[1] if len(calibrations) > 1 else None,
        gravity=recording.gravity,
        placement=recording.source.placement,
        worn_at=recording.source.worn_at,
        warnings=_warnings(spool, valid),
    )


def _spooled(path: Path, chunks: Iterable[Chunk], progress: Callable[[], None] | None) -> _Spool:
    """All blocks of a recording, written to a file."""
    with path.open("wb") as file:
        spool = _Spool(file)
        for block in ahead(blocks(chunks, progress)):
            _write(spool, resample(block))
    return spool


def _write(spool: _Spool, block: GridBlock) -> None:
    """Append a block; blocks without data in between stay empty in the file (sparse)."""
    if not spool.valid:
        spool.start_s, spool.channels = block.start_s, block.acc_g.shape[1]
    missing = (block.start_s - spool.start_s) - spool.seconds
    if missing:
        spool.valid.append(np.zeros(missing, dtype=np.bool_))
        spool.minutes.append(np.zeros((missing // 60, STATISTICS, 3)))
        spool.file.seek(missing * GRID_HZ * spool.channels * 4, 1)
    spool.file.write(block.acc_g.tobytes())
    spool.valid.append(block.valid)
    spool.seconds += missing + BLOCK_S
    spool.steps += block.steps
    spool.span_s += block.span_s
    spool.minutes.append(minute_statistics(block.acc_g[:, :3], block.valid, GRID_HZ))
    for sensor in range(spool.channels // 3):
        part = block.acc_g[:, 3 * sensor : 3 * sensor + 3]
        spool.still[sensor].append(still_means(part, block.valid, GRID_HZ))


def _rate_hz(spool: _Spool) -> float:
    """(n - 1) / span of the gap-free runs; refuses what is too slow for steps."""
    rate = round(spool.steps / spool.span_s, 3) if spool.span_s > 0 else 0.0
    if rate >= MIN_RATE_HZ:
        return rate
    rate_text = f"{rate:.1f} samples a second" if rate else "more than a second between samples"
    raise DataError(
        f"The rate is too low for steps: {rate_text}; it takes at least {MIN_RATE_HZ:.0f}.",
        "Set the sensor to 25 Hz or more, or import an export that holds steps already.",
    )


def _warnings(spool: _Spool, valid: Bool) -> tuple[str, ...]:
    whole = np.flatnonzero(valid)
    inner = valid[whole[0] : whole[-1] + 1]
    holes = int((~inner).sum())
    if holes <= 0.01 * len(inner):
        return ()
    return (
        f"No data for {max(holes / 60, 1):.0f} min inside the recording; nothing is counted there.",
    )
