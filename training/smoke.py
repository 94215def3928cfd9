"""Turns a fast subset of the labelled recordings into walking F1 of the shipped models, as a guard.

The shipped models were trained on these very recordings: a fall here means that something broke,
and a pass says nothing about accuracy on people never seen (docs/accuracy.md does).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

from stride.classify import classify
from training import data, score
from training.classes import groups

#: (dataset, placement) -> floor of walking F1, two hundredths below what was seen when shipped.
FLOORS = {
    ("harth", "thigh"): 0.96,
    ("harth", "back"): 0.965,
    ("harth", "thigh+back"): 0.96,
    ("har70plus", "thigh"): 0.97,
    ("har70plus", "back"): 0.97,
    ("sens-thigh", "thigh"): 0.945,
    ("wisdm2019-watch", "wrist"): 0.965,
    ("wisdm2019-phone", "pocket"): 0.955,
    ("difronzo-pocket", "pocket"): 0.96,
    ("umafall-wrist", "wrist"): 0.85,
    ("umafall-waist", "hip"): 0.90,
    ("indoorloc-hand", "hand"): 0.97,
}
EACH = 3


def smoke() -> int:
    """Print a line a dataset; 1 when one is below its floor, 0 otherwise or without data."""
    if data.root() is None:
        print("SKIPPED: no labelled recordings here (set STRIDE_DATA); nothing was checked.")
        return 0
    print("Shipped models on recordings they were trained on: a guard, not a measure of accuracy.")
    low = 0
    for (dataset, placement), floor in FLOORS.items():
        some = [i for i in data.items() if (i.dataset, i.placement) == (dataset, placement)]
        _, _, f1 = score.walking([_said(item) for item in some[:EACH]])
        mark = "ok" if f1 >= floor else "BELOW"
        low += mark != "ok"
        print(f"{dataset:18s} {placement:11s} walking F1 {f1:.3f}  floor {floor:.3f}  {mark}")
    return int(low > 0)


def _said(item: data.Item):
    """A recording through stride, as an example and its predicted groups."""
    example = data.example(item)
    with tempfile.TemporaryDirectory() as scratch:
        found = classify(data.prepared(data.samples(item), Path(scratch)), item.placement)
    assert found.seconds.t0_utc_s == example.t0, "the two paths must start at one second"
    assert len(found.seconds.activity) == len(np.asarray(example.group))
    return example, groups(found.seconds.activity)


if __name__ == "__main__":
    sys.exit(smoke())
