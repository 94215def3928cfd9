"""The first minutes of a recording: its rate, its norm at rest, how its stamps come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stride.errors import EmptyData
from stride.formats.late import np
from stride.formats.samples.blocks import FIRST_S, LAST_S, arrays_of, table_rows
from stride.formats.samples.disorder import newest_first
from stride.formats.samples.in_order import has_doubles, same_as_before
from stride.formats.samples.measure import bursts, counts_per_g, rate, resting_norm
from stride.types import Chunk, ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.samples.columns import RawLayout
    from stride.formats.time.clock import Clock

ROWS = 60_000  # 20 minutes at 50 Hz


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
        raise EmptyData(f"{blob.name} has a header but no samples.", "There is nothing to import.")
    return Chunk(np.concatenate(times)[:ROWS], np.concatenate(accs)[:ROWS])
