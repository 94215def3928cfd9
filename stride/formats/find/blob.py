"""The bytes of one file, wherever they lie, and where what is read of them comes from."""

from __future__ import annotations

import codecs
import errno
import gzip
import hashlib
import io
import lzma
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from stride.errors import DataError, DiskError, EmptyData, StrideError
from stride.formats.find.head import HEAD_BYTES, Head, make_head
from stride.formats.options import Progress, ReadOptions
from stride.formats.time.zones import Zone
from stride.printable import clean_line
from stride.types import Source


@dataclass(frozen=True)
class Blob:
    """The bytes of one file, wherever they lie: on disk, gzipped, in a zip, or from a pipe.

    name: for people. path: inside its folder or zip, with ``/``. size: bytes of content, -1 when
    only reading tells. opener: a new binary stream from the start, reporting progress.
    siblings: all blobs of the same folder or zip. location: the path on disk. container: the name
    of the folder or zip, empty for a file on its own. plain: the content lies at the location.
    original: the file as it is, where this is its content written otherwise. columns_read: grows
    while the table in it is read, copies of the blob sharing it.
    """

    name: str
    path: str
    size: int
    opener: Callable[[Progress | None], BinaryIO]
    siblings: tuple[Blob, ...] = field(default=(), repr=False, compare=False)
    location: str = ""
    container: str = ""
    plain: bool = False
    original: Blob | None = field(default=None, repr=False, compare=False)
    columns_read: set[str] = field(default_factory=set, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_line(self.name))

    def open(self, options: ReadOptions | None = None) -> BinaryIO:
        """A stream of the content; with options it reports progress."""
        return self.opener(options.progress if options else None)

    def utf8(self, options: ReadOptions | None, encoding: str) -> BinaryIO:
        """The content as valid UTF-8, without which pyarrow complains aloud."""
        return cast(BinaryIO, _Recoded(self.open(options), encoding))

    def first(self, count: int) -> bytes:
        """The first bytes of the content."""
        with self.opener(None) as stream:
            return stream.read(count)

    @cached_property
    def head(self) -> Head:
        """The first 64 kB, taken apart for recognition."""
        return make_head(self.path, self.first(HEAD_BYTES + 1))

    def digest(self) -> tuple[str, int]:
        """(SHA-256, number of bytes) of the content, unpacked."""
        digest, size = hashlib.sha256(), 0
        block = memoryview(bytearray(BLOCK_BYTES))  # the same one filled again: half the time
        with (self.original or self).open() as stream:
            while n := stream.readinto(block):  # type: ignore[attr-defined]
                digest.update(block[:n])
                size += n
        return digest.hexdigest(), size

    def beside(self, siblings: tuple[Blob, ...]) -> Blob:
        """The same blob, knowing its neighbours."""
        return replace(self, siblings=siblings)


@dataclass(frozen=True)
class Origin:
    """Where rows come from: the file, what the person said, the format, the vendor's name."""

    blob: Blob
    options: ReadOptions
    format_id: str
    device: str = ""

    def source(self, zone: Zone) -> Source:
        """As the rest of stride knows it."""
        return Source(
            path=self.blob.location or self.blob.name,
            sha256="",
            size_bytes=max(self.blob.size, 0),
            format_id=self.format_id,
            device=self.options.source or self.device,
            tz=zone.tz,
            tz_rule=zone.rule,
        )


def empty(blob: Blob, what: str = "has no rows") -> EmptyData:
    """For a sound export with nothing in it. what: the words behind its name."""
    return EmptyData(f"{blob.name} {what}.", "There is nothing to import.")


DAMAGE = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    tarfile.TarError,
)

#: Bytes asked of a stream at once, at the most.
AT_ONCE = 1 << 23


