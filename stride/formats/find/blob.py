"""The bytes of one file, wherever they lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import BinaryIO

from stride.formats.find.head import HEAD_BYTES, Head, make_head
from stride.formats.options import Progress, ReadOptions
from stride.printable import clean_line


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

    @cached_property
    def head(self) -> Head:
        """The first 64 kB, taken apart for recognition."""
        with self.opener(None) as stream:
            raw = stream.read(HEAD_BYTES + 1)
        return make_head(self.path, raw)

    def beside(self, siblings: tuple[Blob, ...]) -> Blob:
        """The same blob, knowing its neighbours."""
        return replace(self, siblings=siblings)
