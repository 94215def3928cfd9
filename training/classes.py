"""What the nets can say, and which groups of the labels each of it stands for; needs no torch."""

from __future__ import annotations

import numpy as np

from stride.types import Activity
from training.data import GROUPS, OUT

#: Classes of the nets; the groups of the labels that fall on each.
POSTURE = {
    "walk": ("walk",),
    "stairs": ("stairs",),
    "run": ("run",),
    "cycle": ("cycle",),
    "stand": ("stand",),
    "sit": ("sit",),
    "lie": ("lie",),
}
WRIST = {
    "walk": ("walk",),
    "stairs": ("stairs",),
    "run": ("run",),
    "other": ("stand", "sit", "lie", "other", "cycle"),
}
HIP = {**POSTURE, "other": ("other",)}
PHONE = {
    "walk": ("walk",),
    "stairs": ("stairs",),
    "run": ("run",),
    "cycle": ("cycle",),
    "other": ("stand", "sit", "lie", "other"),
}
#: A second left as sit_lie: right where sitting and lying are merged, wrong elsewhere.
SIT_LIE = 99
#: Activity -> group of the labels.
GROUP_OF = {
    Activity.WALKING: "walk",
    Activity.STAIRS: "stairs",
    Activity.RUNNING: "run",
    Activity.CYCLING: "cycle",
    Activity.STANDING: "stand",
    Activity.SITTING: "sit",
    Activity.LYING: "lie",
    Activity.STILL: "other",
    Activity.MOVING: "other",
}


def groups(activity: np.ndarray) -> np.ndarray:
    """Activities as groups; sit_lie counts as sitting where the two are merged, else as wrong."""
    table = np.full(len(Activity), OUT)
    for kind, name in GROUP_OF.items():
        table[int(kind)] = GROUPS.index(name)
    table[int(Activity.SIT_LIE)] = SIT_LIE
    return table[activity]
