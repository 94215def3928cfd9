"""Axivity's auxiliary rows (cwa-convert ``-nodata``): light and battery, recognised to be refused.

Written from the options of cwa-convert: one row for each block of samples, without a header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.layout import Format, likely, no
from stride.formats.layouts.axivity.shared import auxiliary_only

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Recording


def recognise(head: Head) -> Verdict:
    """Likely: no header, a time of OMGUI's options, a few numbers, rows about a second apart."""
    if auxiliary_only(head):
        return likely("no header; a time and numbers, one row for each block of samples")
    return no("lines are not a time and numbers about a second apart")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """Always a refusal."""
    raise DataError(
        f"{blob.name} holds Axivity's auxiliary rows only (light, temperature, battery): it was "
        "converted with -nodata, which leaves the accelerations out.",
        "Convert the .cwa file again without -nodata, or use Export Raw CSV in OMGUI.",
    )


FORMAT = Format(
    id="axivity-auxiliary",
    title="Axivity auxiliary rows of -nodata (refused)",
    header="2019-12-23 21:04:06.690,512,305,4.1",
    recognise=recognise,
    positional=True,
    read=read,
    useful=False,
    raw=True,
)
