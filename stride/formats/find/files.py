"""Paths to blobs: files, folders, gzip, zip (nested once or twice) and standard input."""

import gzip
import os
import select
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from stride.errors import DataError, DiskError, StrideError
from stride.formats.find.archive import gt3x_member, is_gt3x
from stride.formats.find.blob import (
    BLOCK_BYTES,
    DAMAGE,
    Blob,
    Reader,
    Window,
    damaged,
    locked,
    open_reader,
    seekable,
)
from stride.formats.find.foreign import document
from stride.formats.options import Progress

MAX_ZIP_MEMBERS = 200_000
MAX_ZIP_DEPTH = 2  # a zip in a zip is what cloud exports give; deeper is an attack
MAX_RATIO = 1200  # deflate cannot reach 1,032 honestly; more is a bomb
_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def blobs(path: str | Path, name: str = "") -> Iterator[Blob | tuple[str, StrideError]]:
    """Every file at a path, archives opened; trouble with one comes as (name, error).

    path: a file, a folder, or ``-`` for standard input.
    """
    if str(path) == "-":
        yield from _opened(_spooled(), "standard input", 0)
        return
    path = Path(path)
    name = name or str(path)
    try:
        is_dir, exists = path.is_dir(), path.exists()
    except OSError as error:
        raise DiskError(f"{name} could not be looked at: {error.strerror}.") from error
    if not exists:
        raise DataError(f"{name} does not exist.", "Check the spelling of the path.")
    if not is_dir:
        if not path.is_file():
            raise DataError(
                f"{name} is a pipe or a device, not a file.",
                "Let stride read it from standard input: stride import - < PIPE",
            )
        yield from _opened(_file_blob(path, path.name, name), name, 0)
        return
    trouble: list[OSError] = []
    for file in _files_below(path, trouble):
        relative = file.relative_to(path).as_posix()
        try:
            blob = replace(_file_blob(file, relative, f"{name}/{relative}"), container=name)
            yield from _opened(blob, relative, 0)
        except StrideError as error:
            yield (f"{name}/{relative}", error)
    for closed in trouble:
        what = str(closed.filename)
        yield (what, DiskError(f"{what} could not be opened: {closed.strerror}."))


def _files_below(folder: Path, trouble: list[OSError]) -> Iterator[Path]:
    for root, folders, files in os.walk(folder, onerror=trouble.append):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "__MACOSX")))
        for file in sorted(files):
            candidate = Path(root, file)
            if not file.startswith(".") and file not in _IGNORED and _is_file(candidate, trouble):
                yield candidate


def _is_file(path: Path, trouble: list[OSError]) -> bool:
    """Whether it is one; what a link leads to may be closed, which stops no other file."""
    try:
        return path.is_file()
    except OSError as error:
        trouble.append(error)
        return False


def _file_blob(path: Path, inner: str, name: str) -> Blob:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise DiskError(f"{name} could not be looked at: {error.strerror}.") from error
    return Blob(
        name=name,
        path=inner,
        size=size,
        opener=partial(open_reader, path, name),
        location=str(path),
        plain=True,
    )


def _spooled() -> Blob:
    """Standard input, copied to a file without a name that lives as long as the process."""
    spool = tempfile.TemporaryFile()  # noqa: SIM115 lives as long as its readers
    try:
        for block in _arriving(sys.stdin.buffer):
            spool.write(block)
        spool.flush()
    except OSError as error:
        raise DiskError(f"standard input could not be kept: {error.strerror}.") from error
    size = spool.tell()

    def opener(progress: Progress | None) -> BinaryIO:
        again = cast(BinaryIO, Window(spool, size))
        return cast(BinaryIO, Reader("standard input", again, again, progress))

    return Blob(name="standard input", path="standard input", size=size, opener=opener)


#: How long an interrupt that came a moment before a read waits for its turn.
WAIT_S = 0.2


