"""Writes small invented files in the layouts of sensors: for cases, tests and benchmarks.

python -m tests.formats.sensor_files      writes the cases in tests/cases anew
"""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

CASES = Path(__file__).parent.parent / "cases"
EPOCH_TICKS = 621_355_968_000_000_000
#: Samples of a sector of an AX3: packed, and as 16 bits.
PACKED, UNPACKED = 120, 80


def waves(count: int, rate_hz: float) -> np.ndarray:
    """A sensor at rest that is shaken a little, (count, 3) in g."""
    t = np.arange(count) / rate_hz
    return np.stack([0.1 * np.sin(2 * t), 0.05 * np.cos(3 * t), 1 + 0.02 * np.sin(5 * t)], axis=1)


def _stamp(when: datetime) -> int:
    parts = (when.year - 2000) << 26 | when.month << 22 | when.day << 17
    return parts | when.hour << 12 | when.minute << 6 | when.second


def sector(
    number: int,
    when: datetime,
    counts: np.ndarray,
    *,
    rate: int = 74,
    packed: bool = False,
    degrees: float = 20.0,
) -> bytes:
    """A sector of an AX3 with a right sum. when: of its first sample. counts: (n, 3), 1/256 g."""
    fraction = when.microsecond / 1e6
    hertz = 3200 / (1 << (15 - (rate & 15)))
    bits = int(fraction * 32768)
    moved = ((bits << 1) * round(hertz)) >> 16  # as the firmware moves it for old programs
    raw_c = round((degrees + 50) * 256 / 75)
    head = struct.pack(
        "<2sHHIIIHHBBBBhH", b"AX", 508, 0x8000 | bits, 7, number, _stamp(when), 0, raw_c, 0, 200,
        rate, 0x30 if packed else 0x32, -moved, len(counts),
    )  # fmt: skip
    body = (_packed(counts) if packed else counts.astype("<i2").tobytes()).ljust(480, b"\0")
    total = int(np.frombuffer(head + body, "<u2").sum(dtype=np.int64)) & 0xFFFF
    return head + body + struct.pack("<H", (0x10000 - total) & 0xFFFF)


def _packed(counts: np.ndarray) -> bytes:
    """Three numbers of ten bits and one exponent in 32 bits each."""
    exponent = np.zeros(len(counts), np.int64)
    for shift in (1, 2, 3):
        exponent[np.abs(counts).max(axis=1) >= 512 << (shift - 1)] = shift
    small = (counts.astype(np.int64) >> exponent[:, None]) & 0x3FF
    words = small[:, 0] | small[:, 1] << 10 | small[:, 2] << 20 | exponent << 30
    return words.astype("<u4").tobytes()


def cwa(
    acc_g: np.ndarray,
    start: datetime,
    rate_hz: float,
    *,
    true_hz: float = 0.0,
    packed: bool = True,
    note: bytes = b"",
    degrees: float = 20.0,
) -> bytes:
    """A .cwa of an AX3. rate_hz: 25, 50 or 100, as the header says; true_hz: as the clock goes."""
    code = 0x40 | {25: 8, 50: 9, 100: 10}[round(rate_hz)]
    header = bytearray(1024)
    header[:4] = b"MD\xfc\x03"
    struct.pack_into("<BHIH", header, 4, 0x17, 4711, 1, 0xFFFF)
    header[36] = code
    header[64 : 64 + len(note)] = note
    counts = np.clip(np.round(acc_g * 256), -4096, 4095).astype(np.int64)
    size, parts = PACKED if packed else UNPACKED, [bytes(header)]
    for number, first in enumerate(range(0, len(counts) - size + 1, size)):
        when = start + timedelta(seconds=first / (true_hz or rate_hz))
        part = counts[first : first + size]
        parts.append(sector(number, when, part, rate=code, packed=packed, degrees=degrees))
    return b"".join(parts)


