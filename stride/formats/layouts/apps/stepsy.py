"""Stepsy and Motionmate: local midnight (epoch ms, or a date) and steps, comma, no header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.formats.layout import Format, likely, no, sure
from stride.formats.steps.midnight_counts import midnight_days

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

_STAMP = re.compile(r"^(\d{10}|\d{12,13}),\d+$")
_DATE = re.compile(r"^\d{4}-\d\d-\d\d,\d+$")


def recognise(head: Head) -> Verdict:
    """Sure when all lines are an epoch and a number, likely when they are a date and a number."""
    lines = [line.strip() for line in head.lines[:20] if line.strip()]
    if lines and all(_STAMP.match(line) for line in lines):
        return sure("lines of epoch,steps")
    if lines and all(_DATE.match(line) for line in lines):
        return likely("lines of date,steps and no header")
    return no("lines are not epoch,steps")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Daily totals; a day that begins twice, after a change of zone, keeps the higher count."""
    return midnight_days(blob, options, FORMAT.id, ",", device="Stepsy")


FORMAT = Format(
    id="stepsy",
    title="Stepsy, Motionmate: days",
    header="1577833200000,8421",
    recognise=recognise,
    positional=True,
    read=read,
)
