"""Axivity AX3 and AX6 CSV of OMGUI or cwa-convert: g, no header, wall clock of the device."""

import re
from dataclasses import replace

from stride.errors import DataError
from stride.formats.find.head import as_number, is_number
from stride.formats.layout import (
    STRAPPED_ON,
    Blob,
    Head,
    Samples,
    TableFile,
    Verdict,
    likely,
    no,
    possible,
)
from stride.formats.layouts.axivity.shared import auxiliary_only, time_kind
from stride.formats.samples.measure import GRAVITY_MOST_G, GRAVITY_YES_G
from stride.formats.table.dialect import Dialect, dialect_of
from stride.formats.time.clock import EXCEL_EPOCH_S, MATLAB_EPOCH_S, TimeRule

#: Where three axes may begin: AX6 has a gyroscope before or behind them.
TRIPLES = (1, 4)
MOST_G = 17.0


def recognise(head: Head) -> Verdict:
    """Likely: no header, a time of OMGUI's options, three or more numbers in g."""
    cells = head.columns
    if len(cells) < 4 or head.delimiter != ",":
        return no("fewer than four columns")
    if re.match(r"^\d\d:\d\d\.\d$", cells[0]) and all(is_number(c) for c in cells[1:4]):
        return possible("times cut to minutes by a spreadsheet")
    if auxiliary_only(head):
        return no("rows about a second apart, as without accelerations")
    kind = time_kind(cells[0])
    if kind is None or not all(is_number(cell) for cell in cells[1:4]):
        return no("the first line is not time,x,y,z")
    if not any(_within(cells[start : start + 3]) for start in TRIPLES):
        return no("values above 16 g")
    return likely(f"no header; time as {kind}, {len(cells) - 1} columns of numbers")


def _within(cells: list[str]) -> bool:
    """Whether three cells may be accelerations; a gyroscope before them turns far above 16."""
    numbers = len(cells) == 3 and all(is_number(cell) for cell in cells)
    return numbers and max(abs(as_number(cell)) for cell in cells) <= MOST_G


def table(head: Head) -> Dialect:
    """Columns without names: the time, then numbers."""
    names = ["time"] + [f"c{index}" for index in range(1, len(head.columns))]
    return dialect_of(head, head.first, names)


def placed(file: TableFile, layout: Samples) -> Samples:
    """Of six columns the triple near 1 g is the acceleration."""
    head = file.blob.head
    kind = time_kind(head.columns[0])
    if kind is None:
        raise DataError(
            f"{file.name}, line {head.first + 1}: the time “{head.columns[0]}” has lost its date "
            "and hour, as a spreadsheet does.",
            "Import the file as OMGUI wrote it, not a copy saved by a spreadsheet.",
        )
    return replace(layout, time=_time(kind), xyz=_triple(file.blob, len(head.columns)))


def _time(kind: str) -> TimeRule:
    if kind == "iso":
        return TimeRule("iso", "time")
    if kind == "seconds":
        return TimeRule("wall", "time")
    origin = EXCEL_EPOCH_S if kind == "excel" else MATLAB_EPOCH_S
    return TimeRule("wall", "time", 1 / 86400, origin)


def _triple(blob: Blob, width: int) -> tuple[str, str, str]:
    """The three columns whose norm is near 1 g: AX6 has a gyroscope beside them."""
    rows = [row for row in blob.head.rows(blob.head.first, 1000) if len(row) == width]
    for start in TRIPLES:
        if start + 3 > width:
            break
        norms = [
            sum(as_number(cell) * as_number(cell) for cell in row[start : start + 3]) ** 0.5
            for row in rows
            if all(is_number(cell) for cell in row[start : start + 3])
        ]
        if norms and GRAVITY_YES_G < sorted(norms)[len(norms) // 2] < GRAVITY_MOST_G:
            return (f"c{start}", f"c{start + 1}", f"c{start + 2}")
    if width < 7:
        return ("c1", "c2", "c3")
    raise DataError(
        f"{blob.name}: of its {width - 1} columns neither the first nor the second three are near "
        "1 g, so it cannot be told which are the acceleration.",
        "Say which they are, by place: --columns time=1,x=2,y=3,z=4, or x=5,y=6,z=7.",
    )


FORMAT = Samples(
    id="axivity",
    worn_at=STRAPPED_ON,
    title="Axivity AX3 / AX6 CSV (OMGUI, cwa-convert)",
    header="2019-12-23 21:04:06.690,0.007324,0.071289,0.998789",
    tells=recognise,
    positional=True,
    table=table,
    adapt=placed,
    unit="g",
    gravity="yes",
    device="Axivity",
)
