"""Turns seconds of a kind into the stretches that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from stride.types import I64, Bool


def runs(at: I64, break_s: int) -> tuple[I64, I64]:
    """Where each stretch begins in the indices of its seconds, and how many of them it holds.

    at: (k,) rising. break_s: a step above this between two of them ends a stretch.
    """
    if not len(at):
        return at, at
    first = np.concatenate([[0], np.flatnonzero(np.diff(at) > break_s) + 1])
    return first, np.diff(np.concatenate([first, [len(at)]]))


def dilated(mask: Bool, by_s: int) -> Bool:
    """The seconds of a mask and those up to by_s before and after them, (n,)."""
    n, at = len(mask), np.flatnonzero(mask)
    begins = np.bincount(np.maximum(at - by_s, 0), minlength=n + 1)
    ends = np.bincount(np.minimum(at + by_s + 1, n), minlength=n + 1)
    return np.asarray(np.cumsum(begins - ends)[:n] > 0)
