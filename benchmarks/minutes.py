"""Measures the import of five years of steps by the minute: CPU seconds and peak memory.

    python -m benchmarks.minutes            steps in a fifth of the minutes, as people have them
    python -m benchmarks.minutes --full     steps in every minute: nobody sleeps for five years

With --again, the same export with one more day is imported into the same home afterwards.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.speed import measure, stride

MAKE = """
import sys
import numpy as np
rng = np.random.default_rng(1)
share, days = float(sys.argv[2]), int(sys.argv[3])
minutes = np.datetime64("2021-01-01T00:00", "m") + np.arange(days * 1440)
hour = np.arange(len(minutes)) // 60 % 24
walked = rng.random(len(minutes)) < np.where((hour >= 7) & (hour < 23), 0.35, 0.01)
walked |= rng.random(len(minutes)) < share
steps = np.where(walked, rng.integers(3, 130, len(minutes)), 0)
with open(sys.argv[1], "w") as stream:
    stream.write("timestamp,steps\\n")
    rows = zip(minutes.astype(str).tolist(), steps.tolist())
    stream.writelines(f"{minute}:00Z,{count}\\n" for minute, count in rows)
"""


DAYS = 5 * 365 + 1
RUNS = 3


def make(path: Path, full: bool, days: int) -> None:
    """An export of minutes; in a process of its own, whose memory does not count."""
    path.parent.mkdir(exist_ok=True)
    words = [str(path), "1" if full else "0", str(days)]
    subprocess.run([sys.executable, "-c", MAKE, *words], check=True)


def imports(path: Path, scratch: Path, before: Path | None = None) -> None:
    """Import a file into homes of their own, copies of ``before`` where given; print the least."""
    runs = []
    for number in range(RUNS):
        home = scratch / f"home{number}"
        shutil.rmtree(home, ignore_errors=True)
        if before:
            shutil.copytree(before, home)
        runs.append(measure([stride(), "import", "--tz", "UTC", str(path)], home, 1))
        with sqlite3.connect(home / "stride.db") as db:
            assert db.execute("SELECT count(*) FROM import").fetchone()[0] == 1 + bool(before)
    cpu, memory = min(run[0] for run in runs), min(run[1] for run in runs)
    print(f"{path.parent.name:12} {cpu:6.2f} CPU s {memory:6.0f} MB")


def main() -> None:
    """Make the file, import it three times, print the least."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="steps in every minute")
    parser.add_argument("--again", action="store_true", help="a growing export on top of it")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        path = scratch / "2.6 million" / "steps_2021-01-01.csv"
        make(path, arguments.full, DAYS)
        imports(path, scratch)
        if arguments.again:
            (scratch / "home0").rename(scratch / "before")
            grown = scratch / "a day more" / "steps_2021-01-01.csv"
            make(grown, arguments.full, DAYS + 1)
            imports(grown, scratch, scratch / "before")


if __name__ == "__main__":
    main()
