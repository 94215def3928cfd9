"""phyphox: seconds since the start in m/s2; the date stands in meta/time.csv only."""

import csv
import math
import re
from dataclasses import replace
from pathlib import PurePosixPath

from stride.errors import DataError
from stride.formats.guess.samples import elapsed_rule
from stride.formats.layout import PHONE, Blob, Head, ReadOptions, Samples, Sign, TableFile
from stride.formats.table.cells import number_at
from stride.formats.table.rows import whole_text
from stride.formats.time.clock import TimeRule
from stride.formats.time.parse import BadTime, parse_times

#: The app writes its columns in the language of the experiment.
_TIME = re.compile(r"^\w[\w ]* \(s\)$")
_LINEAR = re.compile(r"linea|linéa|lineær|linjär|lini|линейн|线性|線性|線形", re.IGNORECASE)
_OTHER = re.compile(r"gyro|magnet|gravity|rotation|location|light|pressure", re.IGNORECASE)
_AXIS = re.compile(r"^(.*?)\b([xyz])\b ?\(m/s\^2\)$")


def _axes(head: Head) -> tuple[str, ...] | None:
    """The three columns, with gravity before without."""
    stems: dict[str, dict[str, str]] = {}
    for key, column in zip(head.keys, head.columns, strict=True):
        if match := _AXIS.match(key.replace("²", "^2")):
            stems.setdefault(match[1], {})[match[2]] = column
    whole = [stem for stem, axes in stems.items() if len(axes) == len("xyz")]
    best = min(whole, key=lambda stem: bool(_LINEAR.search(stem)), default=None)
    return None if best is None else tuple(stems[best][axis] for axis in "xyz")


axes_ms2 = Sign(lambda head: _axes(head) is not None, "three axes in m/s^2")


def rank(head: Head) -> int:
    """With gravity first."""
    return 1 if _LINEAR.search(head.basename + " ".join(head.columns)) else 0


def timed(file: TableFile, layout: Samples) -> Samples:
    """Start and pauses from meta/time.csv, else ``--start``."""
    axes = _axes(file.blob.head)
    if axes is None:
        raise DataError(
            f"{file.name} has no three axes in m/s^2.",
            "Export the experiment Acceleration (with g) as CSV.",
        )
    meta, column = _meta(file.blob), file.blob.head.columns[0]
    rule = None if meta is None else _from_events(meta, column, file.options)
    if rule is None or file.options.start:
        pauses = rule.pauses if rule else ()
        rule = replace(elapsed_rule(column, 1.0, file.options, file.name), pauses=pauses)
    linear = _LINEAR.search(file.blob.head.basename + " ".join(axes))
    return replace(layout, time=rule, xyz=axes, gravity="no" if linear else None)


def _meta(blob: Blob) -> Blob | None:
    """meta/time.csv of the same recording."""
    wanted = PurePosixPath(blob.path).parent / "meta" / "time.csv"
    return next((s for s in blob.siblings if PurePosixPath(s.path) == wanted), None)


def _from_events(meta: Blob, column: str, options: ReadOptions) -> TimeRule:
    """START and PAUSE events to a start and the pauses in between."""
    head = meta.head
    rows = list(csv.reader(whole_text(meta, None, 1 << 20).splitlines(), delimiter=head.delimiter))
    numbers = "".join(cell for row in rows[1:] for cell in row[1:3])
    decimal = "," if head.delimiter != "," and "." not in numbers else "."
    events = [
        (
            row[0].strip().upper(),
            _seconds(row[1], line, "experiment time", decimal),
            _seconds(row[2], line, "system time", decimal),
            row[3:4],
        )
        for line, row in enumerate(rows[1:], 2)
        if len(row) >= 3 and row[0].strip().upper() in ("START", "PAUSE")
    ]
    starts = [event for event in events if event[0] == "START"]
    if not starts:
        return elapsed_rule(column, 1.0, options, meta.name)
    first = starts[0]
    pauses, paused = [], None
    for kind, experiment, system, _ in events:
        if kind == "PAUSE":
            paused = (experiment, system)
        elif paused is not None:
            pauses.append((paused[0], system - paused[1]))
            paused = None
    return TimeRule(
        "elapsed",
        column,
        start_s=first[2] - first[1],
        start_utc=True,
        row_offset_min=_offset(first[3]),
        pauses=tuple(pauses),
    )


def _seconds(cell: str, line: int, column: str, decimal: str) -> float:
    """A time of an event, in seconds. Raises DataError: without it no row has its time."""
    value = number_at(cell, line, column, decimal, missing=math.nan)
    if math.isnan(value):
        raise DataError(
            f"meta/time.csv, line {line}: the {column} is missing.",
            "Export the recording again.",
        )
    return value


def _offset(cells: list[str]) -> int | None:
    """The UTC offset in ``2025-02-12 19:25:34.172 UTC+02:00``."""
    if not cells or not cells[0].strip():
        return None
    try:
        times = parse_times([cells[0].strip()], "dmy")
    except (BadTime, ValueError):
        return None
    value = float(times.offset_min[0])
    return None if value != value else int(value)


FORMAT = Samples(
    id="phyphox",
    title="phyphox app: acceleration, with or without g",
    header='"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"',
    unless=Sign(lambda head: bool(_OTHER.search(head.basename)), "another sensor of phyphox"),
    sure=Sign(lambda head: head.keys[:1] == ["time (s)"], "Time (s)") & axes_ms2,
    # other tables have a time in other words too; a word before the axis is the app's way
    likely=Sign(lambda head: bool(head.keys and _TIME.match(head.keys[0])), "a time in seconds")
    & axes_ms2
    & Sign(lambda head: len((_axes(head) or ("",))[0]) >= len("x (m/s^2) "), "a word before x"),
    adapt=timed,
    unit="m/s2",
    unit_from="the header",
    device="phyphox",
    placement=PHONE,
    family="phyphox",
    rank=rank,
)
