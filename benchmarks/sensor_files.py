"""Reading the sensors' own files against the CSV of the same recording, and the memory of it.

python -m benchmarks.sensor_files [--hours 24]
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

import numpy as np

from stride.formats import ReadOptions, discover, read
from tests.formats.sensor_files import cwa, geneactiv, gt3x, waves

START = datetime(2024, 3, 10)  # noqa: DTZ001  # a sensor's clock has no zone
OPTIONS = ReadOptions(tz="UTC", today=date(2026, 1, 1))


def write(folder: Path, hours: float, rate_hz: int) -> list[Path]:
    """The same movement as .cwa (packed and not), .gt3x, .bin and as CSV of OMGUI and ActiLife."""
    acc = waves(round(hours * 3600 * rate_hz), rate_hz)
    made = {
        "packed.cwa": cwa(acc, START, rate_hz),
        "unpacked.cwa": cwa(acc, START, rate_hz, packed=False),
        "a.bin": geneactiv(acc, START, rate_hz),
        "a.gt3x": gt3x(acc, START, rate_hz),
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    stamps = np.datetime64(START, "ms") + (np.arange(len(acc)) * 1000 / rate_hz).astype("int64")
    with (folder / "omgui.csv").open("w") as stream:
        for first in range(0, len(acc), 200_000):
            rows = zip(
                stamps[first : first + 200_000].astype(str),
                acc[first : first + 200_000].tolist(),
                strict=True,
            )
            stream.writelines(
                f"{t.replace('T', ' ')},{x:.6f},{y:.6f},{z:.6f}\n" for t, (x, y, z) in rows
            )
    return [folder / name for name in ("omgui.csv", *made)]


def measure(path: Path) -> None:
    """One pass over a file: samples, CPU seconds, and how far the peak memory rose."""
    (item,) = discover(path, OPTIONS)
    if item.error:
        raise item.error
    found = read(item, OPTIONS)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    rows = sum(len(chunk.t_utc_s) for chunk in found.chunks())
    cpu = time.process_time() - began
    rose = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    size = path.stat().st_size / 1e6
    print(
        f"{path.name:14} {size:7.1f} MB {rows:>11,} samples {cpu:6.2f} s CPU "
        f"{1e6 * cpu / rows:6.3f} s a million, {rose:5.0f} MB more",
        flush=True,
    )


def main() -> None:
    """Write the files, then read each in a process of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--read", type=Path)
    given = parser.parse_args()
    if given.read:
        measure(given.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        for path in write(Path(folder), given.hours, given.rate):
            command = [sys.executable, "-m", "benchmarks.sensor_files", "--read", str(path)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
