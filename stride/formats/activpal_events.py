"""activPAL events: the device's own stepping, with its length and steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.binned import parsed
from stride.formats.common.clocks import EXCEL_EPOCH_S
from stride.formats.common.days import number_at
from stride.formats.common.dialect import Dialect, dialect_of
from stride.formats.common.head import is_number
from stride.formats.common.model import Format, no, sure
from stride.formats.common.rows import records_of
from stride.formats.common.steps import Origin, StepRows, empty, intervals, local_rows
from stride.formats.common.zones import choose_zone
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import F64, Intervals

LOWEST_STEPS_PER_S = 1.35  # half of the fastest walk is below, the slowest walk above
STEPPING = 2  # 0 is sitting or lying, 1 standing


def _columns(names: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in names:
        lower = name.lower()
        for key, words in (
            ("time", ("time",)),
            ("length", ("interval", "duration")),
            ("code", ("activitycode", "activity code", "event type", "activity")),
            ("steps", ("cumulativestepcount", "cumulative step", "step count", "steps")),
        ):
            if key not in found and any(word in lower for word in words):
                found[key] = name
                break
    return found


def recognise(head: Head) -> Verdict:
    """Sure by Time, Interval (s), ActivityCode and CumulativeStepCount."""
    joined = " ".join(head.keys)
    told = "cumulative" in joined and "activity" in joined
    if told and len(_columns(tuple(head.columns))) == 4:
        return sure("columns of time, interval, activity code and cumulative steps")
    return no("no columns of activity code and cumulative steps")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Stepping as walking time; the count of steps is the growth of the sum."""
    import numpy as np

    dialect = dialect_of(blob.head)
    column = _columns(dialect.names)
    records = list(records_of(blob, options, dialect))
    if not records:
        raise empty(blob)
    lines = np.array([line for line, _ in records])
    values = {
        key: np.array(
            [number_at(r[column[key]], n, column[key], dialect.decimal) for n, r in records]
        )
        for key in ("length", "code", "steps")
    }
    local = _times([r[column["time"]] for _, r in records], lines.tolist(), dialect, options)
    # an event's sum stands at its end, so what it grew by since the event before is its own
    growth = np.diff(values["steps"], prepend=0.0)
    walked = values["code"] == STEPPING
    if (growth < 0).any():
        bad = int(lines[int(np.flatnonzero(growth < 0)[0])])
        raise DataError(f"Line {bad}: the sum of steps falls.", "Export the file again.")
    notes = ReadNotes(rows=len(records))
    if _are_strides(growth[walked], values["length"][walked]):
        growth = growth * 2
        notes.warnings.append(
            "The sum grows by less than 1.35 a second of stepping: it counts strides of one leg; "
            "steps are twice that."
        )
    zone = choose_zone(options)
    utc, offset = local_rows(zone, local)
    rows = StepRows(
        start_s=utc,
        end_s=utc + np.maximum(values["length"], 0.1),
        offset_min=offset,
        steps=np.where(walked, growth, 0.0),
        walking_s=np.where(walked, values["length"], 0.0),
        line=lines,
    ).take(walked)
    notes = ReadNotes(rows=len(records))
    return intervals(Origin(blob, options, FORMAT.id, "activPAL"), rows, zone, notes)


def _are_strides(growth: F64, length_s: F64) -> bool:
    """Whether the sum counts one leg: people take 1.4 to 2.3 steps a second."""
    seconds = float(length_s.sum())
    return seconds > 0 and 0 < float(growth.sum()) / seconds < LOWEST_STEPS_PER_S


def _times(texts: list[str], lines: list[int], dialect: Dialect, options: ReadOptions) -> F64:
    import numpy as np

    stripped = [text.strip().strip('"') for text in texts]
    if all(is_number(text) for text in stripped):
        days = np.array([float(text.replace(",", ".")) for text in stripped])
        return days * 86400.0 + EXCEL_EPOCH_S
    return parsed(stripped, lines, options).local_s


FORMAT = Format(
    id="activpal-events",
    title="activPAL events",
    header='"Time","DataCount (samples)","Interval (s)","ActivityCode (0=sedentary, 1= standing,'
    ' 2=stepping)","CumulativeStepCount"',
    recognise=recognise,
    read=read,
)
