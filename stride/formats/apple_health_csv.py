"""Apple Health steps as CSV made by others: Simple Health Export, and lists of records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.apple import BATCH, Records, to_intervals
from stride.formats.common.days import number_at
from stride.formats.common.model import Format, no, sure
from stride.formats.common.order import proofs_of, settled
from stride.formats.common.proofs import order_proofs
from stride.formats.common.rows import rows_of
from stride.formats.common.steps import empty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import Intervals

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


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """The steps of all devices, each walk once.

    A model such as iPhone15,2 without quotes makes a row longer; columns behind it are counted
    from the end.
    """
    keys = blob.head.keys
    records, seen = Records(order=_order(blob, options)), 0
    for line, record in _rows(blob, options):
        seen += 1
        if record is not None:
            name, start, end, value = record
            records.add(name, start, end, number_at(value, line, "value"), line)
    if not seen:
        raise empty(blob)
    utc_writer = "producttype" in keys or blob.head.lines[0].startswith(("sep=", "\ufeffsep="))
    return to_intervals(blob, options, FORMAT.id, records, utc_writer)


def _rows(
    blob: Blob, options: ReadOptions | None
) -> Iterator[tuple[int, tuple[str, str, str, str] | None]]:
    """(line, (source, start, end, value)) of every row, None for what is not steps."""
    head = blob.head
    keys, width = head.keys, len(head.keys)
    kind = keys.index("type") if "type" in keys else None
    source = next((i for i, key in enumerate(keys) if key in ("sourcename", "source")), None)
    places = {name: keys.index(name) for name in ("startdate", "enddate", "value")}
    for line, cells in rows_of(blob, options, head.delimiter, head.encoding):
        if line <= head.first + 1:
            continue
        if kind is not None and not _STEPS.match(cells[min(kind, len(cells) - 1)].strip()):
            yield line, None
            continue
        extra = len(cells) - width
        if extra < 0:
            raise DataError(f"{blob.name}, line {line} is cut short.", "Export the file again.")
        start, end, value = (_cell(cells, places[n], keys, extra) for n in places)
        yield line, (cells[source] if source is not None else "", start, end, value)


def _order(blob: Blob, options: ReadOptions) -> str | None:
    """The order of dates that the file proves, looked for only where its first row needs one."""
    texts: list[str] = []
    lines: list[int] = []
    for line, record in _rows(blob, None):
        if record is None:
            continue
        texts += record[1:3]
        lines += [line, line]
        if len(texts) == 2 and order_proofs(texts).keys() == {"ymd"}:
            return None
        if len(texts) >= BATCH:
            if found := settled(proofs_of(texts, lines), options):
                return found
            texts, lines = [], []
    return settled(proofs_of(texts, lines), options) if texts else None


def _cell(cells: list[str], place: int, keys: list[str], extra: int) -> str:
    device = next((i for i, key in enumerate(keys) if key in ("producttype", "device")), len(keys))
    return cells[place + (extra if extra > 0 and place > device else 0)].strip()


FORMAT = Format(
    id="apple-health-csv",
    title="Apple Health steps as CSV (Simple Health Export and others)",
    header="sourceName,sourceVersion,device,type,unit,creationDate,startDate,endDate,value",
    recognise=recognise,
    read=read,
    family="apple-health",
    rank=1,
)
