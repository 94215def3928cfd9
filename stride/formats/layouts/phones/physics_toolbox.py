"""Physics Toolbox Sensor Suite: g-force with gravity or linear m/s2, no date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.guess.samples import cells_of, file_time_rule
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import PHONE, RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import dialect_of

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

FORCE = ("gfx", "gfy", "gfz")
LINEAR = ("ax", "ay", "az")


def recognise(head: Head) -> Verdict:
    """Sure by time and g-force, or time, ax, ay, az and their total."""
    if not head.keys or head.keys[0] != "time":
        return no("the first column is not time")
    if head.has(*FORCE):
        return sure("columns time, gFx, gFy and gFz")
    if head.has(*LINEAR) and (head.has("at") or head.has("wx") or head.has("atotal")):
        return sure("columns time, ax, ay and az, and their total or rates of turn")
    return no("no columns gFx, gFy and gFz")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording; the day has to be given with ``--start``."""
    dialect = dialect_of(blob.head)
    force = blob.head.has(*FORCE)
    time = dialect.need("time")
    cells = cells_of(blob.head.rows(blob.head.first + 1), dialect, time)
    layout = RawLayout(
        dialect=dialect,
        time=file_time_rule(blob, dialect, (time,), cells, options),
        xyz=tuple(dialect.need(name) for name in (FORCE if force else LINEAR)),
        unit="g" if force else "m/s2",
        gravity="yes" if force else "no",
        device="Physics Toolbox",
        placement=PHONE,
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="physics-toolbox",
    title="Physics Toolbox Sensor Suite",
    header="time,gFx,gFy,gFz,ax,ay,az,wx,wy,wz,",
    recognise=recognise,
    read=read,
    raw=True,
)
