"""An item to what it holds, read by its format and held against itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from stride.errors import DataError, EmptyData, StrideError
from stride.formats.advice import unread, worth_asking
from stride.formats.audit import audited
from stride.formats.find.blob import Blob
from stride.formats.items import Item, Part, rank_of
from stride.formats.layout.base import AnyLayout
from stride.formats.options import Question, ReadOptions
from stride.formats.registry import (
    check_columns,
    find_format,
    is_any_table,
)
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
    results: list[tuple[int, Recording | Intervals]] = []
    failures: list[tuple[Blob, StrideError]] = []
    for taken, blobs_of_one in _logs(item.parts):
        blob = blobs_of_one[0]
        try:
            result = _result(taken, blobs_of_one, options)
            release_texts()
        except DataError as error:
            failures.append((blob, _naming(error, taken, blob)))
            continue
        if isinstance(result, Recording):
            result = _named(result, taken, blob)
        results.append((rank_of((blob, taken)), result))
    refused = [(blob, error) for blob, error in failures if not isinstance(error, EmptyData)]
    if not results:
        raise (refused or failures)[0][1]
    result = merged(results) if len(results) > 1 else results[0][1]
    beside = [part.blob.name for part in item.parts if is_any_table(find_format(part.format_id))]
    if beside and len(beside) < len(item.parts):
        result.notes.warnings.append(
            f"Beside the vendor's files another table of steps ({beside[0]}): of days that both "
            "have, the vendor's count."
        )
    result.notes.refused += [(blob.name, error.message, error.hint) for blob, error in refused]
    source = replace(
        result.source,
        sha256=item.sha256,
        size_bytes=item.size_bytes,
        format_id=item.format_id or result.source.format_id,
        worn_at=find_format(item.format_id or result.source.format_id).worn_at,
    )
    result = replace(result, source=source)
    result.notes.columns_unread = _unread(item.parts)
    return audited(result) if isinstance(result, Intervals) else result


def _unread(parts: Sequence[Part]) -> tuple[str, ...] | None:
    """The columns of numbers that no part was read for, None where nobody knows."""
    tables = [part.blob for part in parts if part.blob.columns_read]
    if not tables or len(parts) > MOST_NAMED:
        return None
    # of copies: the heads of the parts shall go again
    return tuple(dict.fromkeys(name for blob in tables for name in unread(replace(blob))))


def _logs(parts: Sequence[Part]) -> Iterator[tuple[AnyLayout, list[Blob]]]:
    """What is read at once: a file, or all the files that are pieces of one log."""
    logs: dict[str, list[Blob]] = {}
    for place, part in enumerate(parts):
        together = find_format(part.format_id).read_all is not None
        key = part.format_id if together else str(place)
        logs.setdefault(f"{part.format_id} {key}", []).append(replace(part.blob))
    for key, members in logs.items():
        yield find_format(key.split()[0]), members


def _result(
    taken: AnyLayout, members: Sequence[Blob], options: ReadOptions
) -> Recording | Intervals:
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


def _named(found: Recording, taken: AnyLayout, blob: Blob) -> Recording:
    """The recording, with refusals that name the format too."""

    def named(chunks: Callable[[], Iterator[Chunk]]) -> Callable[[], Iterator[Chunk]]:
        def again() -> Iterator[Chunk]:
            try:
                yield from chunks()
            except DataError as error:
                raise _naming(error, taken, blob) from error

        return again

    slow = found.sorted_chunks and named(found.sorted_chunks)
    return replace(found, chunks=named(found.chunks), sorted_chunks=slow)


def _naming(error: DataError, taken: AnyLayout, blob: Blob) -> StrideError:
    """The error with the file and the format it was taken for."""
    message = error.message if blob.name in error.message else f"{blob.name}: {error.message}"
    if not isinstance(error, EmptyData):
        message += f" (Taken for {taken.id}: {taken.title}.)"
    return type(error)(message, error.hint)
