"""Turns probabilities into one activity a second, claiming no more than a placement can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stride.classify.features import MOTION, Features
from stride.classify.model import Model, sureness
from stride.types import Activity

if TYPE_CHECKING:
    from stride.types import F32, I8, Bool

#: Sitting or lying from the thigh alone is said only where one of the two is this likely.
SIT_OR_LIE_SURE = 0.6
#: Spread of a second above which a person without posture counts as moving.
MOVING_SD_G = 0.02
NAMES = {
    "walk": Activity.WALKING,
    "stairs": Activity.STAIRS,
    "run": Activity.RUNNING,
    "cycle": Activity.CYCLING,
    "stand": Activity.STANDING,
    "sit": Activity.SITTING,
    "lie": Activity.LYING,
    "other": Activity.MOVING,
}
POSTURES = ("stand", "sit", "lie")


def decide(
    model: Model, p: F32, sensor: Features, posture: bool, lone_thigh: bool
) -> tuple[I8, F32]:
    """Activity and calibrated confidence of each second, (n,) each.

    p: (n, classes). sensor: features, for still against moving. posture: whether it is claimed.
    lone_thigh: sit and lie are merged unless the evidence is clear.
    """
    column = {name: k for k, name in enumerate(model.classes)}
    gait = p[:, column["walk"]] + p[:, column["stairs"]]
    names = [name for name in model.classes if name not in ("walk", "stairs")]
    merged = {name: p[:, column[name]] for name in names}
    if not posture:
        merged["other"] = sum(
            (merged.pop(k) for k in (*POSTURES, "other") if k in merged), 0 * gait
        )
    elif lone_thigh:
        merged["sit_lie"] = merged.pop("sit") + merged.pop("lie")
    keys = ["gait", *merged]
    table = np.stack([gait, *merged.values()], axis=1)
    best, sure = table.argmax(axis=1), sureness(model, table.max(axis=1))
    activity = np.zeros(len(p), dtype=np.int8)
    for k, key in enumerate(keys):
        activity[best == k] = int(NAMES.get(key, Activity.UNKNOWN))
    walk_or_stairs = np.where(
        p[:, column["stairs"]] > p[:, column["walk"]], Activity.STAIRS, Activity.WALKING
    )
    activity = np.where(best == 0, walk_or_stairs, activity).astype(np.int8)
    if "sit_lie" in merged:
        here = best == keys.index("sit_lie")
        activity[here] = _sit_or_lie(p[here][:, [column["sit"], column["lie"]]])
    if "other" in merged:
        here = best == keys.index("other")
        activity[here & ~_moving(sensor)] = int(Activity.STILL)
    return activity, sure


def _sit_or_lie(p: F32) -> I8:
    share = p[:, 1] / np.maximum(p.sum(axis=1), 1e-6)
    out = np.full(len(p), int(Activity.SIT_LIE), dtype=np.int8)
    out[share >= SIT_OR_LIE_SURE] = int(Activity.LYING)
    out[share <= 1 - SIT_OR_LIE_SURE] = int(Activity.SITTING)
    return out


def _moving(sensor: Features) -> Bool:
    spread = 10 ** (sensor.x[:, MOTION.start].astype(np.float32) - 1.5)
    return np.asarray(spread > MOVING_SD_G)
