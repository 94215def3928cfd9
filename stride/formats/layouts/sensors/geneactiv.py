"""GENEActiv CSV: 100 lines of header, g, wall clock with its offset in the header."""

import re
from dataclasses import replace

from stride.errors import DataError, EmptyData
from stride.formats.find.head import sniff_delimiter, split_line
from stride.formats.layout import STRAPPED_ON, Head, Samples, TableFile, first_line
from stride.formats.table.dialect import Dialect, decimal_of
from stride.formats.time.clock import TimeRule
from stride.formats.time.zones import offset_minutes, offset_text

HEADER_LINES = 100
RAW_COLUMNS = 7  # time, three axes, light, button, temperature
PLACES = {"wrist": "wrist", "waist": "hip", "hip": "hip", "thigh": "thigh"}
_STAMP = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[:.]\d+")


def _field(head: Head, label: str) -> str:
    for line in head.lines[:HEADER_LINES]:
        if match := re.match(rf'^"?{label}"?[,\t;]"?([^",\t;]*)', line, re.IGNORECASE):
            return match[1].strip()
    return ""


def table(head: Head) -> Dialect:
    """Where the samples begin; epoch files, which have twelve columns, are refused."""
    first = next((i for i, line in enumerate(head.lines) if _STAMP.match(line)), None)
    if first is None:
        raise EmptyData("There is a header but no samples.", "There is nothing to import.")
    delimiter = sniff_delimiter(head.lines[first : first + 5])
    rows = [split_line(line, delimiter) for line in head.lines[first : first + 40] if line]
    if len(rows[0]) > RAW_COLUMNS + 2:
        raise DataError(
            f"Line {first + 1} has {len(rows[0])} columns: means of epochs, in which steps cannot "
            "be seen.",
            "Export the raw data (.csv) from the GENEActiv software.",
        )
    names = ("time", "x", "y", "z", *(f"c{i}" for i in range(4, len(rows[0]))))
    return Dialect(names, delimiter, decimal_of(rows, delimiter), first, head.encoding)


def from_header(file: TableFile, layout: Samples) -> Samples:
    """The zone of the header is the device's for the whole recording; --tz goes before it."""
    head = file.blob.head
    minutes = offset_minutes(_field(head, "Time Zone"))
    rate = re.match(r"[\d.]+", _field(head, "Measurement Frequency"))
    place = _field(head, "Device Location Code").lower()
    zone = None if minutes is None else offset_text(minutes)
    return replace(
        layout,
        time=TimeRule("text", "time", vendor_tz=zone),
        rate_hz=float(rate[0]) if rate else 0.0,
        device=_field(head, "Device Unique Serial Code") or layout.device,
        placement=next((p for word, p in PLACES.items() if word in place), ""),
    )


FORMAT = Samples(
    id="geneactiv",
    worn_at=STRAPPED_ON,
    title="GENEActiv raw CSV",
    header="Device Type,GENEActiv",
    sure=first_line(r'Device Type[,\t;]"?GENEActiv', "GENEActiv in line 1"),
    table=table,
    adapt=from_header,
    xyz=("x", "y", "z"),
    unit="g",
    gravity="yes",
    device="GENEActiv",
)
