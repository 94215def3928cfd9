"""Health Connect's own export (a database in a zip): step records of all apps, UTC and offset."""

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.layout import Coded, Intervals, Origin, Sign, empty
from stride.formats.steps.choice import chosen
from stride.formats.steps.devices import one_source
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import step_rows
from stride.formats.table.sqlite import Names, arrays, mentions, opened, tables
from stride.formats.time.zones import row_zone, utc_instants
from stride.types import ReadNotes

TABLE = "steps_record_table"
FURTHEST_OFFSET_S = 14 * 3600
UNKNOWN = -9999  # no offset
#: Of an offset in seconds, the minutes.
_MINUTES = (
    f"case when typeof({{0}}) = 'integer' and abs({{0}}) <= {FURTHEST_OFFSET_S} then {{0}} / 60 "
    f"else {UNKNOWN} end"
)


def read(origin: Origin) -> Intervals:
    """Steps by record; where apps overlap, the one that counted more."""
    blob, options = origin.blob, origin.options
    with opened(blob, options) as connection:
        columns = tables(connection).get(TABLE)
        if columns is None:
            raise DataError(f"{blob.name} has no table of steps.", "Import another file.")
        offset = "start_zone_offset" if "start_zone_offset" in columns else "null"
        app = "app_info_id" if "app_info_id" in columns else "0"
        query = (
            f"select start_time / 1000.0, end_time / 1000.0, count, {_MINUTES.format(offset)}, "
            f"{app} from {TABLE} where count > 0 and typeof(start_time) = 'integer' "
            "and typeof(end_time) = 'integer' and typeof(count) in ('integer', 'real')"
        )
        apps = Names()
        columns_read = arrays(connection.execute(query), "d", "d", "d", "h", ("i", apps))
    start, end, steps, minutes, app_of = columns_read
    del columns_read
    if not len(start):
        raise empty(blob)
    start, offsets, zone = utc_instants(start, options)
    np.copyto(offsets, minutes, where=minutes != UNKNOWN)
    if (minutes != UNKNOWN).all():
        zone = row_zone(offsets[-1])
    lines = np.arange(1, len(start) + 1)
    del minutes
    np.maximum(end, start + 1.0, out=end)
    rows = step_rows(start, end, offsets, steps, lines)
    notes = ReadNotes(rows=len(rows))
    source = chosen(rows, apps.ranks(app_of), apps.ordered, options, notes)
    one_source(rows, source, notes, "record", "app")
    return intervals(origin, rows, zone, notes, spans=True)


FORMAT = Coded(
    id="health-connect",
    title="Health Connect: export (database)",
    header="(SQLite) steps_record_table: start_time, end_time, count, start_zone_offset",
    device="Health Connect",
    sure=Sign(
        lambda head: mentions(head, TABLE) or "health_connect" in head.basename.lower(),
        "a database with steps_record_table",
    ),
    reads=read,
    kind="sqlite",
)
