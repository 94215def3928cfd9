"""Lists of activities to intervals of walking: sessions of type walk, their own duration."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.steps.intervals import LONGEST_S, intervals
from stride.formats.steps.kind_words import is_walk
from stride.formats.steps.rows import StepRows
from stride.formats.time.column import read_times
from stride.formats.time.order import proofs_of, settled
from stride.formats.time.zones import choose_zone, instants, offsets_at
from stride.formats.words import counted, name_lines

if TYPE_CHECKING:
    from stride.formats.options import ReadOptions
    from stride.formats.time.parse import Times
    from stride.formats.time.zones import Zone
    from stride.types import F64, I16, Bool, Intervals, ReadNotes

FARTHEST_OFFSET_MIN = 14 * 60  # Kiribati; exports with more are wrong


@dataclass
class Sessions:
    """Walking sessions as read: texts of the start, seconds of walking, steps.

    dates: of every activity with its line, walk or not: a ride may prove the order of dates.
    """

    start: list[str] = field(default_factory=list)
    walking_s: list[float] = field(default_factory=list)
    length_s: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    line: list[int] = field(default_factory=list)
    dates: list[tuple[int, str]] = field(default_factory=list)

    def add(
        self, start: str, walking_s: float, line: int, *, length_s: float = 0.0, steps: float = 0.0
    ) -> None:
        """One more session; length_s: with pauses, when it is known."""
        self.start.append(start)
        self.walking_s.append(walking_s)
        self.length_s.append(max(length_s, walking_s, 1.0))
        self.steps.append(steps)
        self.line.append(line)

    def order(self, options: ReadOptions) -> str | None:
        """The order of dates that the activities prove."""
        dates = [*self.dates, *zip(self.line, self.start, strict=True)]
        return settled(proofs_of([text for _, text in dates], [n for n, _ in dates]), options)


def walks_of(
    records: Iterable[tuple[int, dict[str, str]]],
    start: str,
    kind: str,
    sessions: Sessions,
    notes: ReadNotes,
    walks: Sequence[str] = (),
    *,
    coded: bool = False,
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of walks, each with its line; all are counted, and their dates kept as proofs.

    start, kind: columns of when and what. walks: kinds that the person says are walks; coded: that
    a vendor has numbers for, and then no others are.
    """
    also = {each.strip().casefold() for each in walks}
    unknown: dict[str, int] = {}
    for line, record in records:
        notes.rows += 1
        sessions.dates.append((line, record[start].strip()))
        what = record[kind].strip()
        walk = True if what.casefold() in also else False if coded else is_walk(what)
        if walk:
            yield line, record
            continue
        notes.rows_skipped += 1
        if walk is None and what:
            unknown[what] = unknown.get(what, 0) + 1
    if unknown:
        notes.warnings.append(_ask_about(unknown))


def _ask_about(unknown: dict[str, int]) -> str:
    shown = ", ".join(f"“{kind}”" for kind in list(unknown)[:4])
    more = " and others" if len(unknown) > 4 else ""
    return (
        f"Left out {counted(sum(unknown.values()), 'activity', 'activities')} of a kind stride "
        f"does not know ({shown}{more}). If one is a walk, import again with --again --walks "
        f"“{next(iter(unknown))}”."
    )


def session_intervals(
    origin: Origin, sessions: Sessions, notes: ReadNotes, *, utc: bool, own: bool = False
) -> Intervals:
    """The sessions as intervals with their walking time.

    utc: times without an offset are UTC and not the person's clock, and so are those of a file in
    which all have +0000, unless own: there an offset is always the person's.
    Raises EmptyData when there is no walk among the activities.
    """
    if not sessions.start:
        raise empty(origin.blob, "holds no walks")
    times = read_times(sessions.start, sessions.line, sessions.order(origin.options))
    times = replace(times, offset_min=np.array(times.offset_min))
    wild = np.abs(np.nan_to_num(times.offset_min)) > FARTHEST_OFFSET_MIN
    if wild.any():
        notes.warnings.append(
            f"{int(wild.sum())} times have an offset that no place has (line "
            f"{sessions.line[int(np.flatnonzero(wild)[0])]}); their wall clock is used."
        )
        times.offset_min[wild] = np.nan
    start, offset, zone = (
        _utc_instants(times, origin.options, wild, own) if utc else instants(times, origin.options)
    )
    rows = StepRows(
        start_s=start,
        end_s=start + np.array(sessions.length_s),
        offset_min=offset,
        steps=np.array(sessions.steps),
        walking_s=np.array(sessions.walking_s),
        line=np.array(sessions.line),
    )
    return intervals(origin, _apart(rows, notes), zone, notes)


def _utc_instants(
    times: Times, options: ReadOptions, wild: Bool, own: bool
) -> tuple[F64, I16, Zone]:
    """``instants`` of times that are UTC where they have no offset; wild: (n,) wall clock."""
    plain = np.isnan(times.offset_min) & ~wild
    times.offset_min[plain] = 0.0
    flat = bool((times.offset_min == 0).all())
    theirs = own and not plain.all()
    start, offset, zone = instants(times, options, offsets_true=theirs or not flat)
    if plain.any():
        zone = choose_zone(options)
        offset[plain] = offsets_at(zone.tz, start[plain])
    return start, offset, zone


def _apart(rows: StepRows, notes: ReadNotes) -> StepRows:
    """Sessions of which most lies inside one before them are the same walk, recorded twice.

    One that begins in the last moments of another begins where that ends. One too long to be true
    is left out later, and hides none.
    """
    length = rows.end_s - rows.start_s
    apart, left, reach = [], [], -np.inf
    for index in np.lexsort((-rows.end_s, rows.start_s)).tolist():
        if reach - rows.start_s[index] > length[index] / 2:
            left.append(index)
            continue
        apart.append(index)
        if length[index] <= LONGEST_S:
            rows.start_s[index] = max(rows.start_s[index], reach)
            reach = max(float(rows.end_s[index]), reach)
    if left:
        notes.rows_skipped += len(left)
        notes.warnings.append(
            f"Left out {counted(len(left), 'walk')} overlapping another "
            f"({name_lines(np.sort(rows.line[left]))})."
        )
    rows.walking_s = np.minimum(rows.walking_s, rows.end_s - rows.start_s)
    return rows.take(np.array(apart))


def clock_seconds(text: str) -> float | None:
    """Seconds of ``1:02:03``, ``12:34.5`` or a plain number of seconds."""
    text = text.strip()
    grouped = re.match(r"^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$", text)
    text = text.replace(",", "" if grouped else ".")
    if not re.match(r"^(\d+:)?(\d+:)?\d+(\.\d+)?$", text):
        return None
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds
