"""Turns a stream of chunks of any size into blocks that depend on the clock alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from stride.errors import Backwards, DataError
from stride.types import Chunk

if TYPE_CHECKING:
    from stride.types import F32, F64

#: Blocks start at multiples of this in UTC, so that no result depends on the chunks.
BLOCK_S = 600
#: Samples kept on both sides of a block: jitter, smoothing of stamps and the filter need them.
MARGIN_S = 4.0
#: A stamp may lie this far behind an earlier one (late delivery); more is a clock put back.
MAX_JITTER_S = 1.0
#: A jump ahead above this is a wrong clock, not a pause: the days between would all be empty.
MAX_JUMP_S = 31 * 86_400.0


@dataclass(frozen=True, slots=True)
class Block:
    """The raw samples of one block with its margins.

    start_s: whole second, UTC. t_s: (n,) sorted, seconds since start_s. acc_g: (n, 3 or 6).
    """

    start_s: int
    t_s: F64
    acc_g: F32


@dataclass(slots=True)
class _Buffer:
    """Samples not yet handed out, and what was seen of the clock."""

    t: list[F64] = field(default_factory=list)
    acc: list[F32] = field(default_factory=list)
    newest: float = -np.inf
    rows: int = 0
    in_order: bool = True


def blocks(chunks: Iterable[Chunk], progress: Callable[[], None] | None = None) -> Iterator[Block]:
    """Blocks in order of time; blocks without a sample are left out.

    chunks: raw samples in file order. progress: called after each chunk.
    Raises Backwards where time does, DataError where it jumps ahead by more than a month.
    """
    buffer = _Buffer()
    start: int | None = None
    for chunk in chunks:
        _append(buffer, chunk)
        if buffer.t and start is None:
            start = _block_of(float(buffer.t[0][0]))
        while start is not None and buffer.newest >= start + BLOCK_S + MARGIN_S + MAX_JITTER_S:
            yield from _cut(buffer, start)
            start = _next_start(buffer, start)
        if progress is not None:
            progress()
    while start is not None and start <= buffer.newest:
        yield from _cut(buffer, start)
        start = _next_start(buffer, start)


def _append(buffer: _Buffer, chunk: Chunk) -> None:
    """Take a chunk in after looking at its clock."""
    t = np.asarray(chunk.t_utc_s, dtype=np.float64)
    acc = np.asarray(chunk.acc_g, dtype=np.float32)
    if chunk.back_g is not None:
        acc = np.hstack([acc, np.asarray(chunk.back_g, dtype=np.float32)])
    if not (np.isfinite(acc).all() and np.isfinite(t).all()):
        finite = np.isfinite(t) & np.isfinite(acc).all(axis=1)
        t, acc = t[finite], acc[finite]
    if not len(t):
        return
    _check_clock(buffer, t)
    buffer.t.append(t)
    buffer.acc.append(acc)
    buffer.newest = max(buffer.newest, float(t.max()))
    buffer.rows += len(t)


def _check_clock(buffer: _Buffer, t: F64) -> None:
    """Refuse a clock that was put back or jumps ahead by months."""
    first = t[0] if np.isinf(buffer.newest) else buffer.newest
    before = np.concatenate([[first], t[:-1]])
    step = t - before
    late = np.zeros(0, dtype=np.bool_)
    if step.min() < 0:
        buffer.in_order = False
        late = t < np.maximum.accumulate(before) - MAX_JITTER_S
    if late.any():
        at = int(np.argmax(late))
        raise Backwards(
            f"Time runs backwards after row {buffer.rows + at:,}: "
            f"{_instant(before[: at + 1].max())} is followed by {_instant(t[at])}.",
            "Split the file there, or sort its rows by time, and import it again.",
        )
    if step.max() > MAX_JUMP_S:
        at = int(np.argmax(step))
        raise DataError(
            f"The clock jumps after row {buffer.rows + at:,} from {_instant(before[at])} "
            f"to {_instant(t[at])}.",
            "One of the two stamps is wrong, or these are two recordings: split the file there.",
        )


def _cut(buffer: _Buffer, start: int) -> Iterator[Block]:
    """The block from ``start`` on, and forget what no later block needs."""
    t = buffer.t[0] if len(buffer.t) == 1 else np.concatenate(buffer.t)
    acc = buffer.acc[0] if len(buffer.acc) == 1 else np.concatenate(buffer.acc)
    if not buffer.in_order:
        order = np.argsort(t, kind="stable")
        t, acc = t[order], acc[order]
        buffer.in_order = True
    low, core, end, high = np.searchsorted(
        t, [start - MARGIN_S, start, start + BLOCK_S, start + BLOCK_S + MARGIN_S]
    )
    keep = np.searchsorted(t, start + BLOCK_S - MARGIN_S)
    buffer.t, buffer.acc = [t[keep:]], [acc[keep:]]
    if end > core:
        yield Block(start, t[low:high] - start, acc[low:high])


def _next_start(buffer: _Buffer, start: int) -> int:
    """The next block with samples, so that a long pause costs nothing."""
    t = buffer.t[0]
    later = t[np.searchsorted(t, start + BLOCK_S) :]
    return _block_of(float(later[0])) if len(later) else start + BLOCK_S


def _block_of(t_s: float) -> int:
    return int(t_s // BLOCK_S) * BLOCK_S


def _instant(t_s: float) -> str:
    """An instant for a message; the number itself where it is no date."""
    try:
        stamp = datetime.fromtimestamp(float(t_s), tz=UTC)
    except (ValueError, OverflowError, OSError):
        return f"{t_s:.3f} s"
    return stamp.isoformat(sep=" ", timespec="milliseconds").replace("+00:00", " UTC")
