"""NHANES minutes: many people, and days of the week without dates; recognised to be refused."""

from __future__ import annotations

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
    """Sure by SEQN beside the minutes of NHANES."""
    if "seqn" in head.keys and any(key.startswith("pax") for key in head.keys):
        return sure("columns SEQN and PAX…")
    return no("no columns SEQN and PAX…")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """Always a refusal."""
    raise DataError(
        f"{blob.name} holds NHANES minutes: several people (SEQN), and days of the week without "
        "their dates.",
        "stride keeps the days of one person; 'stride study' reads a cohort's recordings.",
    )


FORMAT = Format(
    id="nhanes",
    title="NHANES minutes (several people, refused)",
    header="SEQN,PAXSTAT,PAXCAL,PAXDAY,PAXN,PAXHOUR,PAXMINUT,PAXINTEN,PAXSTEP",
    recognise=recognise,
    read=read,
    useful=False,
)
