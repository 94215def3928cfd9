"""Google Fit in Takeout, one file a day in quarter hours: steps and walking time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError, EmptyData
from stride.formats.find.origin import Origin, empty
from stride.formats.layout import Format, no, sure
from stride.formats.steps.days import number_at
from stride.formats.steps.intervals import intervals
from stride.formats.steps.rows import StepRows
from stride.formats.table.dialect import dialect_of
from stride.formats.table.rows import records_of
from stride.formats.time.clock import bad_time
from stride.formats.time.parse import BadTime, parse_times
from stride.formats.time.zones import Zone, offset_text
from stride.types import ReadNotes

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.types import F64, I16, Intervals

    Records = list[tuple[int, dict[str, str]]]

DAY_S = 86400.0
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)")


def recognise(head: Head) -> Verdict:
    """Sure by Start time, End time and a first time without date but with offset."""
    if not head.has("start time", "end time"):
        return no("no columns Start time and End time")
    at = head.keys.index("start time")
    first = next((row[at] for row in head.rows(head.first + 1, 1) if at < len(row)), "")
    if first and not re.match(r"^\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:?\d\d|Z)$", first):
        return no("the first time is not HH:MM:SS with an offset")
    return sure("columns Start time and End time, times of day with an offset")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Quarter hours; the date stands in the file name only."""
    import numpy as np

    found = _DATE.search(blob.head.basename)
    if not found:
        raise DataError(
            f"{blob.name} holds times of day; Google Fit writes the date into the file name, and "
            "this name has none.",
            "Give the file its name back, such as 2023-10-29.csv.",
        )
    midnight = float(parse_times([found[1]]).local_s[0])
    dialect = dialect_of(blob.head)
    steps, walking = dialect.find("Step count"), dialect.find("Walking duration (ms)")
    records = list(records_of(blob, options, dialect))
    if not records:
        raise empty(blob)
    if steps is None and walking is None:
        raise EmptyData(f"{blob.name} has neither steps nor walking in it.", "Nothing to import.")
    lines = [line for line, _ in records]
    start, offset = _instants(records, dialect.need("Start time"), midnight, lines)
    end, _ = _instants(records, dialect.need("End time"), midnight, lines)
    end = np.where(end <= start, end + DAY_S, end)
    rows = StepRows(
        start_s=start,
        end_s=end,
        offset_min=offset,
        steps=_column(records, steps, dialect.decimal),
        walking_s=_column(records, walking, dialect.decimal) / 1000
        if walking
        else np.full(len(start), np.nan),
        line=np.array(lines),
    )
    # a Z too is the person's: the day in the name of the file begins at its midnight
    zone = Zone(offset_text(int(offset[0])), "row")
    notes = ReadNotes(rows=len(records))
    return intervals(Origin(blob, options, FORMAT.id, "Google Fit"), rows, zone, notes)


def _column(records: Records, name: str | None, decimal: str) -> F64:
    import numpy as np

    if name is None:
        return np.zeros(len(records))
    return np.array([number_at(record[name], line, name, decimal) for line, record in records])


def _instants(records: Records, name: str, midnight: float, lines: list[int]) -> tuple[F64, I16]:
    import numpy as np

    try:
        times = parse_times([record[name].strip() for _, record in records])
    except BadTime as error:
        raise bad_time(error, lines[error.row]) from error
    offset = np.nan_to_num(times.offset_min)
    return midnight + times.local_s - offset * 60, offset.astype(np.int16)


FORMAT = Format(
    id="google-fit-intervals",
    title="Google Fit in Takeout: one file a day, quarter hours",
    header="Start time,End time,Move Minutes count,Calories (kcal),Step count",
    recognise=recognise,
    read=read,
    family="google-fit",
    rank=0,
)