class Reader(io.RawIOBase):
    """A stream that reports how far its file on disk was read and names damage in a sentence."""

    def __init__(
        self,
        name: str,
        stream: BinaryIO,
        disk: BinaryIO | None,
        progress: Progress | None,
        at: Callable[[], int] | None = None,
    ) -> None:
        """disk: of its own, closed with it; at: where a shared one stands."""
        super().__init__()
        self._name, self._stream, self._disk, self._progress = name, stream, disk, progress
        self._at = at or (disk.tell if disk else stream.tell)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._stream.read(size) if size <= AT_ONCE else self._in_parts(size)
        except DAMAGE as error:
            raise damaged(self._name) from error
        except (NotImplementedError, RuntimeError) as error:  # zip: method or password
            raise locked(self._name) from error
        except OSError as error:
            raise DiskError(f"{self._name} could not be read: {error.strerror}.") from error
        if self._progress is not None:
            self._progress(self._at())
        return data

    def _in_parts(self, size: int) -> bytes:
        """Up to so many bytes; asked for at once they would be set aside, however few there are."""
        parts: list[bytes] = []
        while size > 0 and (part := self._stream.read(min(size, AT_ONCE))):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def readall(self) -> bytes:
        return self.read(-1)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            if self._disk is not None:
                self._disk.close()
        super().close()


class _Recoded(io.RawIOBase):
    """A stream of valid UTF-8 from one in any encoding; plain ASCII passes untouched."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._stream, self._wide = stream, encoding.startswith("utf-16")
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._plain = True  # no half character is waiting in the decoder

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while raw := self._stream.read(size if size > 0 else -1):
            if self._plain and not self._wide and raw.isascii():
                return raw
            text = self._decoder.decode(raw)
            self._plain = not self._decoder.getstate()[0]
            if text:
                return text.encode()
        return self._decoder.decode(b"", final=True).encode()

    def close(self) -> None:
        self._stream.close()
        super().close()


#: What a disk complains of; a damaged archive ends in other numbers (a seek before its start).
DISK_FAULTS = (errno.EIO, errno.EACCES, errno.EPERM, errno.ENOSPC, errno.ESTALE, errno.ENODEV)


def damaged(name: str) -> StrideError:
    """The refusal for an archive that ends early or whose check fails, or of which the disk does.

    Called while the error is handled.
    """
    error = sys.exc_info()[1]
    if isinstance(error, OSError) and error.errno in DISK_FAULTS:
        return DiskError(f"{name} could not be read: {error.strerror}.")
    return DataError(
        f"{name} is damaged: the compressed data ends early or does not fit its checksum.",
        "Download or export it again; nothing of it was stored.",
    )


def locked(name: str) -> DataError:
    """The refusal for a zip member with a password or an unknown method."""
    return DataError(
        f"{name} cannot be opened: it has a password or an unusual compression.",
        "Unpack it with your file manager first, then import the folder.",
    )


class Window(io.RawIOBase):
    """An own position in a part of a shared file."""

    def __init__(self, shared: BinaryIO, size: int, first: int = 0) -> None:
        super().__init__()
        self._shared, self._size, self._first, self._at = shared, size, first, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        left = max(self._size - self._at, 0)
        self._shared.seek(self._first + self._at)
        data = self._shared.read(left if size < 0 else min(size, left))
        self._at += len(data)
        return data


def open_disk(path: Path, name: str) -> BinaryIO:
    """The file as a binary stream; refusals in words."""
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise DataError(f"{name} does not exist.", "Check the spelling of the path.") from error
    except OSError as error:
        raise DiskError(f"{name} could not be opened: {error.strerror}.") from error


def open_reader(path: Path, name: str, progress: Progress | None) -> BinaryIO:
    """The same, reporting progress and naming damage."""
    disk = open_disk(path, name)
    return cast(BinaryIO, Reader(name, disk, disk, progress))


BLOCK_BYTES = 1 << 20
MAX_NESTED_BYTES = 4 << 30


def seekable(blob: Blob) -> Callable[[], BinaryIO]:
    """A way to open a blob for random access; content of archives is spooled once."""
    if blob.plain:
        return lambda: open_disk(Path(blob.location), blob.name)
    spool = tempfile.TemporaryFile()  # noqa: SIM115 lives as long as its readers
    total = 0
    with blob.open() as stream:
        while block := stream.read(BLOCK_BYTES):
            total += len(block)
            if total > MAX_NESTED_BYTES:
                raise DataError(f"{blob.name} unpacks to more than 4 GB.", "Unpack it yourself.")
            spool.write(block)
    return lambda: cast(BinaryIO, Window(spool, total))
