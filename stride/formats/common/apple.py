"""Apple Health's step records, from XML or CSV, to intervals without doubles."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stride.errors import EmptyData, UsageError
from stride.formats.common.clocks import ask_order, bad_time
from stride.formats.common.overlap import one_source_a_cluster, without_repeats
from stride.formats.common.steps import Origin, StepRows, intervals
from stride.formats.common.times import AmbiguousOrder, BadTime, parse_times
from stride.formats.common.words import counted
from stride.formats.common.zones import Zone, choose_zone, offset_text, offsets_at
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.common.model import Blob, ReadOptions
    from stride.types import F64, I16, Intervals

BATCH = 20_000  # texts are turned into numbers in batches, so that memory stays flat


@dataclass
class Records:
    """Step records as they come in: texts in a batch, numbers kept.

    order: of dates, where it is known. stays: times for which the export names the zone the person
    was in, as the source.
    """

    source: dict[str, int] = field(default_factory=dict)
    start_s: array[float] = field(default_factory=lambda: array("d"))
    end_s: array[float] = field(default_factory=lambda: array("d"))
    offset_min: array[int] = field(default_factory=lambda: array("h"))
    steps: array[float] = field(default_factory=lambda: array("d"))
    kind: array[int] = field(default_factory=lambda: array("i"))
    line: array[int] = field(default_factory=lambda: array("i"))
    zulu: bool = True
    order: str | None = None
    stays: Records | None = None
    _starts: list[str] = field(default_factory=list)
    _ends: list[str] = field(default_factory=list)

    def add(self, source: str, start: str, end: str, steps: float, line: int) -> None:
        """One more record."""
        self._starts.append(start)
        self._ends.append(end)
        self.steps.append(steps)
        self.kind.append(self.source.setdefault(source, len(self.source)))
        self.line.append(line)
        if len(self._starts) >= BATCH:
            self.settle()

    def settle(self) -> None:
        """Turns the texts of the batch into numbers.

        Raises DataError for a text that is no time.
        """
        import numpy as np

        if not self._starts:
            return
        first = len(self.start_s)
        try:
            start = parse_times(self._starts, self.order)
            end = parse_times(self._ends, self.order)
        except BadTime as error:
            raise bad_time(BadTime(0, error.text), self.line[first + error.row]) from error
        except AmbiguousOrder as error:
            raise ask_order(str(error)) from error
        self.zulu = self.zulu and start.zulu
        offset = np.nan_to_num(start.offset_min, nan=-9999)
        shift = np.where(offset == -9999, 0, offset) * 60
        self.start_s.frombytes((start.local_s - shift).tobytes())
        end_shift = np.nan_to_num(end.offset_min) * 60
        self.end_s.frombytes((end.local_s - end_shift).tobytes())
        self.offset_min.frombytes(offset.astype(np.int16).tobytes())
        self._starts, self._ends = [], []


def to_intervals(
    blob: Blob, options: ReadOptions, format_id: str, records: Records, utc_writer: bool
) -> Intervals:
    """The records without repeats, each walk from one of the devices that saw it.

    utc_writer: the program writes UTC whatever the person's zone, so +0000 says nothing.
    """
    import numpy as np

    records.settle()
    if not records.start_s:
        raise EmptyData(f"{blob.name} holds no steps.", "There is nothing to import.")
    # the numbers stay where they are: a large export has millions of records
    start, end = np.frombuffer(records.start_s), np.frombuffer(records.end_s)
    offset = np.frombuffer(records.offset_min, np.int16)
    notes = ReadNotes(rows=len(start))
    zone = Zone(offset_text(int(offset[-1])), "row")
    if (offset == -9999).any() or ((offset == 0).all() and (utc_writer or records.zulu)):
        zone = choose_zone(options)
        if (offset == -9999).any():
            from stride.formats.common.zones import local_to_utc

            naive = offset == -9999
            start, end = start.copy(), end.copy()
            start[naive] = local_to_utc(zone.tz, start[naive])
            end[naive] = local_to_utc(zone.tz, end[naive])
        offset = offsets_at(zone.tz, start)
    offset = _where_the_person_was(start, offset, records.stays, notes)
    end = np.maximum(end, start + 1.0)  # a record of no length is a burst
    rows = StepRows(
        start_s=start,
        end_s=end,
        offset_min=offset,
        steps=np.frombuffer(records.steps),
        walking_s=np.full(len(start), np.nan),
        line=np.frombuffer(records.line, np.int32),
    )
    rows, kind, repeats = without_repeats(rows, np.frombuffer(records.kind, np.int32))
    if repeats:
        notes.rows_skipped += repeats
        notes.warnings.append(f"Left out {counted(repeats, 'record')} in the file twice.")
    kept = one_source_a_cluster(rows, kind)
    if len(kept) < len(rows):
        names = ", ".join(clean_name(name) for name in list(records.source)[:4])
        notes.warnings.append(
            f"Left out {counted(len(rows) - len(kept), 'record')} of one device for an overlap "
            f"with another ({names}); each walk is taken from the one that counted more."
        )
    return intervals(Origin(blob, options, format_id, "Apple Health"), kept, zone, notes)


def _where_the_person_was(start: F64, offset: I16, stays: Records | None, notes: ReadNotes) -> I16:
    """The offsets of records, those within a stay by its zone and not by the day of export."""
    import numpy as np

    if stays is None:
        return offset
    stays.settle()
    begin, end = np.frombuffer(stays.start_s), np.frombuffer(stays.end_s)
    kind, order = np.frombuffer(stays.kind, np.int32), np.argsort(begin, kind="stable")
    place = np.searchsorted(begin[order], start, side="right") - 1
    stay = order[np.maximum(place, 0)]
    inside = (place >= 0) & ((start < end[stay]) | (start == begin[stay]))
    known, offset = 0, offset.copy()
    for name, number in stays.source.items():
        rows = np.flatnonzero(inside & (kind[stay] == number))
        try:
            offset[rows] = offsets_at(name, start[rows])
        except UsageError:  # a zone that no computer knows
            continue
        known += len(rows)
    if known:
        notes.warnings.append(
            f"The day of {counted(known, 'record')} follows the zone written beside it."
        )
    return offset


def clean_name(name: str) -> str:
    """A device name with plain spaces."""
    return re.sub("[\\s\u00a0\u202f]+", " ", name).strip() or "unnamed"
