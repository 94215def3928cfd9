"""Polar Sensor Logger: mg, sensor clock in ns since 2000, batches that share a phone time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import EmptyData
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.steps.rows import FAR_S
from stride.formats.table.dialect import dialect_of
from stride.formats.time.clock import TimeRule
from stride.formats.time.parse import parse_times
from stride.formats.time.zones import choose_zone, local_to_utc

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

SENSOR_EPOCH_S = 946_684_800.0  # 2000-01-01 UTC
QUARTER_S = 900.0  # zones differ by quarters of an hour
LATE_S = 60.0  # a batch reaches the phone within seconds
FARTHEST_S = 14 * 3600.0
CLOSE_S = 86400.0  # a sensor whose clock was set is within a day of the phone


def recognise(head: Head) -> Verdict:
    """Sure by Phone timestamp, sensor timestamp and X [mg]."""
    if head.has("phone timestamp", "sensor timestamp [ns]", "x [mg]"):
        return sure("columns Phone timestamp, sensor timestamp [ns] and X [mg]")
    return no("no columns Phone timestamp and X [mg]")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording; the sensor tells the distances, the phone the day and the offset from UTC."""
    dialect = dialect_of(blob.head)
    stamp = dialect.need("sensor timestamp [ns]")
    rows = blob.head.rows(blob.head.first + 1, 3)
    if not rows or len(rows[0]) < 3:
        raise EmptyData(f"{blob.name} has no samples.", "There is nothing to import.")
    origin, offset = _clocks(rows[0][0], rows[0][dialect.names.index(stamp)], options)
    layout = RawLayout(
        dialect=dialect,
        time=TimeRule("epoch", stamp, 1e9, origin_s=origin, row_offset_min=offset),
        xyz=tuple(dialect.need(f"{axis} [mg]") for axis in "xyz"),
        unit="mg",
        unit_from="the header",
        gravity="yes",
        device="Polar",
    )
    return open_recording(blob, options, FORMAT.id, layout)


def _clocks(phone: str, sensor: str, options: ReadOptions) -> tuple[float, int | None]:
    """The instant at which the sensor's count is 0, and the phone's UTC offset where it tells.

    phone: wall clock of a sample. sensor: its nanoseconds since 2000, or since it was switched on.
    """
    try:
        local = parse_times([phone]).local_s
        count = float(sensor) / 1e9
    except ValueError:  # no time, or one that could be day or month first
        return SENSOR_EPOCH_S, None
    if not abs(count) < FAR_S:  # a damaged count, refused later by its line
        return SENSOR_EPOCH_S, None
    ahead = float(local[0]) - count - SENSOR_EPOCH_S
    offset_s = round(ahead / QUARTER_S) * QUARTER_S
    if abs(ahead - offset_s) <= LATE_S and abs(offset_s) <= FARTHEST_S:
        return SENSOR_EPOCH_S, int(offset_s / 60)
    start = float(local_to_utc(choose_zone(options).tz, local)[0]) - count
    return (start if abs(start - SENSOR_EPOCH_S) > CLOSE_S else SENSOR_EPOCH_S), None


FORMAT = Format(
    id="polar-sensor-logger",
    title="Polar Sensor Logger app",
    header="Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg]",
    recognise=recognise,
    read=read,
    raw=True,
)
