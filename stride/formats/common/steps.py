"""Rows of steps to Intervals: plausible, resolved by device, on the right instants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from stride.errors import DataError, EmptyData
from stride.formats.common.model import Blob, ReadOptions
from stride.formats.common.words import counted, name_lines
from stride.formats.common.zones import Zone, local_to_utc, offsets_at
from stride.types import Intervals, ReadNotes, Source

if TYPE_CHECKING:
    from stride.types import F64, I16, I64

MOST_STEPS_PER_MINUTE = 250.0  # sprinters reach 280; exports above this are scaled or summed
FIRST_DAY = date(2000, 1, 1)
EPOCH = date(1970, 1, 1)
DAY_S = 86400.0
FAR_S = 1e12
BLOCK_ROWS = 1 << 17
FINE_S = 61.0  # vendors' minutes last 59 to 61 seconds
FINE_SHARE = 0.95  # of the steps stand in bins of a minute or less: grade C


@dataclass
class StepRows:
    """Rows of an export before they are judged; all arrays have length n.

    start_s, end_s: UTC seconds. offset_min: UTC offset of the row. steps: may hold fractions.
    walking_s: NaN where the vendor gives none. line: line numbers.
    """

    start_s: F64
    end_s: F64
    offset_min: I16
    steps: F64
    walking_s: F64
    line: I64

    def take(self, index: object) -> StepRows:
        """The rows of an index or mask."""
        return StepRows(*(_taken(getattr(self, name), index) for name in self.__dataclass_fields__))

    def keep(self, index: object) -> None:
        """Only the rows of an index or mask, in place: copies of all columns are as much again."""
        for name in self.__dataclass_fields__:
            column = getattr(self, name)
            kept = _taken(column, index)
            if column.flags.writeable:
                column[: len(kept)] = kept
                kept = column[: len(kept)]
            setattr(self, name, kept)

    def sort(self) -> None:
        """Put the rows in order of time, in place."""
        import numpy as np

        if (self.start_s[1:] < self.start_s[:-1]).any():
            self.keep(np.argsort(self.start_s, kind="stable"))

    def parts(self) -> Iterator[StepRows]:
        """The rows in blocks: what is worked out of millions at once takes as much again."""
        for first in range(0, len(self), BLOCK_ROWS):
            yield self.take(slice(first, first + BLOCK_ROWS))

    def __len__(self) -> int:
        return len(self.start_s)


def _taken(column: Any, index: object) -> Any:
    """Some rows of a column; one value for all rows stays one value."""
    import numpy as np

    if column.strides != (0,) or not len(column) or isinstance(index, slice):
        return column[index]
    rows = np.asarray(index)
    count = int(rows.sum()) if rows.dtype == bool else len(rows)
    return np.broadcast_to(column[0], (count,))


def step_rows(
    start_s: F64,
    length_s: F64 | float,
    offset_min: I16,
    steps: F64,
    line: I64 | None = None,
) -> StepRows:
    """Rows without a vendor's walking time."""
    import numpy as np

    count = len(start_s)
    lines = np.arange(2, count + 2) if line is None else line
    nothing = np.broadcast_to(np.nan, (count,))
    return StepRows(start_s, start_s + length_s, offset_min, steps, nothing, lines)


def local_rows(zone: Zone, local_s: F64) -> tuple[F64, I16]:
    """(UTC seconds, offsets) of wall-clock seconds in file order."""
    import numpy as np

    if not np.isfinite(local_s).all():
        local_s = np.nan_to_num(local_s, posinf=FAR_S, neginf=-FAR_S)  # left out later, by its line
    utc = local_to_utc(zone.tz, local_s)
    offset = np.empty(len(utc), np.int16)
    for first in range(0, len(utc), BLOCK_ROWS):
        part = slice(first, first + BLOCK_ROWS)
        offset[part] = (local_s[part] - utc[part]) // 60.0
    return utc, offset


def utc_rows(zone: Zone, utc_s: F64) -> tuple[F64, I16]:
    """(UTC seconds, offsets) of instants."""
    return utc_s, offsets_at(zone.tz, utc_s)


@dataclass(frozen=True)
class Origin:
    """Where rows come from: the file, what the person said, the format, the vendor's name."""

    blob: Blob
    options: ReadOptions
    format_id: str
    device: str = ""

    def source(self, zone: Zone) -> Source:
        """As the rest of stride knows it."""
        return Source(
            path=self.blob.location or self.blob.name,
            sha256="",
            size_bytes=max(self.blob.size, 0),
            format_id=self.format_id,
            device=self.options.source or self.device,
            tz=zone.tz,
            tz_rule=zone.rule,
        )


