"""The largest differences between ``stride study associate`` and R, field by field.

python -m benchmarks.study_r FOLDER       a folder with days.csv.gz, people.csv, results.json
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stride.study.associate import associate
from stride.study.protocol import load_protocol
from stride.study.tables import read_table


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every number and text of a document with the way to it."""
    if isinstance(value, list):
        value = {_name(row, place): row for place, row in enumerate(value)}
    if not isinstance(value, dict):
        yield path, value
        return
    for key, below in value.items():
        yield from leaves(below, (*path, str(key)))


def _name(row: Any, place: int) -> str:
    """Rows are found by what they are called, else by their place."""
    named = row if isinstance(row, dict) else {}
    return str(named.get("id") or named.get("term") or place)


def main(folder: str) -> None:
    """Print the table."""
    days, people = (read_table(f"{folder}/{name}", name) for name in ("days.csv.gz", "people.csv"))
    ours = dict(leaves(associate(days, people, load_protocol("hunt4"))[0]))
    theirs = dict(leaves(json.loads((Path(folder) / "results.json").read_text())))
    worst: dict[tuple[str, str], tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    unequal = 0
    for path, expected in theirs.items():
        if path[0] == "meta":
            continue
        if isinstance(expected, bool) or not isinstance(expected, int | float):
            unequal += ours[path] != expected
            continue
        key = path[0], next((part for part in reversed(path) if not part.isdigit()), "")
        if path[0] in ("quantiles", "range", "sensitivity_cuts", "cut_gap"):
            key = path[0], ""
        far, count = worst[key]
        worst[key] = max(far, abs(ours[path] - expected)), count + 1
    print(f"texts that differ: {unequal}")
    for (section, field), (far, count) in sorted(worst.items()):
        print(f"{section:24} {field:28} {count:>6} numbers, largest difference {far:.1e}")


if __name__ == "__main__":
    main(sys.argv[1])
