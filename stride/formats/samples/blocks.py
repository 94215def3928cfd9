"""The rows of a table of accelerations as arrays, block by block, in the unit of the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stride.formats.find.blob import empty
from stride.formats.late import np
from stride.formats.samples.disorder import newest_first
from stride.formats.samples.in_order import has_doubles, same_as_before
from stride.formats.samples.measure import Known, bursts, counts_per_g, rate, resting_norm
from stride.formats.samples.repair import finite
from stride.formats.table.csvio import Block, blocks, only
from stride.formats.words import counted
from stride.types import Chunk, ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.options import ReadOptions
    from stride.formats.table.dialect import Dialect
    from stride.formats.time.clock import Clock, TimeRule
    from stride.types import F32, F64

ROWS = 60_000  # that are looked at first: 20 minutes at 50 Hz
FIRST_S, LAST_S = 946_684_800.0, 4_102_444_800.0  # 2000 and 2100


@dataclass(frozen=True, kw_only=True)
class RawLayout(Known):
    """Where the accelerations of a file stand as well.

    xyz, back: column names. add: columns whose sum with xyz is the acceleration with gravity.
    """

    dialect: Dialect
    time: TimeRule
    xyz: tuple[str, ...]
    back: tuple[str, ...] = ()
    add: tuple[str, ...] = ()

    @property
    def kinds(self) -> dict[str, str]:
        """The columns to read and as what."""
        kinds = dict.fromkeys((*self.xyz, *self.back, *self.add), "f4")
        if self.milliseconds:
            kinds[self.milliseconds] = "f8"
        if self.only:
            kinds[self.only[0]] = "text"
        if self.time.date_column:
            kinds[self.time.date_column] = "text"
        if kind := self.time.arrow_kind:
            kinds[self.time.column] = kind
        return kinds


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
    acc = block.matrix(layout.xyz)
    if layout.zero:
        acc -= np.float32(layout.zero)
    for axis, name in enumerate(layout.add):
        acc[:, axis] += block.numbers(name)
    return t, acc, block.matrix(layout.back) if layout.back else None


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


@dataclass(frozen=True)
class Probe:
    """What the first minutes say.

    norm: of the 5-second mean vectors, in the file's unit. burst_s: between stamps that many
    samples share, 0 where each has its own. doubles: whether equal rows of one time are doubles.
    sign: -1 where the newest row comes first, else 1.
    """

    norm: float
    rate_hz: float
    burst_s: float
    first_s: float
    doubles: bool
    counts_per_g: float | None
    sign: int


def probe(blob: Blob, layout: RawLayout, clock: Clock) -> Probe:
    """Look at the first ``ROWS`` rows. Raises EmptyData without samples."""
    first = _first_samples(blob, layout, clock)
    sound = (first.t_utc_s >= FIRST_S) & (first.t_utc_s <= LAST_S)
    if 2 * sound.sum() > len(sound):  # single damaged stamps are left out; a clock never set is not
        first = Chunk(first.t_utc_s[sound], first.acc_g[sound])
    order = np.argsort(first.t_utc_s, kind="stable")
    t, acc = first.t_utc_s[order], first.acc_g[order]
    burst_s, doubles = bursts(t), has_doubles(t, acc)
    if doubles:
        fresh = ~same_as_before(Chunk(t, acc))
        t, acc = t[fresh], acc[fresh]
    norm = resting_norm(t, acc)
    return Probe(
        norm=norm,
        rate_hz=rate(t, np.diff(t), burst_s),
        burst_s=burst_s,
        first_s=float(first.t_utc_s[0]),
        doubles=doubles,
        counts_per_g=counts_per_g(norm, acc),
        sign=-1 if newest_first(first.t_utc_s) else 1,
    )


def _first_samples(blob: Blob, layout: RawLayout, clock: Clock) -> Chunk:
    times, accs, count = [], [], 0
    stream = table_rows(blob, layout, ReadNotes(), None)
    for block in stream:
        t, acc, _ = arrays_of(block, layout, clock)
        good = np.isfinite(t) & np.isfinite(acc.sum(axis=1))
        times.append(t[good])
        accs.append(acc[good])
        count += int(good.sum())
        if count >= ROWS:
            break
    stream.close()  # type: ignore[attr-defined]
    clock.rows, clock.last_local = 0, None
    if count == 0:
        raise empty(blob, "has a header but no samples")
    return Chunk(np.concatenate(times)[:ROWS], np.concatenate(accs)[:ROWS])
