"""Turns the probability of walking into bouts of it: a walk is told as a whole, not by seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.stretches import runs

if TYPE_CHECKING:
    from stride.types import F32, I64, Bool


@dataclass(frozen=True, slots=True)
class BoutRule:
    """What makes a stretch of seconds a bout of walking.

    possible: a bout is a run of seconds at least this likely. sure, sure_s: so many of them must be
    at least this likely. shortest_s: seconds it must hold. repeats: how well its movement repeats
    after a stride, at the median (rhythm.py). most_g: spread of its seconds at the median; beyond
    it people hop, shake or throw. there: instead of possible and sure in what was recorded
    without a hole for less than SHORT_S, which holds too few seconds to be sure of. edge: its
    first and last second are at least so likely beside its median one: putting a phone away is none
    of the walk.
    """

    possible: float = 0.1
    sure: float = 0.8
    sure_s: int = 3
    shortest_s: int = 4
    repeats: float = 0.2
    most_g: float = 0.8
    there: float = 0.5
    edge: float = 0.0


@dataclass(frozen=True, slots=True)
class Movement:
    """What a second moves like, whatever the class, (n,) each.

    repeats, spread_g: see BoutRule. impact: logarithm of its jerk beside its spread; feet that
    meet the ground make movement less smooth than arms alone do. recorded: False in holes and
    while not worn.
    """

    repeats: F32
    spread_g: F32
    impact: F32
    recorded: Bool


#: What was recorded without a hole for less than this is short; a walk there has a walk's impact.
SHORT_S = 60
LEAST_IMPACT = -0.45
#: What repeats itself so well for so long, with a walk's impact, takes no sure second.
REGULAR, REGULAR_S = 0.85, 10
#: A run holds so many seconds of running as likely as this, with breaks of up to BREAK_S, and its
#: median second is as likely as RUN_LIKELY: stairs taken fast and jumps look like running now and
#: then, running looks like nothing else.
RUN_SURE, RUN_SURE_S, RUN_LIKELY = 0.8, 5, 0.7
#: Seconds lost that still do not part what was recorded before and after.
HOLE_S = 4
#: No more is taken off an end than putting a phone away takes, nor than this share of the bout.
EDGE_S, EDGE_SHARE = 5, 1 / 16
#: In a recording that is as short altogether, so likely is a walk if it lasts for shortest_s, with
#: breaks of up to BREAK_S.
LIKELY, BREAK_S = 0.4, 3


def walks(gait: F32, moved: Movement, rule: BoutRule) -> Bool:
    """Seconds that belong to a bout of walking, (n,).

    gait: (n,) probability of walking or stairs, 0 where running is likelier.
    """
    if moved.recorded.sum() < SHORT_S:
        return _long_enough((gait > LIKELY) & moved.recorded, rule.shortest_s)
    short = _short(moved.recorded)
    possible = np.where(short, rule.there, rule.possible)
    sure = np.where(short, rule.there, rule.sure)
    at = np.flatnonzero((gait > possible) & moved.recorded)
    out = np.zeros(len(gait), dtype=np.bool_)
    first, held = runs(at, 1)
    if not len(at):
        return out
    is_sure = np.add.reduceat(gait[at] >= sure[at], first) >= rule.sure_s
    for k in np.flatnonzero(held >= rule.shortest_s):
        bout = at[first[k] : first[k] + held[k]]
        there = bool(short[bout[0]])
        if (is_sure[k] or (not there and _regular(moved, bout))) and _moves_like_a_walk(
            moved, bout, rule, there
        ):
            out[_within_edges(gait, bout, rule.edge)] = True
    return out


def _within_edges(gait: F32, bout: I64, edge: float) -> I64:
    """The seconds of a bout, (k,), less the unlikely ones at its two ends."""
    likely = np.flatnonzero(gait[bout] >= edge * np.median(gait[bout]))
    most = min(EDGE_S, int(EDGE_SHARE * len(bout)))
    return bout[min(int(likely[0]), most) : max(int(likely[-1]) + 1, len(bout) - most)]


def sure_runs(run: F32, gait: F32, recorded: Bool) -> Bool:
    """Seconds that belong to a run, (n,).

    run, gait: (n,) probability of running, and of walking or stairs. recorded: (n,).
    """
    at = np.flatnonzero((run > gait) & recorded)
    out = np.zeros(len(run), dtype=np.bool_)
    if len(at):
        first, held = runs(at, BREAK_S + 1)
        sure = np.add.reduceat(run[at] >= RUN_SURE, first) >= RUN_SURE_S
        likely = np.add.reduceat(run[at] >= RUN_LIKELY, first) >= held / 2
        out[at] = np.repeat(sure & likely, held)
    return out


def _long_enough(walking: Bool, shortest_s: int) -> Bool:
    at = np.flatnonzero(walking)
    _, held = runs(at, BREAK_S + 1)
    out = np.zeros_like(walking)
    out[at] = np.repeat(held >= shortest_s, held)
    return out


def _regular(moved: Movement, bout: I64) -> bool:
    """Whether nothing but a gait goes on so evenly with the impact of feet."""
    return (
        len(bout) >= REGULAR_S
        and float(np.median(moved.repeats[bout])) >= REGULAR
        and float(np.median(moved.impact[bout])) >= LEAST_IMPACT
    )


def _moves_like_a_walk(moved: Movement, bout: I64, rule: BoutRule, short: bool) -> bool:
    repeats, spread_g, impact = (
        float(np.median(x[bout])) for x in (moved.repeats, moved.spread_g, moved.impact)
    )
    smooth = short and impact < LEAST_IMPACT
    return repeats >= rule.repeats and spread_g <= rule.most_g and not smooth


def _short(recorded: Bool) -> Bool:
    """Seconds of stretches without a hole that are shorter than SHORT_S, (n,)."""
    at = np.flatnonzero(recorded)
    _, held = runs(at, HOLE_S + 1)
    out = np.zeros(len(recorded), dtype=np.bool_)
    out[at] = np.repeat(held < SHORT_S, held)
    return out
