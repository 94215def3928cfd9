"""The signal path as a whole: what comes out depends on the samples and the clock alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.errors import DataError
from stride.signal import prepare
from tests.signal.synthetic import START, recording, stamps, still, walk

HALF_HOUR = stamps(1800, 25)
GAIT = walk(HALF_HOUR)


def grid_of(ready) -> np.ndarray:
    return np.fromfile(ready.grid_path, dtype=np.float32).reshape(-1, ready.channels)


def valid_part(ready) -> np.ndarray:
    return grid_of(ready)[np.repeat(ready.valid, ready.grid_hz)]


@settings(max_examples=12)
@given(chunk=st.integers(1_000, 60_000))
def test_the_grid_does_not_depend_on_the_chunks(tmp_path_factory, chunk):
    whole = prepare(recording(HALF_HOUR, GAIT, len(HALF_HOUR)), tmp_path_factory.mktemp("a"))
    parts = prepare(recording(HALF_HOUR, GAIT, chunk), tmp_path_factory.mktemp("b"))
    assert np.array_equal(grid_of(whole), grid_of(parts))
    assert np.array_equal(whole.valid, parts.valid)
    assert np.array_equal(whole.wear, parts.wear)
    assert whole.rate_hz == parts.rate_hz
    assert whole.calibration == parts.calibration


def test_late_samples_do_not_depend_on_the_chunks_either(tmp_path_factory):
    rng = np.random.default_rng(4)
    t = stamps(900, 50)
    acc = walk(t)
    order = np.argsort(np.arange(len(t)) + rng.uniform(0, 20, len(t)))  # up to 0.4 s late
    late = [
        prepare(recording(t[order], acc[order], n), tmp_path_factory.mktemp("g"))
        for n in (700, 5_000, len(t))
    ]
    in_order = prepare(recording(t, acc), tmp_path_factory.mktemp("g"))
    for ready in late:
        assert np.array_equal(grid_of(ready), grid_of(in_order))


@pytest.mark.parametrize("hz", [12.5, 20, 25, 30, 31.25, 50, 64, 100, 200, 400])
def test_any_rate_is_measured_and_gives_the_same_wave(tmp_path, hz):
    t = stamps(120, hz)
    wave = 0.3 * np.sin(2 * np.pi * 2.0 * (t - START))
    acc = np.stack([wave, 0 * t, 1 + 0 * t], axis=1).astype(np.float32)
    ready = prepare(recording(t, acc), tmp_path)
    assert ready.rate_hz == pytest.approx(hz, rel=0.002)
    at = ready.t0_utc_s + np.arange(len(grid_of(ready))) / ready.grid_hz
    inside = (at > START + 2) & (at < START + 118)
    expected = 0.3 * np.sin(2 * np.pi * 2.0 * (at - START))
    assert np.abs(grid_of(ready)[inside, 0] - expected[inside]).max() < 0.035


@pytest.mark.parametrize(
    ("hole_s", "lost"), [(0.5, 0), (0.9, 0), (2.0, 2), (30.0, 30), (4000.0, 4000)]
)
def test_holes_are_marked_and_short_ones_bridged(tmp_path, hole_s, lost):
    t = np.concatenate([stamps(60, 50), stamps(60, 50, START + 60 + hole_s)])
    ready = prepare(recording(t, still(t)), tmp_path)
    known = np.flatnonzero(ready.valid)
    assert (~ready.valid[known[0] : known[-1] + 1]).sum() == pytest.approx(lost, abs=1)
    assert ready.rate_hz == pytest.approx(50, rel=0.01)


def test_equal_stamps_of_a_clock_of_whole_seconds_are_spread_out(tmp_path):
    t = stamps(300, 50, 1_700_000_000.0)
    acc = walk(t)
    exact = prepare(recording(t, acc), tmp_path)
    grid = valid_part(exact)
    coarse = prepare(recording(np.floor(t), acc), tmp_path)
    n = min(len(grid), len(valid_part(coarse)))
    assert np.abs(valid_part(coarse)[:n] - grid[:n]).mean() < 0.02


def test_bursts_of_stamps_are_smoothed(tmp_path):
    t = stamps(300, 50)
    acc = walk(t)
    exact = valid_part(prepare(recording(t, acc), tmp_path))
    # Delivered ten at a time, a millisecond apart.
    bursts = t[9::10].repeat(10) + np.tile(np.arange(10), len(t) // 10) * 0.001
    out = prepare(recording(bursts, acc), tmp_path)
    n = min(len(exact), len(valid_part(out)))
    power = (valid_part(out)[:n, 2] - 1).std() / (exact[:n, 2] - 1).std()
    assert power == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize(
    ("t", "words"),
    [
        (np.concatenate([stamps(60, 50), stamps(60, 50)]), "backwards after row 3,000"),
        (np.concatenate([stamps(60, 50), stamps(60, 50, START + 90 * 86_400)]), "jumps after row"),
        (stamps(600, 5), "too low for steps: 5.0 samples a second"),
        (stamps(600, 0.5), "more than a second between samples"),
        (stamps(1.5, 50), "too little to tell"),
        (np.array([]), "not one usable sample"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(tmp_path, t, words):
    with pytest.raises(DataError, match=words) as refusal:
        prepare(recording(t, still(t)), tmp_path)
    assert refusal.value.hint


def test_numbers_that_are_no_numbers_are_left_out(tmp_path):
    t = stamps(60, 50)
    acc = still(t)
    acc[100:105] = np.nan
    ready = prepare(recording(t, acc), tmp_path)
    assert np.isfinite(grid_of(ready)).all()
    assert ready.valid.sum() >= 59


def test_progress_is_told_after_each_chunk(tmp_path):
    calls = []
    prepare(recording(HALF_HOUR, GAIT, 9_000), tmp_path, lambda: calls.append(1))
    assert len(calls) == 5


def test_two_sensors_stay_side_by_side(tmp_path):
    both = np.hstack([GAIT, still(HALF_HOUR, up=(1, 0, 0))])
    ready = prepare(recording(HALF_HOUR, both), tmp_path)
    assert ready.channels == 6
    assert valid_part(ready)[:, 3].mean() == pytest.approx(1, abs=0.01)


def test_a_few_samples_of_a_rate_beyond_any_sensor_are_no_fault():
    """Damaged stamps a microsecond apart: fewer samples than one step of the grid takes."""
    from stride.signal.resample import _average_down

    t, acc = np.arange(5) * 1e-6, np.ones((5, 3), np.float32)
    thinned, means = _average_down(t, acc)
    assert len(thinned) == len(means) == 5
