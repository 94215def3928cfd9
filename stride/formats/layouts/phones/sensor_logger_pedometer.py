"""Sensor Logger's Pedometer.csv: the phone's own count of steps since the recording began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.late import np
from stride.formats.layout import Blob, Coded, Intervals, Origin, ReadOptions, empty, has
from stride.formats.steps.day_totals import NOT_SAID
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import step_rows
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import dialect_of
from stride.formats.table.texttable import records_of
from stride.formats.time.zones import utc_instants
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.types import F64

NS = 1e9
STEP_S = 0.6  # at 100 steps a minute: a report after a pause does not reach back through it
REPORT_S = 10.0  # phones report every few seconds of walking


def read(origin: Origin) -> Intervals:
    """The rises of the running total, each in the seconds before its report."""
    blob, options = origin.blob, origin.options
    table = _reports(blob, options)
    stamp, since, total, lines = (np.array(column) for column in zip(*table, strict=True))
    rise = _rises(total)
    gap = np.diff(stamp, prepend=stamp[0] - max(since[0], 1.0))
    length = np.minimum(gap, np.maximum(rise * STEP_S, REPORT_S))
    counts = (rise > 0) & (length > 0)
    start, offset, zone = utc_instants(stamp - length, options)
    rows = step_rows(start, stamp, offset, rise, lines).take(np.flatnonzero(counts))
    notes = ReadNotes(rows=len(table))
    return intervals(origin, rows, zone, notes)


def _reports(blob: Blob, options: ReadOptions) -> list[tuple[float, float, float, int]]:
    """(time, seconds since the start, total, line) of each moment with a report, in order.

    Of several reports of one moment the last has all steps; an empty cell is no total.
    """
    dialect = dialect_of(blob.head)
    time, elapsed, steps = (dialect.need(n) for n in ("time", "seconds_elapsed", "steps"))
    reports = []
    for line, record in records_of(blob, options, dialect, (time, elapsed, steps)):
        total = number_at(record[steps], line, steps, missing=NOT_SAID)
        if record[time].strip() and total == total:
            stamp = number_at(record[time], line, time) / NS
            reports.append((stamp, number_at(record[elapsed], line, elapsed), total, line))
    if not reports:
        raise empty(blob)
    reports.sort()
    return list({report[0]: report for report in reports}.values())


def _rises(total: F64) -> F64:
    """What each report adds; after a fall the phone counts from nothing again."""
    rise: F64 = np.diff(total, prepend=0.0)
    return np.where(rise < 0, total, rise)


FORMAT = Coded(
    id="sensor-logger-pedometer",
    title="Sensor Logger app: Pedometer",
    header="time,seconds_elapsed,steps",
    device="Sensor Logger",
    sure=has("time", "seconds_elapsed", "steps"),
    reads=read,
)
