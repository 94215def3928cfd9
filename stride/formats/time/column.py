"""Texts of times to numbers, block by block as a table comes: texts are most of an export."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stride.formats.late import np, pa
from stride.formats.texts import all_match, edges, floats, parts_of, stripped, text_bytes
from stride.formats.time.order import DateOrder, Lines, ask_order, bad_time
from stride.formats.time.parse import (
    AmbiguousOrder,
    BadTime,
    Times,
    iso_times,
    parse_times,
    serial_days,
)
from stride.formats.time.spelling import STAMP, has_date

if TYPE_CHECKING:
    from stride.types import F64, Bool


EPOCH = r"^\p{Nd}{9,19}(\.\p{Nd}+)?$"  # seconds, or thousandths and finer, since 1970
LEAST_EPOCH = 1e8  # of seconds: 1973
DIGITS, POINT = b"09", ord(".")


def read_times(texts: Any, lines: Lines, order: str | None) -> Times:
    """Texts as times in a known order of dates.

    texts: pyarrow array, chunked or not, or list of n texts. lines: their line numbers. Raises
    DataError naming the line, or asking for the order where it is needed and None.
    """
    try:
        return parse_times(texts, order)
    except BadTime as error:
        raise bad_time(error, lines[error.row]) from error
    except AmbiguousOrder as error:
        raise ask_order(str(error)) from error


def dated(texts: Any) -> Bool:
    """Which texts of a chunked column are dates, (n,); the row below a table is called Total."""
    firsts = [edges(part)[0] for _, part in parts_of(texts)]
    first = np.concatenate([np.zeros(0, np.uint8), *firsts])
    mask: Bool = (first >= DIGITS[0]) & (first <= DIGITS[-1])
    for row in np.flatnonzero(~mask).tolist():
        text = texts[row].as_py().decode()
        mask[row] = text.strip()[:1].isdigit() or has_date(text)
    return mask


@dataclass
class TimeColumn:
    """A column of times, each block read as it comes where nothing else has to be known for it.

    Other texts wait for the whole column: for the order of its dates, or as no times at all.
    order: of dates, shared by the columns of a table.
    stamps: whether numbers count from 1970, in a unit that their size tells; serial: whether they
    are days of a spreadsheet. blanks: whether an
    empty cell is no time, NaN, instead of an error. count: of rows. local_s, offset_min: as in
    ``Times``, NaN in the rows that wait; empty while all do, or while none names an offset.
    waiting: (first row, texts) of blocks.
    """

    order: DateOrder
    stamps: bool = False
    serial: bool = False
    blanks: bool = False
    count: int = 0
    local_s: array[float] = field(default_factory=lambda: array("d"))
    offset_min: array[float] = field(default_factory=lambda: array("f"))
    zulu: bool = False
    dated: bool = True
    waiting: list[tuple[int, Any]] = field(default_factory=list)

    def __len__(self) -> int:
        return self.count

    def add(self, texts: Any, lines: Any) -> None:
        """The next rows. texts: chunked column of bytes. lines: their numbers, for messages."""
        for first, part in parts_of(texts):
            times = iso_times(part)
            if times is None:
                times = self._filled(part, lines[first : first + len(part)], self._at_once)
            if times is None:
                self.waiting.append((self.count, part))
            else:
                self.zulu |= times.zulu
                self.dated &= times.dated
                _put(self.local_s, self.count, times.local_s)
                _put(self.offset_min, self.count, times.offset_min)
            self.count += len(part)

    def read(self, lines: Any) -> Times:
        """All times. lines: (n,) line numbers. Raises DataError as ``read_times`` does."""

        if not self.waiting:
            local, offset = _filled(self.local_s, len(self)), _filled(self.offset_min, len(self))
            return Times(local, offset, self.zulu, self.dated)
        late = self._filled(self.texts, lines[self.rows], self._last)
        assert late is not None
        return self.times(late)

    def _filled(self, texts: Any, lines: Any, read: Reader) -> Times | None:
        """Texts as times; those of empty cells are NaN where that is meant."""
        texts = stripped(texts)
        if not self.blanks:
            return read(texts, lines)
        written = np.concatenate([edges(part)[0] > 0 for _, part in parts_of(texts)])
        if written.all():
            return read(texts, lines)
        times = read(texts.filter(pa.array(written)), lines[written])
        if times is None:
            return None
        local, offset = np.full(len(written), np.nan), np.full(len(written), np.nan)
        local[written], offset[written] = times.local_s, times.offset_min
        return Times(local, offset, times.zulu, times.dated)

    def _at_once(self, texts: Any, lines: Any) -> Times | None:
        """Texts of one block as times, None where they have to wait."""
        if (times := self._numbers(texts)) is not None:
            return times
        for _ in range(2):  # the block may prove the order it needs
            try:
                return parse_times(texts, self.order.settled)
            except BadTime:  # said with its line when all are read
                return None
            except AmbiguousOrder:
                if self.order.settled is not None:
                    return None
                self.order.see(texts, lines)
        return None

    def _numbers(self, texts: Any) -> Times | None:
        """Texts that are numbers of a kind that the column may have, as times."""
        if self.stamps and (times := _stamps(texts)) is not None:
            return times
        if self.serial and (days := serial_days(texts)) is not None:
            # a fraction has no whole seconds
            return Times(np.round(days), np.broadcast_to(np.nan, (len(days),)), False, True)
        return None

    def _last(self, texts: Any, lines: Any) -> Times:
        """The texts that waited."""
        if (times := self._numbers(texts)) is not None:
            return times
        return read_times(texts, lines, self.order.final)

    @property
    def all_wait(self) -> bool:
        """Whether no block was read."""
        return not self.local_s

    @property
    def texts(self) -> Any:
        """The texts that wait, as a chunked column."""
        return pa.chunked_array([part for _, part in self.waiting], pa.binary())

    @property
    def rows(self) -> Any:
        """An index of the rows that wait."""
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
        return Times(local, offset, self.zulu or late.zulu, self.dated and late.dated)


Reader = Callable[[Any, Any], Times | None]


def _stamps(texts: Any) -> Times | None:
    """Numbers since 1970 as times in UTC, None where not all are such."""
    if not len(texts) or not (_plain_numbers(texts) or all_match(texts, EPOCH)):
        return None
    try:
        values = floats(texts)
    except ValueError:  # digits with two points: no number, and said with its line by who asks
        return None
    if values.min() < LEAST_EPOCH or all_match(texts, STAMP):
        return None
    values /= 10.0 ** (3 * np.floor((np.log10(values) - 8.5) / 3))
    return Times(values, np.zeros(len(values)), True, True)


def _plain_numbers(texts: Any) -> bool:
    """Whether a chunked column is of digits and points: many times faster than by a pattern."""
    for _, part in parts_of(texts):
        data, bounds = text_bytes(part)
        data = data[bounds[0] : bounds[-1]]
        if not np.all((data >= DIGITS[0]) & (data <= DIGITS[-1]) | (data == POINT)):
            return False
        if not (bounds[1:] > bounds[:-1]).all():
            return False
    return True


def _unknown(values: F64) -> bool:
    return bool(np.isnan(values).all())


def _put(grown: array[float], first: int, values: F64) -> None:
    """Values from a row on; what is not known of any row yet takes no memory."""
    if grown or not _unknown(values):
        _pad(grown, first)
        grown.frombytes(values.astype(np.dtype(grown.typecode)).tobytes())


def _pad(grown: array[float], count: int) -> None:
    """NaN up to a row."""
    grown.frombytes(np.full(count - len(grown), np.nan, grown.typecode).tobytes())


def _filled(grown: array[float], count: int) -> Any:
    """A column of all rows, as numpy sees it."""
    if not grown:
        return np.broadcast_to(np.array(np.nan, grown.typecode), (count,))
    _pad(grown, count)
    return np.frombuffer(grown, grown.typecode)
