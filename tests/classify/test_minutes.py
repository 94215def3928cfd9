"""Seconds to bouts and minutes. A letter a second: W walk, S stairs, R run, . other, - hole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stride.classify.minutes import find_bouts, to_minutes
from stride.types import SECONDS_COLUMNS, Activity, Calibration, Classified, Seconds

LETTERS = {
    "W": Activity.WALKING,
    "S": Activity.STAIRS,
    "R": Activity.RUNNING,
    ".": Activity.STANDING,
    "-": Activity.UNKNOWN,
}


def seconds(text: str, t0: int = 600, spm: float = 120.0) -> Seconds:
    activity = np.array([int(LETTERS[c]) for c in text], dtype=np.int8)
    gait = np.isin(list(text), ["W", "S", "R"])
    recorded = np.array([c != "-" for c in text])
    return Seconds(
        t0,
        activity,
        np.where(recorded, 0.9, 0.0).astype(np.float32),
        (gait * round(spm / 60)).astype(np.uint8),
        (gait * spm).astype(np.float32),
        recorded,
        np.where(recorded, 0.1, 0.0).astype(np.float32),
        np.array([c == "." for c in text]),
    )


def classified(s: Seconds) -> Classified:
    recorded = s.confidence > 0
    bouts = find_bouts(s, recorded)
    return Classified(s, bouts, "thigh", "option", 1.0, "test", True, Calibration(), 50.0)


@pytest.mark.parametrize(
    ("text", "bouts"),
    [
        ("", []),
        ("....", []),
        ("WWWW", [(0, 4, 4)]),
        ("WW...WW", [(0, 7, 4)]),  # a break of 3 s does not end it
        ("WW....WW", [(0, 2, 2), (6, 2, 2)]),  # one of 4 s does
        ("WWSSWW", [(0, 6, 6)]),
        ("WWRRWW", [(0, 6, 4)]),
        ("WW-WW", [(0, 2, 2), (3, 2, 2)]),  # nothing is counted across a hole
        ("..WWWWW..", [(2, 5, 5)]),
    ],
)
def test_bouts(text, bouts):
    s = seconds(text)
    found = find_bouts(s, s.confidence > 0)
    rows = zip(found.start_utc_s - 600, found.duration_s, found.walking_s, strict=True)
    assert [tuple(map(int, row)) for row in rows] == bouts
    assert list(found.steps) == [2 * walked for _, _, walked in bouts]


def test_minutes_add_up_to_the_seconds():
    rng = np.random.default_rng(2)
    text = "".join(rng.choice(list("WSR.-"), 1000, p=[0.4, 0.1, 0.1, 0.3, 0.1]))
    s = seconds(text, t0=1_000_003)
    table = to_minutes(classified(s), lambda at: np.full(len(at), 60, dtype=np.int16))
    assert set(table.seconds) == set(SECONDS_COLUMNS)
    assert table.seconds["walking_s"].sum() == text.count("W") + text.count("S")
    assert table.seconds["stairs_s"].sum() == text.count("S")
    assert table.seconds["running_s"].sum() == text.count("R")
    assert table.steps.sum() == s.steps.sum()
    assert (np.diff(table.minute_utc) > 0).all()
    assert (table.utc_offset_min == 60).all()
    for k, minute in enumerate(table.minute_utc):  # the plain reckoning
        here = [c for i, c in enumerate(text) if (1_000_003 + i) // 60 == minute]
        assert table.seconds["walking_s"][k] == here.count("W") + here.count("S")
        assert table.seconds["unknown_s"][k] == here.count("-")
        assert table.seconds["unclear_s"][k] == here.count(".")
        assert table.seconds["doubt_s"][k] == pytest.approx((len(here) - here.count("-")) / 10)


@pytest.mark.parametrize(
    ("spm", "column"), [(80, "slow_s"), (99.9, "slow_s"), (100, "moderate_s"), (120, "brisk_s")]
)
def test_pace_bands(spm, column):
    table = to_minutes(
        classified(seconds("W" * 60, spm=spm)), lambda at: np.zeros(len(at), dtype=np.int16)
    )
    bands = {name: table.seconds[name].sum() for name in ("slow_s", "moderate_s", "brisk_s")}
    assert bands[column] == 60
    assert sum(bands.values()) == 60


def test_minutes_of_a_hole_are_left_out():
    s = seconds("W" * 60 + "-" * 120 + "W" * 60)
    table = to_minutes(classified(s), lambda at: np.zeros(len(at), dtype=np.int16))
    assert list(table.minute_utc) == [10, 13]


@pytest.mark.parametrize(
    ("placement", "rule", "may_be_phone", "grade"),
    [
        ("thigh", "option", False, "A"),
        ("thigh", "assumed", False, "B"),
        ("wrist", "assumed", False, "B"),
        ("thigh", "assumed", True, "D"),
        ("pocket", "found", True, "D"),
    ],
)
def test_an_assumed_placement_has_no_better_grade_than_what_it_may_be(
    placement, rule, may_be_phone, grade
):
    made = replace(
        classified(seconds("W" * 60)),
        placement=placement,
        placement_rule=rule,
        may_be_phone=may_be_phone,
    )
    assert to_minutes(made, lambda t: np.zeros(len(t), np.int16)).grade == grade
