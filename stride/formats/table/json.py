"""JSON files of exports to Python values, and damage to one sentence."""

import json
from collections.abc import Iterator
from typing import Any

from stride.errors import DataError
from stride.formats.find.blob import Blob
from stride.formats.options import ReadOptions
from stride.formats.table.rows import whole_text

MAX_BYTES = 256 << 20


def json_of(blob: Blob, options: ReadOptions) -> Any:
    """The content of a file.

    Raises DataError with the line where it is no JSON, as where it is cut off.
    """
    text = whole_text(blob, options, MAX_BYTES)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and (rows := _lines_of(text)):
            return rows
        raise DataError(
            f"{blob.name}, line {error.lineno}: the JSON is damaged or cut off.",
            "Export the file again and copy it whole; nothing of it was stored.",
        ) from error
    except RecursionError as error:
        raise DataError(f"{blob.name} is nested too deep.", "Export the file again.") from error


def _lines_of(text: str) -> list[Any]:
    """The values of a file of JSON Lines, one a line; none where a line is no value."""
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except json.JSONDecodeError:
        return []


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list, whatever else may stand in it."""
    if isinstance(value, list):
        yield from (entry for entry in value if isinstance(entry, dict))


def count_of(value: Any, what: str) -> float:
    """A number, NaN where there is none.

    what: where it stands. Raises DataError for anything else.
    """
    if value is None:
        return float("nan")
    try:
        if isinstance(value, bool):
            raise ValueError
        return float(value)
    except (ValueError, TypeError, OverflowError) as error:
        raise DataError(
            f"{what}: “{str(value)[:40]}” is not a number.", "Export the file again."
        ) from error
