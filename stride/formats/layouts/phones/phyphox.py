"""phyphox: seconds since the start in m/s2; the date stands in meta/time.csv only."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import replace
from pathlib import PurePosixPath

from stride.errors import DataError
from stride.formats.guess.samples import elapsed_rule
from stride.formats.layout import (
    Blob,
    Format,
    Head,
    ReadOptions,
    Recording,
    Verdict,
    likely,
    no,
    sure,
)
from stride.formats.samples.columns import PHONE, RawLayout
from stride.formats.samples.read import open_recording
from stride.formats.table.cells import number_at
from stride.formats.table.dialect import dialect_of
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
        if found := _AXIS.match(key.replace("²", "^2")):
            stems.setdefault(found[1], {})[found[2]] = column
    whole = [stem for stem, axes in stems.items() if len(axes) == len("xyz")]
    best = min(whole, key=lambda stem: bool(_LINEAR.search(stem)), default=None)
    return None if best is None else tuple(stems[best][axis] for axis in "xyz")


def recognise(head: Head) -> Verdict:
    """Sure by ``Time (s)`` and axes in m/s^2; likely where a word of another language stands."""
    if not head.keys or not _TIME.match(head.keys[0]):
        return no("the first column is not Time (s)")
    if (axes := _axes(head)) is None:
        return no("no three axes in m/s^2")
    if _OTHER.search(head.basename):
        return no("another sensor of phyphox, by its name")
    why = f"{head.columns[0]} and three axes in m/s^2"
    if head.keys[0] == "time (s)":
        return sure(why)
    # other tables have such a time too; a word before the axis is the app's way
    return no("the time is not Time (s)") if len(axes[0]) < len("x (m/s^2) ") else likely(why)


def rank(head: Head) -> int:
    """With gravity first."""
    return 1 if _LINEAR.search(head.basename + " ".join(head.columns)) else 0


def read(blob: Blob, options: ReadOptions) -> Recording:
    """The recording; start and pauses from meta/time.csv, else ``--start``."""
    axes = _axes(blob.head)
    if axes is None:
        raise DataError(
            f"{blob.name} has no three axes in m/s^2.",
            "Export the experiment Acceleration (with g) as CSV.",
        )
    meta, column = _meta(blob), blob.head.columns[0]
    if meta is None:
        rule = elapsed_rule(column, 1.0, options, blob.name)
    else:
        rule = _from_events(meta, column, options)
        if options.start:
            rule = replace(elapsed_rule(column, 1.0, options, blob.name), pauses=rule.pauses)
    linear = _LINEAR.search(blob.head.basename + " ".join(axes))
    layout = RawLayout(
        dialect=dialect_of(blob.head),
        time=rule,
        xyz=axes,
        unit="m/s2",
        unit_from="the header",
        gravity="no" if linear else None,
        device="phyphox",
        placement=PHONE,
    )
    return open_recording(blob, options, FORMAT.id, layout)


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


FORMAT = Format(
    id="phyphox",
    title="phyphox app: acceleration, with or without g",
    header='"Time (s)","Acceleration x (m/s^2)","Acceleration y (m/s^2)","Acceleration z (m/s^2)"',
    recognise=recognise,
    read=read,
    family="phyphox",
    rank=rank,
    raw=True,
)
