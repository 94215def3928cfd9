"""What the CSV files of Samsung Health have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.clocks import bad_time
from stride.formats.common.csvio import Dialect, records_of, unique
from stride.formats.common.times import BadTime, parse_times, to_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from stride.formats.common.head import Head
    from stride.formats.common.model import Blob, ReadOptions


def data_type(head: Head) -> str:
    """The name in line 1, such as ``com.samsung.shealth.step_daily_trend``, or nothing."""
    line = head.lines[0] if head.lines else ""
    return (
        line.split(",")[0].strip().strip('"')
        if line.lstrip("\ufeff").startswith("com.samsung")
        else ""
    )


def records(blob: Blob, options: ReadOptions) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, column -> text); the columns without their package prefix, rows may be one longer."""
    names = [name.rsplit(".", 1)[-1] for name in blob.head.cells(1, ",")]
    return records_of(blob, options, Dialect(unique(names), ",", ".", 2, blob.head.encoding))


def columns(head: Head) -> list[str]:
    """The columns of line 2 without their package prefix."""
    return [name.rsplit(".", 1)[-1] for name in head.cells(1, ",")]


def day_of(text: str, line: int) -> date:
    """The day of ``day_time``: epoch ms of 00:00 UTC of the local day, or its text.

    Raises DataError for numbers that a spreadsheet rounded.
    """
    text = text.strip()
    if re.match(r"^\d(\.\d+)?E\+?\d+$", text, re.IGNORECASE):
        raise DataError(
            f"Line {line}: the day “{text}” was rounded by a spreadsheet and is lost.",
            "Import the file as Samsung Health exported it.",
        )
    if re.match(r"^\d{12,13}$", text):
        return to_date(int(text) / 1000)
    try:
        return to_date(float(parse_times([text]).local_s[0]))
    except BadTime as error:
        raise bad_time(error, line) from error


def milliseconds(text: str) -> float | None:
    """Seconds of a duration in ms, None when the cell is empty."""
    try:
        return float(text) / 1000 if text.strip() else None
    except ValueError:
        return None
