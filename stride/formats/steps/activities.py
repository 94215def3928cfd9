"""Lists of recorded activities in any language to walks: known by their shape, not by their names.

A list has a row for each activity: what it was, when it began and how long it took, perhaps how far
and how many steps. The kind is known by the words in the column, so that a list in a language whose
column names no table has is still read as what it is, and its runs are never counted as walks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.column_words import plain, unit_of_time_s
from stride.formats.find.blob import Origin, empty
from stride.formats.steps.walks import Sessions, clock_seconds, session_intervals, walks_of
from stride.formats.table.cells import MISSING
from stride.formats.table.dialect import dialect_of
from stride.formats.table.texttable import records_of
from stride.formats.time.column import read_times
from stride.formats.time.spelling import has_clock, has_date
from stride.formats.time.zones import instants
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

_LEAST_S = 300.0  # the median of a column without a unit that can be no minutes


@dataclass(frozen=True)
class ActivityColumns:
    """Where a list of activities says what; "" where it does not.

    clock: the time of day where ``start`` is only a date. durations: the first that says something
    counts; lengths: with pauses. offset: UTC offsets beside the times. codes: kinds that are walks,
    where a vendor writes numbers for them. unit_s: of durations, where it is known. steps_in:
    of a cell that holds more than a number.
    """

    kind: str
    start: str
    durations: tuple[str, ...]
    lengths: tuple[str, ...] = ()
    end: str = ""
    clock: str = ""
    steps: str = ""
    offset: str = ""
    codes: tuple[str, ...] = ()
    unit_s: float | None = None
    steps_in: Callable[[str], float] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns there are."""
        single = (self.kind, self.start, self.end, self.clock, self.steps, self.offset)
        return (*filter(None, single), *self.durations, *self.lengths)


def read_activities(origin: Origin, columns: ActivityColumns, *, utc: bool = False) -> Intervals:
    """The walks of a list, each with its own duration.

    utc: times without an offset are UTC. Raises EmptyData without walks, DataError for a walk
    without a time.
    """
    dialect = dialect_of(origin.blob.head)
    sessions, notes, ends = Sessions(), ReadNotes(), []
    records = list(records_of(origin.blob, origin.options, dialect, columns.names))
    units = {
        name: columns.unit_s or _unit_s(name, [record[name] for _, record in records])
        for name in columns.durations
    }
    kinds = columns.codes or origin.options.walks
    walks = walks_of(
        records, columns.start, columns.kind, sessions, notes, kinds, coded=bool(columns.codes)
    )
    for line, record in walks:
        if not has_date(record[columns.start]):
            raise DataError(
                f"Line {line}: “{record[columns.start][:40]}” is not a date stride can read.",
                "Set the language of the app or account to English and export again.",
            )
        sessions.add(
            _begin(record, columns),
            _walked_s(record, columns, units, line),
            line,
            length_s=max(
                (_seconds(record[n], units[n]) or 0.0 for n in columns.lengths), default=0.0
            ),
            steps=_steps(record, columns),
        )
        ends.append(record[columns.end].strip() if columns.end else "")
    if not notes.rows:
        raise empty(origin.blob)
    _measure(sessions, ends, origin.options)
    return session_intervals(origin, sessions, notes, utc=utc)


def _begin(record: dict[str, str], columns: ActivityColumns) -> str:
    """When an activity began, of a date and a time of day, or an offset, beside it as well."""
    text = record[columns.start].strip()
    if columns.clock and not has_clock(text):
        text = f"{text} {record[columns.clock].strip()}".strip()
    if "local" in plain(columns.start):  # an offset there is not the person's
        text = re.sub(r"\s*(Z|[+-]00:?00)$", "", text)
    offset = re.sub(r"^(UTC|GMT)\s*", "", record[columns.offset].strip()) if columns.offset else ""
    return f"{text}{offset}" if re.match(r"^[+-]\d\d?:?\d\d$", offset) else text


def _walked_s(
    record: dict[str, str], columns: ActivityColumns, units: dict[str, float], line: int
) -> float:
    """Seconds of walking, -1 where only the end tells; indoors the moving time may be 0."""
    seconds = -1.0
    for name in columns.durations:
        text = record[name].strip()
        if text.lower() in MISSING:
            continue
        duration_s = _seconds(text, units[name])
        if duration_s is None:
            raise DataError(
                f"Line {line}, column “{name.split('#')[0]}”: “{text[:40]}” is not a duration.",
                "Correct or remove that line, or export the file again.",
            )
        seconds = duration_s
        if seconds > 0:
            break
    return seconds


def _seconds(text: str, unit_s: float) -> float | None:
    """Seconds of ``41:24``, or of a number in its unit."""
    seconds = clock_seconds(text)
    return seconds if seconds is None or ":" in text else seconds * unit_s


def _unit_s(name: str, cells: Iterable[str]) -> float:
    """The unit of a column of durations: by its name, else seconds, where they can be no minutes.

    Raises DataError where it may be either.
    """
    stated = unit_of_time_s(name.split("#")[0])
    some = sorted(v for cell in cells if ":" not in cell and (v := clock_seconds(cell)))
    if stated is not None or not some:
        return stated or 1.0
    if some[len(some) // 2] >= _LEAST_S or any("." in str(cell) for cell in cells):
        return 1.0
    raise DataError(
        f"The column “{name}” does not say whether it counts seconds or minutes.",
        f"Name it “{name} (min)” or “{name} (s)” in the first line.",
    )


def _steps(record: dict[str, str], columns: ActivityColumns) -> float:
    """The steps of a walk, whole: in 3.210 and 3,210 the mark parts thousands."""
    text = record[columns.steps].strip() if columns.steps else ""
    if columns.steps_in is not None:
        return columns.steps_in(text)
    count = re.sub(r"[.,\s](?=\d{3})|[.,]0+$", "", text)
    return float(count) if count.isdecimal() else 0.0


def _measure(sessions: Sessions, ends: list[str], options: ReadOptions) -> None:
    """The length of walks without a duration, from their start to their end."""
    unmeasured = [place for place, length_s in enumerate(sessions.walking_s) if length_s < 0]
    order = sessions.order(options) if unmeasured else None
    for place in unmeasured:
        line = sessions.line[place]
        if not ends[place]:
            raise DataError(
                f"Line {line}: a walk without its time.", "Correct or remove that line."
            )
        times = read_times([sessions.start[place], ends[place]], [line, line], order)
        begin, stop = instants(times, options)[0].tolist()
        length_s = stop - begin
        # one that ends before it begins is left out with its line
        whole_s = length_s if length_s < 0 else max(length_s, 1.0)
        sessions.walking_s[place], sessions.length_s[place] = length_s, whole_s
