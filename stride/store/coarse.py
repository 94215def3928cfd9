"""Finds the coarse rows that a finer source has seen already, so that no walk counts twice.

A bin of a quarter of an hour was spread over its minutes. Another export may say in which of those
minutes the steps were: then the other minutes of the bin are the same steps once more. They do not
count, and count again when the finer import goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stride.store.best import ImportRow, Part

if TYPE_CHECKING:
    from stride.types import F64, I64, Bool

#: A bin of which finer sources saw at least this share is their walk; of less, it is another one
#: (a phone's walk in the hour in which the watch in the drawer counted three steps).
SAME_WALK_SHARE = 0.5
COARSE = "D"


def same_walks(parts: list[Part], imports: tuple[ImportRow, ...]) -> list[Bool]:
    """For each part (n,) which rows belong to a walk that finer sources saw in other minutes."""
    coarse = [_is_coarse(imports[part.place]) for part in parts]
    if not any(coarse):
        return [np.zeros(len(part.hidden), bool) for part in parts]
    minute, steps = _finer([part for part in parts if imports[part.place].grade < COARSE])
    return [
        _seen(part, minute, steps) if is_coarse else np.zeros(len(part.hidden), bool)
        for part, is_coarse in zip(parts, coarse, strict=True)
    ]


def _is_coarse(row: ImportRow) -> bool:
    return row.grade == COARSE and not row.knows_wear


def _finer(parts: list[Part]) -> tuple[I64, F64]:
    """Minutes (sorted) and steps of the finer imports; of several the one that counted most."""
    minutes, steps = [np.zeros(0, np.int64)], [np.zeros(0)]
    for part in parts:
        some = part.values["steps"] > 0
        minutes.append(part.values["minute_utc"][some].astype(np.int64))
        steps.append(part.values["steps"][some])
    minute, count = np.concatenate(minutes), np.concatenate(steps)
    order = np.lexsort((count, minute))
    last = np.append(np.diff(minute[order]) != 0, True)[: len(order)]
    return minute[order][last], count[order][last]


def _seen(part: Part, minute: I64, steps: F64) -> Bool:
    """(n,) whether finer sources saw the walk of a row's bin, in other minutes of it.

    minute, steps: (m,) of the finer sources, sorted.
    """
    rows = part.values["minute_utc"].astype(np.int64)
    starts, block = np.unique(part.bin_start, return_inverse=True)
    count = len(starts)
    place = np.searchsorted(minute, rows)
    there = (place < len(minute)) & (np.append(minute, -1)[place] == rows)
    stepped = np.where(there, np.append(steps, 0.0)[place], 0.0)
    total = np.bincount(block, weights=part.values["steps"], minlength=count)
    counted = np.bincount(block, weights=stepped, minlength=count)
    # a recorded walk without steps is measured by its minutes
    walking_min = np.nan_to_num(part.values["walking_s"]) / 60.0
    walked = np.bincount(block, weights=walking_min, minlength=count)
    minutes = np.bincount(block, weights=there, minlength=count)
    share = np.where(
        total > 0, counted >= SAME_WALK_SHARE * total, minutes >= SAME_WALK_SHARE * walked
    )
    same: Bool = (share & (minutes > 0))[block] & ~there
    return same
