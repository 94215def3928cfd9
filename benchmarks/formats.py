"""Speed and memory of the readers: raw CSV beside bare pyarrow, five years of minutes, Apple XML.

python -m benchmarks.formats raw | minutes | apple [--size MB ...] [--others N]
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow

from benchmarks.speed import measure, stride
from stride.formats import ReadOptions, discover, read, to_minutes
from stride.types import Intervals, Recording

RATE_HZ = 50
READ = """
import sys
from datetime import date
from stride.formats import ReadOptions, discover, read
options = ReadOptions(config_tz="UTC", today=date(2026, 11, 21))
read(next(iter(discover(sys.argv[1], options))), options)
"""
OPTIONS = ReadOptions(config_tz="Europe/Oslo", today=date(2026, 11, 21))


def _cpu(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def make_raw(path: Path, hours: float) -> None:
    """``time,x,y,z`` at 50 Hz, ISO local time."""
    count = int(hours * 3600 * RATE_HZ)
    rng = np.random.default_rng(1)
    with path.open("wb") as out:
        out.write(b"time,x,y,z\n")
        start = np.datetime64("2024-05-31T00:00:00.000", "ms")
        for first in range(0, count, 500_000):
            n = min(500_000, count - first)
            t = start + (np.arange(first, first + n) * 20).astype("timedelta64[ms]")
            columns = [pa.array(t).cast(pa.string())]
            columns += [pa.array(np.round(rng.normal(0.5, 0.1, n), 6)) for _ in range(3)]
            table = pa.table(columns, names=["time", "x", "y", "z"])
            arrow.write_csv(
                table, out, arrow.WriteOptions(include_header=False, quoting_style="none")
            )


def bench_raw(folder: Path) -> None:
    """24 h at 50 Hz: bare reader, then stride's."""
    path = folder / "day.csv"
    make_raw(path, 24)
    print(f"24 h at 50 Hz, {path.stat().st_size / 1e6:.0f} MB")
    types = {"time": pa.timestamp("ms")} | {axis: pa.float32() for axis in "xyz"}

    def bare() -> int:
        with arrow.open_csv(
            path, convert_options=arrow.ConvertOptions(column_types=types)
        ) as reader:
            return sum(batch.num_rows for batch in reader)

    def ours() -> int:
        item = next(iter(discover(path, OPTIONS)))
        found = read(item, OPTIONS)
        assert isinstance(found, Recording)
        return sum(len(chunk.t_utc_s) for chunk in found.chunks())

    def chunks_only(found: Recording) -> int:
        return sum(len(chunk.t_utc_s) for chunk in found.chunks())

    floor = min(_cpu(bare) for _ in range(2))
    item = next(iter(discover(path, OPTIONS)))
    found = read(item, OPTIONS)
    assert isinstance(found, Recording)
    reading = min(_cpu(lambda: chunks_only(found)) for _ in range(2))
    total = _cpu(ours)
    print(f"pyarrow.csv.open_csv {floor:.2f} CPU s; chunks {reading:.2f} ({reading / floor:.2f}x);")
    print(f"with recognition and hash {total:.2f} ({total / floor:.2f}x); peak {_peak_mb():.0f} MB")


def make_minutes(path: Path, years: int) -> None:
    """A Fitabase file of every minute, twelve-hour clock."""
    count = int(years * 365.25 * 1440)
    rng = np.random.default_rng(2)
    steps = np.where(rng.random(count) < 0.2, rng.integers(1, 130, count), 0)
    start = np.datetime64("2019-01-01T00:00", "m")
    with path.open("w") as out:
        out.write("Id,ActivityMinute,Steps\n")
        for first in range(0, count, 1440):
            day = str(start + np.timedelta64(first, "m"))[:10]
            text = f"{int(day[5:7])}/{int(day[8:])}/{day[:4]}"
            for minute in range(min(1440, count - first)):
                hour = minute // 60
                clock = f"{(hour - 1) % 12 + 1}:{minute % 60:02d}:00 {'AM' if hour < 12 else 'PM'}"
                out.write(f"1503960366,{text} {clock},{steps[first + minute]}\n")


def bench_minutes(folder: Path) -> None:
    """Five years of minutes: read and spread."""
    path = folder / "minutes.csv"
    make_minutes(path, 5)
    before = _peak_mb()

    def ours() -> None:
        found = read(next(iter(discover(path, OPTIONS))), OPTIONS)
        assert isinstance(found, Intervals)
        print(f"{found.notes.rows:,} rows, {len(to_minutes(found).minute_utc):,} minutes kept")

    cpu = _cpu(ours)
    print(f"read and spread {cpu:.2f} CPU s; peak {_peak_mb():.0f} MB ({before:.0f} before)")


def make_apple(path: Path, megabytes: int, others: int) -> int:
    """An export.xml of steps and other records, as the Health app writes it; its step records."""
    device = "&lt;&lt;HKDevice: 0x28&gt;, name:Apple Watch, hardware:Watch6,1&gt;"
    kinds = (("StepCount", "count"), *[("HeartRate", "count/min")] * others)
    second, count = 1_400_000_000, 0
    with path.open("w") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE HealthData [\n]>\n')
        out.write('<HealthData locale="en_US">\n')
        while out.tell() < megabytes * 1_000_000:
            for _ in range(2000):
                second, count = second + 60, count + 1
                a = time.strftime("%Y-%m-%d %H:%M:%S +0000", time.gmtime(second))
                b = time.strftime("%Y-%m-%d %H:%M:%S +0000", time.gmtime(second + 60))
                for kind, unit in kinds:
                    out.write(
                        f' <Record type="HKQuantityTypeIdentifier{kind}" sourceName="Watch" '
                        f'sourceVersion="9.1" device="{device}" unit="{unit}" creationDate="{b}" '
                        f'startDate="{a}" endDate="{b}" value="71"/>\n'
                    )
        out.write("</HealthData>\n")
    return count


def bench_apple(folder: Path, sizes: list[int], others: int) -> None:
    """Exports of several sizes: MB a CPU second and peak memory of reading and of importing."""
    print(f"{'MB':>6} {'steps':>10} {'read':>24} {'stride import':>24}")
    for size in sizes:
        path = folder / "export.xml"
        count = make_apple(path, size, others)
        megabytes = path.stat().st_size / 1e6
        costs = []
        for number, command in enumerate(
            (
                [sys.executable, "-c", READ, str(path)],
                [stride(), "import", "--tz", "UTC", str(path)],
            )
        ):
            cpu, memory = measure(command, folder / f"home-{size}-{number}", 1)
            costs.append(f"{megabytes / cpu:5.0f} MB/CPU s {memory:5.0f} MB")
        print(f"{megabytes:6.0f} {count:10,} {costs[0]:>24} {costs[1]:>24}", flush=True)


def main() -> int:
    """Runs one of the benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["raw", "minutes", "apple"])
    parser.add_argument(
        "--size", type=int, nargs="+", default=[250, 500, 1000], help="MB of export.xml"
    )
    parser.add_argument("--others", type=int, default=1, help="other records for each of steps")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.what == "apple":
            bench_apple(folder, chosen.size, chosen.others)
        else:
            {"raw": bench_raw, "minutes": bench_minutes}[chosen.what](folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
