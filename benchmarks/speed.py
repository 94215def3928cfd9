"""Measures stride against a floor in the same run: CPU seconds (user and system) and peak memory.

    python -m benchmarks.speed                 24 h at 50 Hz, and the start of the reading commands
    python -m benchmarks.speed --days 7        a week: memory must not grow with the recording
    python -m benchmarks.speed --start-only    the reading commands alone

Both sides run in turn, several times; the smallest figure of each is printed. Compare ratios: the
seconds depend on the machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

SIMULATOR = Path(__file__).parent.parent / "sample_data"
MAKE = "import sys, pathlib, simulator; simulator.write_day_csv(pathlib.Path(sys.argv[1]), {hours})"
FLOOR = """
import sys, pyarrow as pa
from pyarrow import csv
types = {"time": pa.timestamp("ms"), "x": pa.float32(), "y": pa.float32(), "z": pa.float32()}
convert = csv.ConvertOptions(column_types=types)
rows = sum(len(batch) for batch in csv.open_csv(sys.argv[1], convert_options=convert))
"""
READING = (
    ("stride --help", ["--help"]),
    ("stride today --json", ["today", "--json", "--date", "2026-03-03"]),
    ("stride today", ["today", "--date", "2026-03-03", "--color", "always"]),
    ("stride streak", ["streak", "--date", "2026-03-03"]),
    ("stride report --weeks 4", ["report", "--weeks", "4", "--until", "2026-03-03"]),
    ("stride remind", ["remind"]),
)


def measure(command: list[str], home: Path, runs: int) -> tuple[float, float]:
    """Least CPU seconds and least peak memory in MB of a command over ``runs`` runs."""
    environment = {**os.environ, "STRIDE_HOME": str(home), "TERM": "xterm-256color"}
    best_cpu, best_mb = float("inf"), float("inf")
    for _ in range(runs):
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        best_cpu = min(best_cpu, used.ru_utime + used.ru_stime)
        best_mb = min(best_mb, used.ru_maxrss / _rss_unit())
    return best_cpu, best_mb


def _rss_unit() -> float:
    return 1e6 if sys.platform == "darwin" else 1e3


def big_file(folder: Path, days: float) -> Path:
    """The simulator's recording at 50 Hz, made once; in a process of its own, because the peak
    memory of a child counts what its parent held when it was started."""
    path = folder / f"day-{days:g}.csv"
    if not path.exists():
        script = MAKE.format(hours=days * 24)
        subprocess.run([sys.executable, "-c", script, str(path)], cwd=SIMULATOR, check=True)
    return path


def imports(folder: Path, days: float, runs: int) -> None:
    """``stride import`` beside the bare reader, on the same file."""
    path = big_file(folder, days)
    floor = measure([sys.executable, "-c", FLOOR, str(path)], folder, runs)
    best = (float("inf"), float("inf"))
    for _ in range(runs):
        with tempfile.TemporaryDirectory() as home:
            command = [stride(), "import", "--tz", "UTC", "--placement", "thigh", str(path)]
            cpu, mb = measure(command, Path(home), 1)
        best = (min(best[0], cpu), min(best[1], mb))
    print(f"{days:g} days at 50 Hz, {path.stat().st_size / 1e6:.0f} MB")
    print(f"  {'pyarrow.csv.open_csv':26} {floor[0]:7.2f} CPU s {floor[1]:7.0f} MB")
    ratio = f"{best[0] / floor[0]:.2f} x the reader"
    print(f"  {'stride import':26} {best[0]:7.2f} CPU s {best[1]:7.0f} MB   {ratio}")


def stride() -> str:
    """The installed command beside this interpreter."""
    return str(Path(sys.executable).with_name("stride"))


def starts(folder: Path, runs: int) -> None:
    """The reading commands as multiples of ``python -c pass``."""
    home = folder / "home"
    sample = Path(__file__).parent.parent / "sample_data" / "wrist-day.csv.gz"
    command = [stride(), "import", "-q", "--tz", "UTC", str(sample)]
    subprocess.run(command, env={**os.environ, "STRIDE_HOME": str(home)}, check=True)
    nothing = measure([sys.executable, "-c", "pass"], home, runs)[0]
    print(f"{'python -c pass':26} {nothing * 1000:6.0f} ms CPU")
    for name, arguments in READING:
        cpu, mb = measure([stride(), *arguments], home, runs)
        print(f"{name:26} {cpu * 1000:6.0f} ms CPU {cpu / nothing:6.1f} x {mb:6.0f} MB")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=float, default=1)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--start-only", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for the big file, kept for next time")
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.keep or Path(scratch)
        folder.mkdir(exist_ok=True)
        if not arguments.start_only:
            imports(folder, arguments.days, arguments.runs)
        if arguments.start_only or arguments.days == 1:
            starts(folder, arguments.runs * 3)


if __name__ == "__main__":
    main()
