"""Ten years of FIT files as in Garmin's "Export your data": CPU seconds and memory of the import.

    python -m benchmarks.fit_export [--files 15000] [--keep DIR]

Four monitoring files a day of five hundred messages each and, for every fortieth, an hour's walk,
in zips of a thousand inside one zip.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.formats.track.fit_files import activity, begin, fit_s

FIRST = datetime(2014, 1, 1, tzinfo=UTC)


def quarter(start: datetime, total: int, rng: random.Random) -> tuple[bytes, int]:
    """Six hours of a watch: a heart rate a minute, and steps in a third of them."""
    first = fit_s(start)
    fit = begin(32, first)
    fit.define(1, 103, [(253, 0x86, "I"), (0, 0x86, "I")])
    fit.data(1, first, first)
    fit.define(2, 55, [(253, 0x86, "I"), (5, 0x00, "B"), (3, 0x86, "I")])
    fit.define(3, 55, [(26, 0x84, "H"), (24, 0x0D, "B"), (3, 0x86, "I")])
    fit.define(4, 55, [(26, 0x84, "H"), (27, 0x02, "B")])
    fit.data(2, first, 6, total)
    for minute in range(1, 360):
        when = (first + 60 * minute) & 0xFFFF
        fit.data(4, when, 60 + minute % 40)
        if rng.random() < 0.35:
            total += rng.randint(5, 110)
            fit.data(3, when, 6, total)
    return fit.file(), total


def export(path: Path, files: int) -> None:
    """The zip of an export."""
    rng = random.Random(1)
    inner, total = io.BytesIO(), 0
    with zipfile.ZipFile(path, "w") as outer:
        archive = zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED)
        for number in range(files):
            start = FIRST + timedelta(hours=6 * number)
            raw, total = quarter(start, 0 if number % 4 == 0 else total, rng)
            archive.writestr(f"me_{number}.fit", raw)
            if number % 40 == 0:
                archive.writestr(f"walk_{number}.fit", activity(start, 0, 11, [54] * 900, 4))
            if number % 1000 == 999 or number == files - 1:
                archive.close()
                outer.writestr(f"DI_CONNECT/Uploaded/Part{number // 1000}.zip", inner.getvalue())
                inner = io.BytesIO()
                archive = zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED)


def main() -> None:
    """Makes the export, imports it, prints what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=15_000)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        path = folder / f"export-{given.files}.zip"
        if not path.exists():
            export(path, given.files)
        home = dict(os.environ, STRIDE_HOME=f"{scratch}/home")
        command = [sys.executable, "-m", "stride", "import", str(path), "--tz", "UTC"]
        begun = time.perf_counter()
        done = subprocess.run(command, env=home, capture_output=True, text=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(done.stdout.strip() or done.stderr.strip())
        cpu_s = used.ru_utime + used.ru_stime
        size_mb, peak_mb = path.stat().st_size >> 20, used.ru_maxrss >> 10
        wall_s = time.perf_counter() - begun
        print(f"{given.files} files, {size_mb} MB: {cpu_s:.1f} CPU s, {wall_s:.1f} s, {peak_mb} MB")


if __name__ == "__main__":
    main()
