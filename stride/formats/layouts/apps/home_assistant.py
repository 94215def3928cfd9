"""Home Assistant, history of sensors of steps: totals that run on from midnight."""

from __future__ import annotations

import re

from stride.errors import EmptyData
from stride.formats.find.blob import Origin
from stride.formats.late import np
from stride.formats.layout import Coded, Intervals, has
from stride.formats.steps.devices import best_device_a_day
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import step_rows, utc_rows
from stride.formats.steps.running_totals import rises
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import dialect_of
from stride.formats.table.text_blocks import records_of
from stride.formats.time.parse import parse_times
from stride.formats.time.zones import choose_zone
from stride.types import ReadNotes

_STEPS = re.compile(r"step|schritt|pasos|passi|skritt|skridt", re.I)
_NUMBER = re.compile(r"^\d+([.,]\d+)?$")  # others are unknown, unavailable


def read(origin: Origin) -> Intervals:
    """What each total rose by since the state before; of each day the sensor that counted more."""
    blob, options = origin.blob, origin.options
    dialect = dialect_of(blob.head)
    entity, state, when = (dialect.need(n) for n in ("entity_id", "state", "last_changed"))
    notes, kept = ReadNotes(), []
    for line, record in records_of(blob, options, dialect, (entity, state, when)):
        notes.rows += 1
        if _STEPS.search(record[entity]) and _NUMBER.match(record[state].strip()):
            kept.append((line, record))
        else:
            notes.rows_skipped += 1
    if not kept:
        raise EmptyData(f"{blob.name} holds no sensor of steps.", "There is nothing to import.")
    times = parse_times([record[when].strip() for _, record in kept])
    names = sorted({record[entity] for _, record in kept})
    sensor = np.array([names.index(record[entity]) for _, record in kept])
    counts = np.array([number_at(record[state], line, state) for line, record in kept])
    zone = choose_zone(options)
    utc, offset = utc_rows(zone, times.local_s - np.nan_to_num(times.offset_min) * 60.0)
    rows, sensor = rises(
        step_rows(utc, 0.0, offset, counts, np.array([line for line, _ in kept])), sensor, zone
    )
    best_device_a_day(rows, sensor)
    return intervals(origin, rows, zone, notes)


FORMAT = Coded(
    id="home-assistant",
    title="Home Assistant: history of a sensor of steps",
    header="entity_id,state,last_changed",
    device="Home Assistant",
    sure=has("entity_id", "state", "last_changed"),
    reads=read,
)
