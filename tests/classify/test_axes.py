"""Upright and forward from made-up days: rides, nights, sensors put on anew."""

from __future__ import annotations

import numpy as np
import pytest

from stride.classify.axes import (
    ROLL_NEAR_S,
    STEADY_S,
    UNKNOWN,
    axes_columns,
    find_axes,
    rolled_over,
)
from stride.classify.features import MOTION, N_FEATURES, Features
from stride.classify.quiet import everywhere

UP, FRONT, SIDE = np.eye(3)


def seconds_of(*parts):
    """Features of a made-up day. parts: (seconds, direction of gravity, spread in g)."""
    n = sum(length for length, _, _ in parts)
    x = np.zeros((n, N_FEATURES), dtype=np.float32)
    up = np.concatenate([np.tile(way / np.linalg.norm(way), (k, 1)) for k, way, _ in parts])
    size = np.concatenate([np.full(k, sd) for k, _, sd in parts])
    x[:, MOTION.start] = np.log10(size) + 1.5
    swing = np.array([0.4, 1.0, 0.2, 0, 0, 0]) * size[:, None] ** 2  # most of it to the front
    # A sum of moments, of which liveliness is the logarithm, is the square of the spread.
    moments = (swing / 1.6).astype(np.float32)
    return Features(x, up.astype(np.float32), np.ones(n, np.float32), moments, everywhere(n))


def gait_of(one, upright):
    """Sure gait in the lively seconds around a direction."""
    lively = 10 ** (one.x[:, MOTION.start] - 1.5) > 0.2
    return (lively & (one.up @ upright > 0.99)).astype(np.float32)


def test_a_sensor_put_on_anew_has_axes_of_its_own():
    tipped = 0.8 * UP + 0.6 * SIDE
    one = seconds_of((3600, FRONT, 0.01), (900, UP, 0.4), (3600, FRONT, 0.01), (1800, tipped, 0.4))
    gait = np.maximum(gait_of(one, UP), gait_of(one, tipped))
    axes = find_axes(one, gait, np.ones(len(gait), dtype=bool))
    assert len(axes.frames) == 2
    columns = axes_columns(one, axes)
    assert (columns[gait > 0, 0] > 0.99).all()


def test_riding_in_between_is_no_sensor_put_on_anew():
    saddle = 0.8 * UP + 0.6 * FRONT
    ride = [(60, UP, 0.4), (240, saddle, 0.4)] * 12
    one = seconds_of((600, UP, 0.01), *ride, (600, FRONT, 0.01))
    gait = np.maximum(gait_of(one, UP), gait_of(one, saddle))
    axes = find_axes(one, gait, np.ones(len(gait), dtype=bool))
    assert all((axes.which == axes.which[0]).tolist())


def test_in_doubt_upright_is_where_people_stand_still():
    saddle = 0.8 * UP + 0.6 * FRONT
    one = seconds_of((240, UP, 0.4), (40, UP, 0.01), (900, saddle, 0.4), (600, saddle, 0.3))
    gait = np.maximum(gait_of(one, UP), gait_of(one, saddle))
    gait[np.flatnonzero(gait)[::2]] = 0.2  # half of all lively seconds: no direction is sure
    axes = find_axes(one, gait, np.ones(len(gait), dtype=bool))
    assert axes.frames[0].up @ UP > 0.99


@pytest.mark.parametrize("night", [SIDE, -FRONT])
def test_a_night_does_not_decide_where_forward_is(night):
    sits = [(300, UP, 0.3), (600, FRONT + 0.1 * UP, 0.01)] * 4
    one = seconds_of(*sits, (8 * 3600, night, 0.005))
    axes = find_axes(one, gait_of(one, UP), np.ones(len(one.up), dtype=bool))
    assert axes.frames[0].forward @ FRONT > 0.9


def test_forward_is_found_though_the_leg_swings_outwards():
    one = seconds_of((600, UP, 0.3), (600, SIDE + 0.1 * UP, 0.01), (60, UP, 0.3), (900, SIDE, 0.01))
    axes = find_axes(one, gait_of(one, UP), np.ones(len(one.up), dtype=bool))
    assert axes.frames[0].forward @ SIDE > 0.9


def test_a_leg_that_rolls_at_the_end_does_not_make_the_hour_before_lying():
    hour = [(900, UP, 0.4), (3600, FRONT, 0.01)]
    one = seconds_of(*hour, (60, SIDE, 0.01), (900, FRONT, 0.01), (60, SIDE, 0.01), (600, UP, 0.4))
    axes = find_axes(one, gait_of(one, UP), np.ones(len(one.up), dtype=bool))
    rolled = rolled_over(one, axes)
    assert not rolled[: 4500 - ROLL_NEAR_S - STEADY_S].any()  # on a chair, for all that is clear
    assert rolled[4500 - ROLL_NEAR_S + STEADY_S : 5515].all()  # between two rolls, however long
    assert not rolled[5530:].any()
    assert not rolled_over(one, UNKNOWN).any()
