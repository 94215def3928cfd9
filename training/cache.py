"""Turns the recordings, as they are and changed, into examples kept in memory for all the fits."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from training import change, life
from training.data import GROUPS, OUT, Example, Item, example, items, samples

#: Versions of every recording: as recorded, with other sensors, slower, on a rough road.
KINDS = ("as recorded", *["sensor"] * 5, "slower", "slower again", "road", "road")


def _make(job: tuple[Item, str, int]) -> Example | None:
    """One version of a recording, or None where it would be the same as another."""
    item, kind, version = job
    if kind == "as recorded":
        return example(item)
    seed = version * 100_003 + sum(map(ord, item.key))
    sensor = change.random_change(seed)
    if kind == "sensor":
        return example(item, sensor, kind)
    if kind.startswith("slower"):
        return _without_runs(example(item, sensor, kind, life.slower(seed)))
    return example(item, sensor, kind, life.rough_road(seed)) if _rides(item) else None


def _without_runs(e: Example) -> Example:
    """Slowed down, running is like no running; nothing is to be learnt from it."""
    return replace(e, group=np.where(e.group == GROUPS.index("run"), OUT, e.group))


def _rides(item: Item) -> bool:
    return bool(life.cycling(samples(item)).any())


def versions(folder: Path | None = None) -> list[list[Example]]:
    """Examples of every recording, as recorded first, then in its versions.

    folder: where to keep them between runs.
    """
    out = []
    for version, kind in enumerate(KINDS):
        kept = folder / f"version{version}.pkl" if folder else None
        if kept is not None and kept.exists():
            out.append(pickle.loads(kept.read_bytes()))
            continue
        with ProcessPoolExecutor(2) as pool:
            found = pool.map(_make, [(i, kind, version) for i in items()], chunksize=8)
            made = [one for one in found if one is not None]
        if kept is not None:
            kept.write_bytes(pickle.dumps(made))
        out.append(made)
    return out
