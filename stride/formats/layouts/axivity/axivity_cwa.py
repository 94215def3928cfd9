"""Axivity AX3 and AX6, the sensor's own .cwa: sectors of 512 bytes with their own clock.

Written from the maker's description of the layout (Open Movement, "AX3/CWA file format").
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.layout import STRAPPED_ON, Blob, Coded, Origin, ReadOptions, Recording, Sign
from stride.formats.samples.packets import Losses, Packets, Sensor, open_sensor, placement_of

if TYPE_CHECKING:
    from stride.types import F32, F64, Bool

MAGIC = b"MD\xfc\x03"
HEADER_BYTES, SECTOR_BYTES = 1024, 512
#: Sectors read at once: few, so that their numbers stay in the processor's cache.
BLOCK_SECTORS = 512
#: hardwareType of the header.
MODELS = {0x64: "AX6"}
NO_ID = 0xFFFF
SECTOR = [
    ("magic", "S2"), ("length", "<u2"), ("fraction", "<u2"), ("session", "<u4"),
    ("sequence", "<u4"), ("stamp", "<u4"), ("light", "<u2"), ("temperature", "<u2"),
    ("events", "u1"), ("battery", "u1"), ("rate", "u1"), ("layout", "u1"), ("offset", "<i2"),
    ("count", "<u2"), ("data", "u1", (480,)), ("checksum", "<u2"),
]  # fmt: skip
COUNTS_PER_G = 256.0  # of AX3; AX6 doubles it as its light field says
#: Of the thermometer: 10 mV a degree and 500 mV at 0 degrees, ten bits over 3 V.
TEN_BITS, DEGREES_A_COUNT, DEGREES_AT_0 = 0x3FF, 75 / 256, -50.0
PACKED_BYTES = 4  # three numbers of ten bits and an exponent


def read(origin: Origin) -> Recording:
    """The recording; spoiled sectors are left out and said."""
    blob, options = origin.blob, origin.options
    with blob.open() as stream:
        header = stream.read(HEADER_BYTES)
    if len(header) < HEADER_BYTES:
        raise DataError(f"{blob.name} ends inside its header.", "Copy it from the sensor again.")
    packets = "sectors", partial(_packets, blob, options)
    return open_sensor(origin, sensor_of(header), packets)


def sensor_of(header: bytes) -> Sensor:
    """What the 1,024 bytes of the header say: model, id, rate, and where it is worn."""
    (device_id,) = struct.unpack_from("<H", header, 5)
    (upper_id,) = struct.unpack_from("<H", header, 11)
    if upper_id != NO_ID:
        device_id |= upper_id << 16
    notes = header[64:512].rstrip(b"\x00\xff ").decode("latin-1")
    worn = parse_qs(notes).get("_p", [""])[0]
    model = MODELS.get(header[4], "AX3")
    return Sensor(f"Axivity {model} {device_id}", rate_of(header[36]), placement_of(worn))


def rate_of(code: int) -> float:
    """Samples a second of a rate code."""
    return float(3200 / (1 << (15 - (code & 15))))


def _packets(blob: Blob, options: ReadOptions, losses: Losses) -> Iterator[Packets]:
    with blob.open(options) as stream:
        stream.read(HEADER_BYTES)
        while block := stream.read(BLOCK_SECTORS * SECTOR_BYTES):
            whole = len(block) // SECTOR_BYTES
            losses.cut = losses.cut or len(block) % SECTOR_BYTES > 0
            sectors = np.frombuffer(block, dtype=SECTOR, count=whole)
            good = _sound(sectors, np.frombuffer(block, "<u2", whole * SECTOR_BYTES // 2))
            losses.good += int(good.sum())
            losses.spoiled += int((~good).sum())
            yield from _alike(sectors[good])


def _sound(sectors: Any, words: Any) -> Bool:
    """Whether each sector is one with samples: its mark, its length, its sum, its numbers (k,)."""
    total = words.reshape(-1, SECTOR_BYTES // 2).sum(axis=1, dtype=np.uint32) & 0xFFFF
    summed = (total == 0) | (sectors["checksum"] == 0)  # the first firmware wrote no sum
    marked = (sectors["magic"] == b"AX") & (sectors["length"] == SECTOR_BYTES - 4)
    month, day = (sectors["stamp"] >> 22) & 15, (sectors["stamp"] >> 17) & 31
    dated = (month >= 1) & (month <= 12) & (day >= 1)
    holds = (sectors["count"] > 0) & (sectors["count"] <= 480 // _bytes_each(sectors["layout"]))
    sound: Bool = marked & summed & dated & holds
    return sound


def _bytes_each(layout: Any) -> Any:
    """Bytes of a sample: packed, or two for each axis."""
    wide = layout.astype(np.int64)
    return np.where(wide & 15 == 0, PACKED_BYTES, 2 * np.maximum(wide >> 4, 1))


def _alike(sectors: Any) -> Iterator[Packets]:
    """Runs of sectors written alike, each decoded at once."""
    keys = np.stack([sectors[name].astype(np.int64) for name in ("layout", "count", "rate")])
    scale = sectors["light"].astype(np.int64) >> 13
    changes = np.any(np.diff(np.vstack([keys, scale]), axis=1) != 0, axis=0)
    for part in np.split(np.arange(len(sectors)), np.flatnonzero(changes) + 1):
        if len(part):
            run = sectors[part[0] : part[-1] + 1]
            acc = _decoded(run)
            warmth = (run["temperature"] & TEN_BITS) * DEGREES_A_COUNT + DEGREES_AT_0
            count = run["count"].astype(np.int64)
            yield Packets(_starts(run), count, acc, warmth.astype(np.float32))


def _decoded(run: Any) -> F32:
    """Accelerations in g of sectors written alike, (n, 3)."""
    layout, count = int(run["layout"][0]), int(run["count"][0])
    per_g = COUNTS_PER_G * (1 << (int(run["light"][0]) >> 13))
    data = np.ascontiguousarray(run["data"])
    if layout & 15 == 0:
        words = data.view("<i4")[:, :count]
        acc = np.empty((*words.shape, 3), np.float32)
        times = np.ldexp(np.float32(1 / per_g), data.view("<u4")[:, :count] >> 30)
        for axis, high in enumerate((22, 12, 2)):  # to the top, and back down with its sign
            np.multiply((words << high) >> 22, times, out=acc[:, :, axis])
    else:
        width = layout >> 4
        samples = data.view("<i2")[:, : count * width].reshape(len(run), count, width)
        first = 0 if width == 3 else 3  # a gyroscope stands before
        acc = samples[:, :, first : first + 3] * np.float32(1 / per_g)
    return np.asarray(acc.reshape(-1, 3))


def _starts(run: Any) -> F64:
    """Wall clock of the first sample of each sector, (k,) seconds.

    The stamp holds for the sample at ``offset``. Newer firmware gives a fraction of the second and
    moves the offset back by the whole samples in it, for the sake of old programs.
    """
    stamp = run["stamp"].astype(np.int64)
    month = ((stamp >> 26) & 63) * 12 + ((stamp >> 22) & 15) - 1 + 30 * 12
    days = month.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    days += ((stamp >> 17) & 31) - 1
    seconds = ((stamp >> 12) & 31) * 3600 + ((stamp >> 6) & 63) * 60 + (stamp & 63)
    rate = rate_of(int(run["rate"][0]))
    fractional = run["fraction"] & 0x8000 > 0
    fraction = np.where(fractional, (run["fraction"].astype(np.int64) & 0x7FFF) << 1, 0)
    offset = run["offset"] + ((fraction * round(rate)) >> 16)
    start_s: F64 = days * 86400.0 + seconds + fraction / 65536 - offset / rate
    return start_s


FORMAT = Coded(
    id="axivity-cwa",
    worn_at=STRAPPED_ON,
    title="Axivity AX3 / AX6 (.cwa)",
    header="(binary, begins with MD)",
    sure=Sign(
        lambda head: head.raw.startswith(MAGIC), "the mark of a .cwa header at the beginning"
    ),
    reads=read,
    raw=True,
    kind="",
)
