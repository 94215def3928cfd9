"""Day first or month first: what the dates of a whole file prove, and never a guess."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from stride.errors import DataError
from stride.formats.table.csvio import blocks
from stride.formats.time.proofs import order_proofs
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.options import ReadOptions
    from stride.formats.table.dialect import Dialect
    from stride.formats.table.lines import Lines
    from stride.types import I64

NAMES = {"dmy": "day first", "mdy": "month first"}


class Proof(NamedTuple):
    """A date that can be read in one order only, and its line."""

    line: int
    text: str


Proofs = dict[str, Proof]


def proofs_of(texts: Any, lines: Sequence[int] | I64 | Lines | int) -> Proofs:
    """The first date that proves each order.

    texts: pyarrow array, chunked or not, or list of n texts. lines: their line numbers, or that
    of the first.
    """
    found: Proofs = {}
    for order, row in order_proofs(texts).items():
        text = texts[row]
        text = text if isinstance(text, str) else text.as_py().decode("utf-8", "replace")
        line = lines + row if isinstance(lines, int) else int(lines[row])
        found[order] = Proof(line, text.strip())
    return found


def settled(proofs: Proofs, options: ReadOptions, default: str | None = None) -> str | None:
    """``dmy`` or ``mdy``: --date-order, what the dates prove, the format's habit; else None.

    Raises DataError where the dates prove both and nothing else tells.
    """
    if options.date_order in NAMES:
        return options.date_order
    proved = [order for order in proofs if order in NAMES]
    if len(proved) == 1:
        return proved[0]
    if default or not proved:
        return default
    first, second = sorted(proved, key=lambda order: proofs[order].line)
    raise DataError(
        f"Line {proofs[first].line} (“{proofs[first].text}”) is {NAMES[first]}, line "
        f"{proofs[second].line} (“{proofs[second].text}”) {NAMES[second]}.",
        "Export the file again; a spreadsheet may have turned some dates round.",
    )


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
