"""Raw acceleration as JSON: a list of objects with a time and three axes, as small apps do."""

from dataclasses import replace

from stride.errors import DataError
from stride.formats.guess.samples import time_column, triples
from stride.formats.layout import Blob, Head, ReadOptions, Verdict, no, possible
from stride.formats.layouts.generic import generic_raw
from stride.formats.table.json_rows import Columns, first_object, table_of


def _columns(head: Head) -> Columns | None:
    """The keys of the first object that hold one value each, a time and three axes among them."""
    pairs = first_object(head).items()
    names = [name for name, value in pairs if not isinstance(value, dict | list)]
    axes = next(iter(triples(names)), ())
    time = time_column([name for name in names if name not in axes], [])
    return Columns(tuple(names), time, axes) if axes and time else None


def recognise(head: Head) -> Verdict:
    """Possible by a time and three axes in the first object."""
    columns = _columns(head)
    if columns is None:
        return no("no list of objects with a time and x, y and z")
    return possible(f"objects with {', '.join(columns.numbers)}")


def rows(blob: Blob, options: ReadOptions) -> Blob:
    """The objects as a table; unit and gravity by the keys, else by the values."""
    columns = _columns(blob.head)
    if columns is None:
        raise DataError(
            f"{blob.name} is no list of objects with a time and x, y and z.",
            "Export it as CSV from the app.",
        )
    return table_of(blob, f"{blob.path}.csv", columns)


FORMAT = replace(
    generic_raw.FORMAT,
    id="generic-raw-json",
    title="Raw acceleration as JSON: objects with a time and three axes",
    header='[{"time":"2024-05-31T10:00:00.000Z","x":0.01,"y":0.02,"z":0.99}',
    tells=recognise,
    content=rows,
    kind="json",
)
