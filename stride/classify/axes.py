"""Turns a person's own walking into the directions up and forward of a sensor worn any way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.classify.features import Features, liveliness
from stride.classify.stretches import runs

if TYPE_CHECKING:
    from stride.types import F32, F64, I8, I64, Bool

#: Upright is taken from this much walking at least.
MIN_WALKING_S = 15
#: Walking seconds further than this from the common direction are somebody bending, or no walking.
TRIM_DEG = 15.0
ROUNDS = 4
MAX_CANDIDATES = 3
#: Gait this likely may say where upright is.
SURE_GAIT = 0.7
#: Spread of a second (as the feature has it; 0.1 g) from which it may hold a gait, and the share
#: of gait among such seconds that makes a direction upright.
LIVELY = 0.5
GAIT_SHARE = 0.8
#: Spread (0.03 g) below which somebody stands still: nobody does on a saddle. In doubt between
#: directions that decides, if they hold at least this share of the walking of the commonest.
STILL = 0.0
FAIR_SHARE = 0.1
#: A sensor put on anew is looked for in blocks of this length; so much of the walking in one must
#: lie around the new upright.
BLOCK_S = 1800
BLOCK_SHARE = 0.8
#: Rows looked at to find where most lie.
SAMPLE = 300
#: Tilted at least this far from upright, a second can say where forward is.
TILTED_COS = 0.75
N_COLUMNS = 6
#: A stretch of sitting or lying ends when the person is upright for longer than this.
BREAK_S = 5
#: What a stretch off upright says of forward counts for this many seconds at most.
SAY_S = 60
#: Sine of the angle beyond which a thigh lies on its side, or its back turns up; how long before
#: the first and after the last such moment a stretch may be lying: who sits down on a bed or puts
#: the sensor off is not lying for the hour before.
ROLLED, TURNED = 0.75, 0.3
ROLL_NEAR_S = 300
TINY = 1e-9
#: Gravity is smoothed over this many seconds before a stretch is judged by its extremes.
STEADY_S = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """Unit vectors in the sensor's frame, (3,) each."""

    up: F64
    forward: F64


@dataclass(frozen=True, slots=True)
class Axes:
    """How a sensor was worn: one frame, or several where it was taken off and put on otherwise.

    which: (n,) the frame of each second. found is False where no frame is known. share: of the
    lively seconds around up, how much was gait; a low one asks for a second look.
    """

    frames: tuple[Frame, ...] = ()
    which: I8 | None = None
    share: float = 0.0

    @property
    def found(self) -> bool:
        return bool(self.frames)


UNKNOWN = Axes()


@dataclass(frozen=True, slots=True)
class _Upright:
    """A direction that may be upright: the sure walking around it, and what else lies there.

    rows: (k,) that walking. share: of the lively seconds, how much is gait. still: quiet seconds.
    """

    up: F64
    rows: I64
    share: float
    still: int


def find_axes(features: Features, gait: F32, valid: Bool) -> Axes:
    """The person's own upright and forward in the frame of one sensor.

    features: of that sensor. gait: (n,) probability of walking or running. valid: (n,).
    Up is the common direction of gravity while walking; forward lies in the plane the limb or
    trunk swings in, to the side gravity turns to when the person is not upright. Cycling in part
    taken for walking gives a direction of its own: one counts in which most lively seconds are
    gait; where there is none, the one people stand still in. Where a second one counts, at other
    times, the sensor was put on anew, and each time has its own.
    """
    candidates = list(_uprights(features, gait, valid))
    if not candidates:
        return UNKNOWN
    good = [one for one in candidates if one.share >= GAIT_SHARE]
    worn = good or [_stood_in(candidates)]
    which = _when([one.rows for one in worn], len(valid))
    frames = []
    for k, one in enumerate(worn):
        swing = features.spread[one.rows].astype(np.float64).mean(axis=0)
        then = features.up[valid & (which == k)]
        frames.append(Frame(one.up, _forward(then, one.up, swing)))
    return Axes(tuple(frames), which, worn[0].share)


def _stood_in(candidates: list[_Upright]) -> _Upright:
    """The direction with most stillness around it, of those with a fair part of the walking."""
    most = max(len(one.rows) for one in candidates)
    fair = [one for one in candidates if len(one.rows) >= FAIR_SHARE * most]
    return max(fair, key=lambda one: (one.still, one.share))


def _uprights(features: Features, gait: F32, valid: Bool) -> Iterator[_Upright]:
    """The directions that sure walking lies around, the commonest first."""
    rows = np.flatnonzero((gait > SURE_GAIT) & valid)
    spread = liveliness(features)
    lively, still = valid & (spread > LIVELY), valid & (spread < STILL)
    for _ in range(MAX_CANDIDATES):
        if len(rows) < MIN_WALKING_S:
            return
        up = _centre(features.up[rows].astype(np.float64))
        close = features.up @ up > np.cos(np.radians(TRIM_DEG))
        near, around = close[rows], lively & close
        if near.sum() >= MIN_WALKING_S and around.any():
            share = float(gait[around].mean())
            yield _Upright(up, rows[near], share, int((still & close).sum()))
        rows = rows[~near]


