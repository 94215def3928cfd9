"""Streams of samples to others: scaled to g, repeats put back, spread over shared stamps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stride.formats.late import np
from stride.types import Chunk

if TYPE_CHECKING:
    from stride.types import F32, F64, Bool

MOST_HELD_S = 86400.0  # nothing lies still to the last count for longer: the device was off
HELD_BLOCK_ROWS = 1 << 18


def finite(t: F64, acc: F32, back: F32 | None) -> Bool:
    """Rows with a time and every axis."""
    good: Bool = np.isfinite(t) & np.isfinite(acc.sum(axis=1))
    return good if back is None else good & np.isfinite(back.sum(axis=1))


def scaled(chunks: Iterator[Chunk], g_per_unit: float) -> Iterator[Chunk]:
    """The samples in g, changed in place."""
    factor = np.float32(g_per_unit)
    for chunk in chunks:
        if g_per_unit != 1.0:
            chunk.acc_g[:] *= factor
            if chunk.back_g is not None:
                chunk.back_g[:] *= factor
        yield chunk


def held(chunks: Iterator[Chunk], rate_hz: float) -> Iterator[Chunk]:
    """The samples of a compressed recording, with those put back that equal the one before.

    rate_hz: of the whole recording; what is left out follows from the time to the next sample.
    """
    last: Chunk | None = None
    for chunk in chunks:
        t, acc = chunk.t_utc_s, chunk.acc_g
        if last is not None:
            t, acc = np.concatenate([last.t_utc_s, t]), np.concatenate([last.acc_g, acc])
        gap_s = np.diff(t)
        gap_s = np.where((gap_s > 0) & (gap_s <= MOST_HELD_S), gap_s, 0.0)
        times = np.maximum(np.round(gap_s * rate_hz), 1).astype(np.int64)
        block = np.cumsum(times) // HELD_BLOCK_ROWS
        for part in np.split(np.arange(len(times)), np.flatnonzero(np.diff(block)) + 1):
            if len(part):
                fan = np.arange(times[part].sum()) - np.repeat(
                    np.cumsum(times[part]) - times[part], times[part]
                )
                yield Chunk(
                    np.repeat(t[part], times[part]) + fan / rate_hz,
                    np.repeat(acc[part], times[part], axis=0),
                )
        last = Chunk(t[-1:], acc[-1:])
    if last is not None:
        yield last


def spread(chunks: Iterator[Chunk], burst_s: float) -> Iterator[Chunk]:
    """Samples that share a stamp, spread evenly over the time to the next: burst_s, or less."""
    held: Chunk | None = None
    for chunk in chunks:
        t, acc, back = chunk.t_utc_s, chunk.acc_g, chunk.back_g
        if held is not None:
            t = np.concatenate([held.t_utc_s, t])
            acc = np.concatenate([held.acc_g, acc])
            if back is not None and held.back_g is not None:
                back = np.concatenate([held.back_g, back])
        starts = np.flatnonzero(np.diff(t, prepend=np.nan) != 0)
        cut = int(starts[-1])
        held = Chunk(t[cut:], acc[cut:], None if back is None else back[cut:])
        if cut:
            yield Chunk(
                _fan(t[: cut + 1], burst_s)[:cut], acc[:cut], None if back is None else back[:cut]
            )
    if held is not None:
        yield Chunk(_fan(held.t_utc_s, burst_s), held.acc_g, held.back_g)


def _fan(t: F64, burst_s: float) -> F64:
    starts = np.flatnonzero(np.diff(t, prepend=np.nan) != 0)
    lengths = np.diff(np.append(starts, len(t)))
    room_s = np.minimum(np.diff(t[starts], append=np.inf), burst_s)
    position = np.arange(len(t)) - np.repeat(starts, lengths)
    fanned: F64 = t + position * np.repeat(room_s / lengths, lengths)
    return fanned
