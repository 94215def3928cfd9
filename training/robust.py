"""Turns every labelled recording into what it would be under each hardship of the accuracy page."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np

from training import change
from training.cache import by_dataset, stored
from training.data import Example, Item, example, items

#: People of each dataset looked at: enough to see a fall of some thousandths.
PEOPLE = 6
#: Seconds of each looked at.
LONGEST_S = 7200


def stamps_in_bursts(t: np.ndarray, acc: np.ndarray):
    """Ten samples delivered at a time, a millisecond apart, as phones do."""
    last = t[np.minimum(np.arange(len(t)) // 10 * 10 + 9, len(t) - 1)]
    late = np.arange(len(t)) % 10 * 0.001
    gap = last - t > 1.0
    return np.where(gap, t, last + late), acc


def repeated_stamps(t: np.ndarray, acc: np.ndarray):
    """A clock of tenths of a second."""
    return np.floor(t * 10) / 10, acc


def with_holes(t: np.ndarray, acc: np.ndarray):
    """Three seconds lost in every minute."""
    keep = (t % 60) > 3
    return t[keep], acc[keep]


HARDSHIPS: dict[str, change.Change] = {
    "upside down": change.turned(np.diag([-1.0, -1.0, 1.0])),
    "left for right": change.turned(np.diag([1.0, -1.0, -1.0])),
    "turned at random": change.turned(change.rotation(np.random.default_rng(7))),
    **{f"{hz:g} Hz": change.at_rate(hz) for hz in (12.5, 20, 25, 30, 64, 100, 200)},
    "10 % off on one axis, 0.05 g offset": change.off_calibration(
        np.array([1.1, 1.0, 1.0]), np.array([0.0, 0.05, 0.0])
    ),
    "8-bit steps (31 mg)": change.eight_bit(4.0),
    "gravity removed": change.without_gravity(),
    "jitter of half a sample": change.at_rate(50, 3, jitter=0.9),
    "stamps in bursts of ten": stamps_in_bursts,
    "stamps of a tenth of a second": repeated_stamps,
    "three seconds lost a minute": with_holes,
}


def _beginning(t: np.ndarray, acc: np.ndarray):
    keep = t < t[0] + LONGEST_S
    return t[keep], acc[keep]


def _make(name: str, item: Item) -> Example:
    found = example(item, change.chain(_beginning, HARDSHIPS[name]), name)
    found.extra["hardship"] = name
    return found


def changed(folder: Path | None, placements: set[str]) -> dict[str, list[Example]]:
    """Hardship -> the recordings of some placements under it. folder: where to keep them."""
    people = {
        i.dataset: sorted({j.subject for j in items() if j.dataset == i.dataset}) for i in items()
    }
    some = [
        i
        for i in items()
        if i.subject in people[i.dataset][:PEOPLE]
        and i.placement in placements
        and not i.dataset.startswith(("geotec", "oxford", "banglejs"))
    ]
    name = "-".join(sorted(placements))
    return {
        kind: stored(
            folder and folder / f"changed-{name}-{k}.pkl",
            partial(by_dataset, partial(_make, kind), some),
        )
        for k, kind in enumerate(HARDSHIPS)
    }
