"""Lines of ``midnight, steps`` without a header, as small pedometer apps write them, to days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.common.days import dates_of, number_at
from stride.formats.common.rows import rows_of
from stride.formats.common.steps import DayRows, Origin, day_totals
from stride.formats.common.times import to_date
from stride.formats.common.zones import choose_zone, offsets_at
from stride.types import ReadNotes

if TYPE_CHECKING:
    from datetime import date

    from stride.formats.common.model import Blob, ReadOptions
    from stride.types import Intervals


def midnight_days(
    blob: Blob, options: ReadOptions, format_id: str, delimiter: str, *, device: str
) -> Intervals:
    """Daily totals; of a day given twice the higher count, as these apps begin anew."""
    best: dict[date, tuple[float, int]] = {}
    notes = ReadNotes()
    for line, cells in rows_of(blob, options, delimiter, blob.head.encoding):
        notes.rows += 1
        if len(cells) < 2:
            raise DataError(f"Line {line} has no steps.", "The file may be cut short.")
        day = _day(cells[0].strip(), line, options)
        if day is None:
            notes.rows_skipped += 1  # negative stamps keep the app's own state
            continue
        found = (number_at(cells[1], line, "steps"), line)
        best[day] = max(best.get(day, found), found)
    days = DayRows()
    for day, (steps, line) in best.items():
        days.add(day, steps, line)
    return day_totals(Origin(blob, options, format_id, device), days, notes)


def _day(text: str, line: int, options: ReadOptions) -> date | None:
    import numpy as np

    if not re.match(r"^-?\d{9,13}$", text):
        found: date = dates_of([text], [line], options)[0]
        return found
    seconds = int(text) / (1000 if len(text) >= 12 else 1)
    if seconds <= 0:
        return None
    zone = choose_zone(options)
    local = seconds + 60.0 * float(offsets_at(zone.tz, np.array([seconds]))[0])
    # local midnight; in a zone a few hours off it still rounds to its day
    return to_date(round(local / 86400.0) * 86400.0)
