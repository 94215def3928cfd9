"""Turns predictions of left-out people into the figures of docs/accuracy.md."""

from __future__ import annotations

from collections import Counter

import numpy as np

from training.data import GROUPS, Example, names_of

WALK = (GROUPS.index("walk"), GROUPS.index("stairs"))
SHUFFLE = GROUPS.index("shuffle")
LIE = GROUPS.index("lie")
POSTURES = ("walk", "run", "cycle", "stand", "sit", "lie")


def f1(truth: np.ndarray, said: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall and F1 of two masks."""
    hit = float((truth & said).sum())
    precision, recall = hit / max(said.sum(), 1), hit / max(truth.sum(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def scored(example: Example) -> np.ndarray:
    """Seconds that count: labelled, recorded, not shuffling."""
    return (example.group >= 0) & (example.group != SHUFFLE) & example.valid


def walking(pairs: list[tuple[Example, np.ndarray]]) -> tuple[float, float, float]:
    """pairs: example and its predicted groups per second."""
    truth = np.concatenate([np.isin(e.group, WALK)[scored(e)] for e, _ in pairs])
    said = np.concatenate([np.isin(g, WALK)[scored(e)] for e, g in pairs])
    return f1(truth, said)


def claimed(pairs: list[tuple[Example, np.ndarray]]) -> float:
    """Share of the seconds that are no walking and were called so."""
    truth = np.concatenate([np.isin(e.group, WALK)[scored(e)] for e, _ in pairs])
    said = np.concatenate([np.isin(g, WALK)[scored(e)] for e, g in pairs])
    return float((said & ~truth).sum() / max((~truth).sum(), 1))


#: What the seconds of a label may be called.
CALLED = {"walking": WALK, "running": (GROUPS.index("run"),), "cycling": (GROUPS.index("cycle"),)}


def by_label(pairs: list[tuple[Example, np.ndarray]]) -> dict[str, dict]:
    """Of each label: its scored seconds, and the shares called walking, running and cycling."""
    seconds: Counter = Counter()
    called: Counter = Counter()
    for e, g in pairs:
        names = names_of(e)
        for name in set(names[scored(e)]):
            here = scored(e) & (names == name)
            seconds[name] += int(here.sum())
            for what, some in CALLED.items():
                called[name, what] += int(np.isin(g, some)[here].sum())
    return {
        name: {"seconds": n} | {what: called[name, what] / n for what in CALLED}
        for name, n in sorted(seconds.items())
    }


def lying(pairs: list[tuple[Example, np.ndarray]]) -> dict:
    """Seconds called lying, the share of them that are, and the share of lying called so."""
    truth = np.concatenate([e.group[scored(e)] == LIE for e, _ in pairs])
    said = np.concatenate([g[scored(e)] == LIE for e, g in pairs])
    precision, recall, _ = f1(truth, said)
    return {"seconds": int(said.sum()), "right": precision, "found": recall}


def minutes_error(pairs: list[tuple[Example, np.ndarray]]) -> tuple[float, float, int]:
    """Bias and mean absolute error of walking time, of recordings with 5 minutes of it."""
    errors = []
    for e, g in pairs:
        keep = scored(e)
        truth = np.isin(e.group, WALK)[keep].sum()
        if truth >= 300:
            errors.append((np.isin(g, WALK)[keep].sum() - truth) / truth)
    if not errors:
        return float("nan"), float("nan"), 0
    return float(np.mean(errors)), float(np.mean(np.abs(errors))), len(errors)


def posture(pairs: list[tuple[Example, np.ndarray]], merged: bool = False):
    """Macro F1 over the classes present, and F1 of each."""
    truth = np.concatenate([e.group[scored(e)] for e, _ in pairs]).astype(int)
    said = np.concatenate([g[scored(e)] for e, g in pairs]).astype(int)
    for x in (truth, said):
        x[x == GROUPS.index("stairs")] = GROUPS.index("walk")
        if merged:
            x[np.isin(x, (GROUPS.index("lie"), 99))] = GROUPS.index("sit")
    each = {}
    for name in POSTURES:
        k = GROUPS.index(name)
        if (truth == k).any():
            each[name] = f1(truth == k, said == k)[2]
    return float(np.mean(list(each.values()))), each
