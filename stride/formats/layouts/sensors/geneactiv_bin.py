"""GENEActiv's own .bin: a header in words, then pages of samples in hexadecimal.

Written from the maker's description (GENEActiv, "Decoding .bin files"): a page has its own time
and, for each sample, 48 bits: x, y and z of twelve bits, light and button.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from stride.errors import DataError
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

FIRST_LINE = b"Device Identity"
PAGE = b"Recorded Data"
TIMED = b"Page Time:"
PAGE_TIME = re.compile(rb"Page Time:(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d):(\d{3})")
FIELD = re.compile(r"^([^:\r\n]+):([^\r\n]*)", re.MULTILINE)
ZONE = re.compile(r"GMT\s*([+-]\d\d:\d\d)")
NUMBER = re.compile(r"[\d.]+")
TEMPERATURE = re.compile(rb"Temperature:(-?\d+(?:\.\d+)?)")
SAMPLE_BYTES = 6
#: Bytes read at once: few, so that their numbers stay in the processor's cache.
BLOCK_BYTES = 1 << 18
AXES = ("x", "y", "z")


def read(origin: Origin) -> Recording:
    """The recording; a page that is broken is left out and said."""
    blob, options = origin.blob, origin.options
    fields = {name.strip(): value.strip(" \x00\r") for name, value in FIELD.findall(_header(blob))}
    rate = NUMBER.search(fields.get("Measurement Frequency", ""))
    try:
        gain = [float(fields[f"{axis} gain"]) for axis in AXES]
        offset = [float(fields[f"{axis} offset"]) for axis in AXES]
        rate_hz = float(rate[0]) if rate else 0.0
    except (KeyError, ValueError) as error:
        raise DataError(
            f"{blob.name} lacks the gain and the offset of an axis, which its header should have.",
            "Copy it from the sensor again.",
        ) from error
    if rate_hz <= 0 or not all(gain):
        raise DataError(
            f"{blob.name}: its header says neither rate nor gain.", "Copy it from the sensor again."
        )
    zone = ZONE.search(fields.get("Time Zone", ""))
    sensor = Sensor(
        f"GENEActiv {fields.get('Device Unique Serial Code', '')}".strip(),
        rate_hz,
        placement_of(fields.get("Device Location Code", "")),
        zone[1] if zone else None,
    )
    pages = int(NUMBER.findall(fields.get("Number of Pages", "") or "0")[0])
    packets = "pages", partial(_packets, blob, options, (gain, offset), pages)
    return open_sensor(origin, sensor, packets)


def _header(blob: Blob) -> str:
    return blob.head.raw.split(PAGE, 1)[0].decode("latin-1")


def _packets(
    blob: Blob,
    options: ReadOptions,
    calibration: tuple[list[float], list[float]],
    announced: int,
    losses: Losses,
) -> Iterator[Packets]:
    """The pages of the file, some at a time. announced: how many the header speaks of."""
    with blob.open(options) as stream:
        rest, last = b"", False
        while not last:
            block = stream.read(BLOCK_BYTES)
            last = not block
            pages = (rest + block).split(PAGE)
            if not last:
                rest = PAGE + pages.pop()
            if packets := _decoded([page for page in pages if TIMED in page], calibration, losses):
                yield packets
    # a page that is not whole at the very end is where the file was cut off
    broken = _page(pages[-1]) is None
    losses.cut = broken or losses.good + losses.spoiled < announced
    losses.spoiled -= broken


def _decoded(
    pages: list[bytes], calibration: tuple[list[float], list[float]], losses: Losses
) -> Packets | None:
    whole = [each for page in pages if (each := _page(page)) is not None]
    degrees = np.array([float(each[2]) for each in whole], dtype=np.float32)
    losses.good += len(whole)
    losses.spoiled += len(pages) - len(whole)
    if not whole:
        return None
    data = np.frombuffer(b"".join(body for _, body, _ in whole), np.uint8)
    numbers = twelve_bits(data.reshape(-1, SAMPLE_BYTES))
    acc = np.empty((len(numbers), len(AXES)), np.float32)
    for axis, (gain, offset) in enumerate(zip(*calibration, strict=True)):
        acc[:, axis] = (numbers[:, axis] * 100.0 - offset) / gain
    count = np.full(len(whole), PAGE_SAMPLES)
    start_s = np.array([time for time, _, _ in whole]).astype(np.int64) / 1000.0
    return Packets(start_s, count, acc, degrees)


#: Samples of a page.
PAGE_SAMPLES = 300


def _page(page: bytes) -> tuple[Any, bytes, bytes] | None:
    """(time in ms, samples, degrees) of a page, None of one that is broken."""
    head, _, digits = page.strip().rpartition(b"\n")
    stamp = PAGE_TIME.search(head)
    if stamp is None or len(digits) != PAGE_SAMPLES * SAMPLE_BYTES * 2:
        return None
    date, clock, milliseconds = (part.decode() for part in stamp.groups())
    try:
        time = np.datetime64(f"{date}T{clock}.{milliseconds}", "ms")
        body = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return None
    warmth = TEMPERATURE.search(head)
    return time, body, warmth[1] if warmth else b"nan"


FORMAT = Coded(
    id="geneactiv-bin",
    worn_at=STRAPPED_ON,
    title="GENEActiv (.bin)",
    header="Device Identity",
    sure=Sign(
        lambda head: (
            head.raw.startswith(FIRST_LINE) and b"Device Type:GENEActiv" in head.raw[:2000]
        ),
        "Device Identity of a GENEActiv at the beginning",
    ),
    reads=read,
    raw=True,
    kind="",
)
