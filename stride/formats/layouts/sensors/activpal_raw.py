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
from stride.formats.find.head import as_number, is_number, sniff_delimiter
from stride.formats.guess.samples import EXCEL_DAYS
from stride.formats.layout import Head, Recording, Samples, Sign, TableFile
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


@dataclass(frozen=True)
class _Index:
    """A column that says which samples were left out. rate_hz: of the whole recording."""

    rate_hz: float
    leaves_out: bool


def table(head: Head) -> Dialect:
    """Columns by their places, the last three of them the counts."""
    first = _first_row(head)
    if first is None:
        raise DataError(
            "There are no lines of a spreadsheet day and three counts.",
            "Export it again from the activPAL software.",
        )
    mark = sniff_delimiter([head.lines[first]])
    rows = head.rows(first, delimiter=mark)
    width = _width(rows[0])
    names = ["time", *(f"c{place}" for place in range(1, len(rows[0])))]
    names[width - 3 : width] = "xyz"
    return Dialect(unique(names), mark, decimal_of(rows, mark), first, head.encoding)


def _width(row: list[str]) -> int:
    """How many columns there are: behind them some programs write a delimiter."""
    return max(place for place, cell in enumerate(row, 1) if cell)


def expanded(file: TableFile, layout: Samples) -> Samples:
    """Of a compressed file the samples that it left out as well.

    Raises DataError for one whose times and index do not fit together.
    """
    lines, first = file.blob.head.lines, file.dialect.first_row
    rows = file.blob.head.rows(first, len(lines), file.dialect.delimiter)
    index = _index(rows, _width(rows[0]))
    stated = "compressed" in " ".join(lines[:first]).lower()
    if index is None and stated:
        raise DataError(
            f"{file.name} is compressed, and its times do not say which samples were left out.",
            "Export the uncompressed data from the activPAL software.",
        )
    if index is None or not (stated or index.leaves_out):
        return layout
    return replace(layout, rate_hz=index.rate_hz, finish=_expanded)


def _expanded(recording: Recording) -> Recording:
    def chunks() -> Iterator[Chunk]:
        return held(recording.chunks(), recording.rate_hz)

    # what was left out cannot be told where time runs backwards
    return replace(recording, chunks=chunks, sorted_chunks=None)


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


FORMAT = Samples(
    id="activpal-raw",
    title="activPAL raw, uncompressed or compressed",
    header="43264.5;0;127;190;127",
    sure=Sign(
        lambda head: not head.binary and _first_row(head) is not None,
        "a spreadsheet day and three counts of 0 to 254",
    ),
    positional=True,
    table=table,
    adapt=expanded,
    time=TimeRule("wall", "time", 1 / 86400, EXCEL_EPOCH_S),
    xyz=("x", "y", "z"),
    per_g=COUNTS_PER_G,
    zero=ZERO_COUNT,
    gravity="yes",
    placement="thigh",
    device="activPAL",
)
