"""What the engine itself costs: a task that does nothing, and joining the parts of many people.

python -m benchmarks.study_engine [--tasks 500] [--parts 2000]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from stride.study.engine import Engine, connected, run
from stride.study.manifest import Recorded, Task
from stride.study.measure import Summary, _join
from stride.study.part import Options, _write, table_of
from stride.study.person_days import PARTS, STAIRS


def tasks(count: int) -> None:
    """Wall and CPU of the client and scheduler for tasks that do nothing, and of the start."""
    began = time.monotonic()
    with connected(Engine("", 2)) as client:
        started = time.monotonic() - began
        list(run(client, len, [("x",)] * 20))
        wall, cpu = time.monotonic(), time.process_time()
        list(run(client, len, [("x",)] * count))
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    print(
        f"start {started:.1f} s; {count} empty tasks: {1000 * wall / count:.1f} ms wall and "
        f"{1000 * cpu / count:.1f} ms CPU of client and scheduler each"
    )


def parts(count: int) -> None:
    """CPU of joining the parts of a week of so many people."""
    row = {
        "date": "",
        "weekday": 1,
        "wear_min": 1440.0,
        "valid": True,
        "steps": 1,
        "bouts": 1,
        "longest_bout_min": 1.0,
        "cadence_spm": 100.0,
    } | dict.fromkeys((*PARTS, *STAIRS), 1.0)
    with tempfile.TemporaryDirectory() as folder:
        options = Options(folder, date(2026, 1, 1), "x")
        people = [Task(f"P{n}", (Recorded("a", "", "", "", ""),)) for n in range(count)]
        for task in people:
            rows = [{**row, "date": f"2024-05-0{day + 1}"} for day in range(7)]
            about = {
                "participant": task.participant,
                "state": "measured",
                "files": [],
                "sha256": [],
            }
            _write(table_of(task.participant, rows, about), task.key(), folder)
        size = sum(path.stat().st_size for path in Path(folder, "parts").iterdir())
        cpu = time.process_time()
        _join(people, [], options, "UTC", Summary(count))
        cpu = time.process_time() - cpu
    each = f"{size / count / 1024:.0f} KiB: {1000 * cpu / count:.1f} ms CPU each"
    print(f"joining {count} parts of {each}")


def main() -> None:
    """Both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=500)
    parser.add_argument("--parts", type=int, default=2000)
    given = parser.parse_args()
    tasks(given.tasks)
    parts(given.parts)


if __name__ == "__main__":
    main()
