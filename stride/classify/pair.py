"""Labels the seconds of two joined recordings: by both sensors, or by the one that is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.minutes import find_bouts
from stride.classify.run import classify
from stride.types import Activity, Classified, Prepared, Seconds

if TYPE_CHECKING:
    from stride.types import I64, Bool

#: Fewer seconds than this that only one sensor saw are not labelled on their own.
LEAST_ALONE_S = 60
#: Below this much with both sensors nothing of it is labelled by both.
LEAST_BOTH_S = 60


def classify_pair(thigh: Prepared, back: Prepared, both: Prepared) -> Classified:
    """Every second of both recordings, each by the sensors that were worn then.

    thigh, back, both: one timeline, from signal.join. A sensor that was off or has a hole leaves
    the second to the other; where both lie still for an hour, the device is off.
    """
    shared = both.valid if both.valid.sum() >= LEAST_BOTH_S else np.zeros_like(both.valid)
    parts: list[tuple[Prepared, str, Bool]] = []
    if shared.any():
        parts.append((both, "thigh+back", shared))
    for prepared, name in ((thigh, "thigh"), (back, "back")):
        alone = prepared.valid & prepared.wear & ~shared
        if alone.sum() >= LEAST_ALONE_S:
            parts.append((prepared, name, alone))
            shared = shared | alone
    if not parts:
        return classify(thigh, "thigh")
    return _merged(
        [(classify(prepared, name), mask) for prepared, name, mask in parts],
        thigh,
        thigh.valid | back.valid,
        (thigh.valid & thigh.wear) | (back.valid & back.wear),
    )


def _places(mask: Bool, stray: Bool) -> tuple[I64, I64]:
    """(seconds to label, seconds to take the labels from): those of the mask, and strays beside.

    A stray second, which only one sensor saw for a moment, is what its nearest neighbour is: one
    lost at the edge of a recording would else make a whole day a part of one.
    """
    at = np.flatnonzero(mask)
    lone = np.flatnonzero(stray)
    after = np.clip(np.searchsorted(at, lone), 0, len(at) - 1)
    before = np.clip(after - 1, 0, None)
    nearer = np.abs(at[before] - lone) <= np.abs(at[after] - lone)
    beside = at[np.where(nearer, before, after)]
    near = np.abs(beside - lone) < LEAST_ALONE_S
    return np.concatenate([at, lone[near]]), np.concatenate([at, beside[near]])


def _merged(
    parts: list[tuple[Classified, Bool]], frame: Prepared, recorded: Bool, worn: Bool
) -> Classified:
    """One sequence of seconds from several, each where its mask holds.

    recorded, worn: by either sensor.
    """
    seconds_there = np.flatnonzero(recorded)
    worn = worn & ~np.any([mask for _, mask in parts], axis=0)
    cut = slice(int(seconds_there[0]), int(seconds_there[-1]) + 1)
    n = frame.seconds
    activity = np.full(n, int(Activity.UNKNOWN), dtype=np.int8)
    confidence = np.zeros(n, dtype=np.float32)
    steps, cadence = np.zeros(n, dtype=np.uint8), np.zeros(n, dtype=np.float32)
    wear, unclear = np.zeros(n, dtype=np.bool_), np.zeros(n, dtype=np.bool_)
    doubt = np.zeros(n, dtype=np.float32)
    confidence[recorded] = np.finfo(np.float32).tiny  # recorded, though nothing is claimed
    for part, mask in parts:
        at, source = _places(mask, worn)
        there = source - (part.seconds.t0_utc_s - frame.t0_utc_s)
        activity[at] = part.seconds.activity[there]
        confidence[at] = part.seconds.confidence[there]
        steps[at], cadence[at] = part.seconds.steps[there], part.seconds.cadence_spm[there]
        wear[at], unclear[at] = part.seconds.wear[there], part.seconds.unclear[there]
        doubt[at] = part.seconds.doubt[there]
    seconds = Seconds(
        frame.t0_utc_s + cut.start, activity[cut], confidence[cut], steps[cut], cadence[cut],
        wear[cut], doubt[cut], unclear[cut],
    )  # fmt: skip
    first = parts[0][0]
    warnings = dict.fromkeys(text for part, _ in parts for text in part.warnings)
    return replace(
        first, seconds=seconds, bouts=find_bouts(seconds, recorded[cut]), warnings=tuple(warnings)
    )
