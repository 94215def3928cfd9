"""ActiGraph's own .gt3x: a zip of info.txt and log.bin, or activity.bin in the older layout.

Written from the maker's description (github.com/actigraph/GT3X-File-Format): records of a second
with a mark, a type, a time, a length and a check byte; times are the local clock.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from stride.errors import DataError
from stride.formats.find.archive import GT3X_MARK, gt3x_member, gt3x_stream
from stride.formats.late import np
from stride.formats.layout import STRAPPED_ON, Blob, Coded, Origin, ReadOptions, Recording, Sign
from stride.formats.samples.packets import (
    Losses,
    Packets,
    Sensor,
    open_sensor,
    placement_of,
    twelve_bits,
)

if TYPE_CHECKING:
    from stride.types import F32

#: Types of record with accelerations: 12 bits (y, x, z), and 16 bits (x, y, z).
TWELVE, SIXTEEN = 0x00, 0x1A
MARK, HEAD_BYTES = 0x1E, 8
#: Bytes read at once: few, so that their numbers stay in the processor's cache.
BLOCK_BYTES = 1 << 17
#: Counts a g: of newer sensors (info.txt says so), and of those that wrote activity.bin.
NEW_COUNTS_PER_G, OLD_COUNTS_PER_G = 256.0, 341.0
TICKS_A_SECOND = 10_000_000
EPOCH_TICKS = 621_355_968_000_000_000  # of 1970, counted from the year 1


def read(origin: Origin) -> Recording:
    """The recording; idle sleep stays a gap."""
    blob, options = origin.blob, origin.options
    info = _info(blob)
    old = _holds(blob, "activity.bin") and not _holds(blob, "log.bin")
    if old and not {"Sample Rate", "Start Date"} <= info.keys():
        raise DataError(
            f"{blob.name} says neither its rate nor its start: info.txt is missing or cut off.",
            "Download it from the sensor again.",
        )
    rate = _fact(blob, info, "Sample Rate", 0.0) or _rate_of_records(blob, options)
    sensor = Sensor(
        " ".join(filter(None, ("ActiGraph", info.get("Device Type"), info.get("Serial Number")))),
        rate,
        placement_of(info.get("Limb", "")),
        _zone(info.get("TimeZone", "")),
    )
    if old:
        packets = "blocks", partial(_old_packets, blob, options, info)
    else:
        scale = _fact(blob, info, "Acceleration Scale", NEW_COUNTS_PER_G)
        packets = "records", partial(_packets, blob, options, scale)
    return open_sensor(origin, sensor, packets)


def _fact(blob: Blob, info: dict[str, str], name: str, missing: float) -> float:
    """A number of info.txt. Raises DataError where it is none, or not above zero."""
    text = info.get(name, "")
    if not text:
        return missing
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 < value < math.inf:
        raise DataError(
            f"{blob.name}, info.txt: {name} “{text[:40]}” is no number above zero.",
            "Download it from the sensor again.",
        )
    return value


def _zone(text: str) -> str | None:
    """``-05:00:00`` as ``-05:00``."""
    hours, _, rest = text.lstrip("+-").partition(":")
    if not hours.isdigit():
        return None
    return f"{'-' if text.startswith('-') else '+'}{int(hours):02d}:{rest[:2] or '00'}"


def _info(blob: Blob) -> dict[str, str]:
    with gt3x_stream(blob, "info.txt") as stream:
        text = stream.read(BLOCK_BYTES).decode("utf-8", "replace") if stream else ""
    pairs = (line.partition(":") for line in text.splitlines())
    return {name.strip(): value.strip() for name, _, value in pairs if value.strip()}


def _holds(blob: Blob, member: str) -> bool:
    with gt3x_stream(blob, member) as stream:
        return bool(stream and stream.read(1))


def _rate_of_records(blob: Blob, options: ReadOptions) -> float:
    """The most samples a record of a second holds, where info.txt was lost."""
    first = next(_packets(blob, options, NEW_COUNTS_PER_G, Losses("records")), None)
    if first is None:
        raise DataError(
            f"{blob.name} holds no accelerations.", "Download it from the sensor again."
        )
    return float(first.count.max())


def _packets(
    blob: Blob, options: ReadOptions, counts_per_g: float, losses: Losses
) -> Iterator[Packets]:
    """The seconds of log.bin that hold accelerations."""
    with gt3x_stream(blob, "log.bin", options) as stream:
        rest = b""
        while stream and (block := _some(stream, losses)):
            data = rest + block
            records, used = _records(data, losses)
            rest = data[used:]
            if packets := _decoded(data, records, counts_per_g, losses):
                yield packets
        losses.cut = losses.cut or len(rest) > 0


def _some(stream: BinaryIO, losses: Losses) -> bytes:
    """The next bytes; none where the zip is damaged from here on."""
    data = stream.read(BLOCK_BYTES)
    losses.cut = losses.cut or getattr(stream, "broken", False)
    return data


Record = tuple[int, int, int, int]


def _records(data: bytes, losses: Losses) -> tuple[list[Record], int]:
    """(place, type, time, length) of each record with accelerations, and the bytes used."""
    records: list[Record] = []
    place, end = 0, len(data)
    unpack = struct.Struct("<BBIH").unpack_from
    while place + HEAD_BYTES <= end:
        mark, kind, stamp, length = unpack(data, place)
        if mark != MARK:
            place = data.find(MARK, place + 1)
            losses.spoiled += 1
            if place < 0:
                return records, end
            continue
        after = place + HEAD_BYTES + length + 1
        if after > end:
            break
        if length > 1 and kind in (TWELVE, SIXTEEN):  # one byte marks idle sleep
            records.append((place, kind, stamp, length))
        place = after
    return records, place


def _decoded(
    data: bytes, records: list[Record], counts_per_g: float, losses: Losses
) -> Packets | None:
    """The samples of the records whose check byte is right, in file order."""
    if not records:
        return None
    table = np.array(records, dtype=np.int64)
    raw = np.frombuffer(data, np.uint8)
    parts: list[tuple[Any, F32]] = []
    for kind, length in np.unique(table[:, [1, 3]], axis=0).tolist():
        at = np.flatnonzero((table[:, 1] == kind) & (table[:, 3] == length))
        rows = raw[table[at, 0][:, None] + np.arange(HEAD_BYTES + length + 1)]
        right = np.bitwise_xor.reduce(rows, axis=1) == 0xFF
        losses.good += int(right.sum())
        losses.spoiled += int((~right).sum())
        if right.any():
            body = np.ascontiguousarray(rows[right, HEAD_BYTES:-1])
            parts.append((at[right], _samples(body, kind) * np.float32(1 / counts_per_g)))
    return _in_file_order(table, parts) if parts else None


def _in_file_order(table: Any, parts: list[tuple[Any, F32]]) -> Packets:
    """The packets of all kinds and lengths, as they stood in the file."""
    where = np.concatenate([at for at, _ in parts])
    count = np.concatenate([np.full(len(at), acc.shape[1]) for at, acc in parts])
    order = np.argsort(where)
    if len(parts) == 1:
        acc = parts[0][1].reshape(-1, 3)
    else:
        rows = [second for _, seconds in parts for second in seconds]
        acc = np.concatenate([rows[place] for place in order])
    return Packets(table[where[order], 2].astype(np.float64), count[order], acc)


def _samples(body: Any, kind: int) -> F32:
    """Counts of records of one length, (k, samples, 3), x y z."""
    if kind == SIXTEEN:
        whole = body.shape[1] // 6 * 6
        sixteen = np.ascontiguousarray(body[:, :whole]).view("<i2").reshape(len(body), -1, 3)
        return np.asarray(sixteen.astype(np.float32))
    padded = np.pad(body, ((0, 0), (0, -body.shape[1] % 3)))
    numbers = body.shape[1] * 8 // 12 // 3 * 3
    twelve = twelve_bits(padded)[:, :numbers].reshape(len(body), -1, 3)
    out = np.empty(twelve.shape, np.float32)
    for axis, place in enumerate((1, 0, 2)):
        out[:, :, axis] = twelve[:, :, place]
    return out


def _old_packets(
    blob: Blob, options: ReadOptions, info: dict[str, str], losses: Losses
) -> Iterator[Packets]:
    """The samples of activity.bin, which run on from the start without a break."""
    rate = _fact(blob, info, "Sample Rate", 0.0)
    start = (_fact(blob, info, "Start Date", 0.0) - EPOCH_TICKS) / TICKS_A_SECOND
    scale = _fact(blob, info, "Acceleration Scale", OLD_COUNTS_PER_G)
    done = 0
    with gt3x_stream(blob, "activity.bin", options) as stream:
        rest = b""
        while stream and (block := _some(stream, losses)):
            data = rest + block
            whole = len(data) // 9 * 9
            rest = data[whole:]
            if not whole:
                continue
            acc = _samples(np.frombuffer(data, np.uint8, whole)[None, :], TWELVE)[0]
            losses.good += 1
            yield Packets(
                np.array([start + done / rate]), np.array([len(acc)]), acc / np.float32(scale)
            )
            done += len(acc)


FORMAT = Coded(
    id="actigraph-gt3x",
    worn_at=STRAPPED_ON,
    title="ActiGraph (.gt3x)",
    header="(binary, a zip of info.txt and log.bin)",
    sure=Sign(
        lambda head: head.raw.startswith(GT3X_MARK) and bool(gt3x_member(head.raw)),
        "a zip with the members of a .gt3x",  # others are opened before they come here
    ),
    reads=read,
    raw=True,
    kind="",
)
