"""A table that nobody knows, read by the columns that ``--columns`` names."""

from stride.errors import UsageError
from stride.formats.layout import Coded, Intervals, Origin, OwnTable, Recording, no


def read(origin: Origin) -> Recording | Intervals:
    """What the columns told hold.

    Raises UsageError without ``--columns``.
    """
    columns = origin.options.columns
    if not columns:
        raise UsageError("This format needs the columns.", "For example --columns time=ts,steps=n.")
    rate_hz = origin.options.rate_hz
    table = OwnTable(id=FORMAT.id, title=FORMAT.title, header="", columns=columns, rate_hz=rate_hz)
    return table.read(origin.blob, origin.options)


FORMAT = Coded(
    id="own-columns",
    title="A table of your own, by --columns time=…,steps=… or x=…,y=…,z=…",
    header="ts,n",
    tells=lambda head: no("read only where --columns says what its columns are"),
    reads=read,
    generic=True,
    kind="",
)
