"""Percentiles and groups: where an exposure is cut, and on which side a person falls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stride.types import F64


def percentile(values: F64, percent: int) -> float:
    """The percentile by the averaged inverse distribution function.

    values: (n,). With h = n percent / 100: the mean of the values number h and h + 1 where h is
    whole, else number ceil(h). Source: Hyndman and Fan 1996, type 2; so do Stata's summarize and
    xtile. Whole numbers decide, so that no rounding of h does.
    """
    if not len(values):
        return float("nan")
    ordered = np.sort(values)
    whole, rest = divmod(len(ordered) * percent, 100)
    if rest:
        return float(ordered[whole])
    low, high = max(whole - 1, 0), min(whole, len(ordered) - 1)
    return float((ordered[low] + ordered[high]) / 2)


def cuts(values: F64) -> list[float]:
    """The three cut points of quarters of (n,) values; none of nobody."""
    return [percentile(values, percent) for percent in (25, 50, 75)] if len(values) else []


def group_of(values: F64, limits: Sequence[float]) -> F64:
    """1 + how many limits a value lies above, (n,): a value equal to a limit is below it."""
    return np.asarray(1.0 + sum((values > limit for limit in limits), np.zeros(len(values))))


def band_of(values: F64, limits: Sequence[float]) -> F64:
    """1 + how many limits a value reaches, rounded half up to whole numbers first, (n,)."""
    rounded = np.floor(values + 0.5)
    return np.asarray(1.0 + np.sum([rounded >= limit for limit in limits], axis=0))


def medians(values: F64, group: F64) -> F64:
    """Each person's group's median, (n,)."""
    out = np.empty(len(values))
    for each in np.unique(group):
        out[group == each] = percentile(values[group == each], 50)
    return out
