"""Columns of dates to the rows that can be read day first, month first, or one way only."""

from __future__ import annotations

from typing import Any

from stride.formats.table.texts import parts_of
from stride.formats.time.parse import MAX_TEXT_BYTES, digits, iso_times, letters, measured
from stride.formats.time.spelling import layout_of


def order_proofs(texts: Any) -> dict[str, int]:
    """The first row that proves each order of dates: ``dmy``, ``mdy``, or ``ymd`` for no doubt.

    Empty when every date could be either. texts: pyarrow array, chunked or not, or list of n texts.
    """
    found: dict[str, int] = {}
    for first, part in parts_of(texts):
        proofs = {"ymd": 0} if iso_times(part) else _proofs(part)
        for order, row in proofs.items():
            found.setdefault(order, first + row)
    return found


def _proofs(column: Any) -> dict[str, int]:
    """The same of one pyarrow array."""
    import numpy as np

    raw, starts, lengths = measured(column)
    found: dict[str, int] = {}

    def proved(order: str, rows: Any) -> None:
        if len(rows):
            found[order] = min(found.get(order, int(rows[0])), int(rows[0]))

    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        if not 3 < length <= MAX_TEXT_BYTES:
            continue
        matrix = letters(raw, starts[rows], int(length))
        pattern = np.where((matrix >= 48) & (matrix <= 57), np.uint8(48), matrix)
        for _ in range(64):  # more patterns of one length than that are not dates
            if not len(pattern):
                break
            layout = layout_of(pattern[0].tobytes())
            same = (pattern == pattern[0]).all(axis=1)
            if layout is not None and "A" in layout.fields:
                first = digits(matrix[same], layout.fields["A"]) > 12
                second = digits(matrix[same], layout.fields["B"]) > 12
                proved("dmy", rows[same][first & ~second])
                proved("mdy", rows[same][second & ~first])
            elif layout is not None:
                proved("ymd", rows[same])
            rows, matrix, pattern = rows[~same], matrix[~same], pattern[~same]
    return found


def order_evidence(texts: Any) -> set[str]:
    """What a column says about its date order: the orders that some row proves."""
    return set(order_proofs(texts))
