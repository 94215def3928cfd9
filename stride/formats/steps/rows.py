"""Rows of steps, their columns side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stride.formats.late import np

if TYPE_CHECKING:
    from stride.types import F64, I16, I64

DAY_S = 86400.0
BLOCK_ROWS = 1 << 17


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
        return StepRows(*(taken(getattr(self, name), index) for name in self.__dataclass_fields__))

    def keep(self, index: object) -> None:
        """Only the rows of an index or mask, in place: copies would stand beside the columns that
        whoever made the rows still holds.
        """
        for name in self.__dataclass_fields__:
            column = getattr(self, name)
            rest = taken(column, index)
            if column.flags.writeable and 2 * len(rest) > len(column):  # a copy of few is small
                column[: len(rest)] = rest
                rest = column[: len(rest)]
            setattr(self, name, rest)

    def sort(self) -> None:
        """Put the rows in order of time, in place."""
        if (self.start_s[1:] < self.start_s[:-1]).any():
            self.keep(np.argsort(self.start_s, kind="stable"))

    def parts(self) -> Iterator[StepRows]:
        """The rows in blocks: what is worked out of millions at once takes as much again."""
        for first in range(0, len(self), BLOCK_ROWS):
            yield self.take(slice(first, first + BLOCK_ROWS))

    def __len__(self) -> int:
        return len(self.start_s)


def taken(column: Any, index: object) -> Any:
    """Some rows of a column; one value for all rows stays one value."""
    if column.strides != (0,) or not len(column) or isinstance(index, slice):
        return column[index]
    rows = np.asarray(index)
    count = int(rows.sum()) if rows.dtype == bool else len(rows)
    return np.broadcast_to(column[0], (count,))


def step_rows(
    start_s: F64, end_s: F64, offset_min: I16, steps: F64, line: I64 | None = None
) -> StepRows:
    """Rows without a vendor's walking time."""
    count = len(start_s)
    lines = np.arange(2, count + 2) if line is None else line
    nothing = np.broadcast_to(np.nan, (count,))
    return StepRows(start_s, end_s, offset_min, steps, nothing, lines)


def local_days(start_s: F64, offset_min: I16) -> I64:
    """The local day of each instant, (n,) days since the epoch."""
    local = start_s + offset_min * 60.0
    local //= DAY_S
    return local.astype(np.int64)
