"""The bytes of one file, wherever they lie, and where what is read of them comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from stride.errors import EmptyData
from stride.formats.find.head import HEAD_BYTES, Head, make_head
from stride.formats.options import Progress, ReadOptions
from stride.printable import clean_line
from stride.types import Source

if TYPE_CHECKING:
    from stride.formats.options import ReadOptions
    from stride.formats.time.zones import Zone


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


def empty(blob: Blob) -> EmptyData:
    """For a sound export without rows."""
    return EmptyData(f"{blob.name} has no rows.", "There is nothing to import.")
