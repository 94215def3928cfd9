"""Rows of steps to Intervals: what can be true of them, in order of time, each once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from stride.errors import DataError, EmptyData
from stride.formats.find.blob import Origin, empty
from stride.formats.late import np
from stride.formats.steps.rows import BLOCK_ROWS, DAY_S
from stride.formats.words import counted, name_lines
from stride.types import Intervals, ReadNotes

if TYPE_CHECKING:
    from collections.abc import Callable

    from stride.formats.steps.rows import StepRows
    from stride.formats.time.zones import Zone
    from stride.types import F64, Bool

#: Nobody walks at more steps a minute (Tudor-Locke et al. 2018: above 130 is jogging).
MOST_WALKING_SPM = 160.0
#: Of a day's total, which holds the steps between its walks too.
MOST_OF_A_DAY_SPM = 190.0
#: Steps a minute below which a walking time holds more than walking (Tudor-Locke et al. 2018:
#: purposeful slow walking begins at 60 to 79).
FEWEST_WALKING_SPM = 55.0
SLACK = 1.01  # vendors round their seconds
#: A shorter walk cannot be called too long for its steps: both are rounded.
LEAST_S = 120.0
MOST_STEPS_PER_MINUTE = 250.0  # sprinters reach 280; exports above this are scaled or summed
ASSUMED_SPM = 100.0  # a walk of which only the steps are told
BURST_S, BURST_STEPS = 30.0, 10.0  # the seconds of a short burst are often rounded
FEW_ROWS = 10  # say nothing about a whole file
MOST_STEPS = 1e9  # nobody's life holds as many
FIRST_DAY = date(2000, 1, 1)
EPOCH = date(1970, 1, 1)
LONGEST_S = 2 * DAY_S  # a longer row is a total of weeks, or has a damaged end
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
    if not notes.rows:
        raise empty(origin.blob)
    _judge(rows, origin, notes)
    if not measured:
        rows.walking_s = vendor_walking(rows.steps, rows.walking_s)
    rows.sort()
    _once(rows, notes)
    lengthen(rows, origin.blob.name, notes)
    limit_s = FINE_SPAN_S if spans else FINE_S
    fine = sum(_of_parts(rows, lambda length, steps: steps[length <= limit_s].sum()))
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


def _judge(rows: StepRows, origin: Origin, notes: ReadNotes) -> None:
    """Leave out, in place, what cannot be true, and rows without steps or walking."""
    _countable(rows, origin.blob.name)
    _plausible_times(rows, origin.options.today, notes)
    _with_steps(rows, origin.blob.name, notes)
    leave_out_long(rows, notes)


def _of_parts(rows: StepRows, figure: Callable[[F64, F64], Any]) -> list[float]:
    """A figure of the lengths and steps of rows, in blocks that stay in the processor's memory."""
    parts = (slice(first, first + BLOCK_ROWS) for first in range(0, len(rows.steps), BLOCK_ROWS))
    return [float(figure(rows.end_s[p] - rows.start_s[p], rows.steps[p])) for p in parts]


def _once(rows: StepRows, notes: ReadNotes) -> None:
    """Leave out of sorted rows those that say the same of the same time once more.

    Where rows of one time differ as well, they are parts of a minute, and equal parts may be true.
    """
    same = np.flatnonzero(rows.start_s[1:] == rows.start_s[:-1])
    if not len(same):
        return
    near = np.union1d(same, same + 1)
    part = rows.take(near)
    values = np.stack(
        [part.start_s, part.end_s, part.steps, np.nan_to_num(part.walking_s, nan=-1.0)]
    )
    first = np.unique(values, axis=1, return_index=True)[1]
    again = np.delete(near, first)
    if not len(again) or np.unique(values[:2], axis=1).shape[1] < len(first):
        return
    notes.rows_skipped += len(again)
    notes.warnings.append(
        f"Left out {counted(len(again), 'row')} that stand there twice "
        f"({name_lines(np.sort(rows.line[again]))})."
    )
    mask = np.ones(len(rows), bool)
    mask[again] = False
    rows.keep(mask)


def _countable(rows: StepRows, name: str) -> None:
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
    if not len(rows.steps):
        return
    first = (FIRST_DAY - EPOCH).days * DAY_S
    last = ((today - EPOCH).days + 2) * DAY_S
    ordered = rows.end_s > rows.start_s
    inside = rows.start_s.min() >= first + DAY_S and rows.start_s.max() < last - DAY_S
    if inside and ordered.all():  # whatever the offsets are
        return
    local = rows.start_s + rows.offset_min * 60.0
    notes.rows_to_come += int((local >= last).sum())
    _leave_out(
        rows,
        (local >= first) & (local < last) & ordered,
        notes,
        "dated before 2000, after tomorrow or without length",
        DataError(
            "Every date lies before 2000 or after tomorrow ({lines}).",
            "Check the dates in the file, and the clock of this computer.",
        ),
    )


