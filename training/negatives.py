"""Turns a recording into movement that repeats itself and is no gait, and into short pieces."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from training.data import GROUPS, Raw, group_of

HZ = 50.0
#: Time between two pieces; more than the hole across which nothing is interpolated.
HOLE_S = 5.0
#: Repeated movement: pieces of a recording and how long they are, the moment that is repeated,
#: and its least spread in g. Speed and size of each round differ by about so much (logarithms).
LOOPS, LOOP_S = 24, 20.0
MOMENT_S = (0.35, 2.5)
LIVELY_G = 0.1
SPEED, SIZE = 0.06, 0.15
TRIES = 20
#: Short pieces: how many of a recording, how long, and the share that begins in walking.
CUTS, CUT_S = 40, (5.0, 20.0)
WALKING_SHARE = 0.5
#: A recording shorter than this many of its pieces together is cut into fewer.
MEAN_CUT_S = 15.0
NO_GAIT = [GROUPS.index(name) for name in ("other", "stand", "sit")]
WALK = [GROUPS.index(name) for name in ("walk", "stairs")]
LOOP_LABEL = "repeated movement"


def loops(data: Raw, seed: int) -> Raw | None:
    """Moments of lively movement that is no gait, each repeated for LOOP_S; None without any."""
    rng = np.random.default_rng(seed)
    names = [str(name) for name in data.label.dictionary.to_pylist()]
    fit = [group_of(n) in NO_GAIT and not n.startswith(("jump", "hop")) for n in names]
    at = np.flatnonzero(np.array(fit)[np.asarray(data.label.indices)])
    pieces = []
    for _ in range(LOOPS if len(at) else 0):
        moment = _moment(data, at, rng)
        if moment is not None:
            pieces.append(_repeated(moment, rng))
    if not pieces:
        return None
    t = [k * (LOOP_S + HOLE_S) + np.arange(len(p)) / HZ for k, p in enumerate(pieces)]
    acc = np.concatenate(pieces).astype(np.float32)
    label = pa.array([LOOP_LABEL] * len(acc)).dictionary_encode()
    return Raw(np.concatenate(t), acc, label, None)


def _moment(data: Raw, at: np.ndarray, rng: np.random.Generator) -> np.ndarray | None:
    """A lively moment at HZ, (k, 3), without a hole; None where some tries find none."""
    for _ in range(TRIES):
        first = data.t[at[rng.integers(len(at))]]
        length = float(np.exp(rng.uniform(*np.log(MOMENT_S))))
        low, high = np.searchsorted(data.t, [first, first + length])
        if high - low < 4 or data.t[high - 1] - data.t[low] < 0.8 * length:
            continue
        t = np.arange(data.t[low], data.t[high - 1], 1 / HZ)
        piece = np.stack([np.interp(t, data.t[low:high], x[low:high]) for x in data.acc.T], axis=1)
        whole = np.diff(data.t[low:high]).max() < 0.5
        if whole and len(t) > 8 and np.sqrt(piece.var(axis=0).sum()) > LIVELY_G:
            return piece
    return None


def _repeated(moment: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A moment again and again, round or there and back, (LOOP_S * HZ, 3)."""
    if rng.random() < 0.5:
        cycle = np.concatenate([moment, moment[::-1]])
    else:  # the end is bent to where it began, so that the round closes
        cycle = moment - np.linspace(0, 1, len(moment))[:, None] * (moment[-1] - moment[0])
    mean, out, held = cycle.mean(axis=0), [], 0
    while held < LOOP_S * HZ:
        n = max(round(len(cycle) * float(np.exp(rng.normal(0, SPEED)))), 4)
        places = np.linspace(0, len(cycle) - 1, n)
        size = float(np.exp(rng.normal(0, SIZE)))
        turn = [np.interp(places, np.arange(len(cycle)), x) for x in (cycle - mean).T]
        out.append(mean + size * np.stack(turn, axis=1))
        held += n
    return np.concatenate(out)[: int(LOOP_S * HZ)]


def cuts(data: Raw, seed: int) -> Raw | None:
    """Pieces of some seconds with holes between, half of them begun in walking; None of too few.

    Most old walks last minutes, most of what is no walking comes in trials: without such pieces a
    net learns that short is no walk.
    """
    rng = np.random.default_rng(seed)
    groups = np.array([group_of(str(name)) for name in data.label.dictionary.to_pylist()])
    group = groups[np.asarray(data.label.indices)]
    labelled, walking = np.flatnonzero(group >= 0), np.flatnonzero(np.isin(group, WALK))
    wanted = int(min(CUTS, (data.t[-1] - data.t[0]) / MEAN_CUT_S))
    if wanted < 2 or not len(labelled):
        return None
    rows, times, begin = [], [], 0.0
    for _ in range(wanted):
        some = walking if len(walking) and rng.random() < WALKING_SHARE else labelled
        first, length = some[rng.integers(len(some))], rng.uniform(*CUT_S)
        piece = slice(first, np.searchsorted(data.t, data.t[first] + length))
        rows.append(np.arange(piece.start, piece.stop))
        times.append(begin + data.t[piece] - data.t[first])
        begin += length + HOLE_S
    at = np.concatenate(rows)
    label = pa.DictionaryArray.from_arrays(
        pa.array(np.asarray(data.label.indices)[at]), data.label.dictionary
    )
    return Raw(np.concatenate(times), data.acc[at], label, None)
