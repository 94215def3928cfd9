"""Rows in JSON to the same rows as delimited text, so that what is read as CSV is read as JSON."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from stride.formats.find.blob import Blob
from stride.formats.options import ReadOptions
from stride.formats.table.json import json_of
from stride.formats.time.spelling import has_date

#: Keys that mean nothing without the object they are of.
_VAGUE = frozenset(
    ("name", "id", "value", "unit", "type", "kind", "time", "date", "start", "end", "count",
     "total", "version", "model", "min", "max", "avg")
)  # fmt: skip
DEEPEST = 4  # lists of rows lie this deep at most

Row = dict[str, Any]


def tables(blob: Blob, options: ReadOptions) -> Iterator[Blob]:
    """Each list of rows in a JSON file as a blob of CSV, the outer ones first.

    Raises DataError for a file that is no JSON.
    """
    for rows in _lists(json_of(blob, options), DEEPEST):
        yield table_of(blob, rows)


def _lists(value: Any, depth: int) -> Iterator[list[Row]]:
    """The rows as people write them: objects in a list, lists in an object, an object by dates."""
    if isinstance(value, list):
        if rows := [_flat(each) for each in value if isinstance(each, dict)]:
            yield rows
    elif isinstance(value, dict):
        yield from _of_object(value)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in inner if depth else ():
        yield from _lists(each, depth - 1)


def _of_object(value: Row) -> Iterator[list[Row]]:
    columns = {key: cells for key, cells in value.items() if isinstance(cells, list)}
    lengths = {len(cells) for cells in columns.values()}
    plain = all(not isinstance(cell, (dict, list)) for cells in columns.values() for cell in cells)
    if len(columns) > 1 and len(lengths) == 1 and plain:
        yield [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    for key, cells in columns.items():
        if cells and all(_is_pair(cell) for cell in cells):
            yield [{"date": cell[0], key: cell[1]} for cell in cells]
    if value and all(has_date(key) for key in value):
        yield [
            {"date": key, **(_flat(each) if isinstance(each, dict) else {"value": each})}
            for key, each in value.items()
        ]


def _is_pair(cell: Any) -> bool:
    """Whether a cell is a date and what was counted on it."""
    dated = isinstance(cell, list) and len(cell) == 2 and isinstance(cell[0], str)
    return dated and has_date(cell[0]) and not isinstance(cell[1], (dict, list))


def _flat(entry: Row) -> Row:
    """An object with those inside it beside its own values: ``{"source": {"name": …}}``.

    A key that says by itself what it is keeps its name; a name, an id or a value needs what it is
    of.
    """
    flat: Row = {}
    for key, value in entry.items():
        if isinstance(value, dict):
            for name, inner in _flat(value).items():
                alone = name.lower() not in _VAGUE and name not in entry and name not in flat
                flat[name if alone else f"{key} {name}"] = inner
        elif not isinstance(value, list):
            flat[key] = value
    return flat


def table_of(blob: Blob, rows: list[Row], names: Sequence[str] = ()) -> Blob:
    """Rows as a blob of CSV. names: the keys that become columns, without any all of them."""
    names = names or list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    raw = text.getvalue().encode()
    return replace(
        blob,
        size=len(raw),
        opener=lambda _: io.BytesIO(raw),
        plain=False,
        original=blob,
        columns_read=set(),
    )


def _cell(value: Any) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\n", " ")