def _arriving(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of a stream as they come.

    A read that waits for more is woken by a signal; one that is only about to begin is not, and
    would wait to the end of a pipe that nobody closes. So it begins when there is something.
    """
    try:
        ready = partial(select.select, [stream.fileno()], [], [], WAIT_S)
    except (OSError, ValueError):  # no file behind it
        yield from iter(partial(stream.read, BLOCK_BYTES), b"")
        return
    while True:
        while not ready()[0]:
            pass
        if not (block := cast(BufferedReader, stream).read1(BLOCK_BYTES)):
            return
        yield block


def _opened(
    blob: Blob, name: str, depth: int, outer: str = ""
) -> Iterator[Blob | tuple[str, StrideError]]:
    """The blob itself, or what is inside when it is a gzip or a zip.

    outer: the zip that it lies in; the files of a zip in a zip are of the same export.
    """
    magic = blob.first(512)
    if magic[:2] == b"\x1f\x8b":
        yield from _opened(_gunzipped(blob), name, depth + 1, outer) if depth < 4 else ()
    elif gt3x_member(magic) and is_gt3x(seekable(blob)):
        yield blob  # a zip, and yet one recording
    elif magic[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        yield from _members(blob, depth, outer)
    elif magic[257:262] == b"ustar":
        yield from _tar_members(blob)
    else:
        yield blob


def _gunzipped(blob: Blob) -> Blob:
    path = blob.path[:-3] if blob.path.lower().endswith(".gz") else blob.path

    def opener(progress: Progress | None) -> BinaryIO:
        disk = blob.opener(progress)
        unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=disk, mode="rb"))
        # progress comes from the stream below, whose bytes are those on disk
        return cast(BinaryIO, Reader(blob.name, unpacked, disk, None))

    return Blob(blob.name, path, -1, opener, location=blob.location, container=blob.container)


def _members(blob: Blob, depth: int, outer: str) -> Iterator[Blob | tuple[str, StrideError]]:
    if depth >= MAX_ZIP_DEPTH:
        yield (
            blob.name,
            DataError(
                f"{blob.name} is a zip inside a zip inside a zip.",
                "Unpack it, then import the folder.",
            ),
        )
        return
    reopen = seekable(blob)
    try:
        # open as long as its members may be read: to read its directory anew for each of thousands
        # of members takes their number squared
        disk = reopen()
        archive = zipfile.ZipFile(disk)
        infos = [info for info in archive.infolist() if not info.is_dir()]
    except (*DAMAGE, ValueError, NotImplementedError, OSError, UnicodeDecodeError) as error:
        raise damaged(blob.name) from error
    if (strange := document(blob.name, {info.filename for info in infos})) is not None:
        raise strange
    if len(infos) > MAX_ZIP_MEMBERS:
        raise DataError(
            f"{blob.name} holds {len(infos):,} files, which is no export stride knows.",
            "Unpack it, and import the folder that holds the export.",
        )
    for info in sorted(infos, key=lambda info: info.filename):
        if _hidden(info.filename):
            continue
        member = _member_blob(blob, (disk, archive), info, outer)
        try:
            if info.compress_size and info.file_size / info.compress_size > MAX_RATIO:
                raise DataError(
                    f"{member.name} unpacks to {info.file_size:,} bytes of almost nothing.",
                    "No export is so. Download it again from where it comes from.",
                )
            yield from _opened(member, member.name, depth + 1, member.container)
        except StrideError as error:
            yield (member.name, error)


def _tar_members(blob: Blob) -> Iterator[Blob | tuple[str, StrideError]]:
    """The files of a tar, as Takeout's .tgz: windows on one copy of its content."""
    reopen = seekable(blob)
    try:
        with reopen() as disk, tarfile.open(fileobj=disk, mode="r:") as archive:
            files = [m for m in archive.getmembers() if m.isreg() and not _hidden(m.name)]
    except (*DAMAGE, ValueError, OSError) as error:
        raise damaged(blob.name) from error
    for member in sorted(files, key=lambda member: member.name):
        yield _window_blob(blob, reopen, member)


def _window_blob(blob: Blob, reopen: Callable[[], BinaryIO], member: tarfile.TarInfo) -> Blob:
    name = f"{blob.name}:{member.name}"

    def opener(progress: Progress | None) -> BinaryIO:
        disk = reopen()
        part = cast(BinaryIO, Window(disk, member.size, member.offset_data))
        return cast(BinaryIO, Reader(name, part, disk, progress))

    return Blob(name, member.name, member.size, opener, location=blob.location, container=blob.name)


def _hidden(name: str) -> bool:
    base = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or base.startswith(".") or base in _IGNORED


def _member_blob(
    blob: Blob, opened: tuple[BinaryIO, zipfile.ZipFile], info: zipfile.ZipInfo, outer: str
) -> Blob:
    name = f"{blob.name}:{info.filename}"
    disk, archive = opened

    def opener(progress: Progress | None) -> BinaryIO:
        try:
            stream = cast(BinaryIO, archive.open(info))
        except (*DAMAGE, ValueError, OSError) as error:
            raise damaged(name) from error
        except (NotImplementedError, RuntimeError) as error:
            raise locked(name) from error
        return cast(BinaryIO, Reader(name, stream, None, progress, disk.tell))

    path = f"{blob.path}/{info.filename}" if outer else info.filename
    return Blob(
        name, path, info.file_size, opener, location=blob.location, container=outer or blob.name
    )
