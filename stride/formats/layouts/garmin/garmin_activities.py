"""Garmin Connect activities as CSV, by Garmin or by others: walks and hikes with their time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.origin import Origin, empty
from stride.formats.layout import Format, no, sure
from stride.formats.steps.bins import in_order, instants
from stride.formats.steps.days import MISSING
from stride.formats.steps.walks import Sessions, clock_seconds, session_intervals, walks_of
from stride.formats.table.dialect import Dialect, dialect_of
from stride.formats.table.rows import records_of
from stride.formats.time.spelling import has_clock
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

KINDS = (
    "activity type",
    "aktivitätstyp",
    "type d'activité",
    "tipo de actividad",
    "tipo di attività",
)
STARTS = ("start time", "date", "datum", "fecha", "data", "begin timestamp", "starttime")
ENDS = ("end time", "endtime", "end timestamp")
#: Beside one of these the column Time is the time of day.
DURATIONS = ("duration", "duration (h:m:s)", "duration (s)")
#: Moving before whole time, because a pause is not a walk.
TIMES = (
    "moving time", "zeit in bewegung", "tiempo en movimiento", "temps de déplacement",
    "moving duration (h:m:s)", "duration moving (h:m:s)", *DURATIONS, "time",
    "elapsed time", "elapsed duration (h:m:s)", "zeit", "tiempo", "temps",
    "tempo", "moving duration (s)", "elapsed duration (s)",
)  # fmt: skip


def _find(dialect_names: list[str], wanted: tuple[str, ...]) -> str | None:
    lower = {name.lower(): name for name in reversed(dialect_names)}
    return next((lower[name] for name in wanted if name in lower), None)


def recognise(head: Head) -> Verdict:
    """Sure by a kind, a start and a duration, and no number of Strava's."""
    if "activity id" in head.keys and "activity date" in head.keys:
        return no("Strava's columns")
    names = list(head.columns)
    if _find(names, KINDS) and _find(names, STARTS) and _find(names, TIMES + ENDS):
        return sure("columns of activity type, start and time")
    return no("no columns of activity type, start and time")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Walks and hikes; times are those of the wall clock unless they have an offset."""
    dialect = dialect_of(blob.head)
    names = list(dialect.names)
    kind, start = str(_find(names, KINDS)), str(_find(names, STARTS))
    end = _find(names, ENDS)
    found, notes, ends = Sessions(), ReadNotes(), []
    steps = dialect.find("steps", "schritte", "pasos", "pas", "passi")
    records = records_of(blob, options, dialect)
    for line, record in walks_of(records, start, kind, found, notes):
        count = re.sub(r"[.,\s](?=\d{3})|\.0+$", "", record[steps].strip()) if steps else ""
        found.add(
            _begin(record, start, dialect),
            _duration(record, dialect, line),
            line,
            steps=float(count) if count.isdecimal() else 0.0,
        )
        ends.append(record[end].strip() if end else "")
    if not notes.rows:
        raise empty(blob)
    _measure(found, ends, options)
    return session_intervals(Origin(blob, options, FORMAT.id, "Garmin"), found, notes, utc=False)


def _begin(record: dict[str, str], start: str, dialect: Dialect) -> str:
    """When a walk began, of a date and a time of day in two columns as well."""
    text, clock = record[start].strip(), dialect.find("time")
    if clock and dialect.find(*DURATIONS) and not has_clock(text):
        return f"{text} {record[clock].strip()}".strip()
    return text


def _measure(found: Sessions, ends: list[str], options: ReadOptions) -> None:
    """The length of walks without a duration, from their start to their end."""
    bare = [place for place, length_s in enumerate(found.walking_s) if length_s < 0]
    order = found.order(options) if bare else None
    for place in bare:
        line = found.line[place]
        if not ends[place]:
            raise DataError(
                f"Line {line}: a walk without its time.", "Correct or remove that line."
            )
        times = in_order([found.start[place], ends[place]], [line, line], order)
        begin, stop = instants(times, options)[0].tolist()
        length_s = max(stop - begin, 0.0)
        found.walking_s[place], found.length_s[place] = length_s, max(length_s, 1.0)


def _duration(record: dict[str, str], dialect: Dialect, line: int) -> float:
    """Seconds of walking, -1 where only the end tells; indoors the moving time may be 0."""
    seconds = -1.0
    for name in TIMES:
        column = dialect.find(name)
        text = record[column].strip() if column else ""
        if column and text.lower() not in MISSING:
            seconds = _seconds(text, line, column)
        if seconds > 0:
            break
    return seconds


def _seconds(text: str, line: int, column: str) -> float:
    seconds = clock_seconds(text)
    if seconds is None:
        raise DataError(
            f"Line {line}, column “{column}”: “{text[:40]}” is not a duration.",
            "Correct or remove that line, or export the file again.",
        )
    return seconds


FORMAT = Format(
    id="garmin-activities",
    title="Garmin Connect: activities (walks)",
    header="Activity Type,Date,Favorite,Title,Distance,Calories,Time",
    recognise=recognise,
    read=read,
)
