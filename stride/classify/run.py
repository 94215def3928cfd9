"""Turns a prepared recording into classified seconds and bouts: the order of the steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.axes import Axes, find_axes
from stride.classify.decide import decide
from stride.classify.features import Features, features
from stride.classify.minutes import find_bouts
from stride.classify.model import Model, columns_of, load, probabilities
from stride.classify.placement import Guess, guess
from stride.classify.steps import cadence_hz, whole_steps
from stride.errors import UsageError
from stride.types import PLACEMENTS, Activity, Classified, Prepared, Seconds

if TYPE_CHECKING:
    from stride.types import F32

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
#: Walking this likely in the first pass may say where upright is.
SURE_WALKING = 0.7


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
    model = load(MODEL_OF[placed.name])
    p, axes = _two_passes(model, sensors, prepared, placed.name, gravity)
    posture = axes is not None and all(one.found for one in axes)
    activity, confidence = decide(model, p, sensors[0], posture, placed.name == "thigh")
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
    anywhere = load(ANYWHERE)
    p = probabilities(anywhere, sensors, None, gravity)
    walking = p[:, columns_of(anywhere, ("walk",))].sum(axis=1) > SURE_WALKING
    seen = guess(sensors[0], walking, prepared.valid) if gravity else Guess("pocket", 0.0, False)
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
        "If that is wrong, import again with --again --placement and one of: "
        f"{', '.join(PLACEMENTS)}."
    )


def _sensors_of(name: str, sensors: list[Features]) -> list[Features]:
    if name == "thigh+back" or len(sensors) == 1:
        return sensors
    return [sensors[1]] if name == "back" else [sensors[0]]


def _two_passes(
    model: Model, sensors: list[Features], prepared: Prepared, name: str, gravity: bool
) -> tuple[F32, list[Axes] | None]:
    """Probabilities; where posture can be told, first without and then with the axes found."""
    p = probabilities(model, sensors, None, gravity)
    if name not in WITH_POSTURE or not gravity:
        return p, None
    walking = p[:, columns_of(model, ("walk",))].sum(axis=1) > SURE_WALKING
    axes = [find_axes(one, walking, prepared.valid & prepared.wear) for one in sensors]
    if not any(one.found for one in axes):
        return p, axes
    return probabilities(model, sensors, axes, gravity), axes


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
    if axes is None or not all(one.found for one in axes):
        return (
            "There is too little walking in the recording to find which way is up on the sensor, "
            "so posture is not told.",
        )
    return ()


def _seconds(
    prepared: Prepared, sensors: list[Features], activity: np.ndarray, confidence: F32
) -> tuple[Seconds, np.ndarray]:
    """Steps for the gait seconds, and all cut to what was recorded."""
    running = activity == int(Activity.RUNNING)
    gait = running | np.isin(activity, (int(Activity.WALKING), int(Activity.STAIRS)))
    cadence = cadence_hz(sensors[-1].x, gait, running, prepared.gravity == "yes")
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
