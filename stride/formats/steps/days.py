"""Small tables of daily totals to day rows: dates and numbers as people's exports write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from stride.formats.options import ReadOptions
from stride.formats.steps.choice import Choice
from stride.formats.steps.day_totals import DayRows
from stride.formats.time.column import read_times
from stride.formats.time.order import proofs_of, settled
from stride.formats.time.parse import serial_days, to_date

if TYPE_CHECKING:
    from stride.types import ReadNotes

#: Rows below a table that are no days, in the languages of its header.
NOT_A_DAY = re.compile(
    r"^(grand )?(tot(al|aal|ale|alt|alen|als)?|sum|summe|summa|suma|somme|gesamt|insgesamt|mean"
    r"|average|avg|median|durchschnitt|mittelwert|gemiddelde?|media|moyenne|promedio|média"
    r"|snitt|gjennomsnitt|medel|genomsnitt|średnia|итого|всего|среднее|合计|平均|合計)\b",
    re.IGNORECASE,
)


def dates_of(
    texts: list[str], lines: list[int], options: ReadOptions, order: str | None = None
) -> list[date]:
    """The calendar days of texts.

    Raises DataError for a text that is no date or when the order has to be asked for.
    """
    if not texts:
        return []
    if (serial := serial_days(texts)) is not None:
        return [to_date(second) for second in serial.tolist()]
    times = read_times(texts, lines, settled(proofs_of(texts, lines), options, order))
    return [to_date(float(second)) for second in times.local_s]


def fullest_days(
    days: DayRows, origins: Sequence[str], notes: ReadNotes, choice: Choice
) -> DayRows:
    """Of each day the device or app that counted more; the parts of a day of one are added up.

    origins: of each row. A row that repeats another of its device is one. choice: which are left
    out, and which go before those that counted more.
    """
    sums: dict[tuple[date, str], tuple[float, float | None, int]] = {}
    rows = zip(days.dates, origins, days.steps, days.walking_s, days.line, strict=True)
    seen: set[tuple[date, str, float]] = set()
    for day, origin, steps, walking, line in rows:
        choice.steps[origin] = choice.steps.get(origin, 0.0) + (steps if steps == steps else 0.0)
        if choice.is_ignored(origin):
            choice.left_out += 1
            continue
        if (day, origin, steps) in seen:
            continue
        seen.add((day, origin, steps))
        before = sums.get((day, origin))
        sums[day, origin] = (
            _added(before, steps, walking, line) if before else (steps, walking, line)
        )
    best: dict[date, tuple[float, float | None, int]] = {}
    first: dict[date, int] = {}
    for (day, origin), total in sums.items():
        rank = choice.rank(origin)
        more = day not in best or best[day][0] < total[0] or best[day][0] != best[day][0]  # NaN too
        if rank < first.get(day, rank + 1) or (more and rank == first[day]):
            best[day], first[day] = total, rank
    choice.note(notes)
    if len(best) < len(sums):
        notes.warnings.append("Several sources; each day is taken from the one with most steps.")
    if len(sums) < len(seen):
        notes.warnings.append("Days in several rows of one source: their steps are added up.")
    whole = DayRows(skipped=days.skipped + len(days.dates) - len(best))
    for day, (steps, walking, line) in best.items():
        whole.add(day, steps, line, walking)
    return whole


def added_up(days: DayRows) -> DayRows:
    """Days of which each stands there in parts, as one row a day."""
    sums: dict[date, tuple[float, float | None, int]] = {}
    rows = zip(days.dates, days.steps, days.walking_s, days.line, strict=True)
    for day, steps, walking, line in rows:
        before = sums.get(day)
        sums[day] = _added(before, steps, walking, line) if before else (steps, walking, line)
    whole = DayRows(skipped=days.skipped)
    for day, (steps, walking, line) in sums.items():
        whole.add(day, steps, line, walking)
    return whole


def _added(
    before: tuple[float, float | None, int], steps: float, walking: float | None, line: int
) -> tuple[float, float | None, int]:
    """Two parts of a day; an empty cell adds nothing."""
    both = before[0] if steps != steps else steps if before[0] != before[0] else before[0] + steps
    walked = None if before[1] is None or walking is None else before[1] + walking
    return both, walked, line
