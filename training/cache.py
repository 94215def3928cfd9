"""Turns the recordings, as they are and changed, into examples kept in memory for all the fits."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from training import change, life, negatives
from training.data import GROUPS, OUT, Example, Item, example, items, samples

#: Versions of every recording: as recorded, with other sensors, slower, on a rough road; what is
#: no gait repeated, short pieces with holes between, and a hand that swings. The place is part of
#: the seed.
KINDS = (
    "as recorded",
    *["sensor"] * 2,
    *["another sensor"] * 3,
    "slower",
    "slower again",
    "road",
    "road",
    "loops",
    "cuts",
    "swung",
)
#: Of thighs and backs no repeated movement and no short pieces are made: nobody waves a trunk.
LOOSE = ("wrist", "hip", "pocket", "hand")


def _make(kind: str, version: int, item: Item) -> Example | None:
    """One version of a recording, or None where it would be the same as another."""
    if kind == "as recorded":
        return example(item)
    seed = version * 100_003 + sum(map(ord, item.key))
    sensor = change.random_change(seed)
    if kind.endswith("sensor"):
        return example(item, sensor, kind)
    if kind.startswith("slower"):
        return _without_runs(example(item, sensor, kind, life.slower(seed)))
    if kind == "road":
        return example(item, sensor, kind, life.rough_road(seed)) if _rides(item) else None
    if kind == "swung":
        return example(item, sensor, kind, life.swung(seed)) if _in_hand(item) else None
    if item.placement not in LOOSE:
        return None
    made = {"loops": negatives.loops, "cuts": negatives.cuts}[kind](samples(item), seed)
    return None if made is None else example(item, sensor, kind, lambda _: made)


def _without_runs(e: Example) -> Example:
    """Slowed down, running is like no running; nothing is to be learnt from it."""
    return replace(e, group=np.where(e.group == GROUPS.index("run"), OUT, e.group))


def _in_hand(item: Item) -> bool:
    """Whether somebody walked with it in the hand, every step known."""
    return item.placement == "hand" and samples(item).step is not None and bool(item.steps_true)


def _rides(item: Item) -> bool:
    return bool(life.cycling(samples(item)).any())


def stored(path: Path | None, make: Callable[[], Any]) -> Any:
    """What make gives, or what it gave before; path: where it is kept, None for nowhere."""
    if path is not None and path.exists():
        return pickle.loads(path.read_bytes())
    made = make()
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(made))
    return made


def by_dataset(work: Callable[[Item], Any], some: list[Item]) -> list:
    """What a function gives of each recording, less what it gives none of; by two processes."""
    with ProcessPoolExecutor(2) as pool:
        return [one for one in pool.map(work, some, chunksize=4) if one is not None]


def versions(folder: Path | None, wanted: Callable[[Item, str], bool]) -> list[list[Example]]:
    """Examples of every recording, as recorded first, then in its versions.

    folder: where to keep them between runs, a file for each dataset and version; delete it when
    the recordings or the features change. wanted: whether any model learns from a version of a
    recording; as recorded they are always there.
    """
    names = list(dict.fromkeys(i.dataset for i in items()))
    return [
        [one for name in names for one in _version(folder, name, version, wanted)]
        for version in range(len(KINDS))
    ]


def _version(folder: Path | None, name: str, version: int, wanted) -> list[Example]:
    kind = KINDS[version]
    some = [i for i in items() if i.dataset == name and (version == 0 or wanted(i, kind))]
    path = folder / f"{name}-{version}.pkl" if folder and some else None
    return stored(path, partial(by_dataset, partial(_make, kind, version), some))
