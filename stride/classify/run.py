"""Turns a prepared recording into classified seconds and bouts: the order of the steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.axes import Axes
from stride.classify.features import Features, features
from stride.classify.judge import WITH_POSTURE, Judged, all_found, fitting, judge
from stride.classify.minutes import find_bouts, is_walking
from stride.classify.model import load
from stride.classify.placement import guess, likely_walking, unseen
from stride.classify.steps import cadence_hz, whole_steps
from stride.errors import UsageError
from stride.rounding import whole
from stride.types import PLACEMENTS, Activity, Classified, Prepared, Seconds

if TYPE_CHECKING:
    from stride.types import F64, I8, Bool

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
#: What a recording without gravity can be, the likeliest first: phones leave gravity out.
NO_GRAVITY_WORN = ("pocket", "wrist")
#: The model that knows all placements a little: for the first look at an unknown one.
ANYWHERE = "phone"


@dataclass(frozen=True, slots=True)
class _Placed:
    name: str
    rule: str
    confidence: float
    other: str = ""  # of one assumed: what it may be as well


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
    assumed = placed.rule == "assumed"
    judged = judge(model, sensors, worn, placed.name, gravity, assumed)
    activity, confidence, axes = judged.activity, judged.confidence, judged.axes
    posture = all_found(axes) and not assumed
    unworn = prepared.valid & ~prepared.wear
    activity[~prepared.valid | unworn] = int(Activity.UNKNOWN)
    confidence[~prepared.valid] = 0.0
    seconds, recorded = _seconds(prepared, sensors, judged)
    remarks = (
        *_assumption(prepared, sensors, placed, seconds),
        *_posture_warning(prepared, placed, axes),
    )
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
        warnings=(*prepared.warnings, *remarks),
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
        seen = unseen(worn_at or NO_GRAVITY_WORN)
    if seen.found:
        return _Placed(seen.placement, "found", seen.confidence)
    return _Placed(seen.placement, "assumed", seen.confidence, seen.other)


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


def _assumption(
    prepared: Prepared, sensors: list[Features], placed: _Placed, seconds: Seconds
) -> tuple[str, ...]:
    """The sentence that an assumption needs: what it is, and the walking that another one makes."""
    if placed.rule != "assumed":
        return ()
    worn, gravity = prepared.valid & prepared.wear, prepared.gravity == "yes"
    model = fitting(load(MODEL_OF[placed.other]), gravity)
    activity = judge(model, sensors, worn, placed.other, gravity).activity
    until = "; until then no posture is told" if placed.name in WITH_POSTURE else ""
    walking, other = is_walking(seconds.activity).sum(), (is_walking(activity) & worn).sum()
    return (
        "Where the sensor was worn is not clear from the recording. "
        f"{placed.name.capitalize()} assumed: {whole(walking / 60)} min walking; "
        f"{placed.other}: {whole(other / 60)}. "
        f"Say where with --placement and one of: {', '.join(PLACEMENTS)}{until}.",
    )


def _sensors_of(name: str, sensors: list[Features]) -> list[Features]:
    if name == "thigh+back" or len(sensors) == 1:
        return sensors
    return [sensors[1]] if name == "back" else [sensors[0]]


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
    if not all_found(axes):
        return (
            "There is too little walking in the recording to find which way is up on the sensor, "
            "so posture is not told.",
        )
    return ()


def _seconds(prepared: Prepared, sensors: list[Features], judged: Judged) -> tuple[Seconds, Bool]:
    """Steps for the gait seconds, and all cut to what was recorded."""
    cadence = cadence_of(sensors, judged.activity, prepared.gravity == "yes")
    first, last = np.flatnonzero(prepared.valid)[[0, -1]]
    cut = slice(int(first), int(last) + 1)
    seconds = Seconds(
        prepared.t0_utc_s + int(first),
        judged.activity[cut],
        judged.confidence[cut],
        whole_steps(cadence)[cut],
        (60 * cadence[cut]).astype(np.float32),
        prepared.wear[cut],
        judged.doubt[cut],
        judged.unclear[cut],
    )
    return seconds, prepared.valid[cut]


def cadence_of(sensors: list[Features], activity: I8, gravity: bool) -> F64:
    """Steps a second, (n,), 0 outside walking, stairs and running.

    sensors: features; of two the trunk's count the steps of both legs best. activity: (n,).
    """
    running = activity == int(Activity.RUNNING)
    gait = running | np.isin(activity, (int(Activity.WALKING), int(Activity.STAIRS)))
    return cadence_hz(sensors[-1].x, gait, running, gravity)
