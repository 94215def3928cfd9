"""A table of accelerations to a Recording: unit, gravity and rate settled, samples in chunks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from stride.formats.find.blob import Blob, Origin
from stride.formats.late import np
from stride.formats.options import EXAMPLE_START, Question, ReadOptions
from stride.formats.samples.blocks import FIRST_S, LAST_S, Probe, RawLayout, probe, samples_of
from stride.formats.samples.disorder import sorted_by_time
from stride.formats.samples.in_order import Sequence
from stride.formats.samples.measure import LOW_RATE_HZ, check_rate, gravity_of, unit_of_values
from stride.formats.samples.repair import scaled, spread
from stride.formats.time.clock import Clock, offset_lookup, start_rule, zone_for
from stride.formats.time.parse import to_date
from stride.formats.time.zones import local_to_utc, offsets_at, row_zone
from stride.types import Chunk, ReadNotes, Recording, Source

EPOCH = date(1970, 1, 1)
DAY_S = 86400.0


def open_recording(
    blob: Blob, options: ReadOptions, format_id: str, layout: RawLayout, sha256: str = ""
) -> Recording:
    """The recording of a table of accelerations, ready to be read.

    Raises EmptyData without rows, DataError for a rate too low, an unclear unit or bad cells.
    """
    clock = Clock(layout.time, zone_for(layout.time, options))
    first = probe(blob, layout, clock)
    check_dates(clock, first.first_s, options, blob.name)
    unit, per_g, rule = unit_of_values(
        layout, first.norm, first.counts_per_g, options.unit, blob.name
    )
    rate_hz = layout.rate_hz or first.rate_hz
    check_rate(rate_hz, blob.name)
    gravity = layout.gravity or gravity_of(first.norm / per_g)
    notes = ReadNotes(warnings=_warnings(layout, first, per_g, rate_hz, gravity))
    passes = _Passes(blob, options, layout, clock, notes, per_g, rate_hz, first)
    return Recording(
        source=_source(Origin(blob, options, format_id, layout.device), layout, clock, sha256),
        chunks=passes.as_they_stand,
        # a time of day that falls may be the next day's
        sorted_chunks=None if layout.time.kind == "daytime" else passes.by_time,
        offset_min_at=offset_lookup(clock),
        gravity=gravity,
        unit_rule=f"{unit}, by {rule}",
        rate_hz=layout.rate_hz,
        notes=notes,
    )


def _warnings(
    layout: RawLayout, first: Probe, per_g: float, rate_hz: float, gravity: str
) -> list[str]:
    warnings = list(layout.warnings)
    if 0 < rate_hz < LOW_RATE_HZ:
        warnings.append(
            f"Only {rate_hz:.1f} samples a second: steps are hard to see below "
            f"{LOW_RATE_HZ:.0f} Hz."
        )
    if gravity == "unclear":
        warnings.append(
            "Whether gravity is in the file is unclear: 5-second means are "
            f"{first.norm / per_g:.2f} g, between none (0) and all of it (1)."
        )
    if first.counts_per_g == per_g and layout.per_g is None:
        warnings.append(
            f"Whole numbers of {first.norm:.0f} at rest are no g, m/s2 or mg: taken for counts of "
            f"1/{per_g:g} g."
        )
    return warnings


def _source(origin: Origin, layout: RawLayout, clock: Clock, sha256: str) -> Source:
    zone = clock.zone
    if clock.seen_offsets:
        zone = row_zone(clock.seen_offsets[0][1])
    return replace(origin.source(zone), sha256=sha256, placement=layout.placement)


@dataclass
class _Passes:
    """One pass over the samples of a file after the other; every pass counts anew."""

    blob: Blob
    options: ReadOptions
    layout: RawLayout
    clock: Clock
    notes: ReadNotes
    per_g: float
    rate_hz: float
    first: Probe

    def __post_init__(self) -> None:
        self.opening_warnings = tuple(self.notes.warnings)

    def as_they_stand(self) -> Iterator[Chunk]:
        """In the order of the file, put right within a minute."""
        return self._finished(self._samples())

    def by_time(self) -> Iterator[Chunk]:
        """In the order of time, whatever the order of the file's stretches."""
        return self._finished(sorted_by_time(self._samples(), self.notes, self.first.sign))

    def _samples(self) -> Iterator[Chunk]:
        self.notes.rows = self.notes.rows_skipped = 0
        self.notes.warnings[:] = self.opening_warnings
        self.clock.rows, self.clock.last_local = 0, None
        stream = samples_of(self.blob, self.layout, self.clock, self.notes, self.options)
        return scaled(stream, 1 / self.per_g)

    def _finished(self, stream: Iterator[Chunk]) -> Iterator[Chunk]:
        ordered = Sequence(self.rate_hz, self.first.doubles).ordered(stream, self.notes)
        return spread(ordered, self.first.burst_s) if self.first.burst_s else ordered


def check_dates(clock: Clock, first_s: float, options: ReadOptions, name: str) -> None:
    """A clock that was never set is put right by ``--start``, or refused."""
    latest = (options.today - EPOCH).days * DAY_S + 2 * DAY_S
    if FIRST_S <= first_s < latest:
        return
    if not options.start:
        local = first_s + 60.0 * float(offsets_at(clock.zone.tz, np.array([first_s]))[0])
        when = str(to_date(local)) if abs(local) < LAST_S else "outside all years"
        raise Question(
            f"{name}: the first sample is dated {when}, before 2000 or after tomorrow.",
            f"If the clock of the device was not set, say when it began: --start {EXAMPLE_START}.",
            {"start": EXAMPLE_START},
        )
    start, utc, _ = start_rule(options, name)
    if not utc:
        start = float(local_to_utc(clock.zone.tz, np.array([start]))[0])
    clock.shift_s = start - first_s
