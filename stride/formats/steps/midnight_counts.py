"""Lines of ``midnight, steps`` without a header, as small pedometer apps write them, to days."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.origin import Origin
from stride.formats.steps.day_totals import NOT_SAID, DayRows, day_totals
from stride.formats.steps.days import dates_of, number_at
from stride.formats.table.rows import rows_of
from stride.formats.time.parse import to_date
from stride.formats.time.zones import choose_zone, offsets_at
from stride.types import ReadNotes

if TYPE_CHECKING:
    from datetime import date

    from stride.formats.find.blob import Blob
    from stride.formats.options import ReadOptions
    from stride.types import Intervals

_STAMP = re.compile(r"^(\d{9,13}|-\d{1,13})$")


def midnight_days(
    blob: Blob, options: ReadOptions, format_id: str, delimiter: str, *, device: str
) -> Intervals:
    """Daily totals; of a day given twice the higher count, as these apps begin anew."""
    best: dict[date, tuple[float, int]] = {}
    notes = ReadNotes()
    texts, counts, lines = [], [], []
    for line, cells in rows_of(blob, options, delimiter, blob.head.encoding):
        notes.rows += 1
        if len(cells) < 2:
            raise DataError(f"Line {line} has no steps.", "The file may be cut short.")
        texts.append(cells[0].strip())
        counts.append(number_at(cells[1], line, "steps", missing=NOT_SAID))
        lines.append(line)
    for day, count, line in zip(_days(texts, lines, options), counts, lines, strict=True):
        if day is None or math.isnan(count):
            notes.rows_skipped += (
                1  # negative stamps keep the app's own state, an empty count nothing
            )
            continue
        best[day] = max(best.get(day, (count, line)), (count, line))
    days = DayRows()
    for day, (steps, line) in best.items():
        days.add(day, steps, line)
    return day_totals(Origin(blob, options, format_id, device), days, notes)


def _days(texts: list[str], lines: list[int], options: ReadOptions) -> list[date | None]:
    """The days of midnights and of dates, None for a stamp that is no time."""
    dated = [place for place, text in enumerate(texts) if not _STAMP.match(text)]
    dates = dates_of([texts[place] for place in dated], [lines[place] for place in dated], options)
    days = dict(zip(dated, dates, strict=True))
    return [
        days[place] if place in days else _midnight(text, options)
        for place, text in enumerate(texts)
    ]


def _midnight(text: str, options: ReadOptions) -> date | None:
    import numpy as np

    seconds = int(text) / (1000 if len(text) >= 12 else 1)
    if seconds <= 0:
        return None
    zone = choose_zone(options)
    local = seconds + 60.0 * float(offsets_at(zone.tz, np.array([seconds]))[0])
    # local midnight; in a zone a few hours off it still rounds to its day
    return to_date(round(local / 86400.0) * 86400.0)
