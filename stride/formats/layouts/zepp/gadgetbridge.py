"""Gadgetbridge's database: samples by the minute of every watch it knew, in UTC.

Each kind of watch has a table of its own, and its driver decides what a sample is: the steps of a
minute (most), of ten minutes or an hour, or the total since midnight. What a table holds is told
by its numbers, since the drivers of some seventy kinds change.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from stride.errors import DataError
from stride.formats.late import median, np
from stride.formats.layout import Coded, Head, Intervals, Origin, empty, sign
from stride.formats.steps.devices import best_device_a_day, one_row_a_start
from stride.formats.steps.intervals import MOST_STEPS_PER_MINUTE, intervals
from stride.formats.steps.rows import StepRows, step_rows
from stride.formats.steps.running_totals import rises
from stride.formats.table.sqlite import Names, arrays, is_sqlite, mentions, opened, tables
from stride.formats.time.zones import Zone, choose_zone, offsets_at
from stride.types import ReadNotes

if TYPE_CHECKING:
    import sqlite3

    Samples = list[tuple[object, float, int]]

MINUTE_S = 60.0
SUFFIXES = ("ACTIVITY_SAMPLE", "SONY_SWR12_SAMPLE")
NO_STEPS = 255  # of devices that count in one byte; others have -1
FIRST_ROWS = 5000  # of a table, to see what its samples are
COARSE_S = (120.0, 3600.0)  # Bangle.js writes every ten minutes, by its settings
MOST_FALLS = 0.1  # of a running total: at midnight, or when a watch is set anew; of minutes half
LEAST_PAIRS = 50  # of samples, to tell which
NIGHT_S = 6 * 3600.0
FIRST_MS = 100_000_000_000  # stamps of newer tables are in milliseconds
#: Seconds since 1970.
_STAMP = f"case when TIMESTAMP > {FIRST_MS} then TIMESTAMP / 1000.0 else TIMESTAMP end"
_SOUND = "typeof(STEPS) = 'integer' and typeof(TIMESTAMP) = 'integer'"


class _Table(NamedTuple):
    """A table of samples. device: its column, or 0. length_s: of a sample.

    since_midnight: whether the steps are a total since midnight.
    """

    name: str
    device: str
    length_s: float
    since_midnight: bool

    @classmethod
    def of(cls, connection: sqlite3.Connection, name: str, columns: list[str]) -> _Table:
        """What the first samples tell."""
        device = "DEVICE_ID" if "device_id" in columns else "0"
        rows = connection.execute(
            f'select {device}, {_STAMP}, STEPS from "{name}" where {_SOUND} limit {FIRST_ROWS}'
        ).fetchall()
        rows.sort(key=lambda row: (str(row[0]), row[1]))
        return cls(name, device, _spacing(rows), _counts_on(rows))


@sign("a database with tables *_ACTIVITY_SAMPLE, or of the app's name")
def samples(head: Head) -> bool:
    """Whether a database has tables of activity samples, or the name of the app."""
    tables = mentions(head, SUFFIXES[0]) or mentions(head, "RAW_INTENSITY")
    return is_sqlite(head) and (tables or "gadgetbridge" in head.basename.lower())


def read(origin: Origin) -> Intervals:
    """Steps by the minute; of each day the device with the most."""
    blob, options = origin.blob, origin.options
    notes, zone = ReadNotes(), choose_zone(options)
    with opened(blob, options) as connection:
        kinds = [
            _Table.of(connection, name, columns)
            for name, columns in tables(connection).items()
            if name.upper().endswith(SUFFIXES) and {"timestamp", "steps"} <= set(columns)
        ]
        parts = [_rows(connection, table, zone, notes) for table in kinds]
    if not kinds:
        raise DataError(
            f"{blob.name} is a database without tables of activity samples.",
            "Export the data of Gadgetbridge again, or import another file.",
        )
    parts = [part for part in parts if len(part[0])]
    if not parts:
        raise empty(blob)
    rows, device = _joined(parts)
    best_device_a_day(rows, device)
    rows = one_row_a_start(rows)
    if device.max() > 0:
        notes.warnings.append("Several devices; each day is taken from the one with most steps.")
    return intervals(origin, rows, zone, notes)


def _rows(
    connection: sqlite3.Connection, table: _Table, zone: Zone, notes: ReadNotes
) -> tuple[StepRows, Any]:
    """The rows of a table, and (n,) the number of the device of each."""
    none = f"STEPS = {NO_STEPS}" if table.length_s == MINUTE_S and not table.since_midnight else "0"
    counted = f'from "{table.name}" where STEPS > 0 and {_SOUND}'
    skipped = connection.execute(f"select count(*) {counted} and {none}").fetchone()[0]
    query = f"select {_STAMP}, STEPS, {table.device} {counted} and not {none}"
    stamp, steps, device = arrays(connection.execute(query), "d", "d", ("i", Names()))
    notes.rows += len(stamp) + skipped
    notes.rows_skipped += skipped
    if table.since_midnight and len(stamp):
        return rises(step_rows(stamp, stamp, offsets_at(zone.tz, stamp), steps), device, zone)
    np.floor_divide(stamp, MINUTE_S, out=stamp)
    stamp *= MINUTE_S
    return step_rows(stamp, stamp + table.length_s, offsets_at(zone.tz, stamp), steps), device


def _joined(parts: list[tuple[StepRows, Any]]) -> tuple[StepRows, Any]:
    """The rows of all tables with their devices, whose numbers go on from table to table."""
    if len(parts) == 1:
        return parts[0]
    before = np.cumsum([0, *(device.max() + 1 for _, device in parts[:-1])])
    columns = {
        name: np.concatenate([getattr(rows, name) for rows, _ in parts])
        for name in StepRows.__dataclass_fields__
    }
    devices = [device + shift for (_, device), shift in zip(parts, before, strict=True)]
    return StepRows(**columns), np.concatenate(devices)


def _spacing(samples: Samples) -> float:
    """Seconds that a sample stands for: a minute, or what lies between most of them.

    samples: (device, seconds, steps), in order of them.
    """
    gaps = [after[1] - before[1] for before, after in pairwise(samples) if before[0] == after[0]]
    usual = median(gaps) if gaps else MINUTE_S
    return usual if COARSE_S[0] <= usual <= COARSE_S[1] else MINUTE_S


def _counts_on(samples: Samples) -> bool:
    """Whether the steps are totals since midnight: more than a minute has, and they hardly fall.

    samples: (device, seconds, steps), in order of them.
    """
    counts = [sample for sample in samples if sample[2] > 0]
    pairs = [
        (before, after)
        for before, after in pairwise(counts)
        if before[0] == after[0] and after[1] - before[1] < NIGHT_S
    ]
    if len(pairs) < LEAST_PAIRS:
        return False
    falls = sum(after[2] < before[2] for before, after in pairs)
    many = median(steps for _, _, steps in counts) > MOST_STEPS_PER_MINUTE
    return many and falls <= MOST_FALLS * len(pairs)


FORMAT = Coded(
    id="gadgetbridge",
    title="Gadgetbridge: database",
    header="(SQLite) *_ACTIVITY_SAMPLE: TIMESTAMP, DEVICE_ID, USER_ID, STEPS",
    device="Gadgetbridge",
    sure=samples,
    reads=read,
    kind="sqlite",
)
