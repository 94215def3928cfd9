"""Large tables of times and steps to arrays, block by block, without a Python loop over rows."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stride.formats.find.blob import Blob
from stride.formats.options import ReadOptions
from stride.formats.table.csvio import Block, blocks, check_rows
from stride.formats.table.dates import column_order
from stride.formats.table.dialect import Dialect
from stride.formats.texts import release_texts
from stride.formats.time.clock import ask_order, bad_time
from stride.formats.time.parse import AmbiguousOrder, BadTime, Times, parse_times
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.types import F64, I64


@dataclass
class StepTable:
    """The columns of a table, all of length n.

    Rows of nothing but zeros are left out. local_s: wall clock. offset_min: NaN where the text has
    none. zulu: some are a plain Z. numbers, texts: by column name. line: line numbers.
    """

    local_s: F64
    offset_min: F64
    zulu: bool
    numbers: dict[str, F64]
    texts: dict[str, Any]
    line: I64
    notes: ReadNotes = field(default_factory=ReadNotes)

    def __len__(self) -> int:
        return len(self.local_s)


@dataclass
class Codes:
    """A column of texts. index: (n,) into names."""

    index: Any
    names: list[str]


@dataclass(frozen=True)
class Wanted:
    """The columns to read.

    time: of the time, or of date and time, or none. numbers, texts: further columns. order: of
    dates, where the format knows it; what the dates prove goes before.
    """

    time: tuple[str, ...]
    numbers: tuple[str, ...]
    texts: tuple[str, ...] = ()
    order: str | None = None

    @property
    def kinds(self) -> dict[str, str]:
        """What each column is read as."""
        return dict.fromkeys((*self.time, *self.texts), "text") | dict.fromkeys(self.numbers, "f8")


@dataclass
class _Found:
    """The rows so far, in arrays that grow in place: years of minutes are not copied about.

    blank: rows before the first offset. codes: of texts, with the number of each.
    """

    local_s: array[float] = field(default_factory=lambda: array("d"))
    offset_min: array[float] = field(default_factory=lambda: array("f"))
    blank: int = 0
    line: array[int] = field(default_factory=lambda: array("i"))
    numbers: dict[str, array[float]] = field(default_factory=dict)
    codes: dict[str, tuple[array[int], dict[bytes, int]]] = field(default_factory=dict)

    def add(self, block: Block, wanted: Wanted, times: Times) -> None:
        """The rows of a block that are not all zero."""
        import numpy as np
        import pyarrow as pa

        values = {name: np.nan_to_num(block.numbers(name)) for name in wanted.numbers}
        some = np.flatnonzero(np.any([value != 0 for value in values.values()], axis=0))
        self.local_s.frombytes(times.local_s[some].tobytes())
        self._add_offsets(times.offset_min[some])
        self.line.frombytes((block.line + some).astype(np.int32).tobytes())
        for name, column in values.items():
            self.numbers.setdefault(name, array("d")).frombytes(column[some].tobytes())
        for name in wanted.texts:
            self._add_texts(name, block.columns[name].take(pa.array(some)))

    def _add_offsets(self, offset_min: F64) -> None:
        """Offsets of a block; while there are none they are counted: most exports have none."""
        import numpy as np

        if not self.offset_min and np.isnan(offset_min).all():
            self.blank += len(offset_min)
            return
        before = np.full(0 if self.offset_min else self.blank, np.nan)
        joined = np.concatenate([before, offset_min]).astype(np.float32)
        self.offset_min.frombytes(joined.tobytes())

    def _add_texts(self, name: str, column: Any) -> None:
        """A column of texts as numbers: the few columns needed have few distinct values."""
        import numpy as np

        codes, known = self.codes.setdefault(name, (array("i"), {}))
        encoded = column.dictionary_encode()
        number_of = [known.setdefault(t, len(known)) for t in encoded.dictionary.to_pylist()]
        index = encoded.indices.to_numpy(zero_copy_only=False)
        codes.frombytes(np.array(number_of, np.int32)[index].tobytes())

    def table(self, wanted: Wanted, zulu: bool, notes: ReadNotes) -> StepTable:
        """All of it, as numpy sees it."""
        import numpy as np

        offset: Any = np.broadcast_to(np.float32(np.nan), (self.blank,))
        texts = {
            name: Codes(_seen(codes), [t.decode("utf-8", "replace").strip() for t in known])
            for name, (codes, known) in self.codes.items()
        }
        return StepTable(
            local_s=_seen(self.local_s),
            offset_min=_seen(self.offset_min) if self.offset_min else offset,
            zulu=zulu,
            numbers={name: _seen(self.numbers.get(name, array("d"))) for name in wanted.numbers},
            texts=texts,
            line=_seen(self.line),
            notes=notes,
        )


def _seen(values: array[Any]) -> Any:
    import numpy as np

    return np.frombuffer(values, values.typecode) if values else np.zeros(0, values.typecode)


def read_table(blob: Blob, options: ReadOptions, dialect: Dialect, wanted: Wanted) -> StepTable:
    """All rows of a table.

    Raises DataError naming the line of what is not a time or a number.
    """
    notes, found = ReadNotes(), _Found()
    zulu, count = False, 0
    order: str | None = None
    for block in blocks(blob, dialect, wanted.kinds, notes, options):
        times = _no_times(len(block))
        if wanted.time:
            text = block.joined(wanted.time)
            try:
                times = _times(text, order, block)
            except AmbiguousOrder as doubt:
                order = column_order(blob, dialect, wanted.time, options, wanted.order)
                if order is None:
                    raise ask_order(str(doubt)) from doubt
                times = _times(text, order, block)
        zulu = zulu or times.zulu
        count += len(block)
        check_rows(count, blob.name)
        found.add(block, wanted, times)
    release_texts()
    return found.table(wanted, zulu, notes)


def _times(text: Any, order: str | None, block: Block) -> Times:
    try:
        return parse_times(text, order)
    except BadTime as error:
        raise bad_time(error, block.lines[error.row]) from error


def _no_times(count: int) -> Times:
    """Times of a table that has none: the line number tells them."""
    import numpy as np

    return Times(np.zeros(count), np.full(count, np.nan), False, False)