def leave_out_long(rows: StepRows, notes: ReadNotes) -> None:
    """Leave out, in place, rows that are no stretch of a day: damaged ends, totals of weeks.

    Raises DataError where no row is left.
    """
    if max(_of_parts(rows, lambda length, _: length.max())) <= LONGEST_S:
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
    if good.all():
        return
    bad = np.sort(rows.line[~good])
    if not good.any():
        raise DataError(none.message.format(lines=name_lines(bad)), none.hint)
    notes.rows_skipped += len(bad)
    notes.warnings.append(f"Left out {counted(len(bad), 'row')} {why} ({name_lines(bad)}).")
    rows.keep(good)


def vendor_walking(steps: F64, walking_s: F64) -> F64:
    """The vendor's walking seconds, (n,), NaN where they are too few for the steps beside them.

    An export may know the walking of a part of a bin only: Google Fit writes 43 seconds beside
    5,880 steps. Beyond 160 steps a minute nobody walks, and the time follows from the steps.
    """
    few = too_short(steps, walking_s, MOST_WALKING_SPM)
    return np.where(few, np.nan, walking_s) if few.any() else walking_s


def lengthen(rows: StepRows, name: str, notes: ReadNotes) -> None:
    """Rows that hold more steps than their length allows are as long as their steps need, in place.

    A count with a time and no end, or with an end a few seconds on, is what was counted since the
    device last told: at 100 steps a minute it reaches as far as it must, and with the rows that it
    then runs into it is one walk. rows: sorted by start. Raises DataError where most rows are such
    and reach beyond their neighbours: then the counts are no steps.
    """
    shortest_s = min(_of_parts(rows, lambda length, _: length.min()))
    if rows.steps.max() <= MOST_STEPS_PER_MINUTE / 60.0 * shortest_s:
        return
    length = rows.end_s - rows.start_s
    most = MOST_STEPS_PER_MINUTE / 60.0 * length + np.where(length < BURST_S, BURST_STEPS, 0.0)
    over = np.flatnonzero((rows.steps > most) & np.isnan(rows.walking_s))
    if not len(over):
        return
    needed = rows.steps[over] * (60.0 / ASSUMED_SPM)
    gap = np.diff(rows.start_s, append=np.inf)[over]
    bad = np.sort(rows.line[over])
    if len(rows) > FEW_ROWS and int((needed > np.maximum(gap, length[over])).sum()) > len(rows) / 2:
        raise DataError(
            f"{name}: more than 250 steps a minute in {len(over):,} of {len(rows):,} rows "
            f"({name_lines(bad)}): the numbers look scaled, or are no steps.",
            "Check in the app what the column counts, and export the steps themselves.",
        )
    _reach(rows, over.tolist())
    notes.warnings.append(
        f"{counted(len(bad), 'row')} with more steps than fit into the time "
        f"({name_lines(bad)}): counted at 100 steps a minute, an estimate."
    )


def _reach(rows: StepRows, over: list[int]) -> None:
    """Give each of the rows the length its steps need, together with the rows it reaches."""
    mask = np.ones(len(rows), bool)
    start, end, steps = rows.start_s, rows.end_s.copy(), rows.steps.copy()
    done = -1
    for first in over:
        if first <= done:
            continue
        last, until = first, start[first] + steps[first] * (60.0 / ASSUMED_SPM)
        while last + 1 < len(start) and start[last + 1] < until:
            last += 1
            steps[first] += steps[last]
            mask[last] = False
            until = start[first] + steps[first] * (60.0 / ASSUMED_SPM)
        end[first], done = until, last
    rows.end_s, rows.steps = end, steps
    if not mask.all():
        rows.keep(mask)


def too_short(steps: F64 | float, walking_s: F64 | float, most_spm: float) -> Any:
    """Whether a walking time is too short for its steps, of one or of each of (n,); NaN is not."""
    return walking_s * (most_spm * SLACK / 60.0) < steps


def contradicted(steps: F64 | float, walking_s: F64 | float, most_spm: float) -> Any:
    """Whether a walking time is too short for its steps, or from 120 s on too long for them."""
    long = (walking_s >= LEAST_S) & (walking_s * (FEWEST_WALKING_SPM / 60.0) > steps)
    return too_short(steps, walking_s, most_spm) | long
