"""WISDM raw text: many people in one file, nanoseconds since boot; recognised to be refused."""

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

_LINE = re.compile(r"^\d+,[A-Za-z]+,\d+(,-?[\d.]*(E-?\d+)?){3},?;")


def recognise(head: Head) -> Verdict:
    """Sure by person,activity,time,x,y,z; with a semicolon at the end."""
    if head.lines and _LINE.match(head.title):
        return sure("lines of person,activity,time,x,y,z;")
    return no("lines are not person,activity,time,x,y,z;")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """Always a refusal: the times of different people start anew and have no date."""
    raise DataError(
        f"{blob.name} is the raw WISDM set: recordings of many people without dates.",
        "Cut out one person's recording as “time,x,y,z” and import it with --start.",
    )


FORMAT = Format(
    id="wisdm-raw",
    title="WISDM raw text (many people, refused)",
    header="33,Jogging,49105962326000,-0.6946377,12.680544,0.50395286;",
    recognise=recognise,
    positional=True,
    read=read,
    useful=False,
    raw=True,
)
