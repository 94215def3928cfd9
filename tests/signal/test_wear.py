"""Wear and non-wear, hour by hour: (hours, what happens) -> worn hours."""

from __future__ import annotations

import numpy as np
import pytest

from stride.signal.wear import minute_statistics, wear_minutes

HZ = 16


def day(*parts: tuple[float, str]) -> np.ndarray:
    """A day on the grid from (hours, kind) parts."""
    rng = np.random.default_rng(0)
    out = []
    for hours, kind in parts:
        n = int(hours * 3600 * HZ)
        acc = np.tile([0.1, 0.2, 0.97], (n, 1)) + rng.normal(0, 0.002, (n, 3))
        if kind == "sleep":  # breathing, and a turn every 25 minutes
            turn = (np.arange(n) // (25 * 60 * HZ)) % 3
            acc += np.array([[0, 0, 0], [0.4, 0.2, -0.3], [-0.3, 0.5, -0.2]])[turn]
        if kind == "carried":
            acc += rng.normal(0, 0.2, (n, 3))
        if kind == "moved":  # a box put somewhere else: ten lively seconds
            acc[: 10 * HZ] += rng.normal(0, 0.3, (10 * HZ, 3))
            acc[10 * HZ :] += rng.normal(0, 0.02, (n - 10 * HZ, 3))
        out.append(acc)
    return np.concatenate(out).astype(np.float32)


@pytest.mark.parametrize(
    ("parts", "worn_hours"),
    [
        ([(8, "sleep"), (4, "carried")], 12),
        ([(8, "table"), (4, "carried")], 4),
        ([(4, "carried"), (0.7, "table"), (4, "carried")], 8.7),
        ([(4, "carried"), (2, "table"), (4, "carried")], 8),
        ([(8, "table"), (0.5, "moved"), (8, "table")], 0),
        ([(8, "table"), (0.5, "carried"), (8, "table")], 0.5),
        ([(12, "table")], 0),
        ([(0.5, "table")], 0.5),  # too short to judge
    ],
)
def test_worn_hours(parts, worn_hours):
    acc = day(*parts)
    valid = np.ones(len(acc) // HZ, dtype=bool)
    minutes = wear_minutes(minute_statistics(acc, valid, HZ))
    assert minutes.sum() / 60 == pytest.approx(worn_hours, abs=0.1)


def test_a_hole_is_not_worn():
    acc = day((3, "carried"))
    valid = np.ones(3 * 3600, dtype=bool)
    valid[3600:7200] = False
    worn = wear_minutes(minute_statistics(acc, valid, HZ))
    assert worn.sum() == 120
    assert not worn[60:120].any()


def test_the_statistics_are_those_of_the_plain_reckoning():
    acc = day((0.1, "carried"))
    valid = np.ones(360, dtype=bool)
    valid[130:150] = False
    fast = minute_statistics(acc, np.ones(360, dtype=bool), HZ)
    some = minute_statistics(acc, valid, HZ)
    for k in range(6):
        part = acc[k * 960 : k * 960 + 960].astype(float)
        plain = [[len(part)] * 3, part.sum(0), (part**2).sum(0), part.min(0), part.max(0)]
        assert fast[k] == pytest.approx(np.array(plain), rel=1e-5)
    assert some[0] == pytest.approx(fast[0])
    assert some[2, 0, 0] == 40 * HZ
