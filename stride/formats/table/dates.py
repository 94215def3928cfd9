"""The order of day and month that a column of dates proves, by all rows of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.table.csvio import blocks
from stride.formats.time.order import NAMES, Proofs, proofs_of, settled
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.options import ReadOptions
    from stride.formats.table.dialect import Dialect


def column_order(
    blob: Blob,
    dialect: Dialect,
    columns: tuple[str, ...],
    options: ReadOptions,
    default: str | None = None,
) -> str | None:
    """The order of a column of dates (or of several, joined), by all rows of the file.

    Read until a block proves one; a later row of another order is refused when it is read.
    """
    found: Proofs = {}
    if options.date_order not in NAMES:
        for block in blocks(blob, dialect, dict.fromkeys(columns, "text"), ReadNotes(), None):
            texts = block.joined(columns)
            found = proofs_of(texts, block.line)
            if proved := found.keys() & NAMES.keys():
                # where both are, the lines are named
                found = proofs_of(texts, block.lines) if len(proved) == len(NAMES) else found
                break
    return settled(found, options, default)
