"""Turns the same examples into the scores of other methods, to show what was tried and lost."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np

from training import evaluate, score
from training.cache import versions as make_versions
from training.data import GROUPS, Example
from training.fit import inputs, shipped, targets, true_axes
from training.models import Spec, by_name, folds, person

TRIED = Path(__file__).with_name("tried.json")
MODELS = ("thigh", "back", "wrist")
#: Seconds whose features a tree sees side by side: five seconds around.
SHIFTS = (-2, 0, 2)
MAX_ROWS = 60_000
STEPS = 500


def tried(folder: Path | None = None) -> None:
    """Score every method on every model, people and datasets left out; writes tried.json."""
    versions = make_versions(2, folder)
    out: dict = {}
    for name in MODELS:
        spec = by_name(name)
        mine = [[e for e in v if e.item.placement in spec.own] for v in versions]
        datasets = sorted({e.item.dataset for e in mine[0]})
        ways = {"people": folds([person(e.item) for e in mine[0]])}
        ways["dataset"] = [
            {person(e.item) for e in mine[0] if e.item.dataset == d} for d in datasets
        ]
        for way, groups_out in ways.items():
            for method, f in METHODS.items():
                began, said = time.process_time(), []
                for gone in groups_out:
                    teach = [[e for e in v if person(e.item) not in gone] for v in mine]
                    test = [e for e in mine[0] if person(e.item) in gone]
                    said += f(spec, teach, test)
                out.setdefault(name, {}).setdefault(way, {})[method] = _scores(said)
                spent = time.process_time() - began
                print(name, way, method, _scores(said), f"{spent:.0f} CPU s", flush=True)
        TRIED.write_text(json.dumps(out, indent=1, sort_keys=True) + "\n")


def _scores(said: list) -> dict:
    out = {}
    for name in sorted({e.item.dataset for e, _ in said}):
        pairs = [p for p in said if p[0].item.dataset == name]
        if any(np.isin(e.group, score.WALK).any() for e, _ in pairs):
            out[name] = round(score.walking(pairs)[2], 4)
    return out


def _table(e: Example) -> np.ndarray:
    x = inputs(e, true_axes(e))[:, :-1]
    rows = np.arange(len(x))
    return np.hstack([x[np.clip(rows + s, 0, len(x) - 1)] for s in SHIFTS])


def _trees(spec: Spec, teach: list, test: list, smooth: bool) -> list:
    """Boosted trees on hand-made features of five seconds, with or without an HMM on top."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    xs, ys, runs = [], [], []
    for e in (e for v in teach for e in v):
        y = targets(e, spec.classes)
        xs.append(_table(e)[y >= 0])
        ys.append(y[y >= 0])
        runs.append(y)
    x, y = np.concatenate(xs), np.concatenate(ys)
    rng = np.random.default_rng(0)
    pick = rng.choice(len(x), min(MAX_ROWS, len(x)), replace=False)
    model = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.1, max_leaf_nodes=31, random_state=0, early_stopping=False
    ).fit(x[pick], y[pick])
    change = _transitions(runs, len(spec.classes))
    out = []
    for e in test:
        p = np.full((len(e.valid), len(spec.classes)), 1e-6)
        p[:, model.classes_] = model.predict_proba(_table(e)) + 1e-6
        best = _viterbi(np.log(p), change) if smooth else p.argmax(axis=1)
        names = list(spec.classes)
        lookup = np.array([GROUPS.index(n) for n in names])
        out.append((e, lookup[best]))
    return out


def _transitions(runs: list, classes: int) -> np.ndarray:
    counts = np.ones((classes, classes))
    for y in runs:
        known = (y[:-1] >= 0) & (y[1:] >= 0)
        np.add.at(counts, (y[:-1][known], y[1:][known]), 1)
    return np.log(counts / counts.sum(axis=1, keepdims=True))


def _viterbi(log_p: np.ndarray, change: np.ndarray) -> np.ndarray:
    back = np.zeros(log_p.shape, dtype=int)
    now = log_p[0]
    for t in range(1, len(log_p)):
        way = now[:, None] + change
        back[t] = way.argmax(axis=0)
        now = way.max(axis=0) + log_p[t]
    path = [int(now.argmax())]
    for t in range(len(log_p) - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return np.array(path[::-1])


def _net(spec: Spec, teach: list, test: list) -> list:
    model = shipped(_fit(spec, teach), spec.name)
    return [(e, evaluate.groups(evaluate.predict(model, e, e.item.placement)[0])) for e in test]


def _fit(spec: Spec, teach: list):
    from training.fit import stream, train

    data = stream([e for v in teach for e in v], spec.classes)
    return train(data, spec.classes, steps=STEPS, **evaluate.SETTINGS)


METHODS = {
    "boosted trees, 5 s of features": lambda s, a, b: _trees(s, a[:1], b, False),
    "boosted trees + HMM": lambda s, a, b: _trees(s, a[:1], b, True),
    "boosted trees + HMM, changed recordings too": lambda s, a, b: _trees(s, a, b, True),
    "conv net, recordings as they are": lambda s, a, b: _net(s, a[:1], b),
    "conv net, changed recordings too": lambda s, a, b: _net(s, a, b),
}
