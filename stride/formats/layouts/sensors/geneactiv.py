"""GENEActiv CSV: 100 lines of header, g, wall clock with its offset in the header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError, EmptyData
from stride.formats.find.head import sniff_delimiter, split_line
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import Dialect, decimal_of
from stride.formats.time.clock import TimeRule

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

HEADER_LINES = 100
RAW_COLUMNS = 7  # time, three axes, light, button, temperature
PLACES = {"wrist": "wrist", "waist": "hip", "hip": "hip", "thigh": "thigh"}
_STAMP = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[:.]\d+")


def recognise(head: Head) -> Verdict:
    """Sure by the first line."""
    if re.match(r'^"?Device Type[,\t;]"?GENEActiv', head.title, re.IGNORECASE):
        return sure("line 1 names GENEActiv")
    return no("line 1 does not name GENEActiv")


def _field(head: Head, label: str) -> str:
    for line in head.lines[:HEADER_LINES]:
        match = re.match(rf'^"?{label}"?[,\t;]"?([^",\t;]*)', line, re.IGNORECASE)
        if match:
            return match[1].strip()
    return ""


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording; epoch files, which have twelve columns, are refused."""
    head = blob.head
    first = next((i for i, line in enumerate(head.lines) if _STAMP.match(line)), None)
    if first is None:
        raise EmptyData(f"{blob.name} has a header but no samples.", "There is nothing to import.")
    delimiter = sniff_delimiter(head.lines[first : first + 5])
    rows = [split_line(line, delimiter) for line in head.lines[first : first + 40] if line]
    if len(rows[0]) > RAW_COLUMNS + 2:
        raise DataError(
            f"{blob.name}, line {first + 1}: {len(rows[0])} columns: means of epochs, in which "
            "steps cannot be seen.",
            "Export the raw data (.csv) from the GENEActiv software.",
        )
    names = ("time", "x", "y", "z", *(f"c{i}" for i in range(4, len(rows[0]))))
    offset = re.search(r"([+-])(\d\d):(\d\d)", _field(head, "Time Zone"))
    minutes = int(offset[2]) * 60 + int(offset[3]) if offset else 0
    rate = re.match(r"[\d.]+", _field(head, "Measurement Frequency"))
    place = _field(head, "Device Location Code").lower()
    layout = RawLayout(
        dialect=Dialect(names, delimiter, decimal_of(rows, delimiter), first, head.encoding),
        time=_rule(minutes if not offset or offset[1] == "+" else -minutes, bool(offset)),
        xyz=("x", "y", "z"),
        unit="g",
        gravity="yes",
        rate_hz=float(rate[0]) if rate else 0.0,
        device=_field(head, "Device Unique Serial Code") or "GENEActiv",
        placement=next((p for word, p in PLACES.items() if word in place), ""),
    )
    return open_recording(blob, options, FORMAT.id, layout)


def _rule(minutes: int, known: bool) -> TimeRule:
    """The zone of the header is the device's for the whole recording; --tz goes before it."""
    from stride.formats.time.zones import offset_text

    return TimeRule("text", "time", vendor_tz=offset_text(minutes) if known else None)


FORMAT = Format(
    id="geneactiv",
    title="GENEActiv raw CSV",
    header="Device Type,GENEActiv",
    recognise=recognise,
    read=read,
    raw=True,
)
