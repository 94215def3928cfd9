"""Pedometer by j4velin: epoch milliseconds of local midnight and steps, no header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.formats.layout import Format, no, sure
from stride.formats.steps.midnight_counts import midnight_days

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

_LINE = re.compile(r"^\d{12,13};-?\d+$")
_STATE = re.compile(r"^-\d{1,13};-?\d+$")  # the app's own state


def recognise(head: Head) -> Verdict:
    """Sure when the first lines are 13 digits, a semicolon and a number."""
    lines = [line for line in head.lines[:20] if line.strip()]
    days = [line for line in lines if not _STATE.match(line.strip())]
    if days and all(_LINE.match(line.strip()) for line in days):
        return sure("lines of epoch milliseconds;steps")
    return no("lines are not epoch milliseconds;steps")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals; the midnights tell nothing about the zone, so it comes from outside."""
    return midnight_days(blob, options, FORMAT.id, ";", device="Pedometer")


FORMAT = Format(
    id="pedometer-j4velin",
    title="Pedometer (j4velin): days",
    header="1577833200000;8421",
    recognise=recognise,
    positional=True,
    read=read,
)
