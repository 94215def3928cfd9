"""Large tables of times and steps to arrays, block by block, without a Python loop over rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stride.formats.common.clocks import ask_order, bad_time
from stride.formats.common.csvio import Block, blocks
from stride.formats.common.dialect import Dialect
from stride.formats.common.model import Blob, ReadOptions
from stride.formats.common.order import column_order
from stride.formats.common.times import AmbiguousOrder, BadTime, Times, parse_times
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.types import F64, I64


@dataclass
class StepTable:
    """The columns of a table, all of length n.

    Rows of nothing but zeros are left out. local_s: wall clock. offset_min: NaN where the text has
    none. zulu: all offsets are UTC. numbers, texts: by column name. line: line numbers.
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


def read_table(blob: Blob, options: ReadOptions, dialect: Dialect, wanted: Wanted) -> StepTable:
    """All rows of a table.

    Raises DataError naming the line of what is not a time or a number.
    """
    import numpy as np

    notes = ReadNotes()
    names = ("t", "o", "line", *wanted.numbers, *wanted.texts)
    found: dict[str, list[Any]] = {name: [] for name in names}
    zulu = True
    order: str | None = None
    for block in blocks(blob, dialect, wanted.kinds, notes, options):
        times = _no_times(len(block))
        if wanted.time:
            text = block.joined(wanted.time)
            try:
                times = _times(text, order, block.line)
            except AmbiguousOrder as doubt:
                order = column_order(blob, dialect, wanted.time, options, wanted.order)
                if order is None:
                    raise ask_order(str(doubt)) from doubt
                times = _times(text, order, block.line)
        zulu = zulu and times.zulu
        _keep(block, wanted, times, found)
    if not found["t"]:
        nothing = np.zeros(0)
        lines = np.zeros(0, np.int64)
        empty = dict.fromkeys(wanted.numbers, nothing)
        return StepTable(nothing, nothing, False, empty, {}, lines, notes)
    return StepTable(
        local_s=np.concatenate(found.pop("t")),
        offset_min=_joined_offsets(found.pop("o")),
        zulu=zulu,
        # popped one by one: two copies of one column at a time, not of all
        numbers={name: np.concatenate(found.pop(name)) for name in wanted.numbers},
        texts={name: _texts(found.pop(name)) for name in wanted.texts},
        line=np.concatenate(found.pop("line")),
        notes=notes,
    )


def _times(text: Any, order: str | None, first_line: int) -> Times:
    try:
        return parse_times(text, order)
    except BadTime as error:
        raise bad_time(error, first_line) from error


def _keep(block: Block, wanted: Wanted, times: Times, found: dict[str, list[Any]]) -> None:
    """Adds the rows of a block that are not all zero."""
    import numpy as np
    import pyarrow as pa

    values = {name: np.nan_to_num(block.numbers(name)) for name in wanted.numbers}
    some = np.flatnonzero(np.any([value != 0 for value in values.values()], axis=0))
    found["t"].append(times.local_s[some])
    found["o"].append(_offsets(times.offset_min[some]))
    found["line"].append((block.line + some).astype(np.int32))
    for name in wanted.numbers:
        found[name].append(values[name][some])
    for name in wanted.texts:
        found[name].append(block.columns[name].take(pa.array(some)))


def _offsets(offset_min: F64) -> Any:
    """Offsets of a block, or their number when there are none: most exports have none."""
    import numpy as np

    return len(offset_min) if np.isnan(offset_min).all() else offset_min.astype(np.float32)


def _joined_offsets(parts: list[Any]) -> Any:
    import numpy as np

    if all(isinstance(part, int) for part in parts):
        return np.broadcast_to(np.float32(np.nan), (sum(parts),))
    filled = [np.full(p, np.nan, np.float32) if isinstance(p, int) else p for p in parts]
    return np.concatenate(filled)


def _no_times(count: int) -> Times:
    """Times of a table that has none: the line number tells them."""
    import numpy as np

    return Times(np.zeros(count), np.full(count, np.nan), False, False)


def _texts(arrays: list[Any]) -> Any:
    """Texts as numpy codes would be nicer; the few columns needed have few distinct values."""
    import pyarrow as pa

    encoded = pa.chunked_array(arrays).combine_chunks().cast(pa.binary()).dictionary_encode()
    names = [value.decode("utf-8", "replace").strip() for value in encoded.dictionary.to_pylist()]
    return Codes(encoded.indices.to_numpy(zero_copy_only=False), names)


@dataclass
class Codes:
    """A column of texts. index: (n,) into names."""

    index: Any
    names: list[str]
