"""How well movement repeats itself: against its plain form, and blind to turns and scale."""

from __future__ import annotations

import numpy as np
import pytest

from stride.classify.rhythm import N_RHYTHM, QUIET_G, STEADY_S, STRIDE_S, WINDOWS_S, rhythm
from tests.signal.synthetic import still, walk

HZ, PAD_S = 16, 6
SECONDS = 30


def clock(seconds: int = SECONDS) -> np.ndarray:
    return np.arange((seconds + 2 * PAD_S) * HZ) / HZ


def plain(acc: np.ndarray, second: int) -> list[float]:
    """The same in loops: movement, then for each window the best lag of a stride."""
    width = STEADY_S * HZ
    wide = np.pad(acc.astype(float), ((width // 2, width // 2), (0, 0)), mode="edge")
    moved = np.array([acc[i] - wide[i + 1 : i + 1 + width].mean(axis=0) for i in range(len(acc))])
    shortest, longest = (round(s * HZ) for s in STRIDE_S)
    out: list[float] = []
    for length in WINDOWS_S:
        first = (second + PAD_S - length // 2) * HZ
        last = first + length * HZ
        again = {}
        for lag in range(shortest // 2, longest + 1):
            a, b = moved[first:last], moved[first + lag : last + lag]
            energy = ((a * a).sum() + (b * b).sum()) / 2
            again[lag] = (a * b).sum() / (energy + length * HZ * QUIET_G**2)
        best = max(range(shortest, longest + 1), key=lambda lag: again[lag])
        half = (again[best // 2] + again[best // 2 + best % 2]) / 2
        out += [again[best], half, best / HZ]
    return out


def test_it_is_what_the_plain_loops_say():
    t = clock()
    acc = walk(t, vary=0.04, seed=3)
    acc[200:330] = still(t[200:330], seed=4)
    found = rhythm(acc, HZ, PAD_S)
    assert found.shape == (SECONDS, N_RHYTHM)
    for second in (0, 5, 9, 14, SECONDS - 1):
        assert found[second] == pytest.approx(plain(acc, second), abs=1e-4)


def test_a_stride_of_a_second_and_its_half():
    """Steps alike repeat after half a stride; an arm swings against itself."""
    t = clock()
    up = np.array([0.0, 0.0, 1.0])
    steps = up + 0.3 * np.sin(4 * np.pi * t)[:, None] * up
    swing = up + 0.3 * np.sin(2 * np.pi * t)[:, None] * up
    for acc, half in ((steps, 1.0), (swing, -1.0)):
        again, after_half, stride_s = rhythm(acc.astype(np.float32), HZ, PAD_S)[15, 3:]
        assert again == pytest.approx(1, abs=0.03)
        assert after_half == pytest.approx(half, abs=0.1)
        assert stride_s == pytest.approx(1)


def test_no_turn_and_no_scale_changes_it():
    acc = walk(clock(), vary=0.04)
    turn, _ = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))
    changed = (1.1 * acc @ turn.T).astype(np.float32)
    assert rhythm(changed, HZ, PAD_S) == pytest.approx(rhythm(acc, HZ, PAD_S), abs=0.01)


def test_what_lies_still_repeats_nothing():
    assert np.abs(rhythm(still(clock()), HZ, PAD_S)[:, [0, 1, 3, 4]]).max() < 0.05
