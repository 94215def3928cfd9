"""Turns who saw how much of a day into its sources, and whether it can be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stride.store.best import Minutes
from stride.store.draft import DayDraft

if TYPE_CHECKING:
    from stride.types import I64

#: A day is valid from this much wear on. Sources: 16 h for sensors worn day and night, van Hees
#: (GGIR); 10 h for sensors worn while awake, the common hip protocol.
VALID_WEAR_24H_S = 16 * 3600
VALID_WEAR_WAKING_S = 10 * 3600
DAY_SENSORS = ("hip", "pocket", "hand")
#: A day of steps without wear: the span from the first to the last minute with steps, and a total.
VALID_SPAN_S = 10 * 3600
VALID_STEPS = 500
#: More in a day is shown and judges nothing: hardly anybody walks them, and numbers that are scaled
#: or added up come to as many.
MOST_STEPS = 100_000


def judge(best: Minutes, at: I64, days: list[DayDraft]) -> None:
    """Fill in validity, sources and the grade of most minutes: who saw how much of the day.

    at: (n,) index into ``days`` of each minute.
    """
    order = np.argsort(at, kind="stable")
    bounds = np.searchsorted(at[order], np.arange(len(days) + 1))
    for place, day in enumerate(days):
        part = order[bounds[place] : bounds[place + 1]]
        if len(part):
            _judge_day(best, part, day)


def _judge_day(best: Minutes, part: I64, day: DayDraft) -> None:
    count = len(best.imports)
    index = best.import_index[part]
    minutes = np.bincount(index, minlength=count)
    wear = np.bincount(index, weights=np.nan_to_num(best.values["wear_s"][part]), minlength=count)
    used = [i for i in range(count) if minutes[i]]
    day.sources = tuple(sorted({best.imports[i].source for i in used}))
    day.main_grade = best.imports[max(used, key=lambda i: minutes[i])].best_grade
    main = max(used, key=lambda i: (wear[i], minutes[i]))
    needed = (
        VALID_WEAR_WAKING_S if best.imports[main].placement in DAY_SENSORS else VALID_WEAR_24H_S
    )
    day.valid = bool(wear.sum() >= needed) or _valid_by_steps(best, part)


def _valid_by_steps(best: Minutes, part: I64) -> bool:
    stepped = part[(best.values["steps"][part] > 0) & ~best.knows_wear[part]]
    if not len(stepped):
        return False
    minutes = best.values["minute_utc"][stepped]
    span_s = (minutes.max() - minutes.min() + 1) * 60
    steps = float(best.values["steps"][stepped].sum())
    return bool(span_s >= VALID_SPAN_S and VALID_STEPS <= steps <= MOST_STEPS)
