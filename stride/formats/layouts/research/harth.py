"""HARTH and HAR70+: lower back and thigh together, in g, 50 Hz, local time without offset."""

from __future__ import annotations

from stride.formats.find.blob import Blob
from stride.formats.find.head import Head
from stride.formats.guess.samples import cells_of, file_time_rule
from stride.formats.layout import Format, Verdict, likely, no, sure
from stride.formats.options import ReadOptions
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import dialect_of
from stride.types import Recording

BACK = ("back_x", "back_y", "back_z")
THIGH = ("thigh_x", "thigh_y", "thigh_z")


def recognise(head: Head) -> Verdict:
    """Sure when the time stands before both sensors."""
    if head.has("timestamp", *BACK, *THIGH):
        return sure("columns of back and thigh")
    if head.has(*BACK, *THIGH):
        return likely("columns of back and thigh, another name for the time")
    return no("no columns back_x … thigh_z")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording, thigh first, back beside it."""
    dialect = dialect_of(blob.head)
    column = dialect.find("timestamp", "time", "datetime", "t") or dialect.names[0]
    cells = cells_of(blob.head.rows(blob.head.first + 1), dialect, column)
    layout = RawLayout(
        dialect=dialect,
        time=file_time_rule(blob, dialect, (column,), cells, options),
        xyz=tuple(dialect.need(name) for name in THIGH),
        back=tuple(dialect.need(name) for name in BACK),
        unit="g",
        gravity="yes",
        placement="thigh+back",
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="harth",
    title="HARTH / HAR70+: thigh and lower back in one table",
    header="timestamp,back_x,back_y,back_z,thigh_x,thigh_y,thigh_z,label",
    recognise=recognise,
    read=read,
    raw=True,
)
