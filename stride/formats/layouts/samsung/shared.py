"""What the CSV files of Samsung Health have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.steps.days import dates_of
from stride.formats.table.dialect import Dialect, unique
from stride.formats.table.text_blocks import records_of
from stride.formats.time.parse import to_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.options import ReadOptions


_STAMP = re.compile(r"^\d{12,13}$")
_NAME_LINE = re.compile(r'^"?(com\.samsung[\w.]*)"?[,;]\d+')
#: Columns that tell what a copy without its first line is.
_TELLING = {
    "step_daily_trend": {"source_type", "count", "day_time"},
    "pedometer_day_summary": {"step_count", "active_time", "day_time"},
    "step_count": {"start_time", "end_time", "count", "time_offset"},
}


def data_type(head: Head) -> str:
    """The name in line 1, such as ``com.samsung.shealth.step_daily_trend``, or nothing.

    Of a copy without that line, what its columns tell.
    """
    match = _NAME_LINE.match(head.first_line)
    if match:
        return match[1]
    names = set(columns(head))
    return next((kind for kind, wanted in _TELLING.items() if wanted <= names), "")


def mark(head: Head) -> str:
    """The delimiter: a comma, unless a spreadsheet wrote the copy."""
    return ";" if head.first_line.count(";") > head.first_line.count(",") else ","


def _header(head: Head) -> int:
    """Index of the line with the columns."""
    return head.first + (1 if _NAME_LINE.match(head.first_line) else 0)


def columns(head: Head) -> list[str]:
    """The columns without their package prefix."""
    if not _NAME_LINE.match(head.first_line):
        return [name.rsplit(".", 1)[-1] for name in head.columns]
    return [name.rsplit(".", 1)[-1] for name in head.cells(_header(head), mark(head))]


def records(blob: Blob, options: ReadOptions) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, column -> text); rows may be one cell longer than the header."""
    return records_of(blob, options, dialect(blob.head))


def dialect(head: Head) -> Dialect:
    """How the rows are written, with a name for the cell behind their last comma."""
    names, first = columns(head), _header(head) + 1
    widths = [len(cells) for cells in head.rows(first, 3)]
    longer = [""] if widths and min(widths) > len(names) else []
    return Dialect(unique(names + longer), mark(head), ".", first, head.encoding)


def days_of(texts: list[str], lines: list[int], options: ReadOptions) -> list[date]:
    """The days of ``day_time``: epoch ms of 00:00 UTC of the local day, or its text.

    Raises DataError for numbers that a spreadsheet rounded, or for texts that are no dates.
    """
    texts = [text.strip() for text in texts]
    for text, line in zip(texts, lines, strict=True):
        if re.match(r"^\d([.,]\d+)?E\+?\d+$", text, re.IGNORECASE):
            raise DataError(
                f"Line {line}: the day “{text}” was rounded by a spreadsheet and is lost.",
                "Import the file as Samsung Health exported it.",
            )
    stamped = {n: to_date(int(text) / 1000) for n, text in enumerate(texts) if _STAMP.match(text)}
    rest = [n for n in range(len(texts)) if n not in stamped]
    dates = dates_of([texts[n] for n in rest], [lines[n] for n in rest], options)
    days = stamped | dict(zip(rest, dates, strict=True))
    return [days[n] for n in range(len(texts))]
