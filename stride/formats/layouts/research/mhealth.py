"""mHealth layout: HEADER_TIME_STAMP and three axes in g, wall clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.guess.samples import cells_of, file_time_rule, triples
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import dialect_of

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

STAMP = "HEADER_TIME_STAMP"


def recognise(head: Head) -> Verdict:
    """Sure by HEADER_TIME_STAMP and three axes."""
    if head.keys and head.keys[0] == STAMP.lower() and triples(head.columns):
        return sure("columns HEADER_TIME_STAMP and three axes")
    return no("the first column is not HEADER_TIME_STAMP")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording."""
    dialect = dialect_of(blob.head)
    column = dialect.need(STAMP)
    cells = cells_of(blob.head.rows(blob.head.first + 1), dialect, column)
    axes = triples(dialect.names)[0]
    layout = RawLayout(
        dialect=dialect,
        time=file_time_rule(blob, dialect, (column,), cells, options),
        xyz=axes,
        # files whose columns end in METERS_PER_SECOND_SQUARED hold g all the same, or do not
        unit=None if "METERS" in axes[0].upper() else "g",
        gravity="yes",
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="mhealth",
    title="mHealth sensor files",
    header="HEADER_TIME_STAMP,X,Y,Z",
    recognise=recognise,
    read=read,
    raw=True,
)
