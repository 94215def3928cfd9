"""activPAL events: the device's own stepping, with its length and steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.head import is_number
from stride.formats.late import np
from stride.formats.layout import Coded, Intervals, Origin, ReadOptions, Sign, empty
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import StepRows
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import Dialect, dialect_of
from stride.formats.table.texttable import records_of
from stride.formats.time.clock import EXCEL_EPOCH_S
from stride.formats.time.column import read_times
from stride.formats.time.order import proofs_of, settled
from stride.formats.time.zones import unset_instants
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.types import F64, I64

LOWEST_STEPS_PER_S = 1.15  # few walk with fewer steps in a second, or with more strides
LONGEST_STRIDE_S = 3.0  # events that are longer hold several
STEPPING = 2  # 0 is sitting or lying, 1 standing


def _columns(names: tuple[str, ...]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for name in names:
        lower = name.lower()
        for key, words in (
            ("time", ("time",)),
            ("length", ("interval", "duration")),
            ("code", ("activitycode", "activity code", "event type", "activity")),
            ("steps", ("cumulativestepcount", "cumulative step", "step count", "steps")),
        ):
            if key not in columns and any(word in lower for word in words):
                columns[key] = name
                break
    return columns


def read(origin: Origin) -> Intervals:
    """Stepping as walking time; the count of steps is the growth of the sum."""
    blob, options = origin.blob, origin.options
    dialect = dialect_of(blob.head)
    column = _columns(dialect.names)
    records = list(records_of(blob, options, dialect))
    if not records:
        raise empty(blob)
    lines = np.array([line for line, _ in records])
    length_s, code, total = (
        np.array([number_at(r[column[key]], n, column[key], dialect.decimal) for n, r in records])
        for key in ("length", "code", "steps")
    )
    notes = ReadNotes(rows=len(records))
    local = _times([r[column["time"]] for _, r in records], lines.tolist(), dialect, options)
    utc, offset, zone = unset_instants(local, float(local[0]), options)
    end = utc + np.maximum(length_s, 0.1)
    rows = StepRows(utc, end, offset, _growth(total, lines), length_s, lines).take(code == STEPPING)
    if _are_strides(rows.steps, rows.walking_s):
        rows.steps = rows.steps * 2
        notes.warnings.append(
            "The sum grows by one a stride: it counts one leg; steps are twice that."
        )
    return intervals(origin, rows, zone, notes)


def _growth(total: F64, lines: I64) -> F64:
    """(n,) by how much the sum of steps grew in each event, at whose end it stands."""
    growth = np.diff(total, prepend=0.0)
    if (growth < 0).any():
        bad = int(lines[int(np.flatnonzero(growth < 0)[0])])
        raise DataError(f"Line {bad}: the sum of steps falls.", "Export the file again.")
    return growth


def _are_strides(growth: F64, length_s: F64) -> bool:
    """Whether the sum counts one leg: by one an event of one stride, or as slowly as strides go."""
    if not growth.any():
        return False
    if float(np.median(length_s)) < LONGEST_STRIDE_S:
        return float(np.median(growth[growth > 0])) < 2
    return float(growth.sum() / length_s.sum()) < LOWEST_STEPS_PER_S


def _times(texts: list[str], lines: list[int], dialect: Dialect, options: ReadOptions) -> F64:
    stripped = [text.strip().strip('"') for text in texts]
    if all(is_number(text) for text in stripped):
        days = np.array([float(text.replace(",", ".")) for text in stripped])
        return days * 86400.0 + EXCEL_EPOCH_S
    order = settled(proofs_of(stripped, lines), options)
    return read_times(stripped, lines, order).local_s


FORMAT = Coded(
    id="activpal-events",
    title="activPAL events",
    header='"Time","DataCount (samples)","Interval (s)","ActivityCode (0=sedentary, 1= standing,'
    ' 2=stepping)","CumulativeStepCount"',
    device="activPAL",
    sure=Sign(
        lambda head: (
            len(_columns(tuple(head.columns))) == 4
            and all(word in " ".join(head.keys) for word in ("cumulative", "activity"))
        ),
        "columns of time, interval, activity code and cumulative steps",
    ),
    reads=read,
)
