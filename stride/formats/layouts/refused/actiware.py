"""Actiware (Philips) exports, in any language: counts; recognised to be refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.layout import Format, no, sure

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording


def recognise(head: Head) -> Verdict:
    """Sure by the name Actiware in the first line."""
    if head.lines and re.search(r"Actiware|Actiwatch", head.title, re.IGNORECASE):
        return sure("line 1 names Actiware")
    return no("line 1 does not name Actiware")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """Always a refusal."""
    raise DataError(
        f"{blob.name} is an Actiware export: activity counts of a sleep watch, without steps.",
        "Steps and walking cannot be worked out from counts.",
    )


FORMAT = Format(
    id="actiware",
    title="Actiware (counts, refused)",
    header='"Actiware Export File (version 05.00)"',
    recognise=recognise,
    read=read,
    useful=False,
    raw=True,
)
