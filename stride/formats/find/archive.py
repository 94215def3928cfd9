"""The members of a .gt3x, which is a zip and yet one recording, even where it is cut off."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from stride.formats.find.blob import BLOCK_BYTES, DAMAGE, Blob, seekable
from stride.formats.options import ReadOptions

GT3X_MARK = b"PK\x03\x04"
GT3X_MEMBERS = ("log.bin", "activity.bin", "info.txt", "lux.bin", "calibration.json")
LOCAL_BYTES = 30
STORED = 0
#: What a damaged zip may end in.
BROKEN = (*DAMAGE, ValueError, NotImplementedError, OSError, RuntimeError)


def gt3x_member(raw: bytes) -> str:
    """The first member of a zip where it is one of a .gt3x, else ""."""
    (length,) = struct.unpack_from("<H", raw.ljust(LOCAL_BYTES, b"\x00"), 26)
    name = raw[LOCAL_BYTES : LOCAL_BYTES + length].decode("latin-1")
    return name if name in GT3X_MEMBERS else ""


def is_gt3x(opener: Callable[[], BinaryIO]) -> bool:
    """Whether a zip that begins like a .gt3x is one; one without its end is taken for it."""
    with opener() as disk:
        try:
            names = set(zipfile.ZipFile(disk).namelist())
        except BROKEN:
            return True
    return "info.txt" in names and bool(names & {"log.bin", "activity.bin"})


@contextmanager
def gt3x_stream(
    blob: Blob, member: str, options: ReadOptions | None = None
) -> Iterator[BinaryIO | None]:
    """A member as a stream, None where it is not there.

    A zip without its end (cut off) is read from its beginning, as far as it goes.
    """
    with seekable(blob)() as disk:
        try:
            archive = zipfile.ZipFile(disk)
            opened: object = archive.open(member) if member in archive.namelist() else None
        except BROKEN:
            disk.seek(0)
            opened = _from_the_beginning(disk, member)
        yield None if opened is None else cast(BinaryIO, _Told(opened, options))


class _Told(io.RawIOBase):
    """A stream that reports what was read, and ends where the archive is broken."""

    def __init__(self, stream: object, options: ReadOptions | None) -> None:
        self._stream, self._progress = cast(BinaryIO, stream), options and options.progress
        self.broken = False

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read(size)
        except BROKEN:
            self.broken = True
            return b""
        if self._progress:
            self._progress(len(data))
        return data


def _from_the_beginning(disk: BinaryIO, member: str) -> io.BufferedIOBase | None:
    """A member by the headers that stand before each: what is whole of it."""
    while len(head := disk.read(LOCAL_BYTES)) == LOCAL_BYTES and head.startswith(GT3X_MARK):
        flags, method = struct.unpack_from("<HH", head, 6)
        size, _, name_length, extra = struct.unpack_from("<IIHH", head, 18)
        name = disk.read(name_length).decode("latin-1")
        disk.read(extra)
        stream = _Inflated(disk, method == STORED, None if flags & 8 else size)
        if name == member:
            return stream
        while stream.read(BLOCK_BYTES):
            pass
        stream.behind()
    return None


class _Inflated(io.BufferedIOBase):
    """One member being unpacked, until its end or that of the file. size: packed, where known."""

    def __init__(self, disk: BinaryIO, stored: bool, size: int | None) -> None:
        self._disk, self._left = disk, size
        self._unpack = None if stored else zlib.decompressobj(-15)

    def read(self, size: int | None = -1) -> bytes:
        while self._unpack is None or not self._unpack.eof:
            wanted = BLOCK_BYTES if self._left is None else min(BLOCK_BYTES, self._left)
            block = self._disk.read(wanted) if wanted else b""
            if self._left is not None:
                self._left -= len(block)
            if not block or self._unpack is None:
                return block
            try:
                if data := self._unpack.decompress(block):
                    return data
            except zlib.error:
                return b""
        return b""

    def behind(self) -> None:
        """Put the file behind the member: what was read too far, and its descriptor."""
        if self._unpack is not None and self._left is None:
            self._disk.seek(-len(self._unpack.unused_data), 1)
            descriptor = self._disk.read(16)
            self._disk.seek(0 if descriptor.startswith(b"PK\x07\x08") else -4, 1)
