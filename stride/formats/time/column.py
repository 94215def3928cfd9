"""Texts of times to numbers, block by block as a table comes: texts are most of an export."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stride.formats.texts import parts_of
from stride.formats.time.parse import Times, iso_times

if TYPE_CHECKING:
    from stride.types import F64


@dataclass
class TimeColumn:
    """A column of times, each block read as it comes where nothing else has to be known for it.

    Other texts wait for the whole column: for the order of its dates, or as no times at all.
    count: of rows. local_s, offset_min: as in ``Times``, NaN in the rows that wait; empty while
    all do, or while none names an offset. waiting: (first row, texts) of blocks.
    """

    count: int = 0
    local_s: array[float] = field(default_factory=lambda: array("d"))
    offset_min: array[float] = field(default_factory=lambda: array("f"))
    zulu: bool = False
    waiting: list[tuple[int, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return self.count

    def add(self, texts: Any) -> None:
        """The next rows. texts: chunked column of bytes."""
        for _, part in parts_of(texts):
            found = iso_times(part)
            if found is None:
                self.waiting.append((self.count, part))
            else:
                self.zulu |= found.zulu
                _put(self.local_s, self.count, found.local_s)
                _put(self.offset_min, self.count, found.offset_min)
            self.count += len(part)

    @property
    def all_wait(self) -> bool:
        """Whether no block was read."""
        return not self.local_s

    @property
    def texts(self) -> Any:
        """The texts that wait, as a chunked column."""
        import pyarrow as pa

        return pa.chunked_array([part for _, part in self.waiting], pa.binary())

    @property
    def rows(self) -> Any:
        """An index of the rows that wait."""
        import numpy as np

        if self.all_wait:
            return slice(None)
        places = [np.arange(first, first + len(part)) for first, part in self.waiting]
        return np.concatenate([np.zeros(0, np.int64), *places])

    def times(self, late: Times) -> Times:
        """All times. late: those of the texts that wait."""
        if self.all_wait:
            return late
        rows = self.rows
        local, offset = _filled(self.local_s, len(self)), _filled(self.offset_min, len(self))
        local[rows] = late.local_s
        if not _unknown(late.offset_min):
            offset = offset.copy()  # of one value for all rows, where no other names one
            offset[rows] = late.offset_min
        return Times(local, offset, self.zulu or late.zulu, late.dated)


def _unknown(values: F64) -> bool:
    import numpy as np

    return bool(np.isnan(values).all())


def _put(grown: array[float], first: int, values: F64) -> None:
    """Values from a row on; what is not known of any row yet takes no memory."""
    import numpy as np

    if grown or not _unknown(values):
        _pad(grown, first)
        grown.frombytes(values.astype(np.dtype(grown.typecode)).tobytes())


def _pad(grown: array[float], count: int) -> None:
    """NaN up to a row."""
    import numpy as np

    grown.frombytes(np.full(count - len(grown), np.nan, grown.typecode).tobytes())


def _filled(grown: array[float], count: int) -> Any:
    """A column of all rows, as numpy sees it."""
    import numpy as np

    if not grown:
        return np.broadcast_to(np.array(np.nan, grown.typecode), (count,))
    _pad(grown, count)
    return np.frombuffer(grown, grown.typecode)
