"""A table of accelerations to a Recording: unit, gravity and rate settled, samples in chunks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from stride.errors import DataError, EmptyData
from stride.formats.common.chunks import finite, scaled, spread
from stride.formats.common.clocks import Clock, TimeRule, offset_lookup, start_rule, zone_for
from stride.formats.common.csvio import Block, blocks, only
from stride.formats.common.dialect import Dialect
from stride.formats.common.measure import (
    LOW_RATE_HZ,
    bursts,
    check_rate,
    counts_per_g,
    gravity_of,
    rate,
    resting_norm,
    unit_of_values,
)
from stride.formats.common.model import Blob, ReadOptions
from stride.formats.common.sequence import Sequence, has_doubles, same_as_before
from stride.formats.common.stretches import newest_first, sorted_by_time
from stride.formats.common.times import to_date
from stride.formats.common.words import counted
from stride.formats.common.zones import local_to_utc, offset_text, offsets_at
from stride.types import Chunk, ReadNotes, Recording, Source

if TYPE_CHECKING:
    from stride.types import F32, F64

EPOCH = date(1970, 1, 1)
DAY_S = 86400.0
FIRST_S, LAST_S = 946_684_800.0, 4_102_444_800.0  # 2000 and 2100
PROBE_ROWS = 60_000  # 20 minutes at 50 Hz


#: Where the apps of phones are worn, for all that a file tells: pocket, hand and bag share a model.
PHONE = "pocket"


@dataclass(frozen=True)
class RawLayout:
    """Where the accelerations of a file stand and what is known about them.

    xyz, back: column names. add: columns whose sum with xyz is the acceleration with gravity.
    unit: ``g``, ``m/s2``, ``mg`` or None when only the values can tell; per_g: units in a g, for
    counts, and zero the count of no acceleration. unit_from: who said so. gravity: ``yes``,
    ``no`` or None.
    """

    dialect: Dialect
    time: TimeRule
    xyz: tuple[str, ...]
    back: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    unit: str | None = None
    per_g: float | None = None
    zero: float = 0.0
    unit_from: str = "the format"
    gravity: str | None = None
    rate_hz: float = 0.0
    device: str = ""
    placement: str = ""
    milliseconds: str = ""
    only: tuple[str, str] | None = None
    warnings: tuple[str, ...] = ()

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
        if self.time.arrow_kind:
            kinds[self.time.column] = self.time.arrow_kind
        return kinds


@dataclass(frozen=True)
class _Probe:
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


def open_recording(
    blob: Blob, options: ReadOptions, format_id: str, layout: RawLayout, sha256: str = ""
) -> Recording:
    """The recording of a table of accelerations, ready to be read.

    Raises EmptyData without rows, DataError for a rate too low, an unclear unit or bad cells.
    """
    zone = zone_for(layout.time, options)
    clock = Clock(layout.time, zone)
    probe = _probe(blob, layout, clock)
    _check_dates(clock, probe.first_s, options, blob.name)
    unit, per_g, rule = unit_of_values(
        layout, probe.norm, probe.counts_per_g, options.unit, blob.name
    )
    gravity = layout.gravity or gravity_of(probe.norm / per_g)
    rate_hz = layout.rate_hz or probe.rate_hz
    check_rate(rate_hz, blob.name)
    notes = ReadNotes(warnings=list(layout.warnings))
    if 0 < rate_hz < LOW_RATE_HZ:
        notes.warnings.append(
            f"Only {rate_hz:.1f} samples a second: steps are hard to see below "
            f"{LOW_RATE_HZ:.0f} Hz."
        )
    if gravity == "unclear":
        notes.warnings.append(
            "Whether gravity is in the file is unclear: 5-second means are "
            f"{probe.norm / per_g:.2f} g, between none (0) and all of it (1)."
        )
    if probe.counts_per_g == per_g and layout.per_g is None:
        notes.warnings.append(
            f"Whole numbers of {probe.norm:.0f} at rest are no g, m/s2 or mg: taken for counts of "
            f"1/{per_g:g} g."
        )
    known = len(notes.warnings)
    tz_rule = "row" if clock.seen_offsets else zone.rule
    source = Source(
        path=blob.location or blob.name,
        sha256=sha256,
        size_bytes=max(blob.size, 0),
        format_id=format_id,
        device=options.source or layout.device,
        placement=layout.placement,
        tz=offset_text(clock.seen_offsets[0][1]) if clock.seen_offsets else zone.tz,
        tz_rule=tz_rule,
    )

    def samples() -> Iterator[Chunk]:
        # a new pass counts anew
        notes.rows = notes.rows_skipped = 0
        clock.rows, clock.last_local = 0, None
        del notes.warnings[known:]
        return scaled(_chunks(blob, layout, clock, notes, options), 1 / per_g)

    def finished(stream: Iterator[Chunk]) -> Iterator[Chunk]:
        ordered = Sequence(rate_hz, probe.doubles).ordered(stream, notes)
        return spread(ordered, probe.burst_s) if probe.burst_s else ordered

    return Recording(
        source=source,
        chunks=lambda: finished(samples()),
        sorted_chunks=lambda: finished(sorted_by_time(samples(), notes, probe.sign)),
        offset_min_at=offset_lookup(clock),
        gravity=gravity,
        unit_rule=f"{unit}, by {rule}",
        rate_hz=layout.rate_hz,
        notes=notes,
    )


def _arrays(block: Block, layout: RawLayout, clock: Clock) -> tuple[F64, F32, F32 | None]:
    import numpy as np

    t = clock.utc(block) + clock.shift_s if clock.shift_s else clock.utc(block)
    if layout.milliseconds:
        t = t + block.numbers(layout.milliseconds) / 1e3
    acc = np.empty((len(block), 3), np.float32)
    for axis, name in enumerate(layout.xyz):
        acc[:, axis] = block.numbers(name)
    if layout.zero:
        acc -= np.float32(layout.zero)
    for axis, name in enumerate(layout.add):
        acc[:, axis] += block.numbers(name)
    if not layout.back:
        return t, acc, None
    back = np.empty((len(block), 3), np.float32)
    for axis, name in enumerate(layout.back):
        back[:, axis] = block.numbers(name)
    return t, acc, back


def _rows(
    blob: Blob, layout: RawLayout, notes: ReadNotes, options: ReadOptions | None
) -> Iterator[Block]:
    """The rows of the sensor."""
    stream = blocks(blob, layout.dialect, layout.kinds, notes, options)
    return stream if layout.only is None else only(stream, *layout.only)


def _chunks(
    blob: Blob,
    layout: RawLayout,
    clock: Clock,
    notes: ReadNotes,
    options: ReadOptions,
) -> Iterator[Chunk]:
    """The samples in the unit of the file."""
    import numpy as np

    for block in _rows(blob, layout, notes, options):
        t, acc, back = _arrays(block, layout, clock)
        # one sum each: a single NaN or infinity makes it so
        if t.min() < FIRST_S or t.max() > LAST_S:
            t = np.where((t < FIRST_S) | (t > LAST_S), np.nan, t)  # a damaged stamp
        if not np.isfinite(t.sum() + acc.sum() + (0.0 if back is None else back.sum())):
            good = finite(t, acc, back)
            notes.rows_skipped += int((~good).sum())
            t, acc = t[good], acc[good]
            back = None if back is None else back[good]
        if len(t) == 0:
            continue
        yield Chunk(t, acc, back)
    if notes.rows_skipped and not any("Left out" in text for text in notes.warnings):
        notes.warnings.append(f"Left out {counted(notes.rows_skipped, 'row')} without a value.")


def _probe(blob: Blob, layout: RawLayout, clock: Clock) -> _Probe:
    import numpy as np

    times, accs, count = [], [], 0
    stream = _rows(blob, layout, ReadNotes(), None)
    for block in stream:
        t, acc, _ = _arrays(block, layout, clock)
        good = np.isfinite(t) & np.isfinite(acc.sum(axis=1))
        times.append(t[good])
        accs.append(acc[good])
        count += int(good.sum())
        if count >= PROBE_ROWS:
            break
    stream.close()  # type: ignore[attr-defined]
    clock.rows, clock.last_local = 0, None
    if count == 0:
        raise EmptyData(f"{blob.name} has a header but no samples.", "There is nothing to import.")
    t, acc = np.concatenate(times)[:PROBE_ROWS], np.concatenate(accs)[:PROBE_ROWS]
    sound = (t >= FIRST_S) & (t <= LAST_S)
    first_s = float(t[0])
    if 2 * sound.sum() > len(t):  # single damaged stamps are left out; a clock never set is not
        t, acc = t[sound], acc[sound]
        first_s = float(t[0])
    sign = -1 if newest_first(t) else 1
    order = np.argsort(t, kind="stable")
    t, acc = t[order], acc[order]
    burst_s, doubles = bursts(t), has_doubles(t, acc)
    if doubles:
        fresh = ~same_as_before(Chunk(t, acc))
        t, acc = t[fresh], acc[fresh]
    rate_hz = rate(t, np.diff(t), burst_s)
    norm = resting_norm(t, acc)
    return _Probe(norm, rate_hz, burst_s, first_s, doubles, counts_per_g(norm, acc), sign)


def _check_dates(clock: Clock, first_s: float, options: ReadOptions, name: str) -> None:
    """A clock that was never set is put right by ``--start``, or refused."""
    import numpy as np

    latest = (options.today - EPOCH).days * DAY_S + 2 * DAY_S
    if FIRST_S <= first_s < latest:
        return
    if not options.start:
        local = first_s + 60.0 * float(offsets_at(clock.zone.tz, np.array([first_s]))[0])
        when = str(to_date(local)) if abs(local) < LAST_S else "outside all years"
        raise DataError(
            f"{name}: the first sample is dated {when}, before 2000 or after tomorrow.",
            "If the clock of the device was not set, say when it began: "
            "--start 2024-05-31T14:05:00.",
        )
    start, utc, _ = start_rule(options, name)
    if not utc:
        start = float(local_to_utc(clock.zone.tz, np.array([start]))[0])
    clock.shift_s = start - first_s
