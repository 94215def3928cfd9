"""Counts how a file moves through the modules of formats: modules, moves, re-entries, circles.

    python -m benchmarks.moves                      one Samsung and one Sensor Logger file
    python -m benchmarks.moves --pairs 10           and between which two modules most moves run
    python -m benchmarks.moves --format ID FILE ... files of one's own
    python -m benchmarks.moves --house              lines, modules, functions and circles instead

A move is control passing from one module of stride.formats to another one, by a call or by a
return; a re-entry is a move into a module already left. Code outside formats (numpy, the standard
library, stride.types) is passed through without a move. Each file is gone through twice, and the
second time is counted: what is loaded or looked up once in a process is no way of a file.
"""

from __future__ import annotations

import argparse
import ast
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

from stride.formats import ReadOptions, discover, read
from stride.types import Recording

HOME = Path(__file__).parents[1]
INSIDE = "stride.formats."
FILES = {
    "samsung-step-count": "com.samsung.shealth.tracker.pedometer_step_count.1.csv",
    "sensor-logger": "Accelerometer.csv",
}

Graph = dict[str, set[str]]


def go_through(path: Path, format_id: str | None) -> None:
    """Recognise a file, read it, and take every sample of a recording once."""
    options = ReadOptions(format_id, config_tz="Europe/Oslo", today=date(2026, 11, 21))
    for item in discover(path, options):
        content = read(item, options)
        if isinstance(content, Recording):
            for _ in content.chunks():
                pass


def modules_passed(work: Callable[[], object]) -> list[str]:
    """The modules of formats in the order in which control was in them."""
    way: list[str] = []

    def watch(frame: FrameType | None, event: str, _argument: Any) -> None:
        if event == "return" and frame is not None:
            frame = frame.f_back
        elif event != "call":
            return
        name = str(frame.f_globals.get("__name__", "")) if frame else ""
        if name.startswith(INSIDE) and (not way or way[-1] != name):
            way.append(name)

    sys.setprofile(watch)
    try:
        work()
    finally:
        sys.setprofile(None)
    return way


def count(path: Path, format_id: str | None, pairs: int) -> None:
    """Print what one file passes through."""
    go_through(path, format_id)
    way = modules_passed(lambda: go_through(path, format_id))
    rooms = {name.removeprefix(INSIDE).rpartition(".")[0] for name in way}
    print(
        f"{path.name}: {len(set(way))} modules in {len(rooms)} folders, {len(way)} moves, "
        f"{len(way) - len(set(way))} of them re-entries"
    )
    between = Counter(tuple(sorted(pair)) for pair in pairwise(way))
    for (one, other), number in between.most_common(pairs):
        print(f"  {number:5} {one.removeprefix(INSIDE)} and {other.removeprefix(INSIDE)}")


def arrows(package: str = "stride") -> Graph:
    """{module: the modules of the same package that it imports, anywhere in it}."""
    trees = {}
    for path in sorted((HOME / package).rglob("*.py")):
        name = ".".join(path.relative_to(HOME).with_suffix("").parts)
        trees[name.removesuffix(".__init__")] = ast.parse(path.read_text(encoding="utf-8"))
    return {name: set(_imported(tree, trees)) - {name} for name, tree in trees.items()}


def _imported(tree: ast.AST, names: dict[str, ast.Module]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from inner & names.keys()
            if node.module in names and inner - names.keys():
                yield node.module
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & names.keys()


def circles(graph: Graph) -> list[list[str]]:
    """The groups of modules each of which leads to all others of its group."""
    reach = {name: _reached(graph, name) for name in graph}
    groups = {
        tuple(sorted(other for other in reach[name] if name in reach[other]))
        for name in graph
        if name in reach[name]
    }
    return sorted(map(list, groups))


def _reached(graph: Graph, start: str) -> set[str]:
    waiting, seen = list(graph[start]), set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(graph.get(name, ()))
    return seen


def house() -> None:
    """Print lines, modules, functions, arrows and circles of stride.formats."""
    paths = sorted((HOME / "stride" / "formats").rglob("*.py"))
    texts = [path.read_text(encoding="utf-8") for path in paths]
    lengths = [
        (node.end_lineno or 0) - node.lineno + 1
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    graph = {name: to for name, to in arrows().items() if name.startswith(INSIDE)}
    inner = sum(name.startswith(INSIDE) for to in graph.values() for name in to)
    print(f"{sum(text.count(chr(10)) for text in texts):,} lines in {len(paths)} modules")
    print(
        f"{len(lengths)} functions, median {statistics.median(lengths):.0f} lines, "
        f"longest {max(lengths)}"
    )
    print(f"{inner} arrows between modules of formats")
    for group in circles(arrows()):
        print(f"circle: {', '.join(group)}")
    for group in circles(arrows("training")):
        print(f"circle: {', '.join(group)}")


def main() -> int:
    """Prints the counts of the named files, or of the two that docs/architecture.md shows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--format", metavar="ID", help="what the files are; without it, all ask")
    parser.add_argument("--pairs", type=int, default=0, help="of modules, the most used")
    parser.add_argument("--house", action="store_true", help="lines, modules and circles")
    chosen = parser.parse_args()
    if chosen.house:
        house()
        return 0
    named = [(path, chosen.format) for path in chosen.files]
    cases = HOME / "tests" / "cases"
    for path, format_id in named or [(cases / key / name, key) for key, name in FILES.items()]:
        count(path, format_id, chosen.pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
