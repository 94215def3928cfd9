"""How fast the walking was: minutes by cadence, the mean MET, and when the group is named."""

from __future__ import annotations

import pytest

from stride.goals.intensity import BANDS, _band, intensity
from tests.goals.diaries import day


def walked(slow_s: float, moderate_s: float, brisk_s: float, grade: str = "A", **fields):
    total = slow_s + moderate_s + brisk_s
    one = day(0, total / 60, True, grade)
    return one._replace(
        slow_s=slow_s, moderate_s=moderate_s, brisk_s=brisk_s, **{"walking_s": total, **fields}
    )


def test_every_field():
    found = intensity([walked(600, 1200, 1800), walked(0, 0, 0), walked(600, 0, 0)])
    assert found is not None
    assert found._replace(mean_met=0) == (2, 20.0, 20.0, 30.0, 0, BANDS[-1])
    assert found.mean_met == pytest.approx((2.8 * 20 + 3.8 * 20 + 4.8 * 30) / 70)


@pytest.mark.parametrize("seconds", [(1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_a_second_is_enough(seconds):
    found = intensity([walked(*seconds)])
    assert found is not None
    assert found.days == 1


def test_without_a_cadence_there_is_none():
    assert intensity([]) is None
    assert intensity([walked(0, 0, 0, walking_s=900)]) is None


@pytest.mark.parametrize(
    ("grade", "walking_s", "named"), [("A", 600, True), ("B", 600, False), ("B", 0, True)]
)
def test_a_group_is_named_of_grade_a_only(grade, walking_s, named):
    days = [walked(0, 0, 3600), walked(0, 0, 0, grade, walking_s=walking_s)]
    found = intensity(days)
    assert found is not None
    assert (found.band is not None) == named


@pytest.mark.parametrize(
    ("met", "group"),
    [
        (4.8, ">=3.27"),
        (3.77, ">=3.27"),  # 3.27 to 4.27
        (3.76, None),
        (2.8, None),  # 2.8 to 3.3
    ],
)
def test_a_group_is_named_where_the_whole_interval_lies_in_it(met, group):
    band = _band(met)
    assert (band.id if band else None) == group


def test_the_groups_meet_without_a_gap():
    assert [band.high for band in BANDS[:-1]] == [band.low for band in BANDS[1:]]
