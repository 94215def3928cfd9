"""Samples into the order of time: small disorder sorted, doubles and stray stamps left out.

Loggers write packets late, twice or with a clock that was just set. What lies within a minute is
put right here and said; a clock that runs backwards for longer is left to those who know
the whole file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stride.formats.late import np
from stride.formats.words import counted
from stride.types import Chunk

if TYPE_CHECKING:
    from typing import Any

    from stride.types import F64, Bool, ReadNotes

#: A row may lie this far behind an earlier one: packets come late by seconds, clocks are set by
#: them; a minute is still far from the hours by which people set clocks.
WINDOW_S = 60.0
#: A jump to and fro by more is one damaged stamp.
STRAY_S = 600.0
#: Late rows that make the samples this much denser stand beside others of the same time.
DENSER = 1.5
#: As many rows of one stamp are a batch, in which equal values mean a sensor at rest.
MOST_DOUBLES = 3


@dataclass
class Sequence:
    """Puts a stream of chunks in order. rate_hz: of the recording; doubles: whether any are."""

    rate_hz: float
    doubles: bool
    sorted_rows: int = 0
    doubled_rows: int = 0
    stray_rows: int = 0
    late_rows: int = 0

    def ordered(self, chunks: Iterable[Chunk], notes: ReadNotes) -> Iterator[Chunk]:
        """The same samples in order, as far as a window of a minute can tell.

        notes: what was put right is said there after the last one.
        """
        held: list[Chunk] = []  # of the last minute, in order
        for chunk in chunks:
            if held and (chunk.t_utc_s[0] < held[-1].t_utc_s[-1] or not _rising(chunk)):
                chunk, held = _joined([*held, chunk]), []
            chunk = self._in_order(chunk)
            if not _rising(chunk):  # the clock runs back for longer: seen at once, nothing piles up
                yield chunk
                continue
            if self.doubles:
                chunk = self._without_doubles(chunk, held[-1] if held else None)
            if not len(chunk.t_utc_s):
                continue
            held.append(chunk)
            old = chunk.t_utc_s[-1] - WINDOW_S
            while held[0].t_utc_s[-1] <= old:
                yield held.pop(0)
            if cut := int(np.searchsorted(held[0].t_utc_s, old, side="right")):
                yield rows_of(held[0], slice(None, cut))
                held[0] = rows_of(held[0], slice(cut, None))
        yield from held
        self._say(notes)

    def _in_order(self, chunk: Chunk) -> Chunk:
        if _rising(chunk):
            return chunk
        stray = stray_rows(chunk.t_utc_s)
        if stray.any():
            self.stray_rows += int(stray.sum())
            chunk = rows_of(chunk, ~stray)
        t = chunk.t_utc_s
        newest = np.maximum.accumulate(t)
        late = newest - t
        if late.max() == 0.0 or late.max() > WINDOW_S:
            return chunk
        order = np.argsort(t, kind="stable")
        ordered = rows_of(chunk, order)
        if late.max() > 1.0:
            same = same_as_before(ordered)
            if self._too_dense(ordered.t_utc_s[~same], t[late > 1.0]):
                # the clock was put back: what it tells twice cannot be told apart
                self.late_rows += int((late > 0).sum())
                return rows_of(chunk, late == 0)
            self.doubled_rows += int(same.sum())
            self.sorted_rows -= min(int(same.sum()), int((late > 0).sum()))
            ordered = rows_of(ordered, ~same)
        self.sorted_rows += int((late > 0).sum())
        return ordered

    def _too_dense(self, t: F64, late: F64) -> bool:
        """Whether the seconds of the late rows hold more samples than the sensor takes."""
        seconds = np.unique(np.floor(late))
        counts = np.searchsorted(t, seconds + 1) - np.searchsorted(t, seconds)
        return self.rate_hz > 0 and bool(np.median(counts) > DENSER * self.rate_hz)

    def _without_doubles(self, chunk: Chunk, before: Chunk | None) -> Chunk:
        same = same_as_before(chunk, before)
        if not same.any():
            return chunk
        self.doubled_rows += int(same.sum())
        return rows_of(chunk, ~same)

    def _say(self, notes: ReadNotes) -> None:
        """What was put right, in words."""
        notes.rows_skipped += self.stray_rows + self.late_rows
        for count, before, after in (
            (self.sorted_rows, "Sorted in", "that did not stand in the order of time"),
            (self.doubled_rows, "Left out", "that stood twice"),
            (self.stray_rows, "Left out", "with a time far from those around"),
            (self.late_rows, "Left out", "of a time told twice, as the clock was put back"),
        ):
            if count:
                notes.warnings.append(f"{before} {counted(count, 'row')} {after}.")


def has_doubles(t: F64, acc: Any) -> bool:
    """Whether rows of the same time and the same values are doubles and no sensor at rest.

    t, acc: the first minutes, in order.
    """
    starts = np.flatnonzero(np.diff(t, prepend=np.nan) != 0)
    usual = float(np.median(np.diff(np.append(starts, len(t)))))
    if usual == 1.0:
        return True
    if usual > MOST_DOUBLES:
        return False
    same = same_as_before(Chunk(t, acc))
    moved = (np.diff(acc[starts], axis=0) != 0).any(axis=1)
    return bool(same.sum() >= 0.95 * (len(t) - len(starts)) and 2 * moved.sum() > len(moved))


def same_as_before(chunk: Chunk, before: Chunk | None = None) -> Bool:
    """Rows that equal the row before them in time and in every value."""
    t = chunk.t_utc_s
    same: Bool = np.zeros(len(t), bool)
    rows = np.flatnonzero(np.diff(t) == 0) + 1
    same[rows] = (chunk.acc_g[rows] == chunk.acc_g[rows - 1]).all(axis=1)
    if chunk.back_g is not None and len(rows):
        same[rows] &= (chunk.back_g[rows] == chunk.back_g[rows - 1]).all(axis=1)
    if before is not None and before.t_utc_s[-1] == t[0]:
        same[0] = bool((before.acc_g[-1] == chunk.acc_g[0]).all())
    return same


def stray_rows(t: F64) -> Bool:
    """Single rows far from both neighbours, which are near each other."""
    stray: Bool = np.zeros(len(t), bool)
    if len(t) > 2:
        there, back, across = t[1:-1] - t[:-2], t[2:] - t[1:-1], t[2:] - t[:-2]
        far = (np.abs(there) > STRAY_S) & (np.abs(back) > STRAY_S)
        stray[1:-1] = far & (np.abs(across) < WINDOW_S)
    return stray


def _rising(chunk: Chunk) -> bool:
    t = chunk.t_utc_s
    return bool((t[1:] >= t[:-1]).all())


def rows_of(chunk: Chunk, rows: Any) -> Chunk:
    """Some rows of a chunk, by a mask or a slice."""
    back = None if chunk.back_g is None else chunk.back_g[rows]
    return Chunk(chunk.t_utc_s[rows], chunk.acc_g[rows], back)


def _joined(parts: list[Chunk]) -> Chunk:
    backs = [part.back_g for part in parts if part.back_g is not None]
    return Chunk(
        np.concatenate([part.t_utc_s for part in parts]),
        np.concatenate([part.acc_g for part in parts]),
        np.concatenate(backs) if backs else None,
    )
