"""FIT files for tests and benchmarks, written from the public layout: monitored days and walks."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import UTC, datetime

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)


def fit_s(when: datetime) -> int:
    """FIT seconds of an instant."""
    return int((when - EPOCH).total_seconds())


def crc16(raw: bytes) -> int:
    """The checksum, bit by bit as the protocol words it: the plain equivalent of the reader's."""
    crc = 0
    for byte in raw:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc


class FitWriter:
    """Definitions and data of one file, one after the other."""

    def __init__(self) -> None:
        self.body = b""
        self.layouts: dict[int, tuple[int, str]] = {}

    def define(self, local: int, kind: int, fields: Sequence[tuple[int, int, str]]) -> None:
        """fields: (number, base type, code of struct)."""
        self.body += struct.pack("<BBBHB", 0x40 | local, 0, 0, kind, len(fields))
        for number, base, code in fields:
            self.body += bytes((number, struct.calcsize("<" + code), base))
        self.layouts[local] = (kind, "<" + "".join(code for _, _, code in fields))

    def data(self, local: int, *values: int) -> None:
        """One message in a layout defined before."""
        self.body += bytes((local,)) + struct.pack(self.layouts[local][1], *values)

    def compressed(self, local: int, seconds: int, *values: int) -> None:
        """The same with five bits of the time in its header."""
        head = 0x80 | local << 5 | seconds & 0x1F
        self.body += bytes((head,)) + struct.pack(self.layouts[local][1], *values)

    def file(self) -> bytes:
        """The whole file: header, records, checksum."""
        raw = struct.pack("<BBHI4s", 12, 0x10, 2132, len(self.body), b".FIT") + self.body
        return raw + struct.pack("<H", crc16(raw))


def begin(kind: int, created: int, serial: int = 7) -> FitWriter:
    """A file of a type, by Garmin."""
    fit = FitWriter()
    fit.define(0, 0, [(0, 0x00, "B"), (1, 0x84, "H"), (3, 0x8C, "I"), (4, 0x86, "I")])
    fit.data(0, kind, 1, serial, created)
    return fit


def monitoring(
    start: datetime,
    offset_h: int,
    counts: Sequence[tuple[int, int, int]],
    serial: int = 7,
) -> bytes:
    """A monitoring file.

    counts: (minutes after the start, kind: 6 walking or 1 running, total since local midnight).
    """
    first = fit_s(start)
    fit = begin(32, first, serial)
    fit.define(1, 103, [(253, 0x86, "I"), (0, 0x86, "I")])
    fit.data(1, first, first + offset_h * 3600)
    fit.define(2, 55, [(253, 0x86, "I"), (5, 0x00, "B"), (3, 0x86, "I")])
    fit.define(3, 55, [(26, 0x84, "H"), (24, 0x0D, "B"), (3, 0x86, "I")])
    for place, (minute, kind, total) in enumerate(counts):
        when = first + 60 * minute
        if place == 0:
            fit.data(2, when, kind, total)
        else:
            fit.data(3, when & 0xFFFF, kind, total)
    return fit.file()


def activity(
    start: datetime,
    offset_h: int,
    sport: int,
    cadence: Sequence[int],
    every_s: int = 5,
    pauses: Sequence[tuple[int, int]] = (),
) -> bytes:
    """An activity with a record every few seconds.

    cadence: strides a minute of each record. pauses: (from, to) seconds after the start in which
    the timer stood.
    """
    first = fit_s(start)
    elapsed = every_s * len(cadence)
    timer = elapsed - sum(until - since for since, until in pauses)
    strides = sum(
        each * every_s / 60
        for place, each in enumerate(cadence)
        if not any(since <= place * every_s < until for since, until in pauses)
    )
    fit = begin(4, first)
    fit.define(1, 20, [(253, 0x86, "I"), (4, 0x02, "B")])
    fit.define(2, 21, [(253, 0x86, "I"), (0, 0x00, "B"), (1, 0x00, "B")])
    fit.data(2, first, 0, 0)
    for since, until in pauses:
        fit.data(2, first + since, 0, 4)
        fit.data(2, first + until, 0, 0)
    for place, each in enumerate(cadence):
        fit.data(1, first + place * every_s, each)
    fit.data(2, first + elapsed, 0, 4)
    fit.define(
        3,
        18,
        [
            (253, 0x86, "I"),
            (2, 0x86, "I"),
            (5, 0x00, "B"),
            (7, 0x86, "I"),
            (8, 0x86, "I"),
            (10, 0x86, "I"),
        ],
    )
    end = first + elapsed
    fit.data(3, end, first, sport, 1000 * elapsed, 1000 * timer, round(strides))
    fit.define(4, 34, [(253, 0x86, "I"), (5, 0x86, "I")])
    fit.data(4, end, end + offset_h * 3600)
    return fit.file()
