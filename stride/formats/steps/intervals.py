"""Rows of steps to Intervals: plausible, in order of time, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.steps.plausible import judge, lengthen, vendor_walking
from stride.formats.words import counted, name_lines
from stride.types import Intervals, ReadNotes

if TYPE_CHECKING:
    from stride.formats.steps.rows import StepRows
    from stride.formats.time.zones import Zone

FINE_S = 61.0  # vendors' minutes last 59 to 61 seconds
FINE_SPAN_S = 150.0  # records of two minutes, with what a watch takes to notice the end of a walk
FINE_SHARE = 0.95  # of the steps stand in bins of a minute or less: grade C


def intervals(
    origin: Origin,
    rows: StepRows,
    zone: Zone,
    notes: ReadNotes | None = None,
    *,
    measured: bool = False,
    spans: bool = False,
) -> Intervals:
    """The judged rows, in time order, zero rows left out.

    measured: the walking time was worked out from a cadence, and needs no check by the steps.
    spans: rows have an end of their own, as a watch writes one every two minutes or so while it is
    walked: those are as good as minutes.

    Raises EmptyData without steps, DataError where most rows cannot be true.
    """
    notes = notes or ReadNotes()
    notes.rows = max(notes.rows, len(rows))
    if len(rows) == 0 and not notes.rows:
        raise empty(origin.blob)
    judge(rows, origin.blob.name, origin.options.today, notes)
    if not measured:
        rows.walking_s = vendor_walking(rows.steps, rows.walking_s)
    rows.sort()
    _once(rows, notes)
    lengthen(rows, origin.blob.name, notes)
    limit_s = FINE_SPAN_S if spans else FINE_S
    fine = sum(float(p.steps[p.end_s - p.start_s <= limit_s].sum()) for p in rows.parts())
    return Intervals(
        source=origin.source(zone),
        start_utc_s=rows.start_s,
        end_utc_s=rows.end_s,
        utc_offset_min=rows.offset_min,
        steps=rows.steps,
        walking_s=rows.walking_s,
        grade="C" if fine >= FINE_SHARE * float(rows.steps.sum()) > 0 else "D",
        notes=notes,
    )


def _once(rows: StepRows, notes: ReadNotes) -> None:
    """Leave out of sorted rows those that say the same of the same time once more.

    Where rows of one time differ as well, they are parts of a minute, and equal parts may be true.
    """
    same = np.flatnonzero(rows.start_s[1:] == rows.start_s[:-1])
    if not len(same):
        return
    near = np.union1d(same, same + 1)
    part = rows.take(near)
    said = np.stack([part.start_s, part.end_s, part.steps, np.nan_to_num(part.walking_s, nan=-1.0)])
    first = np.unique(said, axis=1, return_index=True)[1]
    again = np.delete(near, first)
    if not len(again) or np.unique(said[:2], axis=1).shape[1] < len(first):
        return
    notes.rows_skipped += len(again)
    notes.warnings.append(
        f"Left out {counted(len(again), 'row')} that stand there twice "
        f"({name_lines(np.sort(rows.line[again]))})."
    )
    mask = np.ones(len(rows), bool)
    mask[again] = False
    rows.keep(mask)
