"""Weeks of days, and the study's group that they may be set beside."""

from __future__ import annotations

import pytest

from stride.goals import bands
from stride.goals.bands import band_at, week, week_band
from stride.goals.intensity import intensity
from stride.types import Day
from stride.words.study import sentence, why_no_band
from tests.goals.diaries import day, minutes


@pytest.mark.parametrize(
    ("mean", "band", "ratio"),
    [
        (0, "<78", 1.0),
        (77.49, "<78", 1.0),
        (77.5, "78-100", 0.87),
        (78, "78-100", 0.87),
        (99.5, "78-100", 0.87),
        (100, "78-100", 0.87),  # exactly 100 is not "more than 100"
        (100.49, "78-100", 0.87),
        (100.5, "101-124", 0.77),
        (101, "101-124", 0.77),
        (124.49, "101-124", 0.77),
        (124.5, ">=125", 0.76),
        (125, ">=125", 0.76),
        (300, ">=125", 0.76),
    ],
)
def test_band_of_a_mean(mean: float, band: str, ratio: float) -> None:
    assert (band_at(mean).id, band_at(mean).ratio) == (band, ratio)


# seven days | grade | band, and whether it is approximate
WEEKS = [
    ("7x60", "A", ("<78", False)),
    ("7x100", "A", ("78-100", False)),
    ("7x101", "A", ("101-124", False)),
    ("7x130", "A", (">=125", False)),
    ("7x101", "B", ("101-124", True)),
    ("7x101", "C", ("101-124", True)),
    ("7x101", "D", ("101-124", True)),
    ("4x101 3x?", "A", ("101-124", False)),
    ("3x101 4x?", "A", None),
    ("3x101 4x!150", "A", None),
    ("4x90 3x!5", "A", ("78-100", False)),  # what was worn too short is left out, not scaled
    ("7x?", "A", None),
    ("3x60 4x140", "A", ("101-124", False)),  # a plain mean, 105.7
]


@pytest.mark.parametrize(("text", "grade", "expected"), WEEKS)
def test_band_of_a_week(text: str, grade: str, expected: tuple[str, bool] | None) -> None:
    found = week_band(week(minutes(text, grade=grade).days))
    assert (found and found.band and (found.band.id, found.approximate)) == expected


def unsure(minutes: float, below: float, above: float, by_hand: float = 0) -> list[Day]:
    """Seven days, each so many minutes, that may be less or more."""
    plain = day(0, minutes)._replace(below_s=below * 60, above_s=above * 60, manual_s=by_hand * 60)
    return [plain] * 7


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (unsure(90, 12.5, 10.49), ["78-100"]),
        (unsure(90, 12.51, 0), ["<78", "78-100"]),
        (unsure(90, 0, 10.5), ["78-100", "101-124"]),
        (unsure(90, 20, 20), ["<78", "78-100", "101-124"]),
        (unsure(120, 0, 5), ["101-124", ">=125"]),
        (unsure(90, 0, 0, by_hand=12), ["78-100"]),
        (unsure(90, 0, 0, by_hand=13), ["<78", "78-100"]),  # a walk by hand lifts no week
    ],
    ids=str,
)
def test_a_group_is_named_only_where_the_interval_lies_in_it(days, expected) -> None:
    placed = week_band(week(days))
    assert placed and [band.id for band in placed.bands] == expected
    assert bool(placed.band) == (len(expected) == 1)
    if not placed.band:
        assert all(word in sentence(placed) for word in ("not sure enough", "0.87", "association"))


def test_the_interval_of_a_week_does_not_shrink_with_its_days() -> None:
    """What is wrong with a sensor is wrong every day."""
    one, seven = (week(unsure(90, 12, 8)[:n]) for n in (1, 7))
    assert (
        (one.low_minutes, one.high_minutes) == (seven.low_minutes, seven.high_minutes) == (78, 98)
    )


def test_the_worst_grade_of_the_valid_days_decides() -> None:
    days = list(minutes("7x101").days)
    days[3] = days[3]._replace(grade="B")
    found = week_band(week(days))
    assert found and found.approximate and "known to within 12 %" in sentence(found)
    days[3] = days[3]._replace(grade="A", estimate=True)
    found = week_band(week(days))
    assert found and found.approximate and "an estimate" in sentence(found)


@pytest.mark.parametrize(
    ("text", "grade", "words"),
    [
        ("7x60", "A", ["compared with", "associated"]),
        ("7x90", "A", ["78 to 100", "0.87", "associated"]),
        ("7x110", "A", ["101 to 124", "0.77", "0.68 to 0.87"]),
        ("7x140", "A", ["125 or more", "0.76", "0.67 to 0.87"]),
        ("7x110", "B", ["approximate", "to within 12 %"]),
        ("7x110", "C", ["approximate", "to within 25 %"]),
    ],
)
def test_sentence(text: str, grade: str, words: list[str]) -> None:
    placed = week_band(week(minutes(text, grade=grade).days))
    assert placed
    said = sentence(placed)
    assert said.count(".") - said.count("0.") <= 1, "one sentence"
    for word in [*words, "associated", "levelling off near 100"]:
        assert word in said
    for promise in ("reduce", "your risk", "lower your", "prevents", "protects"):
        assert promise not in said.lower()
    assert ("approximate" in said) == (grade != "A")


def test_intervals_that_could_not_be_confirmed_are_not_shown() -> None:
    assert [band.interval is None for band in bands.BANDS] == [True, True, False, False]
    placed = week_band(week(minutes("7x90").days))
    assert placed and "interval" not in sentence(placed)


@pytest.mark.parametrize(
    ("text", "grade", "words"),
    [("3x90", "A", "From 4 valid days on"), ("7x90", "D", ""), ("7x90", "B", "")],
)
def test_why_there_is_no_band(text: str, grade: str, words: str) -> None:
    said = why_no_band(week(minutes(text, grade=grade).days))
    assert words in said and bool(said) == bool(words)


def paced(slow: float, moderate: float, brisk: float, grade: str = "A") -> Day:
    total = slow + moderate + brisk
    plain = day(0, total, grade=grade)
    return plain._replace(slow_s=slow * 60, moderate_s=moderate * 60, brisk_s=brisk * 60)


@pytest.mark.parametrize(
    ("slow", "moderate", "brisk", "met", "band"),
    [
        (100, 0, 0, 2.8, None),
        (0, 100, 0, 3.8, ">=3.27"),  # 3.3 to 4.3: all of it in the highest
        (0, 0, 100, 4.8, ">=3.27"),
        (50, 50, 0, 3.3, None),
        (5, 90, 5, 3.8, ">=3.27"),
        (80, 20, 0, 3.0, None),  # the published cut 3.00 is 20 % moderate
    ],
)
def test_mean_met(slow: float, moderate: float, brisk: float, met: float, band: str | None) -> None:
    found = intensity([paced(slow, moderate, brisk)])
    assert found and found.mean_met == pytest.approx(met)
    assert (found.band.id if found.band else None) == band


def test_no_group_by_pace_unless_known_to_within_a_twentieth() -> None:
    assert intensity([paced(0, 0, 100, grade="B")]).band is None  # type: ignore[union-attr]


def test_no_pace_without_cadence() -> None:
    assert intensity([day(0, 90)]) is None and intensity([]) is None
