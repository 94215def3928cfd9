"""Turns who saw how much of a day into its grade, its sources, and whether it can be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stride.store.best import Minutes

if TYPE_CHECKING:
    from stride.types import F64, I64

#: A day is valid from this much wear on. Sources: 16 h for sensors worn day and night, van Hees
#: (GGIR); 10 h for sensors worn while awake, the common hip protocol.
VALID_WEAR_24H_S = 16 * 3600
VALID_WEAR_WAKING_S = 10 * 3600
DAY_SENSORS = ("hip", "pocket", "hand")
#: A day of steps without wear: the span from the first to the last minute with steps, and a total.
VALID_SPAN_S = 10 * 3600
VALID_STEPS = 500
#: The grade of a day is the worst one that holds at least this share of its walking.
GRADE_SHARE = 0.1


def judge(best: Minutes, at: I64, walking: F64, rows: list[dict[str, object]]) -> None:
    """Fill in grade, validity and sources, which depend on who saw how much of the day."""
    bounds = np.searchsorted(at, np.arange(len(rows) + 1)) if _sorted(at) else None
    order = np.arange(len(at)) if bounds is not None else np.argsort(at, kind="stable")
    if bounds is None:
        bounds = np.searchsorted(at[order], np.arange(len(rows) + 1))
    for place, row in enumerate(rows):
        part = order[bounds[place] : bounds[place + 1]]
        if len(part):
            _judge_day(best, part, walking[part], row)


def _sorted(values: I64) -> bool:
    return bool(np.all(values[1:] >= values[:-1]))


def _judge_day(best: Minutes, part: I64, walking: F64, row: dict[str, object]) -> None:
    count = len(best.imports)
    index = best.import_index[part]
    minutes = np.bincount(index, minlength=count)
    walked = np.bincount(index, weights=walking, minlength=count)
    wear = np.bincount(index, weights=np.nan_to_num(best.values["wear_s"][part]), minlength=count)
    used = [i for i in range(count) if minutes[i]]
    row["grade"] = _grade_of([(best.imports[i].grade, walked[i], minutes[i]) for i in used])
    row["sources"] = sorted({best.imports[i].source for i in used})
    main = max(used, key=lambda i: (wear[i], minutes[i]))
    needed = (
        VALID_WEAR_WAKING_S if best.imports[main].placement in DAY_SENSORS else VALID_WEAR_24H_S
    )
    row["valid"] = wear.sum() >= needed or _valid_by_steps(best, part)


def _grade_of(parts: list[tuple[str, float, int]]) -> str:
    whole = sum(walked for _, walked, _ in parts)
    if whole <= 0:
        return max(parts, key=lambda part: part[2])[0]
    return max(grade for grade, walked, _ in parts if walked >= GRADE_SHARE * whole)


def _valid_by_steps(best: Minutes, part: I64) -> bool:
    stepped = part[(best.values["steps"][part] > 0) & ~best.knows_wear[part]]
    if not len(stepped):
        return False
    minutes = best.values["minute_utc"][stepped]
    span_s = (minutes.max() - minutes.min() + 1) * 60
    return bool(span_s >= VALID_SPAN_S and best.values["steps"][stepped].sum() >= VALID_STEPS)
