"""Turns a prepared recording into classified seconds and bouts: the order of the steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.axes import GAIT_SHARE, Axes, axes_columns, find_axes
from stride.classify.decide import decide, short_gaits
from stride.classify.features import Features, features
from stride.classify.minutes import find_bouts
from stride.classify.model import Model, alone, columns_of, load, probabilities
from stride.classify.placement import Guess, guess, likely_walking
from stride.classify.steps import cadence_hz, whole_steps
from stride.errors import UsageError
from stride.types import PLACEMENTS, Activity, Classified, Prepared, Seconds

if TYPE_CHECKING:
    from stride.types import F32, F64, I8, Bool

#: Placement -> model. The phone's model knows pockets, hands and bags.
MODEL_OF = {
    "thigh": "thigh",
    "back": "back",
    "thigh+back": "thigh_back",
    "hip": "hip",
    "wrist": "wrist",
    "pocket": "phone",
    "hand": "phone",
}
#: The model that knows all placements a little: for the first look at an unknown one.
ANYWHERE = "phone"
#: Placements that can tell posture.
WITH_POSTURE = ("thigh", "back", "thigh+back", "hip")
#: Forward part of gravity (sine of 20 degrees) above which a thigh is flexed, and what is left
#: of the probability of gait then.
FLEXED_FORWARD = 0.35
FLEXED_GAIT = 0.05
#: Arms and pockets make single step-like gestures; a gait there must hold this long in all. A
#: thigh or trunk makes few, and single steps count there.
SHORTEST_GAIT_S = {"wrist": 5, "pocket": 4, "hand": 4}
#: Looks for the axes, the second with what the first made clear (long rides, little walking).
MAX_LOOKS = 2


@dataclass(frozen=True, slots=True)
class _Placed:
    name: str
    rule: str
    confidence: float
    warnings: tuple[str, ...] = ()


def classify(prepared: Prepared, placement: str = "auto") -> Classified:
    """Activity, confidence, steps and wear of every second, and the walking bouts.

    prepared: from stride.signal.prepare. placement: one of PLACEMENTS, or ``auto``.
    Raises UsageError for a placement the recording cannot have.
    """
    sensors = features(prepared)
    gravity = prepared.gravity == "yes"
    placed = _place(prepared, sensors, placement, gravity)
    sensors = _sensors_of(placed.name, sensors)
    model = fitting(load(MODEL_OF[placed.name]), gravity)
    worn = prepared.valid & prepared.wear
    activity, confidence, axes = judge(model, sensors, worn, placed.name, gravity)
    posture = _all_found(axes)
    unworn = prepared.valid & ~prepared.wear
    activity[~prepared.valid | unworn] = int(Activity.UNKNOWN)
    confidence[~prepared.valid] = 0.0
    seconds, recorded = _seconds(prepared, sensors, activity, confidence)
    return Classified(
        seconds=seconds,
        bouts=find_bouts(seconds, recorded),
        placement=placed.name,
        placement_rule=placed.rule,
        placement_confidence=placed.confidence,
        model_id=model.model_id,
        axes_found=posture if placed.name in WITH_POSTURE else None,
        calibration=prepared.calibration,
        rate_hz=prepared.rate_hz,
        may_be_phone=not prepared.worn_at,
        warnings=(*prepared.warnings, *placed.warnings, *_posture_warning(prepared, placed, axes)),
    )


def _place(prepared: Prepared, sensors: list[Features], option: str, gravity: bool) -> _Placed:
    """The placement by option, file, look or assumption, in that order."""
    if option != "auto":
        return _Placed(_checked(option, len(sensors)), "option", 1.0)
    if len(sensors) == 2:
        return _Placed("thigh+back", "file", 1.0)
    if prepared.placement in PLACEMENTS and prepared.placement != "thigh+back":
        return _Placed(prepared.placement, "file", 1.0)
    walking = likely_walking(load(ANYWHERE), sensors, gravity)
    worn_at = prepared.worn_at
    if gravity:
        seen = guess(sensors[0], walking, prepared.valid, worn_at)
    else:
        seen = Guess(worn_at[0] if worn_at else "pocket", 0.0, False)
    if seen.found:
        return _Placed(seen.placement, "found", seen.confidence)
    return _Placed(seen.placement, "assumed", seen.confidence, (_assumption(seen.placement),))


def _checked(option: str, sensors: int) -> str:
    if option not in PLACEMENTS:
        raise UsageError(
            f"There is no placement called {option!r}.",
            f"Use one of: auto, {', '.join(PLACEMENTS)}.",
        )
    if option == "thigh+back" and sensors < 2:
        raise UsageError(
            "The placement thigh+back needs two sensors, and the file holds one.",
            "Use --placement thigh or --placement back.",
        )
    return option


def _assumption(name: str) -> str:
    return (
        f"Where the sensor was worn is not clear from the recording; {name} was assumed. "
        f"If that is wrong, say so with --placement and one of: {', '.join(PLACEMENTS)}."
    )


def _sensors_of(name: str, sensors: list[Features]) -> list[Features]:
    if name == "thigh+back" or len(sensors) == 1:
        return sensors
    return [sensors[1]] if name == "back" else [sensors[0]]


def judge(
    model: Model, sensors: list[Features], worn: Bool, name: str, gravity: bool
) -> tuple[I8, F32, list[Axes] | None]:
    """Activity and confidence of each second, and the axes of each sensor where looked for.

    sensors: features. worn: (n,) recorded and worn. name: placement. gravity: in the recording.
    """
    p, axes = weigh(model, sensors, worn, name, gravity)
    activity, confidence = settle(model, p, sensors[0], name, _all_found(axes))
    return activity, confidence, axes


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
        return _opinion(model, sensors, worn, name, gravity, [])
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
    return p, None


def _with_axes(
    model: Model, sensors: list[Features], worn: Bool, name: str, given: list[Axes]
) -> tuple[F32, list[Axes]]:
    """Probabilities that know upright and forward, and these; without any where none is found."""
    p = probabilities(alone(model), sensors, None, True)
    axes: list[Axes] = []
    for _ in range(MAX_LOOKS):
        gait = p[:, columns_of(model, ("walk", "stairs", "run"))].sum(axis=1)
        axes = [*given, *(find_axes(one, gait, worn) for one in sensors[len(given) :])]
        p = probabilities(model, sensors, axes, True)
        if all(one.share >= GAIT_SHARE for one in axes) or not any(one.found for one in axes):
            break
    if name.startswith("thigh") and axes[0].found:
        p = flexed(model, p, axes_columns(sensors[0], axes[0])[:, 1])
    return p, axes


def settle(model: Model, p: F32, sensor: Features, name: str, posture: bool) -> tuple[I8, F32]:
    """Activity and confidence of each second from the probabilities.

    p: (n, classes). sensor: features of the first. name: placement. posture: whether claimed.
    """
    lone = name == "thigh"
    activity, confidence = decide(model, p, sensor, posture, lone)
    short = short_gaits(activity, SHORTEST_GAIT_S.get(name, 1))
    if len(short):
        without = p.copy()
        without[np.ix_(short, np.asarray(columns_of(model, ("walk", "stairs", "run"))))] = 0
        without += 1e-6
        without /= without.sum(axis=1, keepdims=True)
        others, sure = decide(model, without, sensor, posture, lone)
        activity[short], confidence[short] = others[short], np.minimum(sure, confidence)[short]
    return activity, confidence


def flexed(model: Model, p: F32, forward: F32) -> F32:
    """Probabilities with gait all but ruled out where the thigh stays flexed.

    p: (n, classes). forward: (n,) cosine of gravity to the thigh's forward, a mean over seconds.
    Source: the cycling rule of Acti4 (Skotte 2014): a mean flexion above 25 to 40 degrees is no
    gait. Here 20 degrees from the person's own walking; stairs reach 10.
    """
    out = p.copy()
    rows = np.flatnonzero(forward > FLEXED_FORWARD)
    columns = columns_of(model, ("walk", "stairs", "run"))
    out[np.ix_(rows, np.asarray(columns))] *= FLEXED_GAIT
    return np.asarray(out / out.sum(axis=1, keepdims=True))


def _all_found(axes: list[Axes] | None) -> bool:
    return axes is not None and all(one.found for one in axes)


def _posture_warning(
    prepared: Prepared, placed: _Placed, axes: list[Axes] | None
) -> tuple[str, ...]:
    if placed.name not in WITH_POSTURE:
        return ()
    if prepared.gravity != "yes":
        return (
            "The file holds no gravity (or it is unclear whether it does), so posture cannot be "
            "told; walking, running and movement can.",
        )
    if not _all_found(axes):
        return (
            "There is too little walking in the recording to find which way is up on the sensor, "
            "so posture is not told.",
        )
    return ()


def _seconds(
    prepared: Prepared, sensors: list[Features], activity: I8, confidence: F32
) -> tuple[Seconds, Bool]:
    """Steps for the gait seconds, and all cut to what was recorded."""
    cadence = cadence_of(sensors, activity, prepared.gravity == "yes")
    first, last = np.flatnonzero(prepared.valid)[[0, -1]]
    cut = slice(int(first), int(last) + 1)
    seconds = Seconds(
        prepared.t0_utc_s + int(first),
        activity[cut],
        confidence[cut],
        whole_steps(cadence)[cut],
        (60 * cadence[cut]).astype(np.float32),
        prepared.wear[cut],
    )
    return seconds, prepared.valid[cut]


def cadence_of(sensors: list[Features], activity: I8, gravity: bool) -> F64:
    """Steps a second, (n,), 0 outside walking, stairs and running.

    sensors: features; of two the trunk's count the steps of both legs best. activity: (n,).
    """
    running = activity == int(Activity.RUNNING)
    gait = running | np.isin(activity, (int(Activity.WALKING), int(Activity.STAIRS)))
    return cadence_hz(sensors[-1].x, gait, running, gravity)
