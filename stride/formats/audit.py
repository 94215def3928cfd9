"""What every reader's intervals are held against before they are counted, whatever the format.

A walking time that its steps contradict is not walking time: the day's minutes then follow from the
steps, and that is said. What is read here is what is stored: steps are neither lost nor made.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.steps import minutes
from stride.formats.steps.intervals import EPOCH, MOST_OF_A_DAY_SPM, MOST_WALKING_SPM, contradicted
from stride.formats.steps.rows import local_days
from stride.formats.words import counted
from stride.types import Finding

if TYPE_CHECKING:
    from stride.types import F64, I64, DayTotal, Intervals, MinuteTable


def audited(content: Intervals) -> Intervals:
    """The intervals with walking times that their steps allow; the others are not known.

    Where the vendor's walking of a day comes to fewer than 55 or more than 160 steps a minute (190
    for the total of a whole day), it is worked out from the steps instead. What was looked at is
    noted.
    """
    rows, of_rows = _rows(content)
    totals, of_totals = _totals(content.day_totals)
    days = sorted({*of_rows, *of_totals})
    notes = content.notes
    left = f", {notes.rows_skipped:,} of them left out" if notes.rows_skipped else ""
    notes.audit.append(Finding("rows", True, f"{counted(notes.rows, 'row')} read{left}"))
    if not days:
        stated = (content.walking_s > 0).any() or any(total.walking_s for total in totals)
        counted_too = content.steps.any() or any(total.steps for total in totals)
        fits = ", and fits its steps" if counted_too else ", without steps beside it"
        how = f"is the vendor's{fits}" if stated else "follows from the steps"
        notes.audit.append(Finding("walking", True, f"the walking time {how}"))
        return content
    wrong = (
        f"The walking time of {counted(len(days), 'day')} (the first {days[0]}) does not fit the "
        "steps beside it; walking is worked out from the steps."
    )
    notes.warnings.append(wrong)
    notes.audit.append(Finding("walking", False, wrong))
    return replace(content, walking_s=rows, day_totals=totals)


def to_minutes(intervals: Intervals) -> MinuteTable:
    """The minutes of an export of steps, each interval spread evenly over what it covers.

    Raises DataError where steps were lost or made on the way.
    """
    table = minutes.to_minutes(intervals)
    check_kept(intervals, table)
    return table


def check_kept(content: Intervals, table: MinuteTable) -> None:
    """Note that the steps read are the steps to be stored.

    Raises DataError where some were lost or made on the way.
    """
    read, stored = float(content.steps.sum()), float(table.steps.sum())
    text = (
        f"{read:,.0f} steps read, {stored:,.0f} kept"
        if read or stored
        else "no steps by the minute"
    )
    if abs(read - stored) > max(1.0, 1e-6 * read):
        raise DataError(
            f"Of this file {text}: that is a fault of stride's, so nothing of it was stored.",
            "Please report it, with the first lines of the file.",
        )
    if content.day_totals:
        text += f", and the totals of {counted(len(content.day_totals), 'day')}"
    content.notes.audit.append(Finding("steps", True, text))


def _rows(content: Intervals) -> tuple[F64, list[str]]:
    """The walking seconds of the rows, (n,), and the days of which they are not known after all."""
    walking = content.walking_s
    stated = (walking > 0) & (content.steps > 0)
    if not stated.any():
        return walking, []
    day = local_days(content.start_utc_s, content.utc_offset_min)
    days, place = np.unique(day[stated], return_inverse=True)
    steps: F64 = np.bincount(place, weights=content.steps[stated]).astype(np.float64)
    seconds: F64 = np.bincount(place, weights=walking[stated]).astype(np.float64)
    false = np.asarray(contradicted(steps, seconds, MOST_WALKING_SPM))
    if not false.any():
        return walking, []
    wrong = stated & np.isin(day, days[false])
    return np.where(wrong, np.nan, walking), [_name(number) for number in days[false]]


def _name(day: int | I64) -> str:
    return str(EPOCH + timedelta(days=int(day)))


def _totals(totals: tuple[DayTotal, ...]) -> tuple[tuple[DayTotal, ...], list[str]]:
    """The totals of days, and the days of which the walking is not known after all."""
    audited_totals, days = [], []
    for total in totals:
        walking = total.walking_s or 0.0
        if walking and total.steps and contradicted(total.steps, walking, MOST_OF_A_DAY_SPM):
            days.append(str(total.date))
            total = replace(total, walking_s=None)
        audited_totals.append(total)
    return tuple(audited_totals), days
