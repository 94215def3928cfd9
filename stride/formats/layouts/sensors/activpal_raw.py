"""activPAL raw CSV: spreadsheet days and counts of 0 to 254 at the thigh, 20 Hz.

The compressed kind leaves out samples that equal the one before and says by an index (or a count)
how many those are. It is expanded only where the times of the first rows prove that reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.head import as_number, is_number, sniff_delimiter, split_line
from stride.formats.guess.samples import EXCEL_DAYS
from stride.formats.layout import Blob, Format, Head, ReadOptions, Recording, Verdict, no, sure
from stride.formats.samples.columns import RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.samples.repair import held
from stride.formats.table.dialect import Dialect, decimal_of, unique
from stride.formats.time.clock import EXCEL_EPOCH_S, TimeRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stride.types import Chunk

COUNTS_PER_G = 63.0
ZERO_COUNT = 127.0
RATES_HZ = (5.0, 200.0)  # of any activPAL; a rate outside proves that an index is none
ROWS_TO_PROVE = 20


def _first_row(head: Head) -> int | None:
    """The first line of day, index and three whole numbers up to 254."""
    for index in range(min(len(head.lines), 12)):
        cells = head.cells(index, sniff_delimiter([head.lines[index]]))
        numbers = [c for c in cells if c]
        if len(numbers) < 4 or not cells[0] or not all(is_number(c) for c in numbers):
            continue
        day = as_number(cells[0])
        whole = [c for c in numbers[1:] if re.match(r"^\d{1,9}$", c)]
        if EXCEL_DAYS[0] < day < EXCEL_DAYS[1] and day % 1 and len(whole) >= 3:
            above = " ".join(head.lines[:index]).lower()
            counts = all(int(c) <= 255 for c in whole[-3:]) and "activity" not in above
            return index if counts else None
    return None


def recognise(head: Head) -> Verdict:
    """Sure by a day of a spreadsheet and three counts of a byte."""
    if head.binary or _first_row(head) is None:
        return no("lines are not a spreadsheet day and three counts")
    return sure("a spreadsheet day and three counts of 0 to 254")


@dataclass(frozen=True)
class _Index:
    """A column that says which samples were left out. rate_hz: of the whole recording."""

    rate_hz: float
    leaves_out: bool


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording of the thigh; of a compressed file with the samples it left out.

    Raises DataError for a compressed file whose times and index do not fit together.
    """
    head = blob.head
    first = _first_row(head)
    if first is None:
        raise DataError(
            f"{blob.name} has no lines of a spreadsheet day and three counts.",
            "Export it again from the activPAL software.",
        )
    mark = sniff_delimiter([head.lines[first]])
    rows = [split_line(line, mark) for line in head.lines[first:] if line.strip()]
    width = len(rows[0])
    while width and not rows[0][width - 1]:
        width -= 1
    index = _index(rows, width)
    stated = "compressed" in " ".join(head.lines[:first]).lower()
    if index is None and stated:
        raise DataError(
            f"{blob.name} is compressed, and its times do not say which samples were left out.",
            "Export the uncompressed data from the activPAL software.",
        )
    names = [f"c{place}" for place in range(len(rows[0]))]
    names[0], names[width - 3], names[width - 2], names[width - 1] = "time", "x", "y", "z"
    expand = index is not None and (stated or index.leaves_out)
    layout = RawLayout(
        dialect=Dialect(unique(names), mark, decimal_of(rows[:40], mark), first, head.encoding),
        time=TimeRule("wall", "time", 1 / 86400, EXCEL_EPOCH_S),
        xyz=("x", "y", "z"),
        per_g=COUNTS_PER_G,
        zero=ZERO_COUNT,
        gravity="yes",
        rate_hz=index.rate_hz if index and expand else 0.0,
        placement="thigh",
        device="activPAL",
    )
    found = open_recording(blob, options, FORMAT.id, layout)
    return _expanded(found) if expand else found


def _expanded(found: Recording) -> Recording:
    def chunks() -> Iterator[Chunk]:
        return held(found.chunks(), found.rate_hz)

    # what was left out cannot be told where time runs backwards
    return replace(found, chunks=chunks, sorted_chunks=None)


def _index(rows: list[list[str]], width: int) -> _Index | None:
    """The column between time and counts that fits the times, if any."""
    whole = [row[: width - 3] for row in rows if len(row) >= width]
    whole = [row for row in whole if all(is_number(cell) for cell in row)]
    if len(whole) < ROWS_TO_PROVE:
        return None
    times_s = [as_number(row[0]) * 86400.0 for row in whole]
    gaps_s = [b - a for a, b in pairwise(times_s)]
    for place in range(1, width - 3):
        values = [as_number(row[place]) for row in whole]
        for steps in ([b - a for a, b in pairwise(values)], [value + 1 for value in values[1:]]):
            if rate_hz := _rate(steps, gaps_s):
                return _Index(rate_hz, leaves_out=max(steps) > 1)
    return None


def _rate(steps: list[float], gaps_s: list[float]) -> float:
    """Samples a second when so many samples lie between rows so far apart; 0 if they cannot."""
    span_s = sum(gaps_s)
    rate_hz = sum(steps) / span_s if span_s > 0 else 0.0
    if not RATES_HZ[0] <= rate_hz <= RATES_HZ[1] or min(steps) < 1:
        return 0.0
    fits = all(abs(step - gap * rate_hz) <= 1 for step, gap in zip(steps, gaps_s, strict=True))
    return float(round(rate_hz)) if fits else 0.0


FORMAT = Format(
    id="activpal-raw",
    title="activPAL raw, uncompressed or compressed",
    header="43264.5;0;127;190;127",
    recognise=recognise,
    positional=True,
    read=read,
    raw=True,
)
