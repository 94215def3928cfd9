"""Steps: analytic waves give the steps they hold, and seconds add up to bouts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from stride.classify.features import features
from stride.classify.steps import HALF, cadence_hz, whole_steps
from stride.signal import prepare
from tests.signal.synthetic import START, recording, stamps, walk


@pytest.mark.parametrize("hz", [12.5, 50, 100])
@pytest.mark.parametrize(
    ("step_hz", "seconds", "steps"),
    [(1.8, 60, 108), (1.3, 60, 78), (1.6, 300, 480), (2.0, 60, 120), (2.2, 120, 264)],
)
def test_an_even_gait_gives_its_steps(tmp_path, hz, step_hz, seconds, steps):
    t = stamps(seconds + 20, hz)
    ready = prepare(recording(t, walk(t, step_hz)), tmp_path)
    at = ready.t0_utc_s + np.arange(ready.seconds)
    gait = (at >= START + 10) & (at < START + 10 + seconds)
    cadence = cadence_hz(features(ready)[0].x, gait, np.zeros_like(gait), True)
    assert int(whole_steps(cadence).sum()) == pytest.approx(steps, abs=1 + 0.005 * steps)
    assert not cadence[~gait].any()


def test_one_point_eight_hertz_for_a_minute_is_108_steps(tmp_path):
    t = stamps(80, 50)
    ready = prepare(recording(t, walk(t, 1.8)), tmp_path)
    at = ready.t0_utc_s + np.arange(ready.seconds)
    gait = (at >= START + 10) & (at < START + 70)
    cadence = cadence_hz(features(ready)[0].x, gait, np.zeros_like(gait), True)
    assert int(whole_steps(cadence).sum()) == 108


@given(
    hnp.arrays(
        np.float64,
        st.integers(1, 200),
        elements=st.one_of(st.just(0.0), st.floats(0.9, 3.6)),
    )
)
def test_whole_steps_are_the_rounded_integral_of_each_bout(cadence):
    steps = whole_steps(cadence)
    total, plain = 0.0, []
    for value in cadence:
        total = total + value if value else 0.0
        plain.append(
            int(np.floor(total + HALF)) - int(np.floor(total - value + HALF)) if value else 0
        )
    assert list(steps) == plain
    assert not steps[cadence == 0].any()


@pytest.mark.parametrize("stride_hz", [0.75, 0.85, 1.0])
def test_a_swinging_arm_without_gravity_makes_two_steps_a_swing(tmp_path, stride_hz):
    """Most of what an arm does repeats once a stride: its step is twice as fast."""
    t = stamps(80, 25)
    phase = 2 * np.pi * stride_hz * (t - t[0])
    swing = np.stack([0.4 * np.sin(phase), 0.1 * np.cos(phase), 0.12 * np.sin(2 * phase)], axis=1)
    ready = prepare(recording(t, swing.astype(np.float32), gravity="no"), tmp_path)
    at = ready.t0_utc_s + np.arange(ready.seconds)
    gait = (at >= START + 10) & (at < START + 70)
    cadence = cadence_hz(features(ready)[0].x, gait, np.zeros_like(gait), False)
    assert whole_steps(cadence).sum() == pytest.approx(2 * 60 * stride_hz, rel=0.03)