def twelve(values: np.ndarray) -> bytes:
    """Numbers of twelve bits, high bits first, filled up to whole bytes."""
    bits = "".join(f"{int(value) & 0xFFF:012b}" for value in values)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def gt3x(acc_g: np.ndarray, start: datetime, rate_hz: int, idle: tuple[int, ...] = ()) -> bytes:
    """A .gt3x with log.bin, 12 bits. idle: seconds in which the sensor sleeps."""
    counts = np.clip(np.round(acc_g * 256), -2048, 2047).astype(int)[:, [1, 0, 2]]
    records = []
    first_s = int(start.replace(tzinfo=UTC).timestamp())
    for second in range(len(acc_g) // rate_hz):
        part = counts[second * rate_hz : (second + 1) * rate_hz]
        body = b"\0" if second in idle else twelve(part.ravel())
        record = struct.pack("<BBIH", 0x1E, 0, first_s + second, len(body)) + body
        check = 0xFF
        for byte in record:
            check ^= byte
        records.append(record + bytes([check]))
    info = (
        f"Serial Number: MOS2D00000000\nDevice Type: wGT3XBT\nSample Rate: {rate_hz}\n"
        f"Start Date: {EPOCH_TICKS + first_s * 10_000_000}\nTimeZone: 02:00:00\n"
        "Acceleration Scale: 256.0\nLimb: Wrist\n"
    )
    return _zip({"log.bin": b"".join(records), "info.txt": info.encode()})


def gt3x_old(counts_yxz: np.ndarray, start: datetime, rate_hz: int) -> bytes:
    """A .gt3x of the older layout. counts_yxz: (n, 3) of 341 a g, y first."""
    ticks = EPOCH_TICKS + int(start.replace(tzinfo=UTC).timestamp()) * 10_000_000
    info = (
        "Serial Number: NEO1D00000000\nDevice Type: GT3XPlus\n"
        f"Sample Rate: {rate_hz}\nStart Date: {ticks}\n"
    )
    return _zip(
        {"info.txt": info.encode(), "activity.bin": twelve(counts_yxz.ravel()), "lux.bin": b"\0"}
    )


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(
                zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def geneactiv(acc_g: np.ndarray, start: datetime, rate_hz: float) -> bytes:
    """A .bin of a GENEActiv, gain 25,000 and offset 100 on every axis."""
    counts = np.clip(np.round((acc_g * 25000 + 100) / 100), -2048, 2047).astype(int)
    lines = [
        "Device Identity", "Device Unique Serial Code:000042", "Device Type:GENEActiv",
        "Device Model:1.1", "", "Configuration Info", f"Measurement Frequency:{rate_hz:g} Hz",
        "Time Zone:GMT +01:00", "", "Subject Info", "Device Location Code:left wrist", "",
        "Calibration Data", *(f"{a} gain:25000\r\n{a} offset:100" for a in "xyz"), "",
        "Memory Status", f"Number of Pages:{len(counts) // 300}", "",
    ]  # fmt: skip
    for page in range(len(counts) // 300):
        when = start + timedelta(seconds=page * 300 / rate_hz)
        part = counts[page * 300 : page * 300 + 300]
        stamp = f"{when:%Y-%m-%d %H:%M:%S}:{when.microsecond // 1000:03d}"
        digits = "".join(f"{x & 0xFFF:03X}{y & 0xFFF:03X}{z & 0xFFF:03X}000" for x, y, z in part)
        lines += [
            "Recorded Data", "Device Unique Serial Code:000042", f"Sequence Number:{page}",
            f"Page Time:{stamp}", "Unassigned:", "Temperature:31.5", "Battery voltage:4.0",
            "Device Status:Recording", f"Measurement Frequency:{rate_hz:g}", digits,
        ]  # fmt: skip
    return ("\r\n".join(lines) + "\r\n").encode()


def main() -> None:
    """Write the cases."""
    start = datetime(2024, 3, 10, 9, 30, 0)  # noqa: DTZ001  # a sensor's clock has no zone
    acc = waves(1200, 50)
    spoiled = bytearray(
        cwa(acc, start, 50, true_hz=48.8, packed=False, note=b"_p=left+thigh&_sc=3")
    )
    spoiled[1024 + 3 * 512 + 40] ^= 1
    files = {
        "axivity-cwa/packed.cwa": cwa(acc, start, 50, note=b"_p=lower+back"),
        "axivity-cwa/spoiled-sector.cwa": bytes(spoiled),
        "axivity-cwa/header-only.cwa": cwa(acc[:0], start, 50),
        "actigraph-gt3x/idle-sleep.gt3x": gt3x(waves(900, 30), start, 30, idle=(10, 11, 12)),
        "actigraph-gt3x/activity-bin.gt3x": gt3x_old(
            np.tile([[0, 341, 0], [34, 300, -34]], (300, 1)), start, 30
        ),
        "geneactiv-bin/pages.bin": geneactiv(acc, start, 50),
        "geneactiv-bin/cut-off.bin": geneactiv(acc, start, 50)[:-900],
    }
    for name, content in files.items():
        (CASES / name).parent.mkdir(exist_ok=True)
        (CASES / name).write_bytes(content)


if __name__ == "__main__":
    main()
