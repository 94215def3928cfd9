"""AndroSensor: m/s2 with gravity, wall clock with a colon before the milliseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.guess.samples import cells_of, elapsed_rule, file_time_rule
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import PHONE, RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import Dialect, dialect_of

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording


def _axes(names: list[str]) -> list[str]:
    """ACCELEROMETER X, Y and Z; the unit may be mangled."""
    found = []
    for axis in "XYZ":
        found += [n for n in names if n.upper().startswith(f"ACCELEROMETER {axis}")][:1]
    return found


def recognise(head: Head) -> Verdict:
    """Sure by ACCELEROMETER X and a time the app writes."""
    upper = [name.upper() for name in head.columns]
    if len(_axes(list(head.columns))) < 3:
        return no("no columns ACCELEROMETER X, Y and Z")
    if any("YYYY" in name or "TIME SINCE START" in name for name in upper):
        return sure("columns ACCELEROMETER X, Y, Z and the app's time")
    return no("no time of AndroSensor")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording; the app's two samples a second are refused as too few."""
    dialect = dialect_of(blob.head)
    stamp = next((name for name in dialect.names if "YYYY" in name.upper()), None)
    rows = blob.head.rows(blob.head.first + 1)
    if stamp is not None:
        cells = cells_of(rows, dialect, stamp)
        rule = file_time_rule(blob, dialect, (stamp,), cells, options)
    else:
        rule = elapsed_rule(_elapsed(dialect, blob.name), 1000.0, options, blob.name)
    layout = RawLayout(
        dialect=dialect,
        time=rule,
        xyz=tuple(_axes(list(dialect.names))),
        unit="m/s2",
        gravity="yes",
        device="AndroSensor",
        placement=PHONE,
    )
    return open_recording(blob, options, FORMAT.id, layout)


def _elapsed(dialect: Dialect, name: str) -> str:
    found = next((n for n in dialect.names if "time since start" in n.lower()), None)
    if found is None:
        raise DataError(f"{name} has no column of time.")
    return found


FORMAT = Format(
    id="androsensor",
    title="AndroSensor app",
    header="ACCELEROMETER X (m/s²);ACCELEROMETER Y (m/s²);ACCELEROMETER Z (m/s²);"
    "Time since start in ms;YYYY-MO-DD HH-MI-SS_SSS",
    recognise=recognise,
    read=read,
    raw=True,
)
