"""Time columns of recordings to UTC, block by block, with the offset that was in force."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from stride.errors import UsageError
from stride.formats.late import np
from stride.formats.options import EXAMPLE_START, Question
from stride.formats.time.column import read_times
from stride.formats.time.parse import AmbiguousOrder, BadTime, parse_times
from stride.formats.time.zones import Zone, choose_zone, local_to_utc, offsets_at, row_zone

if TYPE_CHECKING:
    from stride.formats.options import ReadOptions
    from stride.types import F64, I16, I64, Bool

#: A clock set for summer time jumps by an hour; sensors in a drawer or on a charger pause longer.
CLOCK_SET_S = 1800.0
EXCEL_EPOCH_S = -25569 * 86400.0  # 1899-12-30, day 0 of spreadsheets since 1900-03-01
MATLAB_EPOCH_S = -719529 * 86400.0  # day 0 of datenum


class Rows(Protocol):
    """What a clock needs of some rows of a table, wherever they come from."""

    lines: Any
    columns: dict[str, Any]

    def __len__(self) -> int: ...

    def joined(self, names: tuple[str, ...]) -> Any:
        """A column of texts, or several joined by spaces."""

    def numbers(self, name: str) -> Any:
        """A column as numpy."""


@dataclass(frozen=True)
class TimeRule:
    """How a recording tells the time.

    kind: ``iso``, ``iso_utc`` and ``wall_z`` (a Z that is false) are read by pyarrow, ``text`` is
    any spelling with or without offset, ``daytime`` a time of day after start_s, ``epoch`` and
    ``epoch_f8`` UTC numbers, ``wall`` numbers that are a wall clock, ``elapsed`` counts from
    start_s, ``rate`` has no column at all. per_second: units in a second. origin_s: added to
    numbers. start_s: wall clock or UTC start. start_utc: whether start_s is UTC.
    date_column: the date, when the column holds the time of day only.
    pauses: (elapsed seconds, length in seconds) to be added back.
    """

    kind: str
    column: str = ""
    per_second: float = 1.0
    origin_s: float = 0.0
    order: str | None = None
    start_s: float = 0.0
    start_utc: bool = False
    rate_hz: float = 0.0
    vendor_tz: str | None = None
    row_offset_min: int | None = None
    pauses: tuple[tuple[float, float], ...] = ()
    date_column: str = ""

    @property
    def arrow_kind(self) -> str | None:
        """What the column is read as."""
        kinds: dict[str, str | None]
        kinds = {
            "iso": "ns",
            "iso_utc": "ns_utc",
            "wall_z": "ns_utc",
            "text": "text",
            "daytime": "text",
            "rate": None,
        }
        whole = self.kind == "epoch" and self.per_second >= 1e6
        return kinds.get(self.kind, "i8" if whole else "f8")


@dataclass
class Clock:
    """A running conversion; one is made for every pass over the file."""

    rule: TimeRule
    zone: Zone
    rows: int = 0
    last_local: float | None = None
    offset_s: float = 0.0
    shift_s: float = 0.0
    seen_offsets: list[tuple[float, int]] = field(default_factory=list)

    def utc(self, block: Rows) -> F64:
        """Seconds since the epoch of the rows of a block, NaN where a cell is empty."""
        rule = self.rule
        if rule.kind == "rate":
            elapsed = (self.rows + np.arange(len(block))) / rule.rate_hz
            self.rows += len(elapsed)
            return self._from_start(elapsed)
        if rule.kind in ("text", "daytime"):
            return self._text(block)
        if rule.kind in ("iso", "iso_utc", "wall_z"):
            stamps = block.numbers(rule.column)
            seconds = stamps.astype(np.int64) / 1e9
            if block.columns[rule.column].null_count:
                seconds = np.where(np.isnat(stamps), np.nan, seconds)
            return seconds if rule.kind == "iso_utc" else self.local(seconds)
        values = block.numbers(rule.column).astype(np.float64) / rule.per_second
        if rule.kind == "elapsed":
            return self._from_start(self._with_pauses(values))
        return self.local(values + rule.origin_s) if rule.kind == "wall" else values + rule.origin_s

    def _with_pauses(self, elapsed: F64) -> F64:
        paused: F64 = np.zeros(len(elapsed))
        for at, length in self.rule.pauses:  # all of them on the clock that stands still in pauses
            paused += np.where(elapsed >= at, length, 0.0)
        return elapsed + paused

    def _from_start(self, elapsed: F64) -> F64:
        start = self.rule.start_s
        if not self.rule.start_utc:
            start = float(local_to_utc(self.zone.tz, np.array([start]))[0])
        return start + elapsed

    def _text(self, block: Rows) -> F64:
        both = (self.rule.date_column, self.rule.column)
        column = block.joined(tuple(name for name in both if name))
        times = read_times(column, block.lines, self.rule.order)
        if self.rule.kind == "daytime":
            return self._from_start(self._days_added(times.local_s))
        if np.isnan(times.offset_min).all():
            return self.local(times.local_s)
        offsets = np.nan_to_num(times.offset_min)
        utc: F64 = times.local_s - offsets * 60
        if not times.zulu or offsets.any():  # UTC written out is no offset of a person
            for index in np.flatnonzero(np.diff(offsets, prepend=np.nan) != 0):
                self.seen_offsets.append((float(utc[index]), int(offsets[index])))
        return utc

    def _days_added(self, day_s: F64) -> F64:
        """Times of day as time since the first midnight: each fall by half a day is a new day."""
        previous = day_s[0] if self.last_local is None else self.last_local % 86400
        base = 0.0 if self.last_local is None else self.last_local - previous
        elapsed = base + 86400 * np.cumsum(np.diff(day_s, prepend=previous) < -43200) + day_s
        self.last_local = float(elapsed[-1])
        return elapsed

    def local(self, local: F64) -> F64:
        """Wall clock to UTC; the offset changes only where the clock was set or data paused.

        A logger whose samples run through the changing hour did not change its clock.
        """
        whole = bool(np.isfinite(local.sum()))
        good = np.ones(1, bool) if whole else ~np.isnan(local)
        if not good.any():
            return local
        if not whole:
            local = _carried(local, good)
        previous = local[0] if self.last_local is None else self.last_local
        jumps = np.diff(local, prepend=previous)
        cuts = np.flatnonzero((jumps > CLOCK_SET_S) | (jumps < -CLOCK_SET_S))
        if self.last_local is None:
            cuts = np.append(0, cuts)  # no jump is one to its own first row
        if not len(cuts):
            self.last_local = float(local[-1])
            return local - self.offset_s if whole else np.where(good, local - self.offset_s, np.nan)
        offsets = np.full(len(local), self.offset_s)
        for cut in cuts:
            offsets[cut:] = self._offset_at(float(local[cut]), float(jumps[cut]))
        self.offset_s, self.last_local = float(offsets[-1]), float(local[-1])
        return np.where(good, local - offsets, np.nan)

    def _offset_at(self, local: float, jump: float) -> float:
        # Back by less than two hours inside the hour that comes twice: it is the second time.
        went_back = -7200 < jump < -CLOCK_SET_S
        pair = np.array([local + 1, local]) if went_back else np.array([local])
        return local - float(local_to_utc(self.zone.tz, pair)[-1])


def _carried(local: F64, good: Bool) -> F64:
    """A wall clock with the time before it, or else the first, where a row has none."""
    place = np.maximum.accumulate(np.where(good, np.arange(len(local)), -1))
    carried: F64 = local[np.where(place < 0, np.argmax(good), place)]
    return carried


def offset_lookup(clock: Clock) -> Any:
    """The function that gives UTC offsets in minutes for instants, as ``Recording`` wants it."""

    def lookup(instants: I64) -> I16:
        if clock.seen_offsets:
            starts, offsets = zip(*sorted(clock.seen_offsets), strict=True)
            index = np.searchsorted(np.array(starts), instants, side="right") - 1
            return np.array(offsets, np.int16)[np.maximum(index, 0)]
        if clock.rule.row_offset_min is not None:
            return np.full(len(instants), clock.rule.row_offset_min, np.int16)
        return offsets_at(clock.zone.tz, instants)

    return lookup


def zone_for(rule: TimeRule, options: ReadOptions) -> Zone:
    """The zone of a recording; an offset in the file wins."""
    if rule.row_offset_min is not None:
        return row_zone(rule.row_offset_min)
    return choose_zone(options, rule.vendor_tz)


def start_rule(options: ReadOptions, what: str) -> tuple[float, bool, int | None]:
    """``--start`` as (seconds, whether UTC, offset of the text in minutes or None).

    what: the file, for the question. Raises Question when there is no ``--start``.
    """
    if not options.start:
        raise Question(
            f"{what} counts seconds from its start and does not say when that was.",
            f"Say when the recording began, for example --start {EXAMPLE_START}.",
            {"start": EXAMPLE_START},
        )
    try:
        times = parse_times([options.start], "dmy")
    except (BadTime, AmbiguousOrder) as error:
        raise UsageError(
            f"--start “{options.start}” is not a time.", "Write it as 2024-05-31T14:05:00."
        ) from error
    if not times.dated:
        raise UsageError("--start needs the date too.", "Write it as 2024-05-31T14:05:00.")
    if np.isnan(times.offset_min[0]):
        return float(times.local_s[0]), False, None
    offset = int(times.offset_min[0])
    return float(times.local_s[0]) - offset * 60, True, None if times.zulu else offset
