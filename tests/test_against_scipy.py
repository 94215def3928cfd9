"""What is written out by hand, for a start without scipy, does what scipy does."""

from __future__ import annotations

import math

import numpy as np
import pytest

from stride.classify import rhythm, steps
from stride.goals.plans import adaptive
from stride.signal import clocks, resample
from stride.study.groups import percentile
from stride.summary.trend import t_975, trend

interpolate = pytest.importorskip("scipy.interpolate")
signal = pytest.importorskip("scipy.signal")
ndimage = pytest.importorskip("scipy.ndimage")
stats = pytest.importorskip("scipy.stats")


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def test_the_low_pass_is_a_kaiser_windowed_sinc():
    fine_hz = resample.GRID_HZ * resample.OVERSAMPLING
    taps = signal.firwin(
        2 * resample.HALF_TAPS + 1, resample.CUTOFF_HZ, fs=fine_hz, window=("kaiser", 3.4)
    )
    np.testing.assert_allclose(resample.lowpass_taps(), taps, atol=1e-7)


def test_filtered_and_thinned_like_a_polyphase_filter(rng):
    values, taps = rng.normal(size=1200), resample.lowpass_taps()
    expected = np.convolve(values, taps, "valid")[:: resample.OVERSAMPLING]
    whole = signal.upfirdn(taps, values, down=resample.OVERSAMPLING)
    first = (len(taps) - 1) // resample.OVERSAMPLING
    found = resample._filter(values, taps)
    np.testing.assert_allclose(found, expected, atol=1e-6)
    np.testing.assert_allclose(found, whole[first : first + len(found)], atol=1e-6)


def test_the_cubic_is_hermite_s_with_the_slope_of_the_parabola(rng):
    t = np.cumsum(rng.uniform(0.02, 0.12, 300))  # no hole
    y = rng.normal(size=300).astype(np.float32)
    x = np.linspace(t[0], t[-1], 4000)
    tangents = np.gradient(y.astype(float), t)  # ends by one side, the rest by three points
    expected = interpolate.CubicHermiteSpline(t, y, tangents)(x)
    np.testing.assert_allclose(resample._cubic(x, t, y), expected, atol=1e-9)


def test_across_a_hole_goes_a_straight_line(rng):
    t = np.array([0.0, 0.1, 0.2, 2.0, 2.1, 2.2])
    y = rng.normal(size=6).astype(np.float32)
    x = np.linspace(0.21, 1.99, 50)
    np.testing.assert_allclose(resample._cubic(x, t, y), np.interp(x, t, y), atol=1e-7)


def test_a_spectrum_between_its_bins_is_the_cubic_through_four(rng):
    frequencies = steps.FREQUENCIES_HZ
    spectrum = rng.normal(size=len(frequencies))
    at = rng.uniform(frequencies[1], frequencies[-2], 40)
    found = spectrum @ steps._interpolation(at)
    for value, hz in zip(found, at, strict=True):
        i = np.searchsorted(frequencies, hz, side="right") - 1
        i = min(max(i, 1), len(frequencies) - 3)
        near = slice(i - 1, i + 3)
        poly = interpolate.BarycentricInterpolator(frequencies[near], spectrum[near])
        assert value == pytest.approx(float(poly(hz)), abs=1e-9)


@pytest.mark.parametrize("hz", [1.31, 1.67, 1.88, 2.05, 2.6])
def test_the_peak_of_a_tapered_wave_lies_between_its_bins(hz):
    """scipy's own spectrum of a wave, read off at the two highest bins."""
    frequencies = steps.FREQUENCIES_HZ
    width_s = 1 / (frequencies[1] - frequencies[0])
    t = np.arange(0, width_s, 1 / resample.GRID_HZ)
    at, power = signal.periodogram(np.sin(2 * np.pi * hz * t), resample.GRID_HZ, window="hann")
    same = np.searchsorted(at, frequencies - 1e-9)
    np.testing.assert_allclose(at[same], frequencies, atol=1e-9)
    near = np.array([round(hz / 0.05) * 0.05])
    assert steps._refine(power[same][None, :], near)[0] == pytest.approx(hz, abs=0.03)


def test_the_running_mean_is_the_uniform_filter(rng):
    acc = rng.normal(size=(400, 3)).astype(np.float32)
    width = rhythm.STEADY_S * resample.GRID_HZ
    mean = ndimage.uniform_filter1d(
        acc.astype(float),
        width,
        axis=0,
        mode="nearest",
        origin=-1,  # of an even width: one later
    )
    inside = slice(width, -width)
    np.testing.assert_allclose(rhythm._moved(acc, width).T[inside], (acc - mean)[inside], atol=1e-5)


def test_the_lag_is_that_of_the_cross_correlation(rng):
    movement = np.abs(rng.normal(size=5000))
    first, second = movement[:4000], movement[37:4037]
    whole = signal.correlate(second - second.mean(), first - first.mean(), "full")
    lag = int(signal.correlation_lags(4000, 4000)[whole.argmax()])
    assert lag == -37
    assert clocks._rough(0, 0, first, second) == pytest.approx(lag, abs=1)


@pytest.mark.parametrize("degrees", [8, 9, 12, 26, 58, 120, 363])
def test_student_s_t(degrees):
    assert t_975(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), abs=1e-3)


def test_the_trend_is_a_regression_with_student_s_interval(rng):
    days = sorted(rng.choice(np.arange(1000, 1060), 30, replace=False).tolist())
    minutes = (rng.normal(60, 10, 30) + np.array(days) * 0.3).tolist()
    fit, made = stats.linregress(days, minutes), trend(days, minutes)
    half = stats.t.ppf(0.975, 28) * fit.stderr
    assert made is not None
    assert made.per_week == pytest.approx(7 * fit.slope, rel=1e-9)
    assert made.low == pytest.approx(7 * (fit.slope - half), rel=1e-3)
    assert made.high == pytest.approx(7 * (fit.slope + half), rel=1e-3)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 99, 100, 101])
@pytest.mark.parametrize("percent", [1, 10, 25, 50, 75, 95])
def test_a_percentile_of_the_study_is_type_two(rng, count, percent):
    values = rng.normal(size=count)
    expected = np.quantile(values, percent / 100, method="averaged_inverted_cdf")
    if math.isclose(count * percent / 100 % 1, 0, abs_tol=1e-12) or count > 1:
        assert percentile(values, percent) == pytest.approx(expected, abs=1e-12)


def test_the_percentile_of_the_adaptive_plan_is_the_linear_one(rng):
    window = sorted(rng.uniform(0, 120, adaptive.WINDOW_DAYS).tolist())
    assert adaptive.percentile(window) == pytest.approx(np.percentile(window, 60), abs=1e-9)
