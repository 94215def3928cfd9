"""Records of any number, kept in a scratch file and given back in order of time, day by day.

An export may hold millions of them in any order; only those of some days lie in memory at once.
"""

import tempfile
import weakref
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from stride.formats.late import np

DAY_S = 86400.0
#: Below this the scratch file is memory.
IN_MEMORY_BYTES = 4 << 20
#: Records given back at a time, or those of a day if they are more.
BLOCK_RECORDS = 1 << 16


class Spool:
    """Records as rows of a structured array, of which one field is the time.

    fields: (name, numpy type) of each. time: the field of seconds that orders them. day_s: how
    much of it is kept together.
    """

    def __init__(self, fields: list[tuple[str, str]], time: str, day_s: float = DAY_S) -> None:
        self._fields, self._time, self._day_s = fields, time, day_s
        self._days: Counter[int] = Counter()
        self._file = _scratch(self)

    def __len__(self) -> int:
        return self._days.total()

    def add(self, **columns: Any) -> None:
        """Further records, (n,) of each field."""
        rows = np.empty(len(columns[self._time]), self._fields)
        for name, column in columns.items():
            rows[name] = column
        days, counts = np.unique(self._day(rows), return_counts=True)
        self._days.update(dict(zip(days.tolist(), counts.tolist(), strict=True)))
        self._file.write(rows.tobytes())

    def _day(self, rows: Any) -> Any:
        return np.floor(rows[self._time] / self._day_s).astype(np.int64)

    def whole(self) -> Any:
        """All records in one array, in the order they came in."""
        return self._read(self._file, 0, len(self))

    def in_order(self) -> Iterator[Any]:
        """All records in blocks of whole days, the earliest first; within one as they came in."""
        firsts, counts = self._blocks()
        if len(firsts) < 2:
            yield self.whole()
            return
        # memory is no place for it: it begins to be written anywhere
        sorted_file = _scratch(self, self._width() * len(self))
        self._sort_into(sorted_file, firsts, counts)
        start = 0
        for count in counts:
            yield self._read(sorted_file, start, count)
            start += count

    def _blocks(self) -> tuple[list[int], list[int]]:
        """The first day of each block, and its number of records."""
        firsts: list[int] = []
        counts: list[int] = []
        for day, count in sorted(self._days.items()):
            if counts and counts[-1] + count <= BLOCK_RECORDS:
                counts[-1] += count
            else:
                firsts.append(day)
                counts.append(count)
        return firsts, counts

    def _sort_into(self, target: IO[bytes], firsts: list[int], counts: list[int]) -> None:
        """Write each record into the place of its block, which is known beforehand."""
        free = np.cumsum([0, *counts[:-1]])
        for start in range(0, len(self), BLOCK_RECORDS):
            rows = self._read(self._file, start, min(BLOCK_RECORDS, len(self) - start))
            block = np.searchsorted(firsts, self._day(rows), side="right") - 1
            for number in np.unique(block).tolist():
                some = rows[block == number]
                target.seek(int(free[number]) * rows.itemsize)
                target.write(some.tobytes())
                free[number] += len(some)

    def _width(self) -> int:
        """Bytes of a record."""
        return np.dtype(self._fields).itemsize

    def _read(self, file: IO[bytes], start: int, count: int) -> Any:
        width = self._width()
        file.seek(start * width)
        rows = np.frombuffer(file.read(count * width), self._fields)
        file.seek(0, 2)
        return rows


def _scratch(owner: object, expected_bytes: int = 0) -> IO[bytes]:
    """A file without a name that goes with its owner."""
    file = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 closed with its owner
    if expected_bytes > IN_MEMORY_BYTES:
        file.rollover()
    weakref.finalize(owner, file.close)
    return file
