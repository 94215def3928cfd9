"""UK Biobank timeSeries: mean acceleration of epochs; recognised to be refused."""

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

_HEADER = re.compile(r"^acceleration \(mg\) - \d{4}-\d\d-\d\d .* sampleRate = ", re.IGNORECASE)


def recognise(head: Head) -> Verdict:
    """Sure by the header that holds span and rate."""
    if head.lines and _HEADER.match(head.title.strip('"')):
        return sure("a header of acceleration (mg), span and sampleRate")
    return no("no header of acceleration (mg), span and sampleRate")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """Always a refusal."""
    raise DataError(
        f"{blob.name} holds processed acceleration: one mean (ENMO, mg) every few seconds. Steps "
        "and walking cannot be worked out from it.",
        "Import the raw recording (.cwa turned into CSV) instead.",
    )


FORMAT = Format(
    id="uk-biobank",
    title="UK Biobank timeSeries (means, refused)",
    header="acceleration (mg) - 2014-12-08 10:00:00 - 2014-12-15 09:59:55 - sampleRate = 5 seconds",
    recognise=recognise,
    read=read,
    useful=False,
    raw=True,
)
