"""Rows that hold other rows of the same table: a day beside its hours, which is no further walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.late import np
from stride.formats.words import counted, name_lines

if TYPE_CHECKING:
    from stride.formats.steps.rows import StepRows
    from stride.types import ReadNotes

LEAST_INSIDE = 2  # rows that a total holds
#: Of the steps of a total its parts have so much; with less the total tells more than they do.
LEAST_SHARE, MOST_SHARE = 0.5, 1.05


def without_totals(rows: StepRows, notes: ReadNotes) -> None:
    """Leave out in place the rows that sum up others, or the few others where most are missing.

    rows: of one source, with an end of their own.
    """
    if (rows.start_s[1:] >= rows.end_s[:-1]).all():  # as most are: no copies of millions
        return
    order = np.lexsort((-rows.end_s, rows.start_s))
    start, end, steps = rows.start_s[order], rows.end_s[order], rows.steps[order]
    if (start[1:] >= end[:-1]).all():
        return
    after = np.searchsorted(start, end, side="left")  # the first row that begins behind each
    sums = np.concatenate([[0.0], np.cumsum(steps)])
    place = np.arange(len(start))
    inside = sums[after] - sums[place + 1]
    several = (after - place - 1 >= LEAST_INSIDE) & (inside <= MOST_SHARE * steps) & (inside > 0)
    kept = np.ones(len(start), bool)
    for total in np.flatnonzero(several).tolist():
        parts = slice(total + 1, int(after[total]))
        if not kept[total] or (end[parts] > end[total]).any():
            continue
        if inside[total] >= LEAST_SHARE * steps[total]:
            kept[total] = False
        else:
            kept[parts] = False
    if kept.all():
        return
    gone = np.sort(rows.line[order[~kept]])
    notes.rows_skipped += len(gone)
    notes.warnings.append(
        f"Left out {counted(len(gone), 'row')} ({name_lines(gone)}) that others of the same "
        "time hold already: totals beside their parts."
    )
    mask = np.ones(len(rows), bool)
    mask[order[~kept]] = False
    rows.keep(mask)
