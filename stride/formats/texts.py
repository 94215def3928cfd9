"""Columns of texts, whatever holds them, to their bytes, in blocks."""

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from stride.formats.late import np, pa, pc

#: Rows worked on at a time: what is worked out of millions at once takes many times their memory.
BLOCK_ROWS = 1 << 15
SPACE, QUOTE, DELETE = b' "\x7f'


def parts_of(texts: Any) -> Iterator[tuple[int, Any]]:
    """(first row, pyarrow array of bytes) of each block of a column.

    texts: list, pyarrow array or chunked array of n texts, in a dictionary or not.
    """
    first = 0
    for chunk in texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]:
        for start in range(0, len(chunk), BLOCK_ROWS):
            part = chunk[start : start + BLOCK_ROWS]
            yield first + start, as_bytes(part)
        first += len(chunk)


def as_bytes(texts: Any) -> Any:
    """A column as one pyarrow array of bytes."""
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.chunk(0) if texts.num_chunks == 1 else texts.combine_chunks()
    array = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
    return array if array.type == pa.binary() else array.cast(pa.binary())


def text_bytes(column: Any) -> tuple[Any, Any]:
    """(bytes, bounds) of an array of n texts: text k lies from bounds[k] to bounds[k + 1]."""
    _, offsets, data = column.buffers()
    bounds = np.frombuffer(offsets, np.int32, len(column) + 1, column.offset * 4)
    return np.frombuffer(data or b"", np.uint8), bounds


def lengths(column: Any) -> Any:
    """The bytes of each text of an array, (n,)."""
    return np.diff(text_bytes(column)[1])


def edges(column: Any) -> tuple[Any, Any]:
    """The first and the last byte of each text of an array, 0 where it is empty."""
    data, bounds = text_bytes(column)
    if not len(data):
        return np.zeros(len(column), np.uint8), np.zeros(len(column), np.uint8)
    some = bounds[1:] > bounds[:-1]
    first = data[np.minimum(bounds[:-1], len(data) - 1)]
    last = data[np.maximum(bounds[1:] - 1, 0)]
    return np.where(some, first, 0), np.where(some, last, 0)


def printable(edge: Any) -> Any:
    """Which bytes are ASCII and no space: a text that begins and ends so has nothing to strip."""
    return (edge > SPACE) & (edge < DELETE)


def visible(column: Any) -> bool:
    """Whether an array of texts holds nothing but ASCII that is seen: nothing to strip of it."""
    data, bounds = text_bytes(column)
    data = data[bounds[0] : bounds[-1]]
    return bool(len(data) and data.min() > SPACE and data.max() < DELETE)


def stripped(texts: Any, quotes: str = '"') -> Any:
    """A chunked column without spaces, and quotes inside those, around its texts."""
    return pa.chunked_array([_stripped(part, quotes) for _, part in parts_of(texts)], pa.binary())


def _stripped(part: Any, quotes: str) -> Any:
    data, _ = text_bytes(part)
    if visible(part) and not (data == QUOTE).any():  # many times faster than edge by edge
        return part
    first, last = edges(part)
    plain = printable(first) & printable(last) & (first != QUOTE) & (last != QUOTE)
    if (plain | (first == 0)).all():
        return part
    texts = [text.decode("utf-8", "replace").strip().strip(quotes) for text in part.to_pylist()]
    return pa.array([text.encode() for text in texts], pa.binary())


def all_match(texts: Any, pattern: str) -> bool:
    """Whether every text of a chunked column fits a pattern; in it, ``\\p{Nd}`` is a digit."""

    def fits(part: Any) -> bool:
        matches = pc.match_substring_regex(part.cast(pa.string()), pattern)
        return bool(pc.all(matches, min_count=0).as_py())

    return all(fits(part[:1]) and fits(part) for _, part in parts_of(texts))


def floats(texts: Any) -> Any:
    """The numbers of a column of texts that are all numbers, with a point or a comma."""
    return np.concatenate([_floats(part) for _, part in parts_of(texts)] or [np.zeros(0)])


def _floats(part: Any) -> Any:
    pointed = pc.replace_substring(part.cast(pa.string()), ",", ".")
    try:
        return pointed.cast(pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:  # digits of other scripts
        return np.array([float(text) for text in pointed.to_pylist()])


def chunked(texts: Sequence[str]) -> Any:
    """A chunked column of some texts."""
    return pa.chunked_array([pa.array([text.encode() for text in texts], pa.binary())])


def coded(texts: Any) -> tuple[Any, list[str]]:
    """(n,) numbers of the distinct texts of a chunked column, and these, as they first came."""
    encoded = texts.dictionary_encode().combine_chunks()
    index = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return index, [text.decode("utf-8", "replace") for text in encoded.dictionary.to_pylist()]


def respelled(texts: Any, spell: Callable[[str], str]) -> Any:
    """A chunked column with each of its distinct texts written otherwise."""
    place, cells = coded(texts)
    encoded = pa.array([spell(cell.strip()).encode() for cell in cells], pa.binary())
    return pa.chunked_array([encoded.take(pa.array(place))], pa.binary())


def release_texts() -> None:
    """Give back what pyarrow keeps of columns that are gone: tens of MB, for a next table."""
    if "pyarrow" in sys.modules:
        pa.default_memory_pool().release_unused()


def joined(first: Any, second: Any) -> Any:
    """Two chunked columns side by side with a space between them."""
    space = pa.scalar(b" ", pa.binary())
    return pc.binary_join_element_wise(first, second, space)
