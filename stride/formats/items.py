"""A path to the items in it: recognised, grouped by export, hashed."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from stride.errors import DataError, EmptyData, StrideError
from stride.formats.find.blob import Blob
from stride.formats.find.files import blobs
from stride.formats.find.foreign import UnknownFile
from stride.formats.layout.base import Layout
from stride.formats.options import ReadOptions
from stride.formats.registry import find_format, nothing_in, recognise, unknown

_SENSOR_WORDS = re.compile(
    r"total|linear|watch|uncalibrated|wrist|motion|acceleration|accelerometer|raw ?data|acc"
)


class Part(NamedTuple):
    """One blob of an item, with the format it was taken for."""

    blob: Blob
    layout: Layout


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
class _Files:
    """The files of one container, sorted by what they are; strange: documents among them."""

    parts: list[tuple[Blob, Layout]] = field(default_factory=list)
    refused: list[tuple[str, StrideError]] = field(default_factory=list)
    unused: list[tuple[Blob, Layout | None]] = field(default_factory=list)
    strange: int = 0


def discover(path: str | Path, options: ReadOptions) -> Iterator[Item]:
    """One item for each thing to import at a path, in a stable order.

    path: a file, a folder, or ``-``. Raises DataError when nothing is there, DiskError when it
    cannot be opened.
    """
    containers: dict[str, _Files] = {}
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
            containers.setdefault(entry.container, _Files()),
        )
    if refused:
        _sort_out(refused, containers)
    _gather(containers)
    if not gathered:
        yield _error_item(str(path), EmptyData(f"{path} holds no files.", "Nothing to import."))
    for container, files in containers.items():
        yield from _items(container, files, options)


def _sort_out(refused: list[tuple[str, StrideError]], containers: dict[str, _Files]) -> None:
    """What could not be opened is refused; documents beside files of use are only counted."""
    useful = next((files for name, files in containers.items() if name and files.parts), None)
    for name, error in refused:
        if useful and isinstance(error, UnknownFile):
            useful.strange += 1
        else:
            containers.setdefault("", _Files()).refused.append((name, error))


def _gather(containers: dict[str, _Files]) -> None:
    """What is of one export goes to one container, of two that lie in each other.

    Pieces of one log go to the folder around their zips. Files of no use are counted with those of
    use, be they around them or inside.
    """
    every = [taken for files in containers.values() for _, taken in files.parts]
    logs = {taken.family for taken in every if taken.read_all is not None}
    nested = [
        (files, containers[outer])
        for name, files in containers.items()
        for outer in containers
        if outer and name.startswith((f"{outer}:", f"{outer}/"))
    ]
    for inner, outer in nested:
        outer.parts += [part for part in inner.parts if part[1].family in logs]
        inner.parts = [part for part in inner.parts if part[1].family not in logs]
    for idle, useful in (pair for each in nested for pair in (each, each[::-1])):
        if useful.parts and not idle.parts and not idle.refused:
            useful.strange += len(idle.unused)
            idle.unused = []


def _sort_in(blob: Blob, options: ReadOptions, files: _Files) -> None:
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
            files.unused.append((blob, None))
        else:
            files.refused.append((blob.name, error))
        return
    if blob.container and not taken.useful:
        files.unused.append((blob, taken))
        return
    files.parts.append((blob, taken))


def _table_inside(blob: Blob, wrapping: Layout, options: ReadOptions) -> tuple[Blob, Layout]:
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


def _items(container: str, files: _Files, options: ReadOptions) -> Iterator[Item]:
    groups: dict[tuple[str, str, str], list[tuple[Blob, Layout]]] = {}
    export = _export(container, files)
    for blob, taken in files.parts:
        folder = _recording(blob) if taken.raw else ""
        family = taken.family if container and taken.family else blob.name
        family = export if export and taken.generic and not taken.raw else family
        groups.setdefault((container, folder, family), []).append((blob, taken))
    skipped = len(files.unused) + files.strange
    items = []
    for members in groups.values():
        if members[0][1].raw and len(members) > 1:
            members.sort(key=rank_of)
            skipped += len(members) - 1
            members = members[:1]
        items.append(_item(container, members))
    if items and skipped:
        items[0] = replace(items[0], skipped=skipped)
    yield from items
    for name, error in files.refused:
        yield _error_item(name, error)
    if not items and files.unused and not files.refused:
        yield _useless(container, files.unused, options)


def _export(container: str, files: _Files) -> str:
    """The one vendor's family of steps in an export, "" where there is none or several.

    An export is a zip, or a folder with several of its files: others lie there by chance.

    Tables that nobody's app is known by, beside it, are of the same steps: they are read as its
    last files, and count on days that the vendor's do not have.
    """
    theirs = [(blob, t.family) for blob, t in files.parts if t.family and not t.raw]
    families = {family for _, family in theirs}
    whole = container and (len(theirs) > 1 or not any(blob.plain for blob, _ in theirs))
    return next(iter(families)) if whole and len(families) == 1 else ""


def _recording(blob: Blob) -> str:
    """Which recording of a folder a file belongs to: its name without the words for a sensor."""
    path = PurePosixPath(blob.path)
    rest = re.sub(r"[\W_]", "", _SENSOR_WORDS.sub("", path.stem.lower()))
    return f"{path.parent}/{rest}"


def rank_of(member: tuple[Blob, Layout]) -> int:
    """Which of the files of one export goes first: the lowest."""
    rank = member[1].rank
    return rank if isinstance(rank, int) else rank(member[0].head)


def _useless(
    container: str, unused: Sequence[tuple[Blob, Layout | None]], options: ReadOptions
) -> Item:
    """One item for a folder or zip with nothing of use in it, saying why of the first file."""
    useless = ((blob, taken) for blob, taken in unused if not nothing_in(blob.head))
    first = next(useless, None)
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


def _why(blob: Blob, taken: Layout | None, options: ReadOptions) -> StrideError:
    """Why a file is of no use: what its format says, or that none knows it."""
    if taken is not None:
        try:
            taken.read(blob, options)
        except StrideError as error:
            return error
    return unknown(blob.head, blob.name)


def _error_item(name: str, error: StrideError) -> Item:
    return Item(name=name, sha256="", size_bytes=0, error=error)


def _item(container: str, members: list[tuple[Blob, Layout]]) -> Item:
    first, taken = members[0]
    name = first.name
    try:
        hashes = [blob.digest() for blob, _ in members]
    except StrideError as error:
        return _error_item(name, error)
    if len(members) > 1:
        best = min(members, key=rank_of)[1]
        name, taken = f"{container} ({len(members)} files)", best
    digest = hashes[0][0] if len(hashes) == 1 else _joined([digest for digest, _ in hashes])
    parts = tuple(Part(blob, layout) for blob, layout in members)
    return Item(name, digest, sum(size for _, size in hashes), taken.id, parts=parts)


def _joined(hashes: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()
