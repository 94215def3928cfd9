"""Turns what left-out nets say of recordings into how far a walking time may be off, and tests it.

Every number is fitted without a dataset and tested on it; what ships is fitted on all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from stride.classify.run import cadence_of
from stride.classify.steps import whole_steps
from stride.interval import FITTED
from stride.store.best import ImportRow, Minutes
from stride.store.bounds import paces
from stride.store.cadence import (
    DEFAULT_CADENCE_SPM,
    Cadence,
    cadence_of_days,
    spent_s,
    walked_of,
)
from stride.types import PLACEMENTS, Activity
from training import score
from training.classes import groups
from training.data import Example

#: Share of the recordings that an interval is to hold.
COVERED = 0.9
#: Recordings with less walking by their labels are no test of its minutes.
LEAST_S = 300
#: What an interval reaches to either side at least, as a share of the walking.
FLOOR = 0.02
#: Fewer recordings, or fewer datasets, say too little of a placement: all are pooled. Of two
#: datasets one decides: without harth, nets for the back have never seen a bicycle.
ENOUGH, ENOUGH_DATASETS = 10, 3
#: Lengths of the bins of an export, minutes; a day is one bin.
DAY_MIN = 1440
BINS_MIN = (1, 15, 60, DAY_MIN)
KINDS = ("minutes", "longer_bins", "longer_bins", "longer_bins")
#: Paces tried, as shares of the person's own.
SLOWER, FASTER = np.arange(0.60, 1.0, 0.01), np.arange(1.0, 1.41, 0.01)
#: Seconds of a minute with a label from which its count is whole.
WHOLE_S = 45
#: The days of a person are taken to be alike: so many make a cadence (store/cadence.py).
DAYS = 28


@dataclass(frozen=True)
class Walked:
    """One recording: its walking by the labels, and by nets that know nothing of its dataset.

    truth_s, said_s: seconds. doubt_s: the part of the latter that is in doubt. steps: of the
    walking by the labels, counted by stride, in each minute. own_spm: the person's cadence by them,
    None where they do not tell.
    """

    dataset: str
    placement: str
    truth_s: float
    said_s: float
    doubt_s: float
    steps: np.ndarray
    own_spm: float | None


def walked(e: Example, activity: np.ndarray, doubt: np.ndarray) -> Walked | None:
    """What left-out nets make of a recording; None where it holds too little walking.

    activity, doubt: (n,) as decided of each second.
    """
    keep = score.scored(e)
    truth = np.isin(e.group, score.WALK) & keep
    if truth.sum() < LEAST_S:
        return None
    said = np.isin(groups(activity), score.WALK) & keep
    steps = _steps(e, truth)
    whole = np.bincount(np.arange(len(keep)) // 60, weights=keep) >= WHOLE_S
    return Walked(
        e.item.dataset, e.item.placement, float(truth.sum()), float(said.sum()),
        float(doubt[keep].sum()), steps, _own(steps * whole),
    )  # fmt: skip


def _steps(e: Example, walking: np.ndarray) -> np.ndarray:
    """The steps of each minute in seconds of walking, as a counter would give them."""
    activity = np.where(walking, int(Activity.WALKING), 0)
    steps = whole_steps(cadence_of(e.features, activity, True))
    return np.bincount(np.arange(len(steps)) // 60, weights=steps)


def _own(steps: np.ndarray) -> float | None:
    """The cadence that stride finds where a person's days are all like the first half of this one.

    steps: of each minute. The second half may be faster or slower, as another day may be.
    """
    half = int(np.searchsorted(steps.cumsum(), steps.sum() / 2)) + 1
    steps = steps[:half]
    minute = np.concatenate([np.arange(len(steps)) + day * DAY_MIN for day in range(DAYS)])
    watch = ImportRow(1, "C", 0, 0, "", "watch", "", 0)
    values = {"minute_utc": minute.astype(float), "steps": np.tile(steps, DAYS)}
    best = Minutes(values, np.zeros(len(minute), int), (watch,))
    cadence = cadence_of_days(walked_of(minute // DAY_MIN, best), np.array([DAYS - 1]))
    return float(cadence.spm[0]) if cadence.own[0] else None


# ---- recordings


def fit(some: list[Walked]) -> dict[str, float]:
    """The shares of stride.interval.Reach for these recordings."""
    off, said, doubt = np.array([[abs(w.said_s - w.truth_s), w.said_s, w.doubt_s] for w in some]).T
    of_doubt = _quantile((off - FLOOR * said) / np.maximum(doubt, 1))
    alone = _quantile(off / np.maximum(said, 1))
    return {"of_doubt": max(of_doubt, 0.0), "of_walking": FLOOR, "alone": max(alone, FLOOR)}


def _quantile(values: np.ndarray) -> float:
    """The value that COVERED of as many again would not exceed."""
    share = min(1.0, COVERED * (len(values) + 1) / len(values))
    return float(np.quantile(values, share, method="higher"))


def shares(walks: list[Walked], placement: str) -> dict[str, float]:
    """Those of a placement; of all where its own recordings are too few."""
    own = [w for w in walks if w.placement == placement]
    enough = len(own) >= ENOUGH and len({w.dataset for w in own}) >= ENOUGH_DATASETS
    return fit(own if enough else walks)


def half_s(w: Walked, by: dict[str, float]) -> float:
    """Half the width of a recording's interval, seconds."""
    return by["of_doubt"] * w.doubt_s + by["of_walking"] * w.said_s


