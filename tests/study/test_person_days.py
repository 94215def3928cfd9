"""Seconds to the study's day: what is unclear takes a posture, and a whole day is 1,440 minutes."""

from __future__ import annotations

import numpy as np
import pytest

from stride.classify.minutes import find_bouts
from stride.formats.find.manifest import placed
from stride.study.person_days import PARTS, STAIRS, day_rows, settled
from stride.types import Activity, Seconds

LETTERS = {
    "w": Activity.WALKING, "t": Activity.STAIRS, "r": Activity.RUNNING, "c": Activity.CYCLING,
    "u": Activity.STANDING, "s": Activity.SITTING, "l": Activity.LYING, "b": Activity.SIT_LIE,
    "q": Activity.STILL, "m": Activity.MOVING, "?": Activity.UNKNOWN,
}  # fmt: skip


def codes(text):
    return np.array([int(LETTERS[letter]) for letter in text], dtype=np.int8)


def letters(values):
    names = {int(kind): letter for letter, kind in LETTERS.items()}
    return "".join(names[int(value)] for value in values)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        ("uummss", "uuusss"),
        ("wwmm?w", "wwuuuw"),
        ("llqqll", "llllll"),
        ("bbbbll", "llllll"),
        ("uubbuu", "uussuu"),
        ("smmmml", "sssmml".replace("m", "l")),
        ("mmmm", "uuuu"),
        ("rrmmss", "rrusss"),
        ("ccmmcc", "ccuucc"),
    ],
)
def test_what_is_unclear_takes_the_nearest_posture(seconds, expected):
    activity = codes(seconds)
    assert letters(settled(activity, np.ones(len(activity), bool))) == expected


def a_day(text, cadence=0.0, t0=0):
    activity = np.resize(codes(text), 86_400)
    n = len(activity)
    walking = np.isin(activity, (1, 2))
    pace = np.where(walking, cadence, 0).astype(np.float32)
    seconds = Seconds(
        t0, activity, np.ones(n, np.float32), walking.astype(np.uint8), pace, np.ones(n, bool),
        np.zeros(n, np.float32), np.zeros(n, bool),
    )  # fmt: skip
    return seconds, find_bouts(seconds, np.ones(n, bool))


@pytest.mark.parametrize(("cadence", "pace"), [(99.9, 0), (100, 1), (119.9, 1), (120, 2)])
def test_a_whole_day_adds_up_to_1440(cadence, pace):
    (row,) = day_rows(*a_day("wwtuuussslllmq?b", cadence), lambda s: np.zeros(len(s), np.int16))
    assert row["wear_min"] == 1440 and row["valid"]
    assert sum(row[name] for name in PARTS) == pytest.approx(1440, abs=1e-9)
    assert row[PARTS[pace]] == 270 and row[STAIRS[pace]] == 90
    assert row["date"] == "1970-01-01" and row["weekday"] == 4


@pytest.mark.parametrize("missing", ["wwuusss", "wwuulll", "wwssslll", "uussslll"])
def test_a_day_without_one_of_the_four_is_not_valid(missing):
    (row,) = day_rows(*a_day(missing, 90), lambda s: np.zeros(len(s), np.int16))
    assert row["wear_min"] == 1440 and not row["valid"]


def test_days_are_those_of_the_place():
    rows = day_rows(*a_day("wusl", 90), lambda s: np.full(len(s), 120, np.int16))
    assert [(row["date"], row["wear_min"]) for row in rows] == [
        ("1970-01-01", 1320.0), ("1970-01-02", 120.0),
    ]  # fmt: skip
    assert not any(row["valid"] for row in rows)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("A17_thigh.cwa", ("A17", "thigh")),
        ("back-0042.csv.gz", ("0042", "back")),
        ("A17/thigh.cwa", ("A17", "thigh")),
        ("A17/lower_back.csv", ("A17", "back")),
        ("x/P3 Wrist.gt3x", ("P3", "wrist")),
        ("A17.cwa", ("A17", "")),
        ("backman_thigh.bin", ("backman", "thigh")),
    ],
)
def test_names_say_whose_and_where(path, expected):
    assert placed(path) == expected
