"""Measures the import of five years of steps by the minute: CPU seconds and peak memory.

python -m benchmarks.minutes
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.speed import measure, stride

MAKE = """
import sys
import numpy as np
rng = np.random.default_rng(1)
minutes = np.datetime64("2021-01-01T00:00", "m") + np.arange(5 * 365 * 1440 + 1440)
hour = np.arange(len(minutes)) // 60 % 24
walked = rng.random(len(minutes)) < np.where((hour >= 7) & (hour < 23), 0.35, 0.01)
steps = np.where(walked, rng.integers(3, 130, len(minutes)), 0)
with open(sys.argv[1], "w") as stream:
    stream.write("timestamp,steps\\n")
    rows = zip(minutes.astype(str).tolist(), steps.tolist())
    stream.writelines(f"{minute}:00Z,{count}\\n" for minute, count in rows)
"""


def main() -> None:
    """Make the file, import it three times into homes of their own, print the least."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "steps_2021-01-01.csv"
        subprocess.run([sys.executable, "-c", MAKE, str(path)], check=True)
        command = [stride(), "import", "--tz", "UTC", str(path)]
        runs = [measure(command, Path(scratch) / f"home{n}", 1) for n in range(3)]
    cpu, memory = min(run[0] for run in runs), min(run[1] for run in runs)
    print(f"2.6 million minutes: {cpu:.2f} CPU s, {memory:.0f} MB")


if __name__ == "__main__":
    main()
