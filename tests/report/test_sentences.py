"""Days and the sentence stride says about them: what is said, and what never is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.report import facts
from stride.report.text import day as day_text
from stride.report.text import today as today_text
from stride.report.text.lines import fit, text_of
from stride.rounding import whole
from stride.summary.report import summarise
from stride.summary.standing import Frame, Standing, standing
from stride.types import History
from stride.words import days as words
from stride.words import report as words_report
from tests.goals.diaries import at, day, length, letters, minutes

#: What no sentence of stride says, in any case.
NEVER = (
    "reduces your risk", "your risk", "lost", "failed", "broke", "shame", "should have",
    "don't give up", "must ", "!",
)  # fmt: skip


def stand_of(history: History, days: int, open_day: bool = False) -> Standing:
    last = at(days - 1)
    return standing(history, Frame(last, last if open_day else at(days)))


# the days | today is still open | what the day's sentence says
SENTENCES = [
    ("1x?", True, {}, "No data for today yet"),
    ("1x20 1x?", False, {}, "counts neither for nor against"),
    ("1x20", True, {}, "10 minutes to go"),
    ("1x29", True, {}, "1 minute to go"),
    ("1x29.6", True, {}, "1 minute to go"),
    ("1x0", True, {}, "30 minutes to go"),
    ("1x!20", True, {}, "10 minutes to go"),
    ("1x!20", False, {}, "Worn too short to be judged"),
    ("1x30", True, {}, "70 minutes more would reach 100, the study's mark."),
    ("1x99.9", False, {}, "1 minute more would reach 100, the study's mark."),
    ("1x100", False, {}, "and so is the study's mark of 100 minutes"),
    ("1x140", True, {}, "and so is the study's mark of 100 minutes"),
    ("1x20", False, {}, "one of the week's two rest days covers it"),
    ("3x20", False, {}, "Every day starts anew"),
    ("1x20", False, {"rest": range(1)}, "A day kept free"),
    ("1x?", True, {"rest": range(1)}, "A day kept free"),
    ("1x40", False, {"rest": range(1)}, "60 minutes more would reach 100"),
]


@pytest.mark.parametrize(
    ("text", "wear_s", "state", "sentence"),
    [
        ("1x!11", 1800.0, ("?", "too little to judge"), "Worn too short to be judged"),
        ("1x!11", None, ("?", "too little to judge"), "Steps over too few hours"),
        ("1x40 1x?", None, ("?", "no data"), "No data for this day"),
    ],
)
def test_a_day_that_cannot_be_judged(
    text: str, wear_s: float | None, state: tuple[str, str], sentence: str
) -> None:
    history = minutes(text)
    history = history._replace(days=tuple(d._replace(wear_s=wear_s) for d in history.days))
    stand = stand_of(history, length(text))
    day = next((day for day in history.days if day.date == stand.frame.asked), None)
    assert words.day_state(stand) == state
    assert sentence in words.day_sentence(stand, day)


@pytest.mark.parametrize(("text", "open_day", "more", "expected"), SENTENCES)
def test_sentence_of_the_day(text: str, open_day: bool, more: Any, expected: str) -> None:
    history = minutes(text, **more)
    stand = stand_of(history, length(text), open_day)
    day = next((day for day in history.days if day.date == stand.frame.asked), None)
    said = words.day_sentence(stand, day)
    assert expected in said
    assert not [word for word in NEVER if word in said]


@pytest.mark.parametrize(
    ("unclear_min", "worn", "shown"),
    [(4, True, False), (4.1, True, True), (30, True, True), (30, False, False)],
)
def test_unclear_movement_is_told_above_a_tenth_of_the_walking(unclear_min, worn, shown) -> None:
    one = day(0, 40)._replace(unclear_s=unclear_min * 60, wear_s=3600.0 if worn else None)
    assert bool(day_text.unclear(one)) == shown


@pytest.mark.parametrize(
    ("minutes", "below", "above", "expected"),
    [(76.4, 6.4, 7, " (70-83)"), (76, 0, 0, ""), (76, 0.2, 0.2, ""), (99.6, 0, 0.3, ""),
     (60, 0, 12, " (60-72)"), (0.3, 0.3, 2, " (0-2)")],
)  # fmt: skip
def test_the_interval_in_whole_minutes(minutes, below, above, expected) -> None:
    assert words.interval(minutes, minutes - below, minutes + above) == expected


def test_a_walk_as_long_as_the_longest_would_do_it() -> None:
    history = minutes("1x20")
    day = history.days[0]._replace(longest_walk_s=12 * 60)
    stand = stand_of(history, 1, open_day=True)
    assert words.day_sentence(stand, day) == "10 minutes to go: less than today's longest walk."


GOALS = [
    ("3x50", {}, "Learning your usual week: 3 of 7 valid days so far."),
    ("9x50", {}, "7 of the last 7 days met it; 55 minutes from 19 Jan 2026 on if that holds."),
    ("7x50 4x0", {}, "3 of the last 7 days met it; five of seven bring 55 minutes."),
    ("9x50", {"changes": {8: "set 40"}}, "You set this goal"),
    ("9x50", {"changes": {8: "hold"}}, "You asked to hold it"),
    ("9x150", {}, "it grows no further"),
    ("10x50", {"pains": {8: 2, 9: 3}}, "Back pain rose lately, so the goal rests"),
    ("3x50 20x? 3x50", {}, "Learning your usual week: 3 of 7 valid days so far."),
    ("9x50 20x? 3x50", {}, "Welcome back."),
    ("9x50 20x? 3x50", {}, "3 of 7 valid days so far."),
]


@pytest.mark.parametrize(("text", "more", "expected"), GOALS)
def test_sentence_of_the_goal(text: str, more: Any, expected: str) -> None:
    assert expected in words.goal_sentence(stand_of(minutes(text, **more), length(text)))


STREAKS = [
    ("-", "No streak yet; the first goal day begins one."),
    ("M", "Streak 1 day (best 1)."),
    ("MMMMMMM", "Streak 1 week (best 1), 7 days (best 7)."),
    ("MMMMMMM ---", "Best streak 1 week; 7 goal days in the last 28."),
    ("MM...", "Streak 2 days (best 2), paused without data."),
    ("MMMMMMM MMMM--- M", "Streak 1 day (best 11)."),
]


@pytest.mark.parametrize(("pattern", "expected"), STREAKS)
def test_sentence_of_the_streak(pattern: str, expected: str) -> None:
    stand = stand_of(letters(pattern), len(pattern.replace(" ", "")))
    assert words.streak_sentence(stand.streak) == expected


# the days | grade | mean and valid days | what follows
WEEKS = [
    ("7x60", "A", "60 min a day (7 of 7 valid)", ", the study's group below 78."),
    ("7x60", "B", "60 min a day (7 of 7 valid)", ", roughly the study's group below 78."),
    ("7x100", "A", "100 min a day (7 of 7 valid)", ", the study's group 78-100."),
    ("7x110", "A", "110 min a day (7 of 7 valid)", ", the study's group 101-124."),
    ("7x130", "C", "130 min a day (7 of 7 valid)", ", roughly the study's group 125+."),
    ("7x130", "D", "130 min a day (7 of 7 valid)", ", roughly the study's group 125+."),
    ("3x90", "A", "90 min a day (3 of 7 valid)", "."),
    ("9x90 4x?", "A", "90 min a day (3 of 7 valid)", "."),
    ("7x?", "A", "no valid day", "."),
]


@pytest.mark.parametrize(("text", "grade", "mean", "group"), WEEKS)
def test_last_week(text: str, grade: str, mean: str, group: str) -> None:
    stand = stand_of(minutes(text, grade=grade), length(text))
    assert today_text.last_week(stand) == f"Last 7 days: {mean}{group}"


@pytest.mark.parametrize(
    ("value", "goal", "shown"),
    [(29.4, 30, "29"), (29.6, 30, "29"), (30, 30, "30"), (30.4, 30, "30"), (99.99, 100, "99"),
     (1234.5, None, "1,235"), (29.6, None, "30"), (77.9, 77.95, "77")],
)  # fmt: skip
def test_a_number_never_claims_a_goal_that_was_not_reached(
    value: float, goal: float | None, shown: str
) -> None:
    assert words.whole(value, goal) == shown


def every_text() -> list[str]:
    """Every sentence of the views of many different weeks."""
    texts = []
    for pattern in ("1x?", "1x20", "40x12", "40x130", "7x45 14x10 1x10", "9x36 365x? 1x50"):
        for grade in "ABCD":
            history = minutes(pattern, grade=grade, pains={2: 2, 5: 5} if grade == "A" else {})
            for open_day in (True, False):
                stand = stand_of(history, length(pattern), open_day)
                found = summarise(history, stand, at(0))
                day = next((d for d in history.days if d.date == stand.frame.asked), None)
                texts += facts.plain(today_text.facts(stand, day))
                texts += [words_report.beside_the_study(found), words_report.pain(found)]
                texts += [words_report.trend(found.trend), words_report.intensity(found.intensity)]
    return texts


def test_no_text_promises_blames_or_shouts() -> None:
    for said in every_text():
        assert not [word for word in NEVER if word in said.lower()], said


@pytest.mark.parametrize("grade", "ABCD")
@pytest.mark.parametrize("open_day", [True, False])
@pytest.mark.parametrize("valid", ["", "!"])
@pytest.mark.parametrize("walked", [5, 60, 150])
def test_the_fullest_day_fits_eight_lines(
    grade: str, open_day: bool, valid: str, walked: int
) -> None:
    history = minutes(f"700x150 1x{valid}{walked}", grade=grade)
    last = history.days[-1]._replace(
        sources=("A watch with a long name", "Sensor Logger", "Phone", "by hand", "Strap"),
        manual_s=25 * 60, longest_walk_s=4 * 60, slow_s=1800, brisk_s=1750, steps=17_921,
        hours_s=(300.0,) * 24, estimate=grade == "D", wear_s=22 * 3600 + 51 * 60,
    )  # fmt: skip
    stand = stand_of(history._replace(days=(*history.days[:-1], last)), 701, open_day)
    lines = [text_of(line) for line in fit(today_text.view(stand, last, 80), 80)]
    assert len(lines) <= 8, "\n".join(lines)


@pytest.mark.parametrize("width", [40, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    history = minutes("20x60", grade="B")
    stand = stand_of(history, 20, open_day=True)
    lines = fit(today_text.view(stand, history.days[-1], width), width)
    assert max(len(text_of(line)) for line in lines) <= width
    assert width < 80 or len(lines) <= 8


@given(st.lists(st.floats(0, 1440 / 6), min_size=6, max_size=6))
def test_the_parts_of_a_day_add_up(spent: list[float]) -> None:
    names = ("walking", "running", "standing", "sitting", "lying", "still")
    minutes_ = dict(zip(names, spent, strict=True)) | {"stairs": spent[0] / 3, "moving": None}
    found = day_text.whole_minutes(minutes_)
    assert found["walking"] == whole(spent[0])
    if any(spent[1:]):
        assert sum(value for name, value in found.items() if name != "stairs") == whole(sum(spent))