def intervals(
    origin: Origin, rows: StepRows, zone: Zone, notes: ReadNotes | None = None
) -> Intervals:
    """The judged rows, in time order, zero rows left out.

    Raises EmptyData without steps, DataError where most rows cannot be true.
    """
    import numpy as np

    notes = notes or ReadNotes()
    notes.rows = max(notes.rows, len(rows))
    if not np.isfinite(rows.steps.sum()):
        bad = np.sort(rows.line[~np.isfinite(rows.steps)])
        raise DataError(
            f"{origin.blob.name}: steps without an end ({name_lines(bad)}).", "Correct them."
        )
    if len(rows) == 0:
        if notes.rows:
            raise EmptyData(f"{origin.blob.name} holds no steps.", "There is nothing to import.")
        raise empty(origin.blob)
    rows = _plausible_times(rows, origin.options, notes)
    keep = (rows.steps > 0) | (rows.walking_s > 0)
    if not keep.any():
        raise EmptyData(f"{origin.blob.name} holds no steps.", "There is nothing to import.")
    negative = int((rows.steps < 0).sum())
    if negative:
        notes.rows_skipped += negative
        notes.warnings.append(f"Left out {counted(negative, 'row')} with a negative count.")
    # copies of millions of rows only where something changes
    rows = rows if keep.all() else rows.take(keep)
    _plausible_steps(rows, notes)
    rows.sort()
    rows = _once(rows, notes)
    fine = sum(float(p.steps[p.end_s - p.start_s <= FINE_S].sum()) for p in rows.parts())
    return Intervals(
        source=origin.source(zone),
        start_utc_s=rows.start_s,
        end_utc_s=rows.end_s,
        utc_offset_min=rows.offset_min,
        steps=rows.steps,
        walking_s=rows.walking_s,
        grade="C" if fine >= FINE_SHARE * float(rows.steps.sum()) > 0 else "D",
        notes=notes,
    )


def _once(rows: StepRows, notes: ReadNotes) -> StepRows:
    """Sorted rows without those that say the same of the same time once more.

    Where rows of one time differ as well, they are parts of a minute, and equal parts may be true.
    """
    import numpy as np

    same = np.flatnonzero(rows.start_s[1:] == rows.start_s[:-1])
    if not len(same):
        return rows
    near = np.union1d(same, same + 1)
    part = rows.take(near)
    said = np.stack([part.start_s, part.end_s, part.steps, np.nan_to_num(part.walking_s, nan=-1.0)])
    first = np.unique(said, axis=1, return_index=True)[1]
    again = np.delete(near, first)
    if not len(again) or np.unique(said[:2], axis=1).shape[1] < len(first):
        return rows
    notes.rows_skipped += len(again)
    notes.warnings.append(
        f"Left out {counted(len(again), 'row')} that stand there twice "
        f"({name_lines(np.sort(rows.line[again]))})."
    )
    return rows.take(np.delete(np.arange(len(rows)), again))


def empty(blob: Blob) -> EmptyData:
    """For a sound export without rows."""
    return EmptyData(f"{blob.name} has no rows.", "There is nothing to import.")


def _plausible_times(rows: StepRows, options: ReadOptions, notes: ReadNotes) -> StepRows:
    import numpy as np

    first = (FIRST_DAY - EPOCH).days * 86400.0
    last = ((options.today - EPOCH).days + 2) * 86400.0
    ordered = rows.end_s > rows.start_s
    inside = rows.start_s.min() >= first + DAY_S and rows.start_s.max() < last - DAY_S
    if inside and ordered.all():
        return rows
    local = rows.start_s + rows.offset_min * 60.0
    good = (local >= first) & (local < last) & ordered
    if good.all():
        return rows
    bad = np.sort(rows.line[~good])
    if not good.any():
        raise DataError(
            f"Every date lies before 2000 or after tomorrow ({name_lines(bad)}).",
            "Check the dates in the file; --date-order helps when day and month are swapped.",
        )
    notes.rows_skipped += len(bad)
    notes.warnings.append(
        f"Left out {counted(len(bad), 'row')} dated before 2000, after tomorrow or without length "
        f"({name_lines(bad)})."
    )
    return rows.take(np.flatnonzero(good))


def _plausible_steps(rows: StepRows, notes: ReadNotes) -> None:
    shortest = min(float((part.end_s - part.start_s).min()) for part in rows.parts())
    if rows.steps.max() <= MOST_STEPS_PER_MINUTE / 60.0 * shortest:
        return
    length = rows.end_s - rows.start_s
    # a burst of a few seconds is often rounded
    bad = rows.line[(rows.steps > MOST_STEPS_PER_MINUTE / 60.0 * length) & (length >= 30.0)]
    bad.sort()
    if len(bad) == 0:
        return
    if len(bad) > len(rows) / 2 and len(rows) > 10:
        notes.warnings.append(
            f"More than 250 steps a minute in {len(bad):,} of {len(rows):,} rows "
            f"({name_lines(bad)}): the numbers look scaled, or are no steps. --dry-run shows the "
            "days they would make, 'stride undo' takes them back."
        )
        return
    notes.warnings.append(
        f"More than 250 steps a minute in {counted(len(bad), 'row')} ({name_lines(bad)})."
    )
