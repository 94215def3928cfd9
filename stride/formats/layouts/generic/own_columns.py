"""A table that nobody knows, read by the columns that ``--columns`` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import UsageError
from stride.formats.layout import Format, OwnTable, no

if TYPE_CHECKING:
    from stride.formats.layout import Blob, Head, Intervals, ReadOptions, Recording, Verdict


def recognise(head: Head) -> Verdict:
    """Never by itself."""
    return no("read only where --columns says what its columns are")


def read(blob: Blob, options: ReadOptions) -> Recording | Intervals:
    """What the columns told hold.

    Raises UsageError without ``--columns``.
    """
    if not options.columns:
        raise UsageError("This format needs the columns.", "For example --columns time=ts,steps=n.")
    table = OwnTable(
        id=FORMAT.id,
        title=FORMAT.title,
        header="",
        columns=options.columns,
        rate_hz=options.rate_hz,
    )
    return table.read(blob, options)


FORMAT = Format(
    id="own-columns",
    title="A table of your own, by --columns time=…,steps=… or x=…,y=…,z=…",
    header="ts,n",
    recognise=recognise,
    read=read,
    kind="",
)
