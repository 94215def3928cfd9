"""Files opened for reading, from their beginning or anywhere."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from stride.errors import DataError
from stride.formats.find.streams import Window, open_disk

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob

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
