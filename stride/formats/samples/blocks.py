"""The rows of a table of accelerations as arrays, block by block, in the unit of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stride.formats.late import np
from stride.formats.samples.repair import finite
from stride.formats.table.csvio import Block, blocks, only
from stride.formats.words import counted
from stride.types import Chunk

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.options import ReadOptions
    from stride.formats.samples.columns import RawLayout
    from stride.formats.time.clock import Clock
    from stride.types import F32, F64, ReadNotes

FIRST_S, LAST_S = 946_684_800.0, 4_102_444_800.0  # 2000 and 2100


def table_rows(
    blob: Blob, layout: RawLayout, notes: ReadNotes, options: ReadOptions | None
) -> Iterator[Block]:
    """The rows of the sensor."""
    stream = blocks(blob, layout.dialect, layout.kinds, notes, options)
    return stream if layout.only is None else only(stream, *layout.only)


def arrays_of(block: Block, layout: RawLayout, clock: Clock) -> tuple[F64, F32, F32 | None]:
    """(n,) UTC seconds, (n, 3) acceleration, (n, 3) of the back where there is one."""
    t = clock.utc(block) + clock.shift_s if clock.shift_s else clock.utc(block)
    if layout.milliseconds:
        t = t + block.numbers(layout.milliseconds) / 1e3
    acc = _columns(block, layout.xyz)
    if layout.zero:
        acc -= np.float32(layout.zero)
    for axis, name in enumerate(layout.add):
        acc[:, axis] += block.numbers(name)
    return t, acc, _columns(block, layout.back) if layout.back else None


def _columns(block: Block, names: tuple[str, ...]) -> F32:
    found = np.empty((len(block), len(names)), np.float32)
    for axis, name in enumerate(names):
        found[:, axis] = block.numbers(name)
    return found


def samples_of(
    blob: Blob, layout: RawLayout, clock: Clock, notes: ReadNotes, options: ReadOptions
) -> Iterator[Chunk]:
    """The samples in the unit of the file, without those that lack a value."""
    for block in table_rows(blob, layout, notes, options):
        t, acc, back = arrays_of(block, layout, clock)
        if t.min() < FIRST_S or t.max() > LAST_S:
            t = np.where((t < FIRST_S) | (t > LAST_S), np.nan, t)  # a damaged stamp
        # one sum each: a single NaN or infinity makes it so
        if not np.isfinite(t.sum() + acc.sum() + (0.0 if back is None else back.sum())):
            good = finite(t, acc, back)
            notes.rows_skipped += int((~good).sum())
            t, acc = t[good], acc[good]
            back = None if back is None else back[good]
        if len(t):
            yield Chunk(t, acc, back)
    if notes.rows_skipped and not any("Left out" in text for text in notes.warnings):
        notes.warnings.append(f"Left out {counted(notes.rows_skipped, 'row')} without a value.")
