"""How sure the minutes are: fitted without a dataset, tested on it."""

from __future__ import annotations

import numpy as np
import pytest

from training import intervals
from training.intervals import Walked


def recordings(dataset: str, count: int, error: float, placement: str = "wrist") -> list[Walked]:
    """Recordings of half an hour of walking, evenly up to so much of their doubt off."""
    doubt = 60.0
    return [
        Walked(dataset, placement, 1800.0, 1800.0 * 1.02 + error * doubt * (n + 1) / count, doubt,
               np.full(30, 110.0), 110.0)
        for n in range(count)
    ]  # fmt: skip


def test_the_shares_cover_nine_of_ten():
    some = recordings("one", 100, 3.0)
    by = intervals.fit(some)
    inside = [abs(w.said_s - w.truth_s) <= intervals.half_s(w, by) for w in some]
    assert 0.88 <= np.mean(inside) <= 0.93


def test_few_datasets_are_judged_by_all():
    wrist = [one for name in "abd" for one in recordings(f"{name}-watch", 20, 2.0)]
    hips = [one for name in "ce" for one in recordings(f"{name}-waist", 20, 9.0, "hip")]
    assert intervals.shares([*wrist, *hips], "hip") == intervals.fit([*wrist, *hips])
    assert intervals.shares([*wrist, *hips], "wrist") == intervals.fit(wrist)


def test_each_is_tried_by_numbers_that_know_nothing_of_its_people():
    """The same people with a phone are no other dataset."""
    rough = [*recordings("a-watch", 20, 9.0), *recordings("a-phone", 20, 9.0, "pocket")]
    fine = [*recordings("b-watch", 20, 1.0), *recordings("c-watch", 20, 1.0)]
    rows = {row["where"]: row for row in intervals.table(intervals.try_recordings(rough + fine))}
    assert rows["pocket"]["covered"] < 0.3
    assert rows["all"]["recordings"] == 80


@pytest.mark.parametrize(
    ("bin_min", "pace", "low", "high"),
    [
        (1, (0.9, 1.0), 1800, 1800),
        (1, (1.0, 1.05), 60 * 30 / 1.05, 1800),
        (15, (0.9, 1.05), 1800 / 1.05, 1800),  # a bin holds no more than its own length
        (intervals.DAY_MIN, (0.9, 1.05), 1800 / 1.05, 1800 / 0.9),
    ],
)
def test_the_interval_of_an_export_by_its_bins(bin_min, pace, low, high):
    (w,) = recordings("one", 1, 0.0)
    assert intervals.ends_s(w, bin_min, pace) == pytest.approx((low, high))


def test_the_paces_are_as_narrow_as_the_recordings_allow():
    """Own cadence 110; their days are up to a tenth slower and faster."""
    some = [
        Walked("one", "hip", 1800.0, 1800.0, 1.0, np.full(30, 110.0) * share, 110.0)
        for share in np.linspace(0.9, 1.1, 41)
    ]
    slow, fast = intervals.fit_pace(some, (intervals.DAY_MIN,))
    assert (slow, fast) == pytest.approx((0.91, 1.09), abs=0.011)
