"""Turns the way a person's walking looks to a sensor into where that sensor is worn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.axes import LIVELY
from stride.classify.features import (
    ACROSS,
    ALONG,
    FREQUENCIES_HZ,
    MOTION,
    N_FEATURES,
    Features,
    let_go,
    liveliness,
)
from stride.classify.model import MODELS, Model, columns_of, probabilities

if TYPE_CHECKING:
    from stride.types import F32, F64, Bool

#: Less walking than this says too little about a placement.
MIN_WALKING_S = 30
#: Walking this likely may show where a sensor is worn.
LIKELY = 0.5
#: Besides walking at least this much must be there to say how gravity lies.
MIN_REST_S = 30
#: Where the energy of a step is looked for.
STEP_BAND_HZ = (0.7, 2.4)
TURNS = slice(N_FEATURES - 8, N_FEATURES - 4)
#: Below this the placement is assumed, not found, and stride says so. More is asked of a pocket:
#: what is like nothing that was learnt most often comes out as one. Least is asked of a hip, of
#: which the fewest people were recorded.
SURE = {"pocket": 0.7, "hip": 0.4}
SURE_OF_OTHERS = 0.5
#: How fast likeness falls with the squared distance: slower, and what is like nothing known is
#: still placed; faster, and next to nothing is.
NEARNESS = 0.15
#: The most likely placements of a file that says nothing and holds too little walking.
FALLBACK = ("wrist", "pocket")


@dataclass(frozen=True, slots=True)
class Guess:
    """A placement and how sure it is, 0 to 1; found is False where it is only assumed.

    other: the placement that comes next, or the same where there is no other.
    """

    placement: str
    confidence: float
    found: bool
    other: str


def likely_walking(model: Model, sensors: list[Features], gravity: bool) -> Bool:
    """Seconds that are walking or stairs more likely than not, (n,).

    model: that knows all placements a little.
    """
    p = probabilities(model, sensors, None, gravity)
    return np.asarray(p[:, columns_of(model, ("walk", "stairs"))].sum(axis=1) > LIKELY)


def describe(one: Features, walking: Bool, valid: Bool) -> F32:
    """What placements differ in whoever made the recording, (N_DESCRIPTION,).

    Of walking: the energy at half, once, one and a half times and twice the step rate, up and
    down and across, beside each other; impact beside size; how far gravity turns. Of the rest:
    how widely gravity lies about, and how far from its direction in walking.
    walking, valid: (n,) per second.
    """
    gait = one.x[walking & valid].astype(np.float32)
    let_go(one.x)
    up = one.up[walking & valid].astype(np.float64)
    centre = up.mean(axis=0)
    steady = float(np.linalg.norm(centre))
    centre /= max(steady, 1e-6)
    motion = gait[:, MOTION].mean(axis=0)
    turns = gait[:, TURNS].mean(axis=0)
    out = [
        *_harmonics(gait),
        motion[0],
        motion[1] - motion[0],
        motion[2] - motion[0],
        motion[3] - motion[0],
        (turns[0] + turns[3]) / 2,
        (turns[1] + turns[2]) / 2,
        gait[:, -1].mean(),
        gait[:, -2].mean() - motion[0],
        np.log10(1.001 - steady),
        *_rest(one, valid & ~walking, centre),
    ]
    return np.asarray(out, dtype=np.float32)


def _harmonics(gait: F32) -> list[float]:
    """Logarithms of amplitude at multiples of the step rate, beside that of the step itself."""
    upward, across = (
        (10.0 ** (2 * (gait[:, columns].astype(np.float64) - 1.5))).mean(axis=0)
        for columns in (ALONG, ACROSS)
    )
    low, high = np.searchsorted(FREQUENCIES_HZ, STEP_BAND_HZ)
    step = FREQUENCIES_HZ[low + int((upward + across)[low:high].argmax())]
    if step < 1.4:  # the stride stood out: an arm or a leg
        step *= 2
    points = step * np.array([0.5, 1.0, 1.5, 2.0])
    v, h = np.interp(points, FREQUENCIES_HZ, upward), np.interp(points, FREQUENCIES_HZ, across)
    levels = 0.5 * np.log10(np.concatenate([v, h]) + 1e-5)
    return [float(step), *(levels - levels[1])[[0, 2, 3, 4, 5, 6, 7]]]


def _rest(one: Features, rest: Bool, centre: F64) -> list[float]:
    """Where gravity lies besides walking: its spread, its tilt from walking; NaN where unknown."""
    up = one.up[rest].astype(np.float64)
    if len(up) < MIN_REST_S:
        return [np.nan] * 6
    tilt = up @ centre
    lively = liveliness(one)[rest] > LIVELY
    enough = lively.sum() >= MIN_REST_S
    around = np.linalg.norm(up[lively].mean(axis=0)) if enough else np.nan
    values, _ = np.linalg.eigh(np.cov(up.T))
    return [
        float(np.linalg.norm(up.mean(axis=0))),
        float(around),
        float((tilt < -0.3).mean()),
        float((np.abs(tilt) < 0.5).mean()),
        float((tilt > 0.9).mean()),
        float(np.sqrt(max(values[1], 0) / max(values[2], 1e-6))),
    ]


@dataclass(frozen=True, slots=True)
class Finder:
    """Descriptions of walking whose placement is known, and what each says for the others.

    names: of the placements. mean, scale: (N_DESCRIPTION,). points: (k, N_DESCRIPTION) scaled.
    weight: (k, names), what a point says at no distance.
    """

    names: tuple[str, ...]
    mean: F32
    scale: F32
    points: F32
    weight: F32


def votes(finder: Finder, description: F32) -> F64:
    """How much speaks for each placement, (names,), 1 for a sure one; far from all, none is.

    description: of describe(). Kernel ridge regression; what is unknown (NaN) says nothing.
    """
    z = scaled(finder.mean, finder.scale, description)
    return np.asarray(likeness(z[None], finder.points)[0] @ finder.weight + 1 / len(finder.names))


def scaled(mean: F32, scale: F32, description: F32) -> F32:
    """Descriptions on one scale, the unknown in the middle."""
    return np.asarray(np.nan_to_num((description - mean) / scale))


def likeness(a: F32, b: F32) -> F64:
    """1 for the same, falling to 0 with the distance, (len(a), len(b))."""
    apart = (a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1) - 2 * a @ b.T
    return np.asarray(np.exp(-NEARNESS * np.maximum(apart, 0)))


@lru_cache(maxsize=1)
def _finder() -> Finder:
    with np.load(MODELS / "placement.npz", allow_pickle=False) as a:
        names = tuple(str(x) for x in a["names"])
        return Finder(names, a["mean"], a["scale"], a["points"], a["weight"])


def guess(one: Features, walking: Bool, valid: Bool, worn_at: tuple[str, ...] = ()) -> Guess:
    """Where a single sensor is worn.

    walking: of likely_walking(), (n,). worn_at: the placements it can have; () for any.
    """
    if (walking & valid).sum() < MIN_WALKING_S:
        return unseen(worn_at or FALLBACK)
    finder = _finder()
    vote = votes(finder, describe(one, walking, valid))
    if worn_at:
        vote[[name not in worn_at for name in finder.names]] = -1.0
    second, best = np.argsort(vote, kind="stable")[-2:]
    name, other = finder.names[best], finder.names[second]
    sure = float(np.clip(vote[best], 0, 1))
    return Guess(name, sure, is_sure(name, sure), other if vote[second] > -1.0 else name)


def unseen(likely: tuple[str, ...]) -> Guess:
    """The first of some placements, none of which could be seen in the recording."""
    return Guess(likely[0], 0.0, False, likely[min(1, len(likely) - 1)])


def is_sure(placement: str, confidence: float) -> bool:
    """Whether a placement is found rather than assumed."""
    return confidence >= SURE.get(placement, SURE_OF_OTHERS)
