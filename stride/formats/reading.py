"""An item to what it holds, read by its format and held against itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from stride.errors import DataError, EmptyData, StrideError
from stride.formats.advice import unread, worth_asking
from stride.formats.audit import audited
from stride.formats.find.blob import Blob
from stride.formats.items import Item, Part, rank_of
from stride.formats.layout.base import Layout
from stride.formats.options import Question, ReadOptions
from stride.formats.registry import check_columns
from stride.formats.steps.files import merged
from stride.formats.texts import release_texts
from stride.formats.time.order import ask_order
from stride.formats.time.parse import AmbiguousOrder, BadTime
from stride.types import Chunk, Intervals, Recording

MOST_NAMED = 20  # parts of an export whose unread columns are looked for


def read(item: Item, options: ReadOptions) -> Recording | Intervals:
    """What an item holds.

    Raises the item's own error, DataError for content that cannot be used, EmptyData for a sound
    export with nothing in it.
    """
    if item.error is not None:
        raise item.error
    results: list[tuple[Blob, Layout, Recording | Intervals]] = []
    failures: list[tuple[Blob, StrideError]] = []
    blobs: list[Blob] = []
    for taken, members in _logs(item.parts):
        blob = members[0]
        blobs += members if len(item.parts) <= MOST_NAMED else ()
        try:
            result = _result(taken, members, options)
            release_texts()
            results.append((blob, taken, _named(result, taken, blob)))
        except DataError as error:
            failures.append((blob, _naming(error, taken, blob)))
    refused = [(blob, error) for blob, error in failures if not isinstance(error, EmptyData)]
    if not results:
        raise (refused or failures)[0][1]
    result = results[0][2]
    if len(results) > 1:
        result = merged([(rank_of((blob, taken)), each) for blob, taken, each in results])
    result = _of_item(result, item)
    result.notes.refused += [(blob.name, error.message, error.hint) for blob, error in refused]
    result.notes.columns_unread = _unread(blobs)
    return audited(result) if isinstance(result, Intervals) else result


def _of_item(result: Recording | Intervals, item: Item) -> Recording | Intervals:
    """What was read, with the item as its source, and tables beside the vendor's said."""
    beside = [part.blob.name for part in item.parts if part.layout.generic and not part.layout.raw]
    if beside and len(beside) < len(item.parts):
        result.notes.warnings.append(
            f"Beside the vendor's files another table of steps ({beside[0]}): of days that both "
            "have, the vendor's count."
        )
    source = replace(
        result.source,
        sha256=item.sha256,
        size_bytes=item.size_bytes,
        format_id=item.format_id or result.source.format_id,
        worn_at=next(p.layout.worn_at for p in item.parts if p.layout.id == item.format_id),
    )
    return replace(result, source=source)


def _unread(blobs: Sequence[Blob]) -> tuple[str, ...] | None:
    """The columns of numbers that no file was read for, None where nobody knows."""
    tables = [blob for blob in blobs if blob.columns_read]
    if not tables:
        return None
    return tuple(dict.fromkeys(name for blob in tables for name in unread(blob)))


def _logs(parts: Sequence[Part]) -> Iterator[tuple[Layout, list[Blob]]]:
    """What is read at once: a file, or all the files that are pieces of one log.

    As copies, whose heads go again: an export has thousands of files.
    """
    logs: dict[str, tuple[Layout, list[Blob]]] = {}
    for place, (blob, layout) in enumerate(parts):
        key = layout.id if layout.read_all is not None else str(place)
        logs.setdefault(key, (layout, []))[1].append(replace(blob))
    yield from logs.values()


def _result(taken: Layout, members: Sequence[Blob], options: ReadOptions) -> Recording | Intervals:
    """What a format reads; a time that it did not expect is said like any other.

    One that the person named is asked first whether its columns are there.
    """
    if options.format_id:
        for member in members:
            check_columns(taken, member.head, member.name)
    try:
        if taken.read_all is not None:
            return taken.read_all(members, options)
        return taken.read(members[0], options)
    except Question as question:
        raise worth_asking(question, taken, members[0], options) from question
    except AmbiguousOrder as error:
        raise worth_asking(ask_order(str(error)), taken, members[0], options) from error
    except BadTime as error:
        raise DataError(
            f"“{error.text}” is not a date and time stride can read.",
            "Correct or remove that line, or import the file as it was exported.",
        ) from error


def _named(content: Recording | Intervals, taken: Layout, blob: Blob) -> Recording | Intervals:
    """What was read; of a recording with refusals that name the format too."""
    if isinstance(content, Intervals):
        return content

    def named(chunks: Callable[[], Iterator[Chunk]]) -> Callable[[], Iterator[Chunk]]:
        def again() -> Iterator[Chunk]:
            try:
                yield from chunks()
            except DataError as error:
                raise _naming(error, taken, blob) from error

        return again

    slow = content.sorted_chunks and named(content.sorted_chunks)
    return replace(content, chunks=named(content.chunks), sorted_chunks=slow)


def _naming(error: DataError, taken: Layout, blob: Blob) -> StrideError:
    """The error with the file and the format it was taken for."""
    message = error.message if blob.name in error.message else f"{blob.name}: {error.message}"
    if not isinstance(error, EmptyData):
        message += f" (Taken for {taken.id}: {taken.title}.)"
    return type(error)(message, error.hint)
