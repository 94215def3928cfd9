"""Turns probabilities into one activity a second, claiming no more than a placement can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stride.classify.axes import runs
from stride.classify.features import Features, liveliness
from stride.classify.model import Model, sureness
from stride.types import Activity

if TYPE_CHECKING:
    from stride.types import F32, I8, I64, Bool

#: Sitting or lying from the thigh alone is said only where one of the two is this likely.
SIT_OR_LIE_SURE = 0.6
#: Spread of a second above which a person without posture counts as moving.
MOVING_SD_G = 0.02
NAMES = {
    "run": Activity.RUNNING,
    "cycle": Activity.CYCLING,
    "stand": Activity.STANDING,
    "sit": Activity.SITTING,
    "lie": Activity.LYING,
    "sit_lie": Activity.SIT_LIE,
    "other": Activity.MOVING,
}
#: A break above this ends a gait.
BREAK_S = 3
GAITS = (int(Activity.WALKING), int(Activity.STAIRS), int(Activity.RUNNING))
POSTURES = ("stand", "sit", "lie")


def decide(
    model: Model, p: F32, sensor: Features, posture: bool, lone_thigh: bool
) -> tuple[I8, F32]:
    """Activity and calibrated confidence of each second, (n,) each.

    p: (n, classes). sensor: features, for still against moving. posture: whether it is claimed.
    lone_thigh: sit and lie are merged unless the evidence is clear.
    """
    table, kinds = _contest(model, p, posture, lone_thigh)
    best = table.argmax(axis=1)
    winning = table.max(axis=1)
    activity = np.array([int(kind) for kind in kinds], dtype=np.int8)[best]
    column = {name: k for k, name in enumerate(model.classes)}
    climbing = p[:, column["stairs"]] > p[:, column["walk"]]
    activity[(activity == int(Activity.WALKING)) & climbing] = int(Activity.STAIRS)
    resting = np.flatnonzero(activity == int(Activity.SIT_LIE))
    if len(resting):
        pair = p[resting][:, [column["sit"], column["lie"]]]
        activity[resting] = said = _sit_or_lie(pair)
        apart = said != int(Activity.SIT_LIE)
        winning[resting[apart]] *= (pair.max(axis=1) / np.maximum(pair.sum(axis=1), 1e-6))[apart]
    activity[(activity == int(Activity.MOVING)) & ~_moving(sensor)] = int(Activity.STILL)
    return activity, sureness(model, winning)


def _contest(model: Model, p: F32, posture: bool, lone_thigh: bool) -> tuple[F32, list[Activity]]:
    """The probabilities that compete, (n, k), and what each stands for."""
    column = {name: p[:, k] for k, name in enumerate(model.classes)}
    gait = model.gait_weight * (column.pop("walk") + column.pop("stairs"))
    quiet = [name for name in (*POSTURES, "other") if name in column]
    if not posture:
        column["other"] = np.sum([column.pop(name) for name in quiet], axis=0)
    elif lone_thigh:
        column["sit_lie"] = column.pop("sit") + column.pop("lie")
    table = np.stack([gait, *column.values()], axis=1)
    table /= table.sum(axis=1, keepdims=True)
    return table, [Activity.WALKING, *(NAMES[name] for name in column)]


def _sit_or_lie(p: F32) -> I8:
    share = p[:, 1] / np.maximum(p.sum(axis=1), 1e-6)
    out = np.full(len(p), int(Activity.SIT_LIE), dtype=np.int8)
    out[share >= SIT_OR_LIE_SURE] = int(Activity.LYING)
    out[share <= 1 - SIT_OR_LIE_SURE] = int(Activity.SITTING)
    return out


def short_gaits(activity: I8, shortest_s: int) -> I64:
    """Seconds of gaits too short to be told from a gesture, (k,) indices.

    activity: (n,). shortest_s: a gait with breaks of up to BREAK_S must hold so many seconds.
    """
    at = np.flatnonzero(np.isin(activity, GAITS))
    _, held = runs(at, BREAK_S + 1)
    return np.asarray(at[np.repeat(held < shortest_s, held)])


def _moving(sensor: Features) -> Bool:
    spread = 10 ** (liveliness(sensor) - 1.5)
    return np.asarray(spread > MOVING_SD_G)
