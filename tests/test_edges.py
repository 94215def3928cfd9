"""Every number that the documents name, just below it and at it.

Each line says where the number stands. What a change of one of them would alter is alone decided
by the number: everything else in the line is far from any edge.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest

from stride import clock
from stride.classify.decide import BREAK_S, short_gaits
from stride.classify.minutes import find_bouts, to_minutes
from stride.signal import calibrate, wear
from stride.store import cadence
from stride.store.best import ImportRow, Minutes
from stride.store.draft import DayDraft
from tests.classify.test_minutes import classified, seconds
from tests.signal.test_calibrate import sphere

HZ = 16


# ---- method.md, 4: wear


def still_hour(sd_mg: float = 1.0, reach_mg: float = 10.0, axes: int = 3, minutes: int = 60):
    """Statistics of an hour as minute_statistics gives them: (60, 5, 3)."""
    out = np.zeros((60, wear.STATISTICS, 3))
    count = 60 * HZ
    for axis in range(3):
        quiet = axis < axes
        sd, reach = (sd_mg, reach_mg) if quiet else (100.0, 300.0)
        out[:minutes, 0, axis] = count
        out[:minutes, 2, axis] = count * (sd / 1000) ** 2
        out[:minutes, 3, axis], out[:minutes, 4, axis] = 0.0, reach / 1000
    return out


@pytest.mark.parametrize(
    ("hour", "worn"),
    [
        ({"sd_mg": 12.9}, False),
        ({"sd_mg": 13.0}, True),
        ({"reach_mg": 49.9}, False),
        ({"reach_mg": 50.1}, True),
        ({"axes": 2}, False),
        ({"axes": 1}, True),
        ({"minutes": 45}, False),
        ({"minutes": 44}, True),
    ],
    ids=str,
)
def test_an_hour_without_movement_is_not_worn(hour, worn):
    statistics = still_hour(**hour)
    assert bool(wear.wear_minutes(statistics)[:44].all()) == worn


@pytest.mark.parametrize(("degrees", "worn"), [(29.9, False), (30.0, True)])
def test_a_warm_sensor_lies_on_skin(degrees, worn):
    t = np.arange(0, 3600, 10.0)
    warm = wear.warm_minutes([(t, np.full(len(t), degrees, np.float32))], 0, 60)
    assert bool(wear.wear_minutes(still_hour(), warm).all()) == worn


# ---- method.md, 3: autocalibration


@pytest.mark.parametrize(("windows", "applied"), [(99, False), (100, True)])
def test_a_hundred_still_windows_are_enough(windows, applied):
    assert calibrate.fit(sphere(windows) * 1.03).applied == applied


@pytest.mark.parametrize(("reach", "applied"), [(0.27, False), (0.33, True)])
def test_each_axis_must_reach_beyond_0_3_g_on_both_sides(reach, applied):
    points = sphere(20_000)
    points = points[points[:, 2] > -reach][:400]
    assert calibrate.fit(points * 1.03).applied == applied


@pytest.mark.parametrize(("left_mg", "applied"), [(8.5, True), (11.5, False)])
def test_the_error_must_end_below_10_mg(left_mg, applied):
    """Lengths scattered to both sides, which no gain or offset can mend."""
    points = sphere(4000)
    length = 1.05 + np.where(np.arange(4000) % 2, left_mg, -left_mg) / 1000
    assert calibrate.fit(points * length[:, None]).applied == applied


def test_windows_far_from_one_g_weigh_less():
    """One in twenty was no rest at all; with equal weights the scale would end 0.003 off."""
    points = sphere(2000)
    points[::20] *= 1.06
    found = calibrate.fit(points * 1.03)
    assert found.applied
    assert found.scale == pytest.approx((1 / 1.03,) * 3, abs=0.001)


# ---- method.md, 5 to 7: gait, bouts, pace


@pytest.mark.parametrize(("length", "dropped"), [(4, True), (5, False)])
def test_a_gait_below_the_shortest_is_a_gesture(length, dropped):
    gait = np.zeros(60, dtype=bool)
    gait[20 : 20 + length] = True
    assert bool(len(short_gaits(gait, 5))) == dropped


@pytest.mark.parametrize(("gap", "dropped"), [(BREAK_S, False), (BREAK_S + 1, True)])
def test_a_break_above_three_seconds_ends_a_gait(gap, dropped):
    gait = np.zeros(60, dtype=bool)
    gait[[20, 21, 22]] = gait[[23 + gap, 24 + gap]] = True
    assert bool(len(short_gaits(gait, 5))) == dropped


@pytest.mark.parametrize(("text", "bouts"), [("WW...WW", 1), ("WW....WW", 2)])
def test_a_break_above_three_seconds_ends_a_bout(text, bouts):
    s = seconds(text)
    assert len(find_bouts(s, s.confidence > 0).start_utc_s) == bouts


@pytest.mark.parametrize(
    ("spm", "pace"),
    [(99.9, "slow_s"), (100, "moderate_s"), (119.9, "moderate_s"), (120, "brisk_s")],
)
def test_pace(spm, pace):
    table = to_minutes(classified(seconds("W" * 60, spm=spm)), lambda t: np.zeros(len(t), np.int16))
    assert {n: table.seconds[n].sum() for n in ("slow_s", "moderate_s", "brisk_s")} == {
        "slow_s": 0, "moderate_s": 0, "brisk_s": 0, pace: 60,
    }  # fmt: skip


# ---- goals.md, data.md: what makes a day, its grade and its estimate


@pytest.mark.parametrize(
    ("by_grade", "by_hand_s", "grade", "estimate"),
    [
        ({"A": 901, "C": 99}, 0, "A", False),
        ({"A": 900, "C": 100}, 0, "C", False),
        ({"A": 901}, 99, "A", False),
        ({"A": 900}, 100, "D", True),
        ({"A": 900, "B": 60, "C": 40}, 0, "B", False),
    ],
    ids=str,
)
def test_a_tenth_of_the_walking_decides(by_grade, by_hand_s, grade, estimate):
    day = DayDraft(date(2026, 3, 2), by_grade={k: float(v) for k, v in by_grade.items()})
    day.manual_s = float(by_hand_s)
    assert day.grade_and_estimate() == (grade, estimate)


# ---- method.md, 8: the person's own cadence


def own_cadence(age_days: int = 0, inside: int = 30, spm: float = 110) -> float:
    """The cadence of day 100, whose minutes of walking, so old, lie inside one walk."""
    rows = inside + 2
    minute = (100 - age_days) * 1440 + 600 + np.arange(rows)
    watch = ImportRow(1, "C", 0, 0, "", "watch", "", 0)
    steps = {"minute_utc": minute.astype(float), "steps": np.full(rows, float(spm))}
    best = Minutes(steps, np.zeros(rows, int), (watch,))
    walked = cadence.walked_of(minute // 1440, best)
    return float(cadence.cadence_of_days(walked, np.array([100])).spm[0])


@pytest.mark.parametrize(
    ("walk", "spm"),
    [
        ({"age_days": 27}, 110),
        ({"age_days": 28}, 100),
        ({"inside": 30}, 110),
        ({"inside": 29}, 100),
        ({"spm": 60}, 80),
        ({"spm": 59}, 100),
        ({"spm": 81}, 81),
        ({"spm": 119}, 119),
        ({"spm": 130}, 120),
    ],
    ids=str,
)
def test_the_cadence_of_the_last_28_days_within_80_and_120(walk, spm):
    assert own_cadence(**walk) == spm


# ---- goals.md: where a day begins


@pytest.mark.parametrize(
    ("clock_time", "day"), [((2, 59), date(2026, 3, 1)), ((3, 0), date(2026, 3, 2))]
)
def test_a_day_begins_at_day_start_to_the_minute(clock_time, day):
    now = datetime(2026, 3, 2, *clock_time, tzinfo=UTC)
    assert clock.local_day(now, "UTC", 180) == day
