"""Empatica E4 ACC.csv: start and rate in the first two lines, then counts of 1/64 g."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError, EmptyData
from stride.formats.layout import Format, no, sure
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.dialect import Dialect
from stride.formats.time.clock import TimeRule

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording

COUNTS_PER_G = 64.0
_START = re.compile(r"^(1\d{9}(?:\.\d+)?)([,;]) *\1\2 *\1\s*$")
_RATE = re.compile(r"^(\d+(?:\.\d+)?)([,;]) *\1\2 *\1\s*$")


def recognise(head: Head) -> Verdict:
    """Sure by a start three times and a rate three times."""
    if len(head.lines) > 1 and _START.match(head.lines[0]) and _RATE.match(head.lines[1]):
        return sure("lines 1 and 2 are start and rate, three times each")
    return no("lines 1 and 2 are not start and rate, three times each")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording of the wrist."""
    lines = blob.head.lines
    if len([line for line in lines[2:5] if line.strip()]) == 0:
        raise EmptyData(f"{blob.name} has no samples.", "There is nothing to import.")
    start, rate = _START.match(lines[0]), _RATE.match(lines[1])
    if not start or not rate:
        raise DataError(
            f"{blob.name}: lines 1 and 2 are not the start and the rate, three times each.",
            "Import ACC.csv as Empatica's website gives it.",
        )
    rate_hz = max(float(rate[1]), 1e-3)
    layout = RawLayout(
        dialect=Dialect(("x", "y", "z"), start[2], ".", 2, blob.head.encoding),
        time=TimeRule("rate", start_s=float(start[1]), start_utc=True, rate_hz=rate_hz),
        xyz=("x", "y", "z"),
        per_g=COUNTS_PER_G,
        gravity="yes",
        rate_hz=rate_hz,
        placement="wrist",
        device="Empatica E4",
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="empatica-e4",
    title="Empatica E4: ACC.csv",
    header="1680686620.000000, 1680686620.000000, 1680686620.000000",
    recognise=recognise,
    positional=True,
    read=read,
    raw=True,
)
