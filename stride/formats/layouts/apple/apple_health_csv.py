"""Apple Health steps as CSV made by others: Simple Health Export, and lists of records."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from stride.errors import DataError
from stride.formats.late import np, pa
from stride.formats.layout import (
    Blob,
    Coded,
    Head,
    Intervals,
    Origin,
    ReadOptions,
    Verdict,
    empty,
    no,
    sure,
)
from stride.formats.layouts.apple.shared import Records, to_intervals
from stride.formats.table.cells import numbers_at
from stride.formats.table.dialect import Dialect, decimal_of
from stride.formats.table.text_blocks import TextTable, text_blocks
from stride.formats.texts import as_bytes, coded, stripped
from stride.formats.time.order import order_proofs, proofs_of, settled

SPAN = ("startdate", "enddate")
SOURCES = ("sourcename", "source")
_STEPS = re.compile(r"^(HKQuantityTypeIdentifier)?StepCount$", re.IGNORECASE)


def recognise(head: Head) -> Verdict:
    """Sure by type, startDate, endDate and value; of steps when the first rows say so."""
    if not head.has("startDate", "endDate", "value"):
        return no("no columns startDate, endDate and value")
    kinds = {row[_at(head, "type")] for row in head.rows(head.first + 1, 30) if _fits(head, row)}
    if kinds and not any(_STEPS.match(kind) for kind in kinds) and head.complete:
        return no(f"records of {', '.join(sorted(kinds)[:3])}, not of steps")
    if "type" not in head.keys and "unit" in head.keys:
        units = {
            r[_at(head, "unit")]
            for r in head.rows(head.first + 1, 30)
            if len(r) > _at(head, "unit")
        }
        if units and units != {"count"}:
            return no(f"records in {', '.join(sorted(units)[:3])}, not of steps")
    return sure("columns startDate, endDate and value")


def _at(head: Head, name: str) -> int:
    return head.keys.index(name) if name in head.keys else 0


def _fits(head: Head, row: list[str]) -> bool:
    return "type" in head.keys and len(row) > _at(head, "type")


def read(origin: Origin) -> Intervals:
    """The steps of all devices, each walk once."""
    blob, options = origin.blob, origin.options
    keys = blob.head.keys
    records, seen, mark = Records(order=_order(blob, options)), 0, _mark(blob.head)
    for table in _tables(blob, options):
        seen += len(table)
        _add(records, _steps(table), mark)
    if not seen:
        raise empty(blob)
    utc_writer = "producttype" in keys or blob.head.lines[0].startswith(("sep=", "\ufeffsep="))
    return to_intervals(origin, records, utc_writer)


def _mark(head: Head) -> str:
    """The decimal mark of the values; versions such as 16.1 have a point in any case."""
    rows = head.rows(head.first + 1)
    value = head.keys.index("value")
    return decimal_of([row[value : value + 1] for row in rows], head.delimiter)


def _tables(blob: Blob, options: ReadOptions | None) -> Iterator[TextTable]:
    """All rows, some at a time."""
    head = blob.head
    dialect = Dialect(tuple(head.keys), head.delimiter, ".", head.first + 1, head.encoding)
    names = tuple(key for key in head.keys if key in (*SPAN, "value", "type", *SOURCES))
    return text_blocks(blob, options, dialect, names, _fit(blob.name, head.keys))


def _fit(name: str, keys: list[str]) -> Callable[[int, list[str]], list[str]]:
    """Makes rows as wide as the header.

    A model such as iPhone15,2 without quotes makes a row longer; columns behind it are counted
    from the end.
    """
    kind = keys.index("type") if "type" in keys else None
    device = next((i for i, key in enumerate(keys) if key in ("producttype", "device")), len(keys))
    moved = {place for place in map(keys.index, (*SPAN, "value")) if place > device}

    def fit(line: int, cells: list[str]) -> list[str]:
        if kind is not None and not _STEPS.match(cells[min(kind, len(cells) - 1)].strip()):
            return cells
        extra = len(cells) - len(keys)
        if extra < 0:
            raise DataError(f"{name}, line {line} is cut short.", "Export the file again.")
        return [cells[n + extra if n in moved else n] for n in range(len(keys))]

    return fit


def _steps(table: TextTable) -> TextTable:
    """The rows of steps."""
    if "type" not in table.columns:
        return table
    index, kinds = coded(table.columns["type"])
    return table.take(np.array([bool(_STEPS.match(kind.strip())) for kind in kinds], bool)[index])


def _add(records: Records, table: TextTable, mark: str) -> None:
    """The rows of a table to the records. mark: of decimals."""
    if not len(table):
        return
    source = next((name for name in table.columns if name in SOURCES), None)
    index, names = coded(table.columns[source]) if source else (np.zeros(len(table), int), [""])
    kinds = np.array([records.source.setdefault(name, len(records.source)) for name in names])
    steps = numbers_at(table.columns["value"], table.line, "value", mark)
    start, end = (stripped(table.columns[name], "") for name in SPAN)
    records.add_columns((start, end), steps, kinds[index], table.line)


def _order(blob: Blob, options: ReadOptions) -> str | None:
    """The order of dates that the file proves, looked for only where its first row needs one."""
    seen = 0
    for table in map(_steps, _tables(blob, None)):
        texts = _both(table)
        if not seen and order_proofs(texts[:2]).keys() == {"ymd"}:
            return None
        seen += len(table)
        if order := settled(proofs_of(texts, table.line.repeat(2)), options):
            return order
    return None


def _both(table: TextTable) -> Any:
    """The start and the end of each row."""
    columns = [as_bytes(stripped(table.columns[name], "")) for name in SPAN]
    pairs = np.arange(2 * len(table)).reshape(2, -1).T.ravel()
    return pa.concat_arrays(columns).take(pa.array(pairs))


FORMAT = Coded(
    id="apple-health-csv",
    title="Apple Health steps as CSV (Simple Health Export and others)",
    header="sourceName,sourceVersion,device,type,unit,creationDate,startDate,endDate,value",
    tells=recognise,
    reads=read,
    family="apple-health",
    rank=1,
)
