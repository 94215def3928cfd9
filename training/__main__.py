"""Turns a command into training: all of it, the table of what else was tried, or the smoke test."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main() -> int:
    """Run one of the commands; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "command",
        nargs="?",
        default="all",
        choices=("all", "report", "tried", "intervals", "smoke"),
        help="all: train, score and write everything (an hour and more on two cores); report: "
        "write docs/accuracy.md anew from the last figures; tried: score the alternatives; "
        "intervals: fit anew how sure the minutes are, from the nets in the cache; "
        "smoke: the shipped models on a fast subset",
    )
    parser.add_argument("--cache", type=Path, help="folder to keep examples and nets between runs")
    parser.add_argument("--only", nargs="+", default=(), help="names of models; the rest stays")
    parser.add_argument("--parts", nargs="+", default=(), help="of: ship dataset fold robust")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    options = parser.parse_args()
    if options.command == "smoke":
        from training.smoke import smoke

        return smoke()
    from training.data import root

    if root() is None:
        print("No labelled recordings: set STRIDE_DATA to their folder.", file=sys.stderr)
        return 2
    if options.command == "tried":
        from training.tried import tried

        tried(options.cache)
    if options.command == "intervals":
        from training.build import Bench, refit

        refit(Bench(options.cache))
    if options.command == "all":
        from training.build import PARTS, Bench, build

        parts = tuple(options.parts) or PARTS
        build(Bench(options.cache, tuple(options.only), parts, options.workers))
    from training.report import report

    report()
    return 0


if __name__ == "__main__":
    sys.exit(main())
