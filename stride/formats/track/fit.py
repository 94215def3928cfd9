"""FIT files to the few messages of them that walking needs, decoded from the public layout.

Source: the FIT protocol (Garmin, "Flexible and Interoperable Data Transfer"). A file is a header,
records and a checksum; a record is the definition of a message, or data in a layout defined before.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from stride.errors import DataError

#: Numbers of the messages that are read.
FILE_ID, SESSION, RECORD, EVENT, ACTIVITY, MONITORING, MONITORING_INFO = 0, 18, 20, 21, 34, 55, 103
TIMESTAMP, TIMESTAMP_16 = 253, 26
#: The fields of each that are read; the bytes of all others are passed over.
WANTED = {
    FILE_ID: frozenset((0, 1, 3)),  # type, maker, serial number
    SESSION: frozenset((2, 5, 6, 7, 8, 10)),  # start, sports, elapsed, timer, strides
    RECORD: frozenset((4, 53)),  # cadence and its fraction
    EVENT: frozenset((0, 1)),  # which, and what became of it
    ACTIVITY: frozenset((5,)),  # the local time
    MONITORING: frozenset((3, 5, 9, 24)),  # counts and kinds of activity
    MONITORING_INFO: frozenset((0,)),  # the local time
}
TIMES = frozenset((TIMESTAMP, TIMESTAMP_16))
EPOCH_S = 631_065_600  # 1989-12-31T00:00:00Z, from which FIT counts
CLOCK_SET = 0x1000_0000  # a smaller time counts from when the device was switched on

#: Base type -> (code of struct, size, the value that means none).
_TYPES = {
    0x00: ("B", 1, 0xFF), 0x01: ("b", 1, 0x7F), 0x02: ("B", 1, 0xFF), 0x0A: ("B", 1, 0),
    0x0D: ("B", 1, 0xFF), 0x83: ("h", 2, 0x7FFF), 0x84: ("H", 2, 0xFFFF), 0x8B: ("H", 2, 0),
    0x85: ("i", 4, 0x7FFF_FFFF), 0x86: ("I", 4, 0xFFFF_FFFF), 0x8C: ("I", 4, 0),
    0x88: ("f", 4, None), 0x89: ("d", 8, None), 0x8E: ("q", 8, None), 0x8F: ("Q", 8, None),
    0x90: ("Q", 8, 0),
}  # fmt: skip

Values = dict[int, float]


@dataclass(frozen=True, slots=True)
class Message:
    """One message. kind: its number. values: field number -> its raw value, those of none left out.

    time_s: FIT seconds; None where the message has none.
    """

    kind: int
    values: Values
    time_s: int | None


@dataclass(slots=True)
class FitFile:
    """The messages of a file that are read, in order. warnings: what is wrong with the file."""

    messages: list[Message] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def of(self, kind: int) -> Iterator[Message]:
        """The messages of one kind."""
        return (message for message in self.messages if message.kind == kind)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the data of one local message lie.

    numbers: of the fields that are read, with what means none. times: how many of them are times.
    """

    kind: int
    size: int
    unpack: struct.Struct | None
    numbers: tuple[tuple[int, int | None], ...]
    times: int


def is_fit(raw: bytes) -> bool:
    """Whether bytes begin as a FIT file does."""
    return len(raw) >= 12 and raw[8:12] == b".FIT" and raw[0] in (12, 14)


def file_type(raw: bytes) -> int | None:
    """The type that the first message of a file says it has: 4 activity, 32 monitoring …"""
    try:
        message = next(_messages(raw, raw[0], len(raw)), None)
    except (struct.error, IndexError, KeyError, ValueError):
        return None
    return int(message.values.get(0, -1)) if message and message.kind == FILE_ID else None


