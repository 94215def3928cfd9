"""Turns probabilities into one activity a second, claiming no more than a placement can tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.features import MOTION, RHYTHM, STRETCH_S, Features, column, liveliness
from stride.classify.model import TINY, Model, columns_of, sureness
from stride.classify.stretches import runs
from stride.classify.walks import BoutRule, Movement, sure_runs, walks
from stride.types import Activity

if TYPE_CHECKING:
    from stride.types import F32, I8, I64, Bool

#: From the thigh alone sitting or lying is said only where one of the two is so likely.
POSTURE_SURE = 0.6
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
#: Placements that make step-like gestures: there a walk is told as a whole. A thigh or a back makes
#: few, and single steps count there. Numbers: training, docs/accuracy.md.
BOUTS = {
    "wrist": BoutRule(sure=0.7, sure_s=6, there=0.15),
    "hip": BoutRule(most_g=0.6, edge=0.5),
    "pocket": BoutRule(sure=0.5, repeats=0.3, most_g=0.9, edge=0.7),
    "hand": BoutRule(sure=0.5, edge=0.7),
}
#: A break above this ends a gait.
BREAK_S = 3
POSTURES = ("stand", "sit", "lie")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the activity of each second is decided from.

    p: (n, classes). sensor: features of the first sensor. recorded: (n,). posture: whether it is
    claimed.
    """

    p: F32
    sensor: Features
    recorded: Bool
    posture: bool


def settle(model: Model, seen: Evidence, name: str) -> tuple[I8, F32]:
    """Activity and calibrated confidence of each second, (n,) each. name: placement."""
    if name in BOUTS:
        activity, winning = _by_bout(model, seen, BOUTS[name])
    else:
        activity, winning = decide(model, seen, name == "thigh")
    return activity, sureness(model, winning)


def _by_bout(model: Model, seen: Evidence, rule: BoutRule) -> tuple[I8, F32]:
    """Activity and winning probability, (n,) each, where a walk is told as a whole.

    A second counts half by itself and half by what its surroundings made of it.
    """
    walk, run = columns_of(model, ("walk", "stairs")), columns_of(model, ("run",))
    gait = seen.p[:, walk].sum(axis=1)
    running = sure_runs(seen.p[:, run[0]], gait, seen.recorded)
    gait[running] = 0
    walking = walks(gait, _movement(seen), rule)
    p = seen.p.copy()
    p[~walking[:, None] & _mask(p, walk)] = TINY
    p[walking[:, None] & ~_mask(p, walk)] = TINY
    p[~running, run[0]] = TINY
    ran = walking | (p.argmax(axis=1) == run[0])
    p[short_gaits(ran, rule.shortest_s), run[0]] = TINY
    left = p.sum(axis=1, keepdims=True)
    plain = replace(model, gait_weight=1.0)
    activity, winning = decide(plain, replace(seen, p=p / left), False)
    return activity, np.asarray(winning * (1 + left[:, 0]) / 2)


def _movement(seen: Evidence) -> Movement:
    lively = liveliness(seen.sensor)
    return Movement(
        column(seen.sensor, RHYTHM.start),
        np.asarray(10 ** (lively - 1.5)),
        column(seen.sensor, MOTION.start + 1) - lively,
        seen.recorded,
    )


def _mask(p: F32, columns: list[int]) -> Bool:
    """Which columns of p are meant, (1, classes)."""
    return np.isin(np.arange(p.shape[1]), columns)[None]


def decide(model: Model, seen: Evidence, lone_thigh: bool) -> tuple[I8, F32]:
    """Activity and winning probability of each second, (n,) each.

    lone_thigh: sit and lie are merged unless the evidence is clear.
    """
    moving = _moving(seen.sensor)
    activity = np.empty(len(seen.p), dtype=np.int8)
    winning = np.empty(len(seen.p), dtype=np.float32)
    for first in range(0, len(activity), STRETCH_S):  # memory stays flat
        here = slice(first, first + STRETCH_S)
        activity[here], winning[here] = _decided(
            model, seen.p[here], moving[here], (seen.posture, lone_thigh)
        )
    return activity, winning


def _decided(model: Model, p: F32, moving: Bool, posture: tuple[bool, bool]) -> tuple[I8, F32]:
    """The same of some seconds. posture: whether it is claimed, and by a thigh alone."""
    table, kinds = _contest(model, p, *posture)
    best = table.argmax(axis=1)
    winning = table.max(axis=1)
    activity = np.array([int(kind) for kind in kinds], dtype=np.int8)[best]
    column = {name: k for k, name in enumerate(model.classes)}
    climbing = p[:, column["stairs"]] > p[:, column["walk"]]
    activity[(activity == int(Activity.WALKING)) & climbing] = int(Activity.STAIRS)
    resting = np.flatnonzero(activity == int(Activity.SIT_LIE))
    if len(resting):
        pair = p[resting][:, [column["sit"], column["lie"]]]
        activity[resting] = postures = _sit_or_lie(pair)
        apart = postures != int(Activity.SIT_LIE)
        winning[resting[apart]] *= (pair.max(axis=1) / np.maximum(pair.sum(axis=1), 1e-6))[apart]
    activity[(activity == int(Activity.MOVING)) & ~moving] = int(Activity.STILL)
    return activity, winning


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
    out[share >= POSTURE_SURE] = int(Activity.LYING)
    out[share <= 1 - POSTURE_SURE] = int(Activity.SITTING)
    return out


def short_gaits(gait: Bool, shortest_s: int) -> I64:
    """Seconds of gaits too short to be told from a gesture, (k,) indices.

    gait: (n,). shortest_s: a gait with breaks of up to BREAK_S must hold so many seconds.
    """
    at = np.flatnonzero(gait)
    _, held = runs(at, BREAK_S + 1)
    return np.asarray(at[np.repeat(held < shortest_s, held)])


def _moving(sensor: Features) -> Bool:
    spread = 10 ** (liveliness(sensor) - 1.5)
    return np.asarray(spread > MOVING_SD_G)
