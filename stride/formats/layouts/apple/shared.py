"""Apple Health's step records, from XML or CSV, to intervals without doubles."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from stride.errors import UsageError
from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.samples.spool import Spool
from stride.formats.steps.choice import Choice
from stride.formats.steps.devices import one_source_a_cluster, without_repeats
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import StepRows
from stride.formats.time.column import read_times
from stride.formats.time.zones import Zone, choose_zone, local_to_utc, offsets_at, row_zone
from stride.formats.words import counted
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.types import F64, I16, I64, Intervals

BATCH = 20_000  # texts are turned into numbers in batches, so that memory stays flat
#: What is kept of a record, and how.
KEPT = {"start_s": "d", "end_s": "d", "offset_min": "h", "steps": "d", "line": "i"}


FIELDS = [
    ("start_s", "f8"),
    ("end_s", "f8"),
    ("steps", "f8"),
    ("kind", "i4"),
    ("line", "i4"),
    ("offset_min", "i2"),
]
NAIVE = -9999  # the offset of a time without one


@dataclass
class Records:
    """Step records as they come in: texts in a batch, numbers in a scratch file.

    source: the number of each device. order: of dates, where it is known. naive, all_utc, zulu:
    whether some times have no offset, all of them +0000, all of them a plain Z.
    last_offset_min: of the last record. stays: times for which the export names the zone the
    person was in, as the source.
    """

    source: dict[str, int] = field(default_factory=dict)
    order: str | None = None
    naive: bool = False
    all_utc: bool = True
    zulu: bool = True
    last_offset_min: int = 0
    stays: Records | None = None
    spool: Spool = field(default_factory=lambda: Spool(FIELDS, "start_s"))
    _batch: list[tuple[str, str, float, int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.spool) + len(self._batch)

    def add(self, source: str, start: str, end: str, steps: float, line: int) -> None:
        """One more record."""
        kind = self.source.setdefault(source, len(self.source))
        self._batch.append((start, end, steps, kind, line))
        if len(self._batch) >= BATCH:
            self.settle()

    def settle(self) -> None:
        """Turns the texts of the batch into numbers.

        Raises DataError for a text that is no time.
        """
        if self._batch:
            starts, ends, steps, kinds, lines = zip(*self._batch, strict=True)
            self._batch = []
            self.add_columns((starts, ends), steps, kinds, lines)

    def add_columns(self, spans: tuple[Any, Any], steps: Any, kinds: Any, lines: Any) -> None:
        """Further records. spans: starts and ends, columns of n texts. kinds: of ``source``.

        Raises DataError for a text that is no time.
        """
        start, end = (read_times(texts, lines, self.order) for texts in spans)
        offset = np.nan_to_num(start.offset_min, nan=NAIVE)
        self.naive = self.naive or bool((offset == NAIVE).any())
        self.all_utc = self.all_utc and not offset.any()
        self.zulu = self.zulu and start.zulu
        self.last_offset_min = int(offset[-1])
        self.spool.add(
            start_s=start.local_s - np.nan_to_num(start.offset_min) * 60,
            end_s=end.local_s - np.nan_to_num(end.offset_min) * 60,
            steps=steps,
            kind=kinds,
            line=lines,
            offset_min=offset,
        )

    def blocks(self) -> Iterator[Any]:
        """All records, the earliest days first, as structured arrays of FIELDS.

        One array in the order of the file where times have no offset: which of the two hours at
        the end of summer time is meant shows in that order only.
        """
        self.settle()
        if self.naive:
            yield self.spool.whole()
        else:
            yield from self.spool.in_order()


def to_intervals(origin: Origin, records: Records, utc_writer: bool) -> Intervals:
    """The records without repeats, each walk from one of the devices that saw it.

    utc_writer: the program writes UTC whatever the person's zone, so +0000 says nothing.
    """
    options = origin.options
    records.settle()
    if not len(records):
        raise empty(origin.blob, "holds no steps")
    notes = ReadNotes(rows=len(records))
    zone, by_row = row_zone(records.last_offset_min), True
    if records.naive or (records.all_utc and (utc_writer or records.zulu)):
        zone, by_row = choose_zone(options), False
    choice = Choice.of(options)
    walks = _Walks(zone, by_row, _Stays(records.stays), (choice, list(records.source)))
    for block in records.blocks():
        walks.add(block)
    rows = walks.rows()
    choice.note(notes)
    if followed := walks.stays.followed:
        notes.warnings.append(
            f"The day of {counted(followed, 'record')} follows the zone written beside it."
        )
    if walks.repeats:
        notes.rows_skipped += walks.repeats
        notes.warnings.append(f"Left out {counted(walks.repeats, 'record')} in the file twice.")
    if walks.overlapping:
        names = ", ".join(clean_name(name) for name in list(records.source)[:4])
        notes.warnings.append(
            f"Left out {counted(walks.overlapping, 'record')} of one device for an overlap "
            f"with another ({names}); each walk is taken from the one that counted more."
        )
    most = choice.chosen_steps
    device = max(most, key=lambda name: most[name], default="Apple Health")
    return intervals(replace(origin, device=device), rows, zone, notes, spans=True)


class _Walks:
    """The records to keep, of blocks in order of time.

    repeats: how many were in the file twice. overlapping: how many another device stands for.
    """

    def __init__(
        self, zone: Zone, by_row: bool, stays: _Stays, choice: tuple[Choice, list[str]]
    ) -> None:
        self.zone, self.by_row, self.stays, self.choice = zone, by_row, stays, choice
        self.repeats = self.overlapping = 0
        # 30 bytes a record: a large export has millions of them
        self._columns = {name: array(code) for name, code in KEPT.items()}
        self._open: tuple[StepRows, I64] | None = None

    def add(self, block: Any) -> None:
        """The records of further days. Those that later ones may overlap have to wait."""
        rows = self._rows(block)
        kind, repeats = without_repeats(rows, block["kind"].astype(np.int64))
        self.repeats += repeats
        if self._open is not None:
            before, kinds = self._open
            rows, kind = _joined(before, rows), np.concatenate([kinds, kind])
        waits = rows.start_s >= _last_cluster(rows)
        self._open = rows.take(waits), kind[waits]
        self._keep(rows.take(~waits), kind[~waits])

    def rows(self) -> StepRows:
        """All that is kept, in order of time."""
        if self._open is not None:
            self._keep(*self._open)
            self._open = None
        columns = {name: np.frombuffer(a, a.typecode) for name, a in self._columns.items()}
        return StepRows(**columns, walking_s=np.broadcast_to(np.nan, (len(columns["line"]),)))

    def _rows(self, block: Any) -> StepRows:
        start, end, offset = (block[name].copy() for name in ("start_s", "end_s", "offset_min"))
        if not self.by_row:
            naive = offset == NAIVE
            start[naive] = local_to_utc(self.zone.tz, start[naive])
            end[naive] = local_to_utc(self.zone.tz, end[naive])
            offset = offsets_at(self.zone.tz, start)
        return StepRows(
            start_s=start,
            end_s=np.maximum(end, start + 1.0),  # a record of no length is a burst
            offset_min=self.stays.follow(start, offset),
            steps=block["steps"].copy(),
            walking_s=np.broadcast_to(np.nan, (len(start),)),
            line=block["line"].copy(),
        )

    def _keep(self, rows: StepRows, kind: I64) -> None:
        choice, names = self.choice
        if len(rows):
            kind = choice.apply(rows, kind, [clean_name(name) for name in names])
            self.overlapping += one_source_a_cluster(rows, kind)
        rows = rows.take(np.argsort(rows.start_s, kind="stable"))
        for name, column in self._columns.items():
            column.frombytes(getattr(rows, name).tobytes())


def _joined(first: StepRows, second: StepRows) -> StepRows:
    names = StepRows.__dataclass_fields__
    return StepRows(*(np.concatenate([getattr(first, n), getattr(second, n)]) for n in names))


def _last_cluster(rows: StepRows) -> float:
    """Where the last group of overlapping rows begins."""
    order = np.lexsort((rows.end_s, rows.start_s))
    start, reach = rows.start_s[order], np.maximum.accumulate(rows.end_s[order])
    fresh = np.concatenate([[True], start[1:] >= reach[:-1]])
    return float(start[np.flatnonzero(fresh)[-1]])


class _Stays:
    """Where the person was, by the zones that the export names. followed: records it told of."""

    def __init__(self, records: Records | None) -> None:
        self.followed = 0
        self._zones: dict[str, int] = {}
        if records is not None:
            records.settle()
            rows = records.spool.whole()
            rows = rows[np.argsort(rows["start_s"], kind="stable")]
            names = ("start_s", "end_s", "kind")
            self._begin, self._end, self._kind = (rows[name].copy() for name in names)
            self._zones = records.source

    def follow(self, start: F64, offset: I16) -> I16:
        """The offsets of records, those within a stay by its zone, not by the day of export."""
        if not self._zones:
            return offset
        place = np.searchsorted(self._begin, start, side="right") - 1
        stay = np.maximum(place, 0)
        inside = (place >= 0) & ((start < self._end[stay]) | (start == self._begin[stay]))
        offset = offset.copy()
        for name, number in self._zones.items():
            rows = np.flatnonzero(inside & (self._kind[stay] == number))
            try:
                offset[rows] = offsets_at(name, start[rows])
            except UsageError:  # a zone that no computer knows
                continue
            self.followed += len(rows)
        return offset


def clean_name(name: str) -> str:
    """A device name with plain spaces."""
    return re.sub("[\\s\u00a0\u202f]+", " ", name).strip() or "unnamed"
