"""What slower and rougher versions of a recording keep, and what they change."""

from __future__ import annotations

import numpy as np
import pytest

pa = pytest.importorskip("pyarrow")

from training.data import GROUPS, Raw, labels  # noqa: E402
from training.life import STRETCH, cycling, rough_road, slower  # noqa: E402


def ride() -> Raw:
    """A minute of walking and one of cycling at 25 Hz."""
    t = np.arange(3000) / 25
    acc = np.tile([0.0, 0.0, 1.0], (3000, 1))
    acc[:, 2] += 0.3 * np.sin(2 * np.pi * 2 * t)
    words = ["walking"] * 1500 + ["cycling (sit)"] * 1500
    return Raw(t, acc.astype(np.float32), pa.array(words).dictionary_encode(), None)


def test_slower_takes_longer_and_moves_less():
    plain, slow = ride(), slower(3)(ride())
    stretch = slow.t[-1] / plain.t[-1]
    assert STRETCH[0] < stretch < STRETCH[1]
    assert np.allclose(slow.acc.mean(axis=0), plain.acc.mean(axis=0), atol=0.02)
    assert slow.acc[:, 2].std() < plain.acc[:, 2].std()
    seconds = int(slow.t[-1]) + 1
    group = labels(slow, 0, seconds)
    assert (group == GROUPS.index("walk")).sum() == pytest.approx(60 * stretch, abs=2)


def test_a_rough_road_jolts_the_ride_only():
    plain, rough = ride(), rough_road(5)(ride())
    rides = cycling(plain)
    assert rides.sum() == 1500
    assert (plain.acc[~rides] == rough.acc[~rides]).all()
    assert (rough.acc - plain.acc)[rides].std() > 0.01