def _when(rows: list[I64], n: int) -> I8:
    """Which of the uprights each second belongs to, (n,): that of its block, or the nearest one.

    rows: the walking seconds of each. A block is somebody's only where nearly all walking in it
    is: riding and walking alternate, a sensor put on anew stays.
    """
    blocks = n // BLOCK_S + 1
    count = np.array([np.bincount(one // BLOCK_S, minlength=blocks) for one in rows])
    clear = count.max(axis=0) >= np.maximum(BLOCK_SHARE * count.sum(axis=0), MIN_WALKING_S)
    known = np.flatnonzero(clear)
    if len(rows) == 1 or not len(known):
        return np.zeros(n, dtype=np.int8)
    nearest = np.abs(np.arange(blocks)[:, None] - known).argmin(axis=1)
    whose = count.argmax(axis=0).astype(np.int8)[known[nearest]]
    return np.repeat(whose, BLOCK_S)[:n]


def _centre(up: F64) -> F64:
    """The direction most of the rows lie around."""
    some = up[:: max(len(up) // SAMPLE, 1)]
    centre = some[(some @ some.T > np.cos(np.radians(TRIM_DEG / 2))).sum(axis=1).argmax()]
    for _ in range(ROUNDS):
        near = up @ centre > np.cos(np.radians(TRIM_DEG))
        centre = up[near].mean(axis=0)
        centre = centre / np.linalg.norm(centre)
    return np.asarray(centre)


def _forward(up: F32, centre: F64, swing: F64) -> F64:
    """Forward: where the sensor swings in walking and where gravity goes off upright, as one.

    Either alone errs: some swing a leg to the side, and sleepers roll over. The sign is that of
    the tilted seconds.
    """
    xx, yy, zz, xy, xz, yz = swing
    moments = np.array([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])
    flat = np.eye(3) - np.outer(centre, centre)
    tilted = np.flatnonzero(up @ centre < TILTED_COS)
    away, say = up[tilted] @ flat, _say(tilted)
    swung, leant = flat @ moments @ flat, (away * say[:, None]).T @ away
    both = swung / np.trace(swung) + leant / max(np.trace(leant), TINY)
    _, vectors = np.linalg.eigh(both)
    plane = np.asarray(vectors[:, -1])
    return plane if float(say @ (away @ plane)) >= 0 else -plane


def _say(at: I64) -> F64:
    """Weight of each tilted second, (k,): a stretch counts as SAY_S at most.

    at: (k,) where they are. A night on one side is one way of lying, as an hour on a chair is.
    """
    _, length = runs(at, BREAK_S)
    return np.minimum(1.0, SAY_S / np.repeat(length, length))


def axes_columns(features: Features, axes: Axes) -> F32:
    """Posture beside upright, (n, N_COLUMNS), all 0 where the axes are not known.

    Cosine to upright; to forward; size of the sideways part; whether known; and for the whole
    stretch of not being upright around a second how far it went sideways and backwards: a leg
    that rolled over was lying (after Lyden 2016 and Hettiarachchi 2021, as learnt inputs).
    """
    out = np.zeros((len(features.up), N_COLUMNS), dtype=np.float32)
    if axes.which is None:
        return out
    out[:, :3] = directions(features, axes)
    out[:, 3] = 1
    out[:, 4], out[:, 5] = _stretches(out)
    return out


def directions(features: Features, axes: Axes) -> F32:
    """Cosines of gravity to upright and to forward, and the size of its sideways part, (n, 3).

    axes: that are known; of others all is 0.
    """
    out = np.zeros((len(features.up), 3), dtype=np.float32)
    for k, frame in enumerate(axes.frames):
        then = axes.which == k
        up = features.up[then]
        out[then, 0], out[then, 1] = up @ frame.up, up @ frame.forward
        out[then, 2] = np.abs(up @ np.cross(frame.up, frame.forward))
    return out


def _stretches(columns: F32) -> tuple[F32, F32]:
    """Largest sideways and smallest forward part within each stretch off upright, (n,) each."""
    (_, forward, beside), at = _off_upright(columns)
    sideways, backwards = (np.zeros(len(columns), dtype=np.float32) for _ in range(2))
    if len(at):
        first, length = runs(at, BREAK_S)
        sideways[at] = np.repeat(np.maximum.reduceat(beside[at], first), length)
        backwards[at] = np.repeat(np.minimum.reduceat(forward[at], first), length)
    return sideways, backwards


def _off_upright(columns: F32) -> tuple[list[F64], I64]:
    """The first three columns smoothed, (n,) each, and the seconds off upright by them, (k,)."""
    kernel = np.ones(STEADY_S) / STEADY_S
    steady = [_steady(columns[:, k], kernel) for k in range(3)]
    return steady, np.flatnonzero(steady[0] < TILTED_COS)


def rolled_over(features: Features, axes: Axes) -> Bool:
    """Seconds within a stretch off upright, (n,), during which the leg rolls over, or nearly.

    From ROLL_NEAR_S before it lies on its side or its back turns up for the first time until as
    long after the last: a chair shows neither, a bed does now and then.
    """
    (_, forward, sideways), at = _off_upright(directions(features, axes))
    out = np.zeros(len(features.up), dtype=np.bool_)
    if len(at):
        first, length = runs(at, BREAK_S)
        over = (sideways[at] > ROLLED) | (forward[at] < -TURNED)
        far = len(out) + ROLL_NEAR_S
        begin = np.minimum.reduceat(np.where(over, at, far), first) - ROLL_NEAR_S
        end = np.maximum.reduceat(np.where(over, at, -far), first) + ROLL_NEAR_S
        out[at] = (at >= np.repeat(begin, length)) & (at <= np.repeat(end, length))
    return out


def _steady(x: F32, kernel: F64) -> F64:
    return np.convolve(np.pad(x, STEADY_S // 2, mode="edge"), kernel, "valid")
