"""Turns recordings into the placement finder, and into how often it is right on unseen people."""

from __future__ import annotations

import numpy as np

from stride.classify.placement import (
    MIN_WALKING_S,
    Finder,
    describe,
    is_sure,
    likely_walking,
    likeness,
    scaled,
    votes,
)
from training.data import Example
from training.models import folds, person

RIDGE = 0.1
MIN_MINUTES = 20
HIP_MINUTES = 8  # no labelled hip recording is longer than a quarter of an hour


def rows(model, examples: list[Example]):
    """Description, placement, person and dataset of each single-sensor recording with walking."""
    out = []
    for e in examples:
        if len(e.features) != 1:
            continue
        walking = likely_walking(model, e.features, True)
        if (walking & e.valid).sum() >= MIN_WALKING_S:
            out.append((describe(e.features[0], walking, e.valid), e))
    return out


def worn(e: Example) -> str:
    """The placement to find: a phone in the hand or a bag goes with the pocket, as one model."""
    return "pocket" if e.item.placement == "hand" else e.item.placement


def learn(pairs: list) -> Finder:
    """Kernel ridge regression, each placement and within it each dataset with the same say."""
    x = np.array([d for d, _ in pairs])
    names = sorted({worn(e) for _, e in pairs})
    y = np.array([names.index(worn(e)) for _, e in pairs])
    source = [(worn(e), e.item.dataset) for _, e in pairs]
    say = np.array([1.0 / source.count(s) for s in source])
    for k in range(len(names)):
        say[y == k] /= say[y == k].sum()
    mean, scale = np.nanmean(x, axis=0), np.nanstd(x, axis=0) + 0.03
    points = scaled(mean, scale, x).astype(np.float64)
    ridge = np.diag(RIDGE / (say * len(y) / say.sum()))
    target = np.eye(len(names))[y] - 1 / len(names)
    weight = np.linalg.solve(likeness(points, points) + ridge, target)
    arrays = (np.asarray(a, dtype=np.float32) for a in (mean, scale, points, weight))
    return Finder(tuple(names), *arrays)


def say(learnt: Finder, description: np.ndarray) -> tuple[str, float]:
    said = votes(learnt, description)
    return learnt.names[int(said.argmax())], float(said.max())


def score(pairs_by_version: list[list], left_out) -> list[tuple]:
    """(true, said, sureness, example) of every recording as recorded, its group left out.

    left_out: example -> the group that goes with it.
    """
    groups = sorted({left_out(e) for _, e in pairs_by_version[0]}, key=str)
    out = []
    for group in groups:
        teach = [(d, e) for v in pairs_by_version for d, e in v if left_out(e) != group]
        if len({worn(e) for _, e in teach}) < 2:
            continue
        learnt = learn(teach)
        for d, e in pairs_by_version[0]:
            if left_out(e) == group:
                out.append((worn(e), *say(learnt, d), e))
    return out


def fold_of(examples: list[Example]):
    """Example -> number of its fold of people."""
    sets = folds([person(e.item) for e in examples])
    return lambda e: next(k for k, s in enumerate(sets) if person(e.item) in s)


def summary(rows_: list[tuple]) -> dict:
    """Right, unsure and wrong among all and among long recordings that hold walking."""

    def judge(chosen: list[tuple]) -> dict:
        n = max(len(chosen), 1)
        sure = [r for r in chosen if is_sure(*r[1:3])]
        right = [r for r in sure if r[0] == r[1]]
        return {
            "recordings": len(chosen),
            "right": len(right) / n,
            "unsure": 1 - len(sure) / n,
            "wrong": (len(sure) - len(right)) / n,
        }

    long = [r for r in rows_ if r[3].valid.sum() >= 60 * MIN_MINUTES]
    hips = [r for r in rows_ if r[0] == "hip" and r[3].valid.sum() >= 60 * HIP_MINUTES]
    out = {"all": judge(rows_), "long": judge(long), "hips": judge(hips), "by_dataset": {}}
    for name in sorted({(r[3].item.dataset, r[0]) for r in rows_}):
        out["by_dataset"][" ".join(name)] = judge(
            [r for r in rows_ if (r[3].item.dataset, r[0]) == name]
        )
    return out
