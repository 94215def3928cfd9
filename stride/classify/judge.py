"""Turns features into the activity of each second, by the model of a placement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.axes import (
    GAIT_SHARE,
    Axes,
    directions,
    find_axes,
    rolled_over,
)
from stride.classify.decide import Evidence, settle
from stride.classify.features import MOTION, RHYTHM, Features, column, liveliness
from stride.classify.minutes import is_walking
from stride.classify.model import Model, alone, columns_of, probabilities
from stride.types import Activity

if TYPE_CHECKING:
    from stride.types import F32, I8, Bool

#: Walking this likely, second by second, is unclear where the stretch around it is no walk.
UNCLEAR = 0.5
#: Placements that can tell posture.
WITH_POSTURE = ("thigh", "back", "thigh+back", "hip")
#: Forward part of gravity (sine of 20 degrees) above which a thigh is flexed, and what is left of
#: the probability of a gait that is ruled out.
FLEXED_FORWARD = 0.35
RULED_OUT = 0.05
#: Without gravity a back on a saddle: its movement is rougher (logarithm of jerk beside spread)
#: and repeats less after a stride than walking does, over SHAKEN_S seconds; and where cycling has
#: such a share of cycling and walking together over RIDE_S seconds, all of it is a ride.
ROUGH, EVEN, SHAKEN_S = -0.13, 0.7, 31
RIDE_SHARE, RIDE_S = 0.4, 121
#: Looks for the axes, the second with what the first made clear (long rides, little walking).
MAX_LOOKS = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """Activity and confidence of each second, and the axes of each sensor where looked for.

    doubt: of each second of walking what the nets gave to anything else, (n,). unclear: seconds
    that look like walking on their own, in a stretch that is no walk, (n,).
    """

    activity: I8
    confidence: F32
    axes: list[Axes] | None
    doubt: F32
    unclear: Bool


def judge(
    model: Model,
    sensors: list[Features],
    worn: Bool,
    name: str,
    gravity: bool,
    assumed: bool = False,
) -> Judged:
    """What each second was spent on.

    sensors: features. worn: (n,) recorded and worn. name: placement. gravity: in the recording.
    assumed: of the placement; then no posture is claimed, for a wrist lies and sits by itself.
    """
    p, axes = weigh(model, sensors, worn, name, gravity)
    seen = Evidence(p, sensors[0], worn, all_found(axes) and not assumed)
    activity, confidence = settle(model, seen, name)
    unclear = worn & (_walking(model, p) > UNCLEAR)
    unclear &= np.isin(activity, (int(Activity.STILL), int(Activity.MOVING)))
    doubt = np.asarray(np.where(worn, doubt_of(model, p, activity), 0), np.float32)
    return Judged(activity, confidence, axes, doubt, unclear)


def doubt_of(model: Model, p: F32, activity: I8) -> F32:
    """Of each second of walking what the nets gave to anything else, (n,); 0 elsewhere.

    p: (n, classes). activity: (n,) as it was decided.
    """
    return np.asarray(np.where(is_walking(activity), 1 - _walking(model, p), 0))


def _walking(model: Model, p: F32) -> F32:
    """Probability of walking, stairs included, (n,)."""
    return np.asarray(p[:, columns_of(model, ("walk", "stairs"))].sum(axis=1))


def fitting(model: Model, gravity: bool) -> Model:
    """The model itself, or its own for recordings without gravity."""
    return model if gravity or model.without_gravity is None else model.without_gravity


def weigh(
    model: Model, sensors: list[Features], worn: Bool, name: str, gravity: bool
) -> tuple[F32, list[Axes] | None]:
    """Probability of each class, (n, classes), and the axes; arguments as for judge().

    Of thigh and back the mean of two opinions: that of the net for both, and that of the net for
    the thigh alone, which knows more people and finds the thigh's axes.
    """
    if model.axes_by is None:
        p, axes = _opinion(model, sensors, worn, name, gravity, [])
        if name == "thigh" and axes and axes[0].found:
            p = left_open(model, p, rolled_over(sensors[0], axes[0]))
        return p, axes
    thigh, given = _opinion(model.axes_by, sensors[:1], worn, "thigh", gravity, [])
    both, axes = _opinion(model, sensors, worn, name, gravity, given or [])
    return np.asarray((thigh + both) / 2), axes


def _opinion(
    model: Model, sensors: list[Features], worn: Bool, name: str, gravity: bool, given: list[Axes]
) -> tuple[F32, list[Axes] | None]:
    """What one model says, and the axes: those given of the first sensors, and those it finds.

    Where posture can be told there is a look for walking first, which gives the axes.
    """
    if name in WITH_POSTURE and gravity:
        return _with_axes(model, sensors, worn, name, given)
    p = probabilities(model, sensors, None, gravity)
    if name == "hand":  # pedalling with a phone in the hand or a bag is not learnt
        p[:, columns_of(model, ("cycle",))] = 0
        p /= p.sum(axis=1, keepdims=True)
    if name == "back" and not gravity:
        p = ridden(model, p, sensors[0], worn & sensors[0].looks.near)
    return p, None


def _with_axes(
    model: Model, sensors: list[Features], worn: Bool, name: str, given: list[Axes]
) -> tuple[F32, list[Axes]]:
    """Probabilities that know upright and forward, and these; without any where none is found."""
    p = probabilities(alone(model), sensors, None, True)
    axes: list[Axes] = []
    for _ in range(MAX_LOOKS):
        gait = p[:, columns_of(model, ("walk", "stairs", "run"))].sum(axis=1)
        del p  # the next ones need its room
        axes = [*given, *(find_axes(one, gait, worn) for one in sensors[len(given) :])]
        p = probabilities(model, sensors, axes, True)
        if all(one.share >= GAIT_SHARE for one in axes) or not any(one.found for one in axes):
            break
    if name.startswith("thigh") and axes[0].found:
        p = flexed(model, p, directions(sensors[0], axes[0])[:, 1])
    return p, axes


def flexed(model: Model, p: F32, forward: F32) -> F32:
    """Probabilities with gait all but ruled out where the thigh stays flexed.

    p: (n, classes). forward: (n,) cosine of gravity to the thigh's forward, a mean over seconds.
    Source: the cycling rule of Acti4 (Skotte 2014): a mean flexion above 25 to 40 degrees is no
    gait. Here 20 degrees from the person's own walking; stairs reach 10.
    """
    gait = columns_of(model, ("walk", "stairs", "run"))
    return _without(p, forward > FLEXED_FORWARD, gait)


def ridden(model: Model, p: F32, back: Features, near: Bool) -> F32:
    """Probabilities without gravity with walking all but ruled out on a saddle, (n, classes).

    p: (n, classes). back: features of the sensor. near: (n,) worn, and movement about. A road
    shakes the trunk without a rhythm, feet with one; and a ride lasts, so that a rough part of it
    is told by the rest.
    """
    walk = columns_of(model, ("walk", "stairs"))
    rough = column(back, MOTION.start + 1) - liveliness(back)
    rough, even = (_around(x, near, SHAKEN_S) for x in (rough, column(back, RHYTHM.start)))
    out = _without(p, (rough > ROUGH) & (even < EVEN), walk)
    ride, walking = (
        _around(out[:, columns].sum(axis=1), near, RIDE_S)
        for columns in (columns_of(model, ("cycle",)), walk)
    )
    return _without(out, ride > RIDE_SHARE * (ride + walking), walk)


def _without(p: F32, seconds: Bool, columns: list[int]) -> F32:
    """Probabilities with some classes all but ruled out in some seconds, in their place."""
    rows = np.flatnonzero(seconds)
    some = p[rows]
    some[:, columns] *= RULED_OUT
    p[rows] = some / some.sum(axis=1, keepdims=True)
    return p


def _around(x: F32, near: Bool, seconds: int) -> F32:
    """Means over so many seconds around each, (n,), of those of a mask; 0 where there is none."""
    around = np.ones(min(seconds, len(x)))
    count = np.maximum(np.convolve(near, around, "same"), 1)
    return np.asarray(np.convolve(x * near, around, "same") / count, dtype=np.float32)


def left_open(model: Model, p: F32, rolled: Bool) -> F32:
    """Probabilities with lying no likelier than sitting where nothing shows that the leg rolled.

    p: (n, classes). rolled: (n,). Whoever lies still on the back has a thigh like one on a chair.
    """
    sit, lie = columns_of(model, ("sit", "lie"))
    rows = np.flatnonzero(~rolled & (p[:, lie] > p[:, sit]))
    out = p.copy()
    out[rows, sit] = out[rows, lie] = (p[rows, sit] + p[rows, lie]) / 2
    return out


def all_found(axes: list[Axes] | None) -> bool:
    return axes is not None and all(one.found for one in axes)
