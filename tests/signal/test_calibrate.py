"""Autocalibration finds what was done to a sensor, and leaves alone what it cannot judge."""

from __future__ import annotations

import numpy as np
import pytest

from stride.signal.calibrate import fit, still_means


def sphere(n: int, seed: int = 0) -> np.ndarray:
    points = np.random.default_rng(seed).normal(size=(n, 3))
    return points / np.linalg.norm(points, axis=1, keepdims=True)


@pytest.mark.parametrize("scale", [(1.08, 0.95, 1.02), (0.9, 1.0, 1.1), (1.0, 1.0, 1.0)])
@pytest.mark.parametrize("offset", [(0.05, -0.04, 0.02), (0.0, 0.03, 0.0)])
def test_gain_and_offset_are_found(scale, offset):
    raw = sphere(400) / np.array(scale) + np.array(offset)
    found = fit(raw)
    assert found.applied
    assert found.scale == pytest.approx(scale, abs=0.01)
    assert found.offset_g == pytest.approx(offset, abs=0.01)
    assert found.error_after_mg < 1 < found.error_before_mg


@pytest.mark.parametrize(
    ("means", "why"),
    [
        (sphere(50) * 1.05, "too few windows"),
        (np.abs(sphere(400)) * 1.05, "one eighth of the sphere only"),
        (np.zeros((0, 3)), "no still window at all"),
        (sphere(400) + np.random.default_rng(1).normal(0, 0.1, (400, 3)), "error stays large"),
    ],
)
def test_where_it_cannot_be_trusted_nothing_is_changed(means, why):
    assert not fit(means).applied, why


def test_still_windows_are_those_of_the_plain_reckoning():
    rng = np.random.default_rng(3)
    spread = np.repeat(rng.choice([0.004, 0.012, 0.05], 40), 160)[:, None]
    acc = (rng.normal(0, 1, (6400, 3)) * spread + [0, 0, 1]).astype(np.float32)
    valid = np.ones(400, dtype=bool)
    valid[55] = False
    plain = [
        acc[160 * k : 160 * k + 160].mean(axis=0, dtype=float)
        for k in range(40)
        if (acc[160 * k : 160 * k + 160].std(axis=0) < 0.013).all()
        and valid[10 * k : 10 * k + 10].all()
    ]
    assert still_means(acc, valid, 16) == pytest.approx(np.array(plain), abs=1e-6)
