"""Turns the recordings, as they are and changed, into examples kept in memory for all the fits."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from training import change
from training.data import Example, Item, example, items

VERSIONS = 5


def _make(job: tuple[Item, int]) -> Example:
    item, version = job
    if version == 0:
        return example(item)
    seed = version * 100_003 + sum(map(ord, item.key))
    return example(item, change.random_change(seed), f"changed {version}")


def versions(n: int = VERSIONS, folder: Path | None = None) -> list[list[Example]]:
    """Examples of every recording, as recorded and in n changed versions."""
    out = []
    for version in range(n + 1):
        kept = folder / f"version{version}.pkl" if folder else None
        if kept is not None and kept.exists():
            out.append(pickle.loads(kept.read_bytes()))
            continue
        with ProcessPoolExecutor(2) as pool:
            made = list(pool.map(_make, [(i, version) for i in items()], chunksize=8))
        if kept is not None:
            kept.write_bytes(pickle.dumps(made))
        out.append(made)
    return out
