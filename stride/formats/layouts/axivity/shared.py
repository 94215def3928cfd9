"""What the files that OMGUI and cwa-convert write have in common: no header, a time, numbers."""

import re
from itertools import pairwise

from stride.formats.find.head import Head, as_number, is_number
from stride.formats.guess.samples import EXCEL_DAYS, MATLAB_DAYS
from stride.formats.late import median

#: Rows of a block of samples lie further apart than samples do, and nearer than a table of steps.
BLOCK_S = (0.3, 30.0)
MOST_AUXILIARY = 5  # light, temperature, battery, events and one more
_STAMP = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:(\d\d\.\d{3})$")
_SECONDS = re.compile(r"^\d{9,10}\.\d{3,4}$")
_UNIT_S = {"iso": 1.0, "seconds": 1.0, "excel": 86400.0, "matlab": 86400.0}


def time_kind(cell: str) -> str | None:
    """How the first column tells the time, None if it does not."""
    if _STAMP.match(cell):
        return "iso"
    if _SECONDS.match(cell):
        return "seconds"
    if not is_number(cell) or "." not in cell:
        return None
    value = as_number(cell)
    if EXCEL_DAYS[0] < value < EXCEL_DAYS[1]:
        return "excel"
    return "matlab" if MATLAB_DAYS[0] < value < MATLAB_DAYS[1] else None


def auxiliary_only(head: Head) -> bool:
    """Whether these are the rows of ``-nodata``: one for each block, without accelerations."""
    cells = head.columns
    kind = time_kind(cells[0]) if cells else None
    if kind is None or head.delimiter != "," or not 2 <= len(cells) <= MOST_AUXILIARY + 1:
        return False
    rows = head.rows(head.first)
    if not all(is_number(cell) for row in rows for cell in row[1:] if cell):
        return False
    stamps = [row[0] for row in rows if time_kind(row[0]) == kind]
    gaps = [(b - a) % 60 for a, b in pairwise(_seconds(stamp, kind) for stamp in stamps)]
    return bool(gaps) and BLOCK_S[0] <= median(gaps) <= BLOCK_S[1]


def _seconds(stamp: str, kind: str) -> float:
    """Seconds of a stamp, of one in words those within its minute."""
    match = _STAMP.match(stamp)
    return float(match[1]) if match else as_number(stamp) * _UNIT_S[kind]
