"""Samples that a compressed recording left out, put back, beside a plain loop."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from stride.formats.samples import repair as module
from stride.formats.samples.repair import MOST_HELD_S, held
from stride.types import Chunk

RATE_HZ = 20.0


def stream(index: list[int], sizes: list[int]) -> list[Chunk]:
    """Samples numbered ``index`` in blocks of the given sizes."""
    t = 1e9 + np.array(index) / RATE_HZ
    acc = np.stack([np.array(index, np.float32)] * 3, axis=1)
    cuts = np.cumsum(sizes)
    cuts = cuts[cuts < len(t)]
    return [Chunk(a, b) for a, b in zip(np.split(t, cuts), np.split(acc, cuts), strict=True)]


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=30), st.lists(st.integers(1, 9), max_size=9)
)
def test_held_is_the_plain_loop(steps: list[int], sizes: list[int]) -> None:
    index = np.cumsum([0, *steps]).tolist()
    plain = [
        value
        for value, following in zip(index, [*index[1:], index[-1] + 1], strict=True)
        for _ in range(following - value)
    ]
    found = list(held(iter(stream(index, sizes)), RATE_HZ))
    assert np.concatenate([chunk.acc_g[:, 0] for chunk in found]).tolist() == plain
    times = np.concatenate([chunk.t_utc_s for chunk in found])
    assert np.allclose(times, 1e9 + np.arange(len(plain)) / RATE_HZ)


def test_long_holds_come_in_pieces(monkeypatch) -> None:
    monkeypatch.setattr(module, "HELD_BLOCK_ROWS", 50)
    found = list(held(iter(stream([0, 30, 60, 90, 120], [9])), RATE_HZ))
    assert sum(len(chunk.t_utc_s) for chunk in found) == 121
    assert max(len(chunk.t_utc_s) for chunk in found) <= 80


def test_a_day_without_samples_is_a_pause() -> None:
    pause = int(RATE_HZ * MOST_HELD_S) + 20
    found = list(held(iter(stream([0, 3, 3 + pause, 4 + pause], [9])), RATE_HZ))
    assert sum(len(chunk.t_utc_s) for chunk in found) == 3 + 1 + 1 + 1
