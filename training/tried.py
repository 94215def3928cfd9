"""Turns the same examples into the scores of other methods, to show what was tried and lost."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from training import score
from training.cache import versions as make_versions
from training.classes import groups
from training.data import GROUPS, Example
from training.export import shipped
from training.fit import Course, inputs, predict, stream, targets, train, true_axes
from training.models import AS_THEY_ARE, Spec, by_name

TRIED = Path(__file__).with_name("tried.json")
MODELS = ("thigh", "back", "wrist")
#: Seconds whose features a tree sees side by side: five seconds around.
SHIFTS = (-2, 0, 2)
MAX_ROWS = 40_000
STEPS = 300


def tried(folder: Path | None = None) -> None:
    """Score every method on every model, each dataset left out in turn; writes tried.json."""
    versions = make_versions(folder, lambda item, kind: kind in AS_THEY_ARE)[
        :3
    ]  # as recorded, and with two other sensors
    out: dict = {}
    for name in MODELS:
        spec = by_name(name)
        mine = [[e for e in v if e.item.placement in spec.own] for v in versions]
        said: dict = defaultdict(list)
        for dataset in sorted({e.item.dataset for e in mine[0]}):
            teach = [[e for e in v if e.item.dataset != dataset] for v in mine]
            test = [e for e in mine[0] if e.item.dataset == dataset]
            for method in METHODS:
                for label, pairs in method(spec, teach, test).items():
                    said[label] += pairs
        out[name] = {"dataset": {label: _scores(pairs) for label, pairs in said.items()}}
        print(name, out[name], flush=True)
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


def _trees(spec: Spec, teach: list, test: list) -> dict:
    """Boosted trees on hand-made features of five seconds, alone and with an HMM on top."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    runs = [targets(e, spec.classes) for e in teach[0]]
    x = np.concatenate([_table(e)[y >= 0] for e, y in zip(teach[0], runs, strict=True)])
    y = np.concatenate([y[y >= 0] for y in runs])
    pick = np.random.default_rng(0).permutation(len(x))[:MAX_ROWS]
    model = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.1, max_leaf_nodes=31, random_state=0, early_stopping=False
    ).fit(x[pick], y[pick])
    change = _transitions(runs, len(spec.classes))
    group = np.array([GROUPS.index(name) for name in spec.classes])
    alone, smooth = [], []
    for e in test:
        p = np.full((len(e.valid), len(spec.classes)), 1e-6)
        p[:, model.classes_] = model.predict_proba(_table(e)) + 1e-6
        alone.append((e, group[p.argmax(axis=1)]))
        smooth.append((e, group[_viterbi(np.log(p), change)]))
    return {"boosted trees, 5 s of features": alone, "boosted trees + HMM": smooth}


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


def _nets(spec: Spec, teach: list, test: list) -> dict:
    """The convolutional net, taught the recordings as they are, and changed ones too."""
    out = {}
    for label, some in (
        ("conv net, recordings as they are", teach[:1]),
        ("conv net, changed recordings too", teach),
    ):
        data = stream([e for v in some for e in v], spec.classes)
        model = shipped(train(data, spec.classes, Course(STEPS)), spec.name)
        out[label] = [(e, groups(predict(model, e, e.item.placement)[0])) for e in test]
    return out


METHODS = (_trees, _nets)
