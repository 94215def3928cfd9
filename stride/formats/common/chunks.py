"""Streams of samples to streams of samples: scaled to g, spread over shared stamps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stride.types import Chunk

if TYPE_CHECKING:
    from stride.types import F64


def scaled(chunks: Iterator[Chunk], g_per_unit: float) -> Iterator[Chunk]:
    """The samples in g, changed in place."""
    import numpy as np

    factor = np.float32(g_per_unit)
    for chunk in chunks:
        if g_per_unit != 1.0:
            chunk.acc_g[:] *= factor
            if chunk.back_g is not None:
                chunk.back_g[:] *= factor
        yield chunk


def spread(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Samples that share a stamp of whole seconds, spread evenly over that second."""
    import numpy as np

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
            yield Chunk(_fan(t[:cut]), acc[:cut], None if back is None else back[:cut])
    if held is not None:
        yield Chunk(_fan(held.t_utc_s), held.acc_g, held.back_g)


def _fan(t: F64) -> F64:
    import numpy as np

    starts = np.flatnonzero(np.diff(t, prepend=np.nan) != 0)
    lengths = np.diff(np.append(starts, len(t)))
    position = np.arange(len(t)) - np.repeat(starts, lengths)
    fanned: F64 = t + position / np.repeat(lengths, lengths)
    return fanned
