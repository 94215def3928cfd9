"""What the CSV files of Samsung Health have in common."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from stride.formats.layout import Blob, Head, ReadOptions, Sign
from stride.formats.table.dialect import Dialect, unique
from stride.formats.table.texttable import records_of

_NAME_LINE = re.compile(r'^"?(com\.samsung[\w.]*)"?[,;]\d+')
#: Columns that tell what a copy without its first line is.
_TELLING = {
    "step_daily_trend": {"source_type", "count", "day_time"},
    "pedometer_day_summary": {"step_count", "active_time", "day_time"},
    "step_count": {"start_time", "end_time", "count", "time_offset"},
}


class Top(NamedTuple):
    """The lines above the rows.

    kind: the name in line 1, such as ``com.samsung.shealth.step_daily_trend``; of a copy without
    that line what its columns tell, or nothing. columns: without their package prefix. first: the
    lines before the rows. mark: the delimiter: a comma, unless a spreadsheet wrote the copy.
    """

    kind: str
    columns: list[str]
    first: int
    mark: str


@lru_cache(maxsize=2)  # asked for by several layouts of one file
def top(head: Head) -> Top:
    """What stands above the rows of a file."""
    line = head.first_line
    mark = ";" if line.count(";") > line.count(",") else ","
    named = _NAME_LINE.match(line)
    cells = head.cells(head.first + 1, mark) if named else head.columns
    names = [name.rsplit(".", 1)[-1] for name in cells]
    guessed = next((kind for kind, wanted in _TELLING.items() if wanted <= set(names)), "")
    return Top(named[1] if named else guessed, names, head.first + 1 + bool(named), mark)


def of_type(*kinds: str, column: str = "") -> Sign:
    """A first line that ends in one of these types, and a column."""

    def seen(head: Head) -> bool:
        kind, columns, *_ = top(head)
        return kind.endswith(kinds) and (not column or column in columns)

    return Sign(seen, f"{' or '.join(kinds).lstrip('.')} in line 1")


def records(blob: Blob, options: ReadOptions) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, column -> text); rows may be one cell longer than the header."""
    return records_of(blob, options, dialect(blob.head))


def dialect(head: Head) -> Dialect:
    """How the rows are written, with a name for the cell behind their last comma."""
    _, names, first, mark = top(head)
    widths = [len(cells) for cells in head.rows(first, 3)]
    longer = [""] if widths and min(widths) > len(names) else []
    return Dialect(unique(names + longer), mark, ".", first, head.encoding)
