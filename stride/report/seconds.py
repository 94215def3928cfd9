"""Turns classified seconds into the rows of ``stride classify``: CSV, or JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from stride.types import ACTIVITIES

if TYPE_CHECKING:
    from stride.types import I16, I64, Seconds

HEADER = "time,activity,confidence,steps,wear\n"
BLOCK = 36_000


def second_lines(
    seconds: Seconds, offset_min_at: Callable[[I64], I16], as_json: bool
) -> Iterator[str]:
    """One line a second, the header first for CSV.

    seconds: as classified. offset_min_at: UTC offsets of instants, for the local time shown.
    """
    import numpy as np

    if not as_json:
        yield HEADER
    for start in range(0, len(seconds.activity), BLOCK):
        part = slice(start, start + BLOCK)
        instants = seconds.t0_utc_s + np.arange(start, start + len(seconds.activity[part]))
        offsets = offset_min_at(instants).astype(np.int64)
        local = (instants + offsets * 60).astype("datetime64[s]").astype(str)
        columns = (
            local.tolist(),
            [_offset_text(value) for value in offsets.tolist()],
            seconds.activity[part].tolist(),
            seconds.confidence[part].tolist(),
            seconds.steps[part].tolist(),
            seconds.wear[part].tolist(),
        )
        pattern = JSON_ROW if as_json else CSV_ROW
        for time, offset, activity, confidence, steps, wear in zip(*columns, strict=True):
            yield pattern.format(
                time=time,
                offset=offset,
                activity=ACTIVITIES[activity],
                confidence=confidence,
                steps=steps,
                wear="true" if wear else "false",
            )


CSV_ROW = "{time}{offset},{activity},{confidence:.3f},{steps},{wear}\n"
JSON_ROW = (
    '{{"time": "{time}{offset}", "activity": "{activity}", "confidence": {confidence:.3f},'
    ' "steps": {steps}, "wear": {wear}}}\n'
)


def _offset_text(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"
