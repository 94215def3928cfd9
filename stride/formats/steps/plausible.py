"""Which rows of steps can be true: the others are left out with their lines, or refuse the file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stride.errors import DataError, EmptyData
from stride.formats.steps.rows import DAY_S
from stride.formats.words import counted, name_lines

if TYPE_CHECKING:
    from stride.formats.steps.rows import StepRows
    from stride.types import Bool, ReadNotes

MOST_STEPS_PER_MINUTE = 250.0  # sprinters reach 280; exports above this are scaled or summed
MOST_STEPS = 1e9  # nobody's life holds as many
FIRST_DAY = date(2000, 1, 1)
EPOCH = date(1970, 1, 1)
LONGEST_S = 2 * DAY_S  # a longer row is a total of weeks, or has a damaged end


def judge(rows: StepRows, name: str, today: date, notes: ReadNotes) -> None:
    """Leave out, in place, what cannot be true of ``rows``, and rows without steps or walking.

    name: the file, for messages. notes: get a warning with lines for everything left out.
    Raises EmptyData where no steps are left, DataError where no row can be true.
    """
    _countable(rows, name)
    if len(rows):
        _plausible_times(rows, today, notes)
    _with_steps(rows, name, notes)
    _plausible_lengths(rows, notes)
    _plausible_steps(rows, notes)


def _countable(rows: StepRows, name: str) -> None:
    import numpy as np

    low, high = rows.steps.min(initial=0.0), rows.steps.max(initial=0.0)
    if low >= -MOST_STEPS and high <= MOST_STEPS:
        return
    bad = np.sort(rows.line[~(np.abs(rows.steps) <= MOST_STEPS)])  # NaN as well
    raise DataError(
        f"{name}: counts of steps beyond any life ({name_lines(bad)}).",
        "Correct them, or export the file again.",
    )


def _with_steps(rows: StepRows, name: str, notes: ReadNotes) -> None:
    keep = (rows.steps > 0) | (rows.walking_s > 0)
    if not keep.any():
        raise EmptyData(f"{name} holds no steps.", "There is nothing to import.")
    negative = int((rows.steps < 0).sum())
    if negative:
        notes.rows_skipped += negative
        notes.warnings.append(f"Left out {counted(negative, 'row')} with a negative count.")
    if not keep.all():
        rows.keep(keep)


def _plausible_times(rows: StepRows, today: date, notes: ReadNotes) -> None:
    first = (FIRST_DAY - EPOCH).days * DAY_S
    last = ((today - EPOCH).days + 2) * DAY_S
    ordered = rows.end_s > rows.start_s
    inside = rows.start_s.min() >= first + DAY_S and rows.start_s.max() < last - DAY_S
    if inside and ordered.all():  # whatever the offsets are
        return
    local = rows.start_s + rows.offset_min * 60.0
    _leave_out(
        rows,
        (local >= first) & (local < last) & ordered,
        notes,
        "dated before 2000, after tomorrow or without length",
        DataError(
            "Every date lies before 2000 or after tomorrow ({lines}).",
            "Check the dates in the file; --date-order helps when day and month are swapped.",
        ),
    )


def _plausible_lengths(rows: StepRows, notes: ReadNotes) -> None:
    # in parts: the lengths of millions of rows at once are a column more
    if max(float((part.end_s - part.start_s).max()) for part in rows.parts()) <= LONGEST_S:
        return
    _leave_out(
        rows,
        rows.end_s - rows.start_s <= LONGEST_S,
        notes,
        "longer than two days",
        DataError(
            "Every row is longer than two days ({lines}): these are totals of weeks or months, not "
            "of days.",
            "Export single days, or a finer table.",
        ),
    )


def _leave_out(rows: StepRows, good: Bool, notes: ReadNotes, why: str, none: DataError) -> None:
    """Keep the good rows and say why the others are gone; ``none`` where no row is good."""
    import numpy as np

    if good.all():
        return
    bad = np.sort(rows.line[~good])
    if not good.any():
        raise DataError(none.message.format(lines=name_lines(bad)), none.hint)
    notes.rows_skipped += len(bad)
    notes.warnings.append(f"Left out {counted(len(bad), 'row')} {why} ({name_lines(bad)}).")
    rows.keep(good)


def _plausible_steps(rows: StepRows, notes: ReadNotes) -> None:
    shortest = min(float((part.end_s - part.start_s).min()) for part in rows.parts())
    if rows.steps.max() <= MOST_STEPS_PER_MINUTE / 60.0 * shortest:
        return
    length = rows.end_s - rows.start_s
    # a burst of a few seconds is often rounded
    bad = rows.line[(rows.steps > MOST_STEPS_PER_MINUTE / 60.0 * length) & (length >= 30.0)]
    bad.sort()
    if len(bad) == 0:
        return
    if len(bad) > len(rows) / 2 and len(rows) > 10:
        notes.warnings.append(
            f"More than 250 steps a minute in {len(bad):,} of {len(rows):,} rows "
            f"({name_lines(bad)}): the numbers look scaled, or are no steps. --dry-run shows the "
            "days they would make, 'stride undo' takes them back."
        )
        return
    notes.warnings.append(
        f"More than 250 steps a minute in {counted(len(bad), 'row')} ({name_lines(bad)})."
    )
