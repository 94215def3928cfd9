"""The 90 % interval of a walking time, and the grade by its width."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from stride import interval
from stride.store.best import ImportRow, Minutes
from stride.store.bounds import bounds
from stride.store.cadence import Cadence
from stride.types import PLACEMENTS


@pytest.mark.parametrize(
    ("walking", "half", "grade"),
    [
        (100, 5, "A"),
        (100, 5.1, "B"),
        (100, 12, "B"),
        (100, 12.1, "C"),
        (100, 25, "C"),
        (100, 25.1, "D"),
        (2, 1.5, "A"),  # of 30 minutes, where the day has less
        (0, 7.6, "D"),
    ],
)
def test_the_grade_follows_from_half_the_width(walking, half, grade):
    low, high = max(0, walking - half), walking + half
    if low:
        assert interval.grade_of(walking, low, high) == grade
    assert interval.grade_of(walking, walking - 2 * half, walking) == grade
    assert interval.grade_of(walking, walking, walking + 2 * half) == grade


def test_what_ships_has_numbers_for_every_placement_and_the_own_cadence():
    fitted = json.loads(interval.FITTED.read_text(encoding="utf-8"))
    assert set(fitted["recordings"]) == set(PLACEMENTS)
    for shares in fitted["recordings"].values():
        assert min(interval.Reach(**shares)) >= 0 and shares["alone"] > 0
    for slow, fast in fitted["steps"].values():
        assert 0.6 <= slow <= 1 <= fast <= 1.4
    assert set(fitted["steps"]) == {"minutes", "longer_bins"}


SENSOR = ImportRow(1, "B", 0, 0, "", "wrist", "wrist", 1)
WATCH = ImportRow(2, "C", 0, 0, "", "watch", "", 0)


def sides(row, walking, own=False, **columns):
    """Seconds below and above one minute of an import, 100 steps a minute being the cadence."""
    values = {name: np.array([float(value)]) for name, value in columns.items()}
    best = Minutes({"minute_utc": np.zeros(1), **values}, np.zeros(1, int), (row,))
    pace = Cadence(np.array([100.0]), np.array([own]))
    derived = np.array([not row.knows_wear and "walking_s" not in columns])
    below, above = bounds(best, np.array([float(walking)]), derived, pace)
    return float(below[0]), float(above[0])


@pytest.mark.parametrize(
    ("steps", "walking", "low", "high"),
    [(40, 24, 20, 30), (100, 60, 50, 60), (120, 60, 60, 60), (0, 0, 0, 0), (64, 38.4, 32, 48)],
)
def test_steps_are_between_120_a_minute_and_80_or_the_bin(steps, walking, low, high):
    below, above = sides(WATCH, walking, steps=steps)
    assert (walking - below, walking + above) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("grade", "low", "high"),
    [("C", 60 * 46 / 115, 60 * 46 / 85), ("D", 60 * 46 / 110, 60 * 46 / 95)],
)
def test_the_persons_own_cadence_narrows_bins_above_a_minute_most(grade, low, high):
    below, above = sides(replace(WATCH, grade=grade), 27.6, own=True, steps=46)
    assert (27.6 - below, 27.6 + above) == pytest.approx((low, high))


def test_a_vendors_walking_time_may_be_off_by_a_quarter():
    assert sides(WATCH, 40, steps=70, walking_s=40) == (10, 10)


def test_a_recording_reaches_as_far_as_its_doubt(monkeypatch):
    fitted = interval.Reach(of_doubt=2.0, of_walking=0.1, alone=0.5)
    monkeypatch.setattr("stride.store.bounds.reach", lambda placement: fitted)
    assert sides(SENSOR, 40, steps=70, walking_s=40, doubt_s=3) == (10, 10)
    assert sides(SENSOR, 0, steps=0, walking_s=0, doubt_s=3) == (6, 6)
    assert sides(SENSOR, 40, steps=70, walking_s=40) == (20, 20)  # an import of an older stride
