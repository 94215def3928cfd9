"""A path to the items in it: recognised, grouped by export, hashed, read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from stride.errors import DataError, EmptyData, StrideError
from stride.formats.advice import unread, worth_asking
from stride.formats.audit import audited
from stride.formats.find.blob import Blob
from stride.formats.find.files import blobs, content_hash
from stride.formats.find.foreign import UnknownFile
from stride.formats.layout.base import AnyLayout
from stride.formats.options import Question, ReadOptions
from stride.formats.registry import (
    check_columns,
    find_format,
    is_any_table,
    nothing_in,
    recognise,
    unknown,
)
from stride.formats.steps.files import merged
from stride.formats.texts import release_texts
from stride.formats.time.order import ask_order
from stride.formats.time.parse import AmbiguousOrder, BadTime
from stride.formats.worn import places
from stride.types import Chunk, Intervals, Recording

_SENSOR_WORDS = re.compile(
    r"total|linear|watch|uncalibrated|wrist|motion|acceleration|accelerometer|raw ?data|acc"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One blob of an item, with the format it was taken for."""

    blob: Blob
    format_id: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to import: a file, a member of a zip, or the files of one export.

    name: for people. sha256: of the content (of the sorted hashes when there are several parts).
    size_bytes: of the content. skipped: files of no use in the same container, counted once, on
    its first item. Either format_id or error is set.
    """

    name: str
    sha256: str
    size_bytes: int
    format_id: str | None = None
    error: StrideError | None = None
    skipped: int = 0
    parts: tuple[Part, ...] = field(default=(), repr=False)


@dataclass
class _Found:
    """The files of one container, sorted by what they are; strange: documents among them."""

    parts: list[tuple[Blob, AnyLayout]] = field(default_factory=list)
    refused: list[tuple[str, StrideError]] = field(default_factory=list)
    unused: list[tuple[Blob, AnyLayout | None]] = field(default_factory=list)
    strange: int = 0


def discover(path: str | Path, options: ReadOptions) -> Iterator[Item]:
    """One item for each thing to import at a path, in a stable order.

    path: a file, a folder, or ``-``. Raises DataError when nothing is there, DiskError when it
    cannot be opened.
    """
    containers: dict[str, _Found] = {}
    gathered = list(blobs(path))
    kin: dict[str, list[Blob]] = {}
    for entry in gathered:
        if isinstance(entry, Blob):
            kin.setdefault(entry.container, []).append(entry)
    # one tuple for all: one each would be as many times as many
    siblings = {name: tuple(members) for name, members in kin.items() if name}
    refused = [entry for entry in gathered if isinstance(entry, tuple)]
    for entry in gathered:
        if isinstance(entry, tuple):
            continue
        _sort_in(
            entry.beside(siblings.get(entry.container, ())),
            options,
            containers.setdefault(entry.container, _Found()),
        )
    if refused:
        _sort_out(refused, containers)
    _fold(containers)
    _join(containers)
    if not gathered:
        yield _error_item(str(path), EmptyData(f"{path} holds no files.", "Nothing to import."))
    for container, found in containers.items():
        yield from _items(container, found, options)


def _sort_out(refused: list[tuple[str, StrideError]], containers: dict[str, _Found]) -> None:
    """What could not be opened is refused; documents beside files of use are only counted."""
    useful = next((found for name, found in containers.items() if name and found.parts), None)
    for name, error in refused:
        if useful and isinstance(error, UnknownFile):
            useful.strange += 1
        else:
            containers.setdefault("", _Found()).refused.append((name, error))


def _fold(containers: dict[str, _Found]) -> None:
    """Files of no use around an inner zip of use are counted with it, as those inside are."""
    for outer in [name for name, found in containers.items() if name and not found.parts]:
        inner = (
            found
            for name, found in containers.items()
            if found.parts and name.startswith((f"{outer}:", f"{outer}/"))
        )
        if (useful := next(inner, None)) is not None and not containers[outer].refused:
            useful.strange += len(containers.pop(outer).unused)


def _join(containers: dict[str, _Found]) -> None:
    """Pieces of one log that lie in several zips of a folder are one import with the folder's."""
    every = [taken for found in containers.values() for _, taken in found.parts]
    logs = {taken.family for taken in every if taken.read_all is not None}
    for name, found in containers.items():
        folder = next((f for f in containers if f and name.startswith(f"{f}/")), None)
        if folder is None or not logs:
            continue
        containers[folder].parts += [part for part in found.parts if part[1].family in logs]
        found.parts = [part for part in found.parts if part[1].family not in logs]
        if not found.parts:
            containers[folder].strange += len(found.unused)
            found.unused = []


def _sort_in(blob: Blob, options: ReadOptions, found: _Found) -> None:
    try:
        if options.format_id:
            taken = find_format(options.format_id)
        else:
            # a copy's head: an export has thousands of files, and theirs shall go again
            taken = recognise(replace(blob).head, blob.name, alone=not blob.container)
        if taken.tables:
            blob, taken = _table_inside(blob, taken, options)
    except StrideError as error:
        if blob.container and isinstance(error, UnknownFile | EmptyData):
            found.unused.append((blob, None))
        else:
            found.refused.append((blob.name, error))
        return
    if blob.container and not taken.useful:
        found.unused.append((blob, taken))
        return
    found.parts.append((blob, taken))


