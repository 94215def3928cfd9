"""Packets of samples, as sensors write them into their own files, to a Recording.

A packet has the time of its first sample on the sensor's clock; the times within follow from the
next packet, because the true rate is not the nominal one. What is not stored stays a gap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.blob import Origin
from stride.formats.late import np
from stride.formats.samples.in_order import Sequence
from stride.formats.samples.read import check_dates
from stride.formats.time.clock import Clock, TimeRule, offset_lookup, zone_for
from stride.types import Chunk, ReadNotes, Recording

if TYPE_CHECKING:
    from stride.types import F32, F64, I16, I64, U8

#: A packet that begins within this share of a packet's length of the end of the one before goes on
#: from it; the rates of sensors are a few percent off.
CONTIGUOUS = 0.25
#: Where a sensor is worn, as people write it at set-up -> placement.
WORN = (
    ("wrist", "wrist"), ("thigh", "thigh"), ("lower back", "back"), ("back", "back"),
    ("waist", "hip"), ("hip", "hip"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sensor:
    """What the header of a sensor's file says.

    device: maker, model and id. placement: one of stride's, or "". tz: the zone of the clock
    where the header has one. rate_hz: the nominal one.
    """

    device: str
    rate_hz: float
    placement: str = ""
    tz: str | None = None


@dataclass(frozen=True, slots=True)
class Packets:
    """Some packets in file order.

    start_s: (k,) wall clock of each first sample. count: (k,) samples. acc_g: (sum of count, 3).
    temperature_c: (k,) of the sensor, where it measures it.
    """

    start_s: F64
    count: I64
    acc_g: F32
    temperature_c: F32 | None = None


@dataclass
class Losses:
    """What could not be read. noun: what the pieces are called; cut: the file ends inside one."""

    noun: str
    good: int = 0
    spoiled: int = 0
    cut: bool = False

    def sentences(self) -> list[str]:
        """In words, nothing where nothing was lost."""
        lines = []
        if self.spoiled:
            lines.append(
                f"{self.spoiled:,} of {self.good + self.spoiled:,} {self.noun} are spoiled and "
                "were left out; nothing is counted there."
            )
        if self.cut:
            lines.append(f"The file is cut off; the {self.good:,} whole {self.noun} were read.")
        return lines


Read = Callable[[Losses], Iterator[Packets]]


def placement_of(text: str) -> str:
    """The placement that a person's words name, "" where they name none that stride knows."""
    return next((placement for word, placement in WORN if word in text.lower()), "")


def open_sensor(origin: Origin, sensor: Sensor, packets: tuple[str, Read]) -> Recording:
    """The recording of a sensor's own file, ready to be read.

    packets: what the pieces are called, and a new pass over them, which counts what it could not
    read. Raises DataError where not one can be read, or the clock was never set.
    """
    noun, read = packets
    blob, options = origin.blob, origin.options
    first = next(read(Losses(noun)), None)
    if first is None:
        raise DataError(
            f"{blob.name}: not one of its {noun} can be read.", "Copy it from the sensor again."
        )
    rule = TimeRule("wall", "time", vendor_tz=sensor.tz)
    clock = Clock(rule, zone_for(rule, options))
    check_dates(clock, float(first.start_s[0]), options, blob.name)
    notes = ReadNotes()

    def chunks() -> Iterator[Chunk]:
        losses = Losses(noun)
        clock.rows, clock.last_local = 0, None
        notes.rows = 0
        notes.warmth.clear()
        stream = _timed(read(losses), sensor.rate_hz, clock, notes)
        yield from Sequence(sensor.rate_hz, False).ordered(stream, notes)
        notes.rows_skipped = losses.spoiled
        notes.warnings[:] = [*dict.fromkeys([*notes.warnings, *losses.sentences()])]

    source = replace(origin, device=sensor.device).source(clock.zone)
    return Recording(
        source=replace(source, placement=sensor.placement),
        chunks=chunks,
        offset_min_at=offset_lookup(clock),
        unit_rule="g, by format",
        rate_hz=sensor.rate_hz,
        notes=notes,
    )


def _timed(
    packets: Iterable[Packets], rate_hz: float, clock: Clock, notes: ReadNotes
) -> Iterator[Chunk]:
    """Samples with their time in UTC; the last packet waits for the next, which gives its rate."""
    held: Packets | None = None
    for packet in packets:
        now = packet if held is None else _joined(held, packet)
        if len(now.count) > 1:
            yield _chunk(now, slice(0, -1), sample_times(now, rate_hz), clock, notes)
        held = _last(now)
    if held is not None:
        yield _chunk(held, slice(None), sample_times(held, rate_hz), clock, notes)


def sample_times(packets: Packets, rate_hz: float) -> F64:
    """Wall clock of every sample, (n,): spread to the next packet where it goes on, else nominal.

    packets: in file order. rate_hz: nominal.
    """
    count = int(packets.count[0])
    length = packets.count / rate_hz
    step = np.full(len(length), 1 / rate_hz)
    to_next = np.diff(packets.start_s)
    goes_on = np.abs(to_next - length[:-1]) < CONTIGUOUS * length[:-1]
    step[:-1][goes_on] = (to_next / packets.count[:-1])[goes_on]
    if (packets.count == count).all():  # as it is but at the end of a recording; much faster
        return np.asarray((packets.start_s[:, None] + np.arange(count) * step[:, None]).ravel())
    first = np.cumsum(packets.count) - packets.count
    within = np.arange(int(packets.count.sum())) - np.repeat(first, packets.count)
    spread: F64 = np.repeat(packets.start_s, packets.count) + within * np.repeat(
        step, packets.count
    )
    return spread


def _chunk(packets: Packets, part: slice, local_s: F64, clock: Clock, notes: ReadNotes) -> Chunk:
    count = packets.count[part]
    rows = int(count.sum())
    notes.rows += rows
    utc_s = clock.local(local_s[:rows])
    if packets.temperature_c is not None:
        notes.warmth.append((utc_s[np.cumsum(count) - count], packets.temperature_c[part]))
    return Chunk(utc_s, packets.acc_g[:rows])


def _joined(first: Packets, second: Packets) -> Packets:
    return Packets(
        np.concatenate([first.start_s, second.start_s]),
        np.concatenate([first.count, second.count]),
        np.concatenate([first.acc_g, second.acc_g]),
        None
        if first.temperature_c is None or second.temperature_c is None
        else np.concatenate([first.temperature_c, second.temperature_c]),
    )


def _last(packets: Packets) -> Packets:
    rows = int(packets.count[-1])
    warmth = None if packets.temperature_c is None else packets.temperature_c[-1:]
    return Packets(packets.start_s[-1:], packets.count[-1:], packets.acc_g[-rows:], warmth)


def twelve_bits(data: U8) -> I16:
    """Signed 12-bit numbers from bytes: (n, 3 m) to (n, 2 m), the high bits first."""
    rows = data.reshape(len(data), data.shape[1] // 3, 3)  # of no packets as well
    out = np.empty((len(data), rows.shape[1], 2), np.int16)
    middle = rows[:, :, 1].astype(np.int16)
    # each number to the top of sixteen bits, then back down with its sign
    out[:, :, 0] = (rows[:, :, 0].astype(np.int16) << 8) | (middle & 0xF0)
    out[:, :, 1] = (middle << 12) | (rows[:, :, 2].astype(np.int16) << 4)
    out >>= 4
    return out.reshape(len(data), 2 * rows.shape[1])
