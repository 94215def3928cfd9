"""Polar Sensor Logger: mg, sensor clock in ns since 2000, batches that share a phone time."""

from dataclasses import replace

from stride.errors import EmptyData
from stride.formats.layout import ReadOptions, Samples, TableFile, has
from stride.formats.time.clock import TimeRule
from stride.formats.time.parse import FAR_S, parse_times
from stride.formats.time.zones import choose_zone, local_to_utc

STAMP = "sensor timestamp [ns]"
SENSOR_EPOCH_S = 946_684_800.0  # 2000-01-01 UTC
QUARTER_S = 900.0  # zones differ by quarters of an hour
LATE_S = 60.0  # a batch reaches the phone within seconds
FARTHEST_S = 14 * 3600.0
CLOSE_S = 86400.0  # a sensor whose clock was set is within a day of the phone


def clocks(file: TableFile, layout: Samples) -> Samples:
    """The sensor tells the distances, the phone the day and the offset from UTC."""
    stamp = file.dialect.need(STAMP)
    if not file.rows or len(file.rows[0]) < 3:
        raise EmptyData(f"{file.name} has no samples.", "There is nothing to import.")
    first = file.rows[0]
    origin, offset = _clocks(first[0], first[file.dialect.names.index(stamp)], file.options)
    return replace(
        layout, time=TimeRule("epoch", stamp, 1e9, origin_s=origin, row_offset_min=offset)
    )


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


FORMAT = Samples(
    id="polar-sensor-logger",
    title="Polar Sensor Logger app",
    header="Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg]",
    sure=has("Phone timestamp", STAMP, "X [mg]"),
    adapt=clocks,
    xyz=("X [mg]", "Y [mg]", "Z [mg]"),
    unit="mg",
    unit_from="the header",
    gravity="yes",
    device="Polar",
)
