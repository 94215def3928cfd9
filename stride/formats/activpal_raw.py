"""activPAL raw CSV: spreadsheet days and counts of 0 to 254 at the thigh, 20 Hz."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.clocks import EXCEL_EPOCH_S, TimeRule
from stride.formats.common.dialect import Dialect, decimal_of, unique
from stride.formats.common.head import as_number, is_number, sniff_delimiter, split_line
from stride.formats.common.model import Format, no, sure
from stride.formats.common.raw import RawLayout, open_recording
from stride.formats.common.sniff import EXCEL_DAYS

if TYPE_CHECKING:
    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions, Verdict
    from stride.types import Recording

COUNTS_PER_G = 63.0
ZERO_COUNT = 127.0


def _first_row(head: Head) -> int | None:
    """The first line of day, index and three whole numbers up to 254."""
    for index in range(min(len(head.lines), 12)):
        cells = head.cells(index, sniff_delimiter([head.lines[index]]))
        numbers = [c for c in cells if c]
        if len(numbers) < 4 or not cells[0] or not all(is_number(c) for c in numbers):
            continue
        day = as_number(cells[0])
        whole = [c for c in numbers[1:] if re.match(r"^\d{1,9}$", c)]
        if EXCEL_DAYS[0] < day < EXCEL_DAYS[1] and len(whole) >= 3:
            above = " ".join(head.lines[:index]).lower()
            counts = all(int(c) <= 255 for c in whole[-3:]) and "activity" not in above
            return index if counts else None
    return None


def recognise(head: Head) -> Verdict:
    """Sure by a day of a spreadsheet and three counts of a byte."""
    if head.binary or _first_row(head) is None:
        return no("lines are not a spreadsheet day and three counts")
    return sure("a spreadsheet day and three counts of 0 to 254")


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording of the thigh; compressed files, which leave samples out, are refused."""
    head = blob.head
    first = _first_row(head)
    if first is None:
        raise DataError(f"{blob.name} has no lines of a spreadsheet day and three counts.")
    above = " ".join(head.lines[:first]).lower()
    if "uncompressed" in above or "compressed" in above:
        raise DataError(
            f"{blob.name} is compressed: samples equal to the one before are left out.",
            "Export the uncompressed data from the activPAL software.",
        )
    mark = sniff_delimiter([head.lines[first]])
    rows = [split_line(line, mark) for line in head.lines[first : first + 40] if line.strip()]
    width = len(rows[0])
    while width and not rows[0][width - 1]:
        width -= 1
    names = [f"c{index}" for index in range(len(rows[0]))]
    names[0], names[width - 3], names[width - 2], names[width - 1] = "time", "x", "y", "z"
    layout = RawLayout(
        dialect=Dialect(unique(names), mark, decimal_of(rows, mark), first, head.encoding),
        time=TimeRule("wall", "time", 1 / 86400, EXCEL_EPOCH_S),
        xyz=("x", "y", "z"),
        per_g=COUNTS_PER_G,
        zero=ZERO_COUNT,
        gravity="yes",
        placement="thigh",
        device="activPAL",
    )
    return open_recording(blob, options, FORMAT.id, layout)


FORMAT = Format(
    id="activpal-raw",
    title="activPAL raw (uncompressed)",
    header="43264.5;0;127;190;127",
    recognise=recognise,
    read=read,
    raw=True,
)
