"""Apple Health steps as CSV made by others: Simple Health Export, and lists of records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.apple import Records, to_intervals
from stride.formats.common.days import number_at
from stride.formats.common.model import Format, no, sure
from stride.formats.common.rows import rows_of
from stride.formats.common.steps import empty

if TYPE_CHECKING:
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
    head = blob.head
    keys, width = head.keys, len(head.keys)
    kind = keys.index("type") if "type" in keys else None
    source = next((i for i, key in enumerate(keys) if key in ("sourcename", "source")), None)
    places = {name: keys.index(name) for name in ("startdate", "enddate", "value")}
    records, seen = Records(), 0
    for line, cells in rows_of(blob, options, head.delimiter, head.encoding):
        if line <= head.first + 1:
            continue
        seen += 1
        if kind is not None and not _STEPS.match(cells[min(kind, len(cells) - 1)].strip()):
            continue
        extra = len(cells) - width
        if extra < 0:
            raise DataError(f"{blob.name}, line {line} is cut short.", "Export the file again.")
        start, end, value = (_cell(cells, places[n], keys, extra) for n in places)
        name = cells[source] if source is not None else ""
        records.add(name, start, end, number_at(value, line, "value"), line)
    if not seen:
        raise empty(blob)
    utc_writer = "producttype" in keys or head.lines[0].startswith(("sep=", "\ufeffsep="))
    return to_intervals(blob, options, FORMAT.id, records, utc_writer)


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
