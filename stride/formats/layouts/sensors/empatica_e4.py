"""Empatica E4 ACC.csv: start and rate in the first two lines, then counts of 1/64 g."""

import re
from dataclasses import replace

from stride.errors import DataError, EmptyData
from stride.formats.layout import WATCH, Head, Samples, Sign, TableFile
from stride.formats.table.dialect import Dialect
from stride.formats.time.clock import TimeRule

COUNTS_PER_G = 64.0
SLOWEST_HZ = 1e-3
_START = re.compile(r"^(1\d{9}(?:\.\d+)?)([,;]) *\1\2 *\1\s*$")
_RATE = re.compile(r"^(\d+(?:\.\d+)?)([,;]) *\1\2 *\1\s*$")


def _top(head: Head) -> tuple[float, float, str] | None:
    """(start in UTC seconds, samples a second, delimiter) of the first two lines."""
    if len(head.lines) < 2:
        return None
    start, rate = _START.match(head.lines[0]), _RATE.match(head.lines[1])
    return (float(start[1]), max(float(rate[1]), SLOWEST_HZ), start[2]) if start and rate else None


def table(head: Head) -> Dialect:
    """Three columns without names below the first two lines."""
    if not any(line.strip() for line in head.lines[2:5]):
        raise EmptyData("There are no samples.", "There is nothing to import.")
    if (top := _top(head)) is None:
        raise DataError(
            "Lines 1 and 2 are not the start and the rate, three times each.",
            "Import ACC.csv as Empatica's website gives it.",
        )
    return Dialect(("x", "y", "z"), top[2], ".", 2, head.encoding)


def from_top(file: TableFile, layout: Samples) -> Samples:
    """The start and the rate of the first two lines."""
    start_s, rate_hz, _ = _top(file.blob.head) or (0.0, 0.0, "")
    time = TimeRule("rate", start_s=start_s, start_utc=True, rate_hz=rate_hz)
    return replace(layout, time=time, rate_hz=rate_hz)


FORMAT = Samples(
    id="empatica-e4",
    worn_at=WATCH,
    title="Empatica E4: ACC.csv",
    header="1680686620.000000, 1680686620.000000, 1680686620.000000",
    sure=Sign(lambda head: bool(_top(head)), "start and rate three times each in lines 1 and 2"),
    table=table,
    adapt=from_top,
    xyz=("x", "y", "z"),
    per_g=COUNTS_PER_G,
    gravity="yes",
    positional=True,
    placement="wrist",
    device="Empatica E4",
)