def _table_inside(blob: Blob, wrapping: AnyLayout, options: ReadOptions) -> tuple[Blob, AnyLayout]:
    """The first table inside a file that a format takes, and that format.

    Raises the refusal of the wrapping where none is taken; in a folder such files are no fault.
    """
    assert wrapping.tables is not None
    for table in wrapping.tables(blob, options):
        try:
            return table, recognise(table.head, blob.name)
        except UnknownFile:
            continue
    try:
        wrapping.read(blob, options)
    except StrideError as error:
        raise UnknownFile(error.message, error.hint) from error
    raise AssertionError("a wrapping reads nothing by itself")


def _items(container: str, found: _Found, options: ReadOptions) -> Iterator[Item]:
    groups: dict[tuple[str, str, str], list[tuple[Blob, AnyLayout]]] = {}
    export = _export(container, found)
    for blob, taken in found.parts:
        folder = _recording(blob) if taken.raw else ""
        family = taken.family if container and taken.family else blob.name
        family = export if export and is_any_table(taken) else family
        groups.setdefault((container, folder, family), []).append((blob, taken))
    skipped = len(found.unused) + found.strange
    items = []
    for members in groups.values():
        if members[0][1].raw and len(members) > 1:
            members.sort(key=_rank)
            skipped += len(members) - 1
            members = members[:1]
        items.append(_item(container, members))
    if items and skipped:
        items[0] = replace(items[0], skipped=skipped)
    yield from items
    for name, error in found.refused:
        yield _error_item(name, error)
    if not items and found.unused and not found.refused:
        yield _useless(container, found.unused, options)


def _export(container: str, found: _Found) -> str:
    """The one vendor's family of steps in an export, "" where there is none or several.

    An export is a zip, or a folder with several of its files: others lie there by chance.

    Tables that nobody's app is known by, beside it, are of the same steps: they are read as its
    last files, and count on days that the vendor's do not have.
    """
    theirs = [(blob, t.family) for blob, t in found.parts if t.family and not t.raw]
    families = {family for _, family in theirs}
    whole = container and (len(theirs) > 1 or not any(blob.plain for blob, _ in theirs))
    return next(iter(families)) if whole and len(families) == 1 else ""


def _recording(blob: Blob) -> str:
    """Which recording of a folder a file belongs to: its name without the words for a sensor."""
    path = PurePosixPath(blob.path)
    rest = re.sub(r"[\W_]", "", _SENSOR_WORDS.sub("", path.stem.lower()))
    return f"{path.parent}/{rest}"


def _rank(member: tuple[Blob, AnyLayout]) -> int:
    rank = member[1].rank
    return rank if isinstance(rank, int) else rank(member[0].head)


def _useless(
    container: str, unused: Sequence[tuple[Blob, AnyLayout | None]], options: ReadOptions
) -> Item:
    """One item for a folder or zip with nothing of use in it, saying why of the first file."""
    said = ((blob, taken) for blob, taken in unused if not nothing_in(blob.head))
    first = next(said, None)
    if first is None:
        return _error_item(
            container,
            EmptyData(f"{container} holds only empty files.", "There is nothing to import."),
        )
    why = _why(*first, options)
    if len(unused) == 1:
        return _error_item(first[0].name, why)
    error = DataError(
        f"None of the {len(unused):,} files in {container} holds steps or accelerations that "
        f"stride can use. {why.message}",
        why.hint,
    )
    return replace(_error_item(container, error), skipped=len(unused))


def _why(blob: Blob, taken: AnyLayout | None, options: ReadOptions) -> StrideError:
    """Why a file is of no use: what its format says, or that none knows it."""
    if taken is not None:
        try:
            taken.read(blob, options)
        except StrideError as error:
            return error
    return unknown(blob.head, blob.name)


def _error_item(name: str, error: StrideError) -> Item:
    return Item(name=name, sha256="", size_bytes=0, error=error)


def _item(container: str, members: list[tuple[Blob, AnyLayout]]) -> Item:
    first, taken = members[0]
    name = first.name
    try:
        hashes = [content_hash(blob) for blob, _ in members]
    except StrideError as error:
        return _error_item(name, error)
    if len(members) > 1:
        best = min(members, key=_rank)[1]
        name, taken = f"{container} ({len(members)} files)", best
    digest = hashes[0][0] if len(hashes) == 1 else _joined([digest for digest, _ in hashes])
    parts = tuple(Part(blob, found.id) for blob, found in members)
    return Item(name, digest, sum(size for _, size in hashes), taken.id, parts=parts)


def _joined(hashes: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()


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
        results.append((_rank((blob, taken)), result))
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
        worn_at=places(item.format_id or result.source.format_id),
    )
    result = replace(result, source=source)
    result.notes.columns_unread = _unread(item.parts)
    return audited(result) if isinstance(result, Intervals) else result


def _unread(parts: Sequence[Part]) -> tuple[str, ...] | None:
    """The columns of numbers that no part was read for, None where nobody knows."""
    blobs_read = [part.blob for part in parts if part.blob.columns_read]
    if not blobs_read:
        return None
    return tuple(dict.fromkeys(name for blob in blobs_read for name in unread(blob)))


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
