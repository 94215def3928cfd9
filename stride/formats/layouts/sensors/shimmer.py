"""Shimmer ConsensysPRO: calibrated low-noise or wide-range accelerometer, UTC milliseconds."""

import re
from collections.abc import Sequence
from dataclasses import replace

from stride.errors import DataError
from stride.formats.find.head import clean, sniff_delimiter, split_line
from stride.formats.guess.samples import unit_of
from stride.formats.layout import STRAPPED_ON, Head, Samples, Sign, TableFile
from stride.formats.table.dialect import Dialect, decimal_of, unique
from stride.formats.time.clock import TimeRule

#: Low noise before wide range: two accelerometers in one file, one is enough.
KINDS = ("LN", "WR")
_STAMP = re.compile(r"^.+_Timestamp_Unix_CAL$", re.IGNORECASE)


def table(head: Head) -> Dialect:
    """A line of names, a line of units, and the rows."""
    delimiter = sniff_delimiter(head.lines[head.first : head.first + 1])
    lines = [split_line(line, delimiter) for line in head.lines[head.first :][:42]]
    names, units = ([clean(cell) for cell in cells] for cells in (*lines[:2], [], [])[:2])
    return Dialect(
        unique(names),
        delimiter,
        decimal_of(lines[2:], delimiter),
        head.first + 2,
        head.encoding,
        tuple(units),
    )


def _axes(names: Sequence[str]) -> tuple[str, ...]:
    for kind in KINDS:
        wanted = [re.compile(rf"^.+_Accel_{kind}_{axis}_CAL$", re.IGNORECASE) for axis in "XYZ"]
        axes = [name for pattern in wanted for name in names if pattern.match(name)]
        if len(axes) == len(wanted):
            return tuple(axes)
    return ()


def calibrated(file: TableFile, layout: Samples) -> Samples:
    """The columns in units; raw counts (_UNCAL) are refused."""
    names = file.dialect.names
    stamp, axes = next(filter(_STAMP.match, names), None), _axes(names)
    if stamp is None or not axes:
        raise DataError(
            f"{file.name} holds raw counts (_UNCAL) or no Unix time; stride needs calibrated data.",
            "In ConsensysPRO export with Calibrated Data and Timestamp Unix chosen.",
        )
    unit = unit_of(file.dialect.unit(axes[0])) or layout.unit
    return replace(layout, time=TimeRule("epoch_f8", stamp, 1e3), xyz=axes, unit=unit)


FORMAT = Samples(
    id="shimmer",
    worn_at=STRAPPED_ON,
    title="Shimmer ConsensysPRO",
    header="Shimmer_952D_Timestamp_Unix_CAL,Shimmer_952D_Accel_LN_X_CAL",
    # a sensor can be renamed: then its own name stands before the columns
    sure=Sign(
        lambda head: (
            "_Accel_" in head.first_line
            and ("Shimmer_" in head.first_line or "_Timestamp_Unix_" in head.first_line)
        ),
        "columns Shimmer_…_Accel_…",
    ),
    table=table,
    adapt=calibrated,
    unit="m/s2",
    unit_from="line 3",
    gravity="yes",
    device="Shimmer",
)
