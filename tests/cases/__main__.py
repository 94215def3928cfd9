"""Writes what the samples of a format yield, for review.

    python -m tests.cases generate ID          cases for the samples without one; known ones stay
    python -m tests.cases generate ID FILE ... these samples anew
    python -m tests.cases check [ID]           what does not fit the schema, and warnings not named

A generated case says what stride gives now. Read it beside the sample, line by line: whether that
is what the sample means, only you can tell. Cut what the case is not about.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tests.cases.expected import CASES, SCHEMA, cases, faults, outcome, unnamed


def generate(folder: Path, files: list[str]) -> int:
    """Add a case for each sample that has none, or make those of the named samples anew."""
    path = folder / "expected.json"
    if not folder.is_dir():
        sys.stderr.write(f"There is no folder {folder}: put the samples there first.\n")
        return 1
    known: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.is_file() else []
    named = {case["file"].split("/")[0] for case in known}
    there = sorted(entry.name for entry in folder.iterdir() if entry.name != path.name)
    fresh = files or [name for name in there if name not in named]
    old = {case["file"]: case for case in known if case["file"] in fresh}
    made = [outcome(folder, old.get(name, {"file": name})) for name in fresh]
    kept = [case for case in known if case["file"] not in fresh]
    text = json.dumps([*kept, *made], indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    for case in made:
        print(json.dumps(case, indent=1, ensure_ascii=False))
    print(
        f"{len(made)} cases written to {path.relative_to(CASES.parent.parent)}: read each of them."
    )
    return 0


def check(pattern: str) -> int:
    """Print what is wrong with the cases of a format, or of all."""
    wrong = 0
    for folder, case in cases(pattern):
        found = list(faults(case, SCHEMA))
        given = outcome(folder, case).get("warns", []) if not found else []
        found += [f"warning not named: {text}" for text in unnamed(given, case.get("warns", []))]
        for line in found:
            print(f"{folder.name}/{case.get('file')}: {line}")
        wrong += len(found)
    return 1 if wrong else 0


def main() -> int:
    """Runs what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.cases", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("what", choices=["generate", "check"])
    parser.add_argument("id", nargs="?", default="*", help="of the format, as its folder is called")
    parser.add_argument("files", nargs="*", help="samples to describe anew")
    chosen = parser.parse_args()
    if chosen.what == "check":
        return check(chosen.id)
    if chosen.id == "*":
        parser.error("generate needs the id of a format")
    return generate(CASES / chosen.id, chosen.files)


if __name__ == "__main__":
    sys.exit(main())
