"""Says what stride makes of handed files: format, days, steps and minutes, as one table.

    python -m benchmarks.handed ../shared/exports ../shared/cases/exports

Each file, zip and folder in a folder is imported into a home of its own, as a person would type it
(--tz Europe/Oslo); scripts and pages beside them are passed. A refusal stands with its first words.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

PASSED = (".py", ".md", ".license")
FOLDERS_OF_CASES = ("credibility",)
LONGEST_REFUSAL = 70


def handed(folders: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """Each thing to import, and its name in the table."""
    for folder in map(Path, folders):
        for path in sorted(folder.iterdir()):
            if path.name in FOLDERS_OF_CASES:
                yield from (
                    (inner, f"{path.name}/{inner.name}") for inner in sorted(path.iterdir())
                )
            elif path.suffix not in PASSED and not path.name.startswith("."):
                yield path, path.name


def imported(path: Path) -> list[dict[str, Any]]:
    """What ``stride import --json`` says of a path, in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        command = [
            sys.executable,
            "-m",
            "stride",
            "import",
            "--json",
            "--tz",
            "Europe/Oslo",
            str(path),
        ]
        done = subprocess.run(
            command, env={**os.environ, "STRIDE_HOME": home}, capture_output=True, text=True
        )
    found: list[dict[str, Any]] = json.loads(done.stdout)["imports"] if done.stdout else []
    return found


def row(name: str, entry: dict[str, Any]) -> str:
    """One line of the table."""
    if entry["error"] or entry["status"] == "empty":
        why = (entry["error"] or {"message": "empty"})["message"]
        why = why.split(Path(name).name, 1)[-1].strip(" :,")[:LONGEST_REFUSAL]
        return f"| {name} | refused: {why} | | | | |"
    days, minutes, steps = entry["days"], entry["walking_minutes"], entry["steps"]
    steps = f"{sum(day['steps'] or 0 for day in days):,.0f}" if steps is not None else "not counted"
    minutes = "" if minutes is None else f"{minutes:,.0f}"
    return f"| {name} | {entry['format']} | {len(days)} | {steps} | {minutes} | {entry['grade']} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+")
    print("| file | format | days | steps | minutes | grade |\n|---|---|---|---|---|---|")
    for path, name in handed(parser.parse_args().folders):
        for entry in imported(path):
            print(row(name, entry), flush=True)


if __name__ == "__main__":
    main()
