"""Turns the probability of walking into bouts of it: a walk is told as a whole, not by seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.axes import runs

if TYPE_CHECKING:
    from stride.types import F32, Bool


@dataclass(frozen=True, slots=True)
class BoutRule:
    """What makes a stretch of seconds a bout of walking.

    possible: a bout is a run of seconds at least this likely. sure, sure_s: so many of them must be
    at least this likely. repeats: how well its movement repeats after a stride, at the median
    (rhythm.py). break_s: longest pause within. shortest_s: seconds of walking it must hold.
    """

    possible: float = 0.1
    sure: float = 0.9
    sure_s: int = 4
    repeats: float = 0.3
    break_s: int = 0
    shortest_s: int = 4


#: Recordings shorter than this hold too few seconds for the rule: there likelihood decides.
SHORT_RECORDING_S = 60
LIKELY = BoutRule(possible=0.3, sure=0.3, sure_s=1, repeats=0.0, shortest_s=4)


def walks(gait: F32, repeats: F32, recorded: Bool, rule: BoutRule) -> Bool:
    """Seconds that belong to a bout of walking, (n,).

    gait: probability of walking or stairs, 0 where running is likelier. repeats: how well movement
    repeats after a stride. recorded: (n,).
    """
    if recorded.sum() < SHORT_RECORDING_S:
        rule = LIKELY
    out = np.zeros(len(gait), dtype=np.bool_)
    at = np.flatnonzero((gait > rule.possible) & recorded)
    first, held = runs(at, rule.break_s + 1)
    if not len(at):
        return out
    sure = np.add.reduceat(gait[at] >= rule.sure, first)
    good = (sure >= rule.sure_s) & (held >= rule.shortest_s)
    for k in np.flatnonzero(good):
        bout = at[first[k] : first[k] + held[k]]
        good[k] = np.median(repeats[bout]) >= rule.repeats
    out[at[np.repeat(good, held)]] = True
    return out