def read_fit(raw: bytes, name: str) -> FitFile:
    """The messages of a whole file. Raises DataError for one that is cut off or damaged.

    raw: the bytes of the file; several FIT files may stand one behind the other.
    """
    fit, at = FitFile(), 0
    while at < len(raw):
        if not is_fit(raw[at:]):
            if at:
                fit.warnings.append(f"{len(raw) - at:,} bytes behind the end are left out.")
                return fit
            raise DataError(f"{name} does not begin as a FIT file.", "Export it again.")
        header, size = raw[at], int.from_bytes(raw[at + 4 : at + 8], "little")
        end = at + header + size
        if end + 2 > len(raw):
            raise DataError(
                f"{name} is cut off: it holds {len(raw) - at:,} of {header + size + 2:,} bytes.",
                "Copy it from the watch or export it again.",
            )
        try:
            fit.messages += _messages(raw, at + header, end)
        except (struct.error, IndexError, KeyError, ValueError) as error:
            raise DataError(f"{name} is damaged.", "Export it again.") from error
        if _checksum(raw[at:end]) != int.from_bytes(raw[end : end + 2], "little"):
            fit.warnings.append("The checksum does not fit; what could be read is used.")
        at = end + 2
    return fit


def _messages(raw: bytes, at: int, end: int) -> Iterator[Message]:
    """The wanted messages between two places."""
    layouts: dict[int, _Layout] = {}
    last = 0
    while at < end:
        head = raw[at]
        at += 1
        if head & 0x80:  # a header that holds five bits of the time
            local = (head >> 5) & 0x3
            last += ((head & 0x1F) - last) & 0x1F
        else:
            local = head & 0x0F
            if head & 0x40:
                layouts[local], at = _defined(raw, at, bool(head & 0x20))
                continue
        layout = layouts[local]
        if layout.unpack is None:
            at += layout.size
            continue
        values = _values(layout, raw, at)
        at += layout.size
        if TIMESTAMP in values:
            last = int(values[TIMESTAMP])
        elif TIMESTAMP_16 in values:  # the lower half of the time
            last += (int(values[TIMESTAMP_16]) - last) & 0xFFFF
        if len(values) > layout.times:
            yield Message(layout.kind, values, last or None)


def _values(layout: _Layout, raw: bytes, at: int) -> Values:
    assert layout.unpack is not None
    unpacked = zip(layout.numbers, layout.unpack.unpack_from(raw, at), strict=True)
    return {number: value for (number, none), value in unpacked if value != none}


def _defined(raw: bytes, at: int, developer: bool) -> tuple[_Layout, int]:
    """The layout that a definition gives, and where it ends."""
    order = ">" if raw[at + 1] else "<"
    kind = int.from_bytes(raw[at + 2 : at + 4], "big" if raw[at + 1] else "little")
    count = raw[at + 4]
    at += 5
    fields = raw[at : at + 3 * count]
    at += 3 * count
    extra = 0
    if developer:
        more = raw[at]
        extra = sum(raw[at + 2 + 3 * place] for place in range(more))
        at += 1 + 3 * more
    return _layout(order, kind, fields, extra), at


@lru_cache(maxsize=1024)
def _layout(order: str, kind: int, fields: bytes, extra: int) -> _Layout:
    """fields: three bytes each: number, size, base type. extra: bytes of developer fields."""
    codes, numbers, size = [], [], extra
    wanted = WANTED.get(kind, frozenset()) | TIMES
    for place in range(0, len(fields), 3):
        number, length, base = fields[place : place + 3]
        code, width, none = _TYPES.get(base, ("s", 0, None))
        size += length
        if width and length == width and number in wanted:
            codes.append(code)
            numbers.append((number, none))
        else:
            codes.append(f"{length}x")
    unpack = struct.Struct(order + "".join(codes)) if kind in WANTED else None
    times = sum(number in TIMES for number, _ in numbers)
    return _Layout(kind, size, unpack, tuple(numbers), times)


_NIBBLES = (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
)  # fmt: skip


def _byte_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        low = _NIBBLES[byte & 0xF]
        crc = (low >> 4) ^ _NIBBLES[low & 0xF] ^ _NIBBLES[byte >> 4]
        table.append(crc)
    return tuple(table)


_BYTES = _byte_table()


def _checksum(raw: bytes) -> int:
    """The CRC-16 of the FIT protocol."""
    crc = 0
    for byte in raw:
        crc = (crc >> 8) ^ _BYTES[(crc ^ byte) & 0xFF]
    return crc
