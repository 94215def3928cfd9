"""Repeated movement and short pieces: what they are made of, and what they keep."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from training.data import GROUPS, Raw, labels
from training.life import PAUSE_S, swung
from training.negatives import CUT_S, HOLE_S, HZ, LOOP_S, LOOPS, cuts, loops


def recorded(names: list[str], minute_s: float = 60.0, hz: float = 50.0) -> Raw:
    """A minute of each label; walking is a wave along z, everything else a wandering hand."""
    rng = np.random.default_rng(1)
    t = np.arange(0, minute_s * len(names), 1 / hz)
    wander = np.cumsum(rng.normal(0, 0.05, (len(t), 3)), axis=0) % 1.0
    which = np.minimum((t / minute_s).astype(int), len(names) - 1)
    walk = np.array([name.startswith("walk") for name in names])[which]
    wave = np.stack([0 * t, 0 * t, 1 + 0.3 * np.sin(2 * np.pi * 1.8 * t)], axis=1)
    acc = np.where(walk[:, None], wave, wander).astype(np.float32)
    label = pa.array([names[k] for k in which]).dictionary_encode()
    return Raw(t, acc, label, None)


def test_loops_repeat_what_is_no_gait_between_holes():
    made = loops(recorded(["folding", "walking"]), 1)
    assert made is not None
    gaps = np.diff(made.t) > 1
    assert gaps.sum() == LOOPS - 1
    assert np.diff(made.t)[gaps] == pytest.approx(HOLE_S, abs=0.1)
    assert len(made.t) == LOOPS * LOOP_S * HZ
    seconds = labels(made, 0, int(made.t[-1]))
    assert set(seconds[seconds >= 0]) == {GROUPS.index("other")}
    piece = made.acc[: int(LOOP_S * HZ)] - made.acc[: int(LOOP_S * HZ)].mean(axis=0)
    again = [(piece[:-k] * piece[k:]).sum() / (piece**2).sum() for k in range(15, 300)]
    assert max(again) > 0.3


@pytest.mark.parametrize("names", [["walking"], ["hopping", "walking"], ["jumping_jacks"]])
def test_gaits_and_hops_are_not_repeated(names):
    assert loops(recorded(names), 1) is None


def test_cuts_keep_labels_and_half_begin_in_walking():
    made = cuts(recorded(["folding"] * 9 + ["walking"]), 1)
    assert made is not None
    first = np.concatenate([[0], np.flatnonzero(np.diff(made.t) > 1) + 1])
    begin = np.array(made.label.to_pylist())[first]
    assert 0.3 < (begin == "walking").mean() < 0.8
    lengths = np.diff(np.concatenate([made.t[first], [made.t[-1] + HOLE_S]])) - HOLE_S
    assert lengths.max() <= CUT_S[1] + 0.1


def test_too_short_a_recording_is_not_cut():
    assert cuts(recorded(["walking"], minute_s=20), 1) is None


def test_a_swinging_hand_keeps_time_with_the_steps_and_rests_in_pauses():
    t = np.arange(0, 60, 0.02)
    step = np.zeros(len(t))
    step[(np.arange(25, 1500, 25))] = 1  # two a second for half a minute
    data = Raw(t, np.tile([0, 0, 1.0], (len(t), 1)).astype("f4"), None, step)
    acc = swung(3)(data).acc
    walked, stood = acc[100:1400], acc[1500 + int(PAUSE_S / 0.02) :]
    power = np.abs(np.fft.rfft(walked - walked.mean(axis=0), axis=0)).sum(axis=1)
    hz = np.fft.rfftfreq(len(walked), 0.02)[power.argmax()]
    assert hz == pytest.approx(1.0, abs=0.06)
    assert np.ptp(stood, axis=0).max() < 0.01