class Tried(NamedTuple):
    """One interval on a dataset that its numbers know nothing of.

    wide, ships: half its width and half of what ships, as shares of the walking.
    """

    where: str
    covers: bool
    wide: float
    ships: float


def try_recordings(walks: list[Walked]) -> list[Tried]:
    """Each recording by the numbers of the others, its dataset and its people left out."""
    out = []
    for w in walks:
        half = half_s(w, shares(_without(walks, w.dataset), w.placement))
        ships = half_s(w, shares(walks, w.placement))
        covers = abs(w.said_s - w.truth_s) <= half
        out.append(Tried(w.placement, covers, half / w.truth_s, ships / w.truth_s))
    return out


def _without(walks: Iterable[Walked], dataset: str) -> list[Walked]:
    begins = dataset.split("-")[0]
    return [w for w in walks if w.dataset.split("-")[0] != begins]


# ---- steps


def ends_s(w: Walked, bin_min: int, pace: tuple[float, float]) -> tuple[float, float]:
    """The interval of an export of a recording's steps in bins of some minutes, seconds.

    pace: the slowest and the fastest cadence as shares of the person's own.
    """
    own = w.own_spm is not None
    spm = w.own_spm if own else DEFAULT_CADENCE_SPM
    slowest, fastest = paces(Cadence(np.array([spm]), np.array([own])), pace)
    bins = np.add.reduceat(w.steps, np.arange(0, len(w.steps), bin_min))
    low, high = (spent_s(bins, 60.0 * bin_min, spm).sum() for spm in (fastest, slowest))
    return float(low), float(high)


def fit_pace(walks: list[Walked], bins_min: tuple[int, ...]) -> tuple[float, float]:
    """The narrowest paces of which each leaves out half of what an interval may leave out."""
    cases = [(w, bin_min) for w in walks if w.own_spm is not None for bin_min in bins_min]
    most = (1 - COVERED) / 2
    slow = [s for s in SLOWER if _share(_above(w, b, s) for w, b in cases) <= most]
    fast = [f for f in FASTER if _share(_below(w, b, f) for w, b in cases) <= most]
    return round(max(slow, default=SLOWER[0]), 2), round(min(fast, default=FASTER[-1]), 2)


def _above(w: Walked, bin_min: int, slow: float) -> bool:
    return ends_s(w, bin_min, (slow, 1.0))[1] < w.truth_s


def _below(w: Walked, bin_min: int, fast: float) -> bool:
    return ends_s(w, bin_min, (1.0, fast))[0] > w.truth_s


def fit_paces(walks: list[Walked]) -> dict[str, tuple[float, float]]:
    """Those of stride.interval.own_pace, of minutes and of longer bins."""
    return {
        "minutes": fit_pace(walks, BINS_MIN[:1]),
        "longer_bins": fit_pace(walks, BINS_MIN[1:]),
    }


def _share(flags: Iterable[bool]) -> float:
    return float(np.mean(list(flags)))


def try_steps(walks: list[Walked]) -> list[Tried]:
    """Exports of each recording's steps, by the paces of other datasets."""
    ship = fit_paces(walks)
    paces_of = {d: fit_paces(_without(walks, d)) for d in {w.dataset for w in walks}}
    return [
        _try_bins(w, bin_min, paces_of[w.dataset][kind], ship[kind])
        for w in walks
        for bin_min, kind in zip(BINS_MIN, KINDS, strict=True)
    ]


def _try_bins(
    w: Walked, bin_min: int, pace: tuple[float, float], ships: tuple[float, float]
) -> Tried:
    name = "day" if bin_min == DAY_MIN else f"{bin_min} min"
    low, high = ends_s(w, bin_min, pace)
    first, last = ends_s(w, bin_min, ships)
    inside = low <= w.truth_s <= high
    return Tried(name, inside, (high - low) / 2 / w.truth_s, (last - first) / 2 / w.truth_s)


# ---- what comes of it


def table(tried: list[Tried]) -> list[dict[str, Any]]:
    """A row for each place or length of bins, and one for all."""
    names = list(dict.fromkeys(t.where for t in tried))
    rows = {name: [t for t in tried if t.where == name] for name in names} | {"all": tried}
    return [
        {
            "where": name,
            "recordings": len(some),
            "covered": _share(t.covers for t in some),
            "half_width": float(np.median([t.wide for t in some])),
            "as_shipped": float(np.median([t.ships for t in some])),
        }
        for name, some in rows.items()
    ]


def write(walks: list[Walked]) -> dict[str, Any]:
    """Fit what ships, write it, and give the tables of the tests."""
    fitted = {
        "recordings": {place: shares(walks, place) for place in sorted(PLACEMENTS)},
        "steps": fit_paces(walks),
    }
    rounded = json.loads(json.dumps(fitted), parse_float=lambda text: round(float(text), 3))
    FITTED.write_text(json.dumps(rounded, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return {"recordings": table(try_recordings(walks)), "steps": table(try_steps(walks))}
