"""goal, rest, walk, pain and tips: what is written, what is said, what is refused."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from tests.report.logbook import sensor_days

SUNDAY = date(2026, 3, 29)
OFFICE = "14q 1w 8m 1w 14q 10q"
GOAL_KEYS = [
    "goal_minutes",
    "tier",
    "tiers",
    "rule",
    "since",
    "met_days",
    "needed_days",
    "next_minutes",
    "mode",
    "history",
]


@pytest.fixture
def nine_days(own_home, monkeypatch):
    """Nine days of an hour each up to the evening of Sunday 29 March 2026."""
    monkeypatch.setenv("STRIDE_NOW", "2026-03-29T21:00+00:00")
    sensor_days(own_home, {SUNDAY - timedelta(days=n): OFFICE for n in range(9)})


def goal_of(stride, *more: str) -> float:
    return stride("goal", *more, "--json").json["goal_minutes"]


def test_goal_has_the_documented_keys(nine_days, stride) -> None:
    found = stride("goal", "--json").json
    assert set(GOAL_KEYS) <= set(found)
    assert found["tiers"] == [30, 36, 45, 55, 65, 78, 90, 100]
    assert (found["goal_minutes"], found["rule"], found["since"]) == (55, "start", "2026-03-28")
    assert (found["met_days"], found["next_minutes"], found["mode"]) == (7, 65, "auto")
    assert found["road"][0] == {"minutes": 65, "date": "2026-04-04"}
    assert found["road"][-1]["minutes"] == 100


@pytest.mark.parametrize(
    ("commands", "goal", "mode"),
    [
        ([("set", "45")], 45, "set"),
        ([("set", "120")], 120, "set"),
        ([("set", "62.5")], 62.5, "set"),
        ([("back",)], 45, "auto"),
        ([("back",), ("back",)], 36, "auto"),
        ([("hold",)], 55, "hold"),
        ([("hold",), ("auto",)], 55, "auto"),
        ([("set", "90"), ("auto",)], 55, "auto"),
        ([("set", "90"), ("back",)], 78, "hold"),
    ],
)
def test_goal_changes(commands, goal: float, mode: str, nine_days, stride) -> None:
    for command in commands:
        assert stride("goal", *command).code == 0
    found = stride("goal", "--json").json
    assert (found["goal_minutes"], found["mode"]) == (goal, mode)


def test_a_goal_set_for_an_earlier_day_judges_from_then_on(nine_days, stride) -> None:
    stride("goal", "set", "70", "--date", "2026-03-25")
    days = stride("report", "--weeks", "1", "--json").json["days"]
    assert [(day["goal_minutes"], day["goal_met"]) for day in days[1:4]] == [
        (30, True), (70, False), (70, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ("goal", "more"),
        ("goal", "set"),
        ("goal", "set", "much"),
        ("goal", "set", "0"),
        ("goal", "set", "nan"),
        ("goal", "set", "100000"),
        ("goal", "hold", "30"),
        ("goal", "show", "30"),
        ("goal", "set", "40", "--date", "2027-01-01"),
        ("rest", "someday"),
        ("rest", "2026-04-03..2026-04-01"),
        ("rest", "2026-01-01..2029-01-01"),
        ("walk", "x"),
        ("walk", "0"),
        ("walk", "2000"),
        ("walk", "20", "--at", "25:00"),
        ("walk", "20", "--date", "2026-03-01"),
        ("walk", "20", "--at", "20:50"),
        ("walk", "20", "--at", "12:00", "--remove"),
        ("pain", "11"),
        ("pain", "2.5"),
        ("pain", "a lot"),
        ("pain", "3", "--date", "2027-01-01"),
    ],
)
def test_refused_in_a_sentence(arguments: tuple[str, ...], nine_days, stride) -> None:
    before = goal_of(stride)
    result = stride(*arguments)
    assert (result.code, result.out) == (2, "")
    assert 1 <= len(result.err.strip().splitlines()) <= 2
    assert goal_of(stride) == before


def test_the_adaptive_plan_is_one_setting_away(nine_days, own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_PLAN", "adaptive")
    assert goal_of(stride) == 55
    sensor_days(own_home, {SUNDAY - timedelta(days=n): OFFICE for n in range(9, 12)})
    assert goal_of(stride) == 60
    text = " ".join(stride("goal").out.split())
    assert "It follows your days: the 60th percentile" in text and "five of seven" not in text


# --- rest


def test_rest_days_ahead_and_afterwards(nine_days, stride) -> None:
    row = stride("rest", "2026-03-30..2026-04-03", "--json").json
    assert (row["from"], row["to"], len(row["days"])) == ("2026-03-30", "2026-04-03", 5)
    assert stride("rest", "2026-03-01").code == 0
    assert stride("rest", "2026-03-01").code == 0, "twice is the same as once"
    assert "it neither adds to a streak nor ends one" in stride("rest").out


def test_a_rest_day_saves_the_streak_and_can_be_taken_back(own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-30T12:00+00:00")
    days = {SUNDAY - timedelta(days=n): OFFICE for n in range(14)}
    for missed in (1, 2, 3):
        days[SUNDAY - timedelta(days=missed)] = "48q"
    sensor_days(own_home, days)

    def streak() -> int:
        return stride("streak", "--json").json["days"]

    assert streak() == 1
    stride("rest", "2026-03-27")
    assert streak() == 11
    found = stride("report", "--weeks", "2", "--json").json["days"]
    rested = next(day for day in found if day["date"] == "2026-03-27")
    assert (rested["rest"], rested["goal_met"], rested["state"]) == (True, False, "rest")
    stride("rest", "2026-03-27", "--remove")
    assert streak() == 1


# --- walk


def test_a_walk_by_hand_is_marked(own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-29T21:00+00:00")
    row = stride("walk", "25", "--at", "12:30", "--json").json
    assert row["start"] == "2026-03-29T12:30:00+00:00"
    assert (row["minutes"], row["manual"], row["walking_minutes"]) == (25, True, 25)
    found = stride("today", "--json").json
    assert (found["walking_minutes"], found["manual_minutes"], found["estimate"]) == (25, 25, True)
    assert found["wear_minutes"] is None and found["steps"] is None
    assert "~25 minutes walked, goal 30" in stride("today").out and "by hand" in stride("today").out
    assert "by hand" in stride("day").out


def test_a_walk_is_not_added_where_a_sensor_saw_it(nine_days, stride) -> None:
    assert stride("walk", "60", "--at", "07:00", "--json").json["walking_minutes"] == 60


def test_a_long_walk_is_asked_back(own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-29T21:00+00:00")
    done = stride("walk", "600")
    assert (done.code, "10 h 00 min" in done.err, "--yes" in done.err) == (2, True, True)
    assert stride("walk", "240").code == 0
    monkeypatch.setattr("stride.cli.common.is_terminal", lambda stream: True)
    for answer, code in (("n", 1), ("", 1), ("y", 0)):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{answer}\n"))
        assert stride("walk", "600", "--at", "03:00").code == code
    assert stride("walk", "660", "--yes", "--at", "02:00").code == 0


def test_the_same_walk_twice_is_one_and_undo_takes_it_back(own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-29T21:00+00:00")
    assert stride("walk", "25", "--at", "12:30", "--json").json["already"] is False
    again = stride("walk", "25", "--at", "12:30")
    assert again.code == 0 and again.out.startswith("Already written down, nothing changed")
    assert stride("walk", "25", "--at", "12:30", "--json").json["already"] is True
    assert stride("undo").code == 0
    assert stride("today").code == 69


def test_a_walk_ends_now_unless_said_otherwise(own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-29T21:00+00:00")
    row = stride("walk", "25", "--json").json
    assert row["start"] == "2026-03-29T20:35:00+00:00"


def test_a_walk_can_be_taken_back(own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-10T20:00:00+00:00")
    stride("walk", "25", "--at", "12:30")
    stride("walk", "30", "--at", "18:00")
    row = stride("walk", "25", "--at", "12:30", "--remove", "--json").json
    assert (row["removed"], row["walking_minutes"]) == (True, 30)
    assert stride("walk", "25", "--at", "12:30", "--remove").code == 2
    assert stride("walk", "30", "--at", "18:00", "--remove").code == 0
    assert stride("today").code == 69


def test_a_walk_in_the_hour_that_was_left_out(own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-29T20:00:00+00:00")
    monkeypatch.setenv("STRIDE_ZONE", "Europe/Oslo")
    done = stride("walk", "25", "--at", "02:30")
    assert (done.code, "clocks went forward" in done.err) == (2, True)
    assert stride("walk", "25", "--at", "03:00").code == 0


def test_a_walk_belongs_to_the_day_as_the_person_begins_it(own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-10T20:00:00+00:00")
    monkeypatch.setenv("STRIDE_DAY_START", "04:00")
    assert stride("walk", "25", "--at", "02:00", "--json").json["date"] == "2026-03-09"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        (["rest", "-3"], "2026-03-07"),
        (["rest", "-3", "--remove"], "2026-03-07"),
        (["rest", "--remove", "-12"], "2026-02-26"),
    ],
)
def test_days_ago_are_a_date_and_no_option(own_home, stride, monkeypatch, typed, day) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-10T20:00:00+00:00")
    assert stride(*typed, "--json").json["days"] == [day]
    stride("walk", "5", "--at", "10:00")
    assert stride("day", "-3", "--json").json["date"] == "2026-03-07"
    assert stride("today", "--date", "-3", "--json").json["date"] == "2026-03-07"


def test_a_walk_through_the_change_of_the_clock(own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-29T03:30+02:00")
    monkeypatch.setenv("STRIDE_ZONE", "Europe/Oslo")
    row = stride("walk", "60", "--json").json
    assert row["start"] == "2026-03-29T01:30:00+01:00"


# --- pain


def test_pain_is_a_diary_with_the_signs_to_heed(nine_days, stride) -> None:
    result = stride("pain", "2", "--note", "after gardening")
    assert "emergency number" in result.out and "See a doctor" in result.out
    assert "The goal stays as it is." in result.out
    shown = stride("pain").out
    assert "2 of 10  after gardening" in shown and "emergency number" in shown
    assert stride("pain", "--json").json["pain"] == [
        {"date": "2026-03-29", "score": 2, "note": "after gardening"}
    ]
    assert "Kept beside the walking, not as its effect." in " ".join(stride("report").out.split())


@pytest.mark.parametrize(
    ("before", "now", "goal", "paused", "said"),
    [
        ("3", "3", 55, False, "stays as it is"),
        ("3", "4", 55, True, "so the goal rests"),
        ("3", "6", 45, True, "steps back to 45"),
        (None, "6", 55, False, "stays as it is"),
        (None, "7", 45, True, "steps back to 45 minutes and rests"),
    ],
)
def test_a_rise_holds_or_steps_back(
    before: str | None, now: str, goal: float, paused: bool, said: str, nine_days, stride
) -> None:
    if before:
        stride("pain", before, "--date", "2026-03-28")
    text = stride("pain", now).out
    assert said in text
    row = stride("pain", now, "--json").json
    assert (row["goal_minutes"], row["paused"], row["score"]) == (goal, paused, int(now))


def test_the_signs_are_shown_in_the_first_week_and_when_pain_is_up(nine_days, stride) -> None:
    assert "emergency number" in stride("pain", "2", "--date", "2026-03-20").out
    assert "emergency number" in stride("pain", "2", "--date", "2026-03-26").out
    short = stride("pain", "2", "--date", "2026-03-27").out
    assert len(short.splitlines()) == 2 and "stride pain --signs" in short
    assert "emergency number" in stride("pain", "3", "--date", "2026-03-28").out
    assert "emergency number" in stride("pain", "7").out
    assert stride("pain", "--signs").out.startswith("Call your local emergency number")


def test_nothing_pushes_while_pain_is_up(nine_days, stride) -> None:
    stride("goal", "set", "300")
    stride("pain", "8")
    assert stride("remind", "--at", "18:00").out == ""
    assert "the goal rests" in stride("today").out and "to go" not in stride("today").out
    assert "the goal rests" in stride("goal").out
    assert [tip["id"] for tip in stride("tips", "--json").json["tips"]] == ["pain", "doctor"]


def test_a_goal_above_the_week_names_the_way_down(nine_days, stride) -> None:
    assert "goal back" not in stride("today").out
    stride("goal", "set", "300", "--date", "2026-03-22")
    for command in (["today"], ["goal"], ["tips"], ["today", "--plain"]):
        assert "'stride goal back' makes it 100" in " ".join(stride(*command).out.split())
    found = stride("goal", "--json").json
    assert (found["back_minutes"], found["back_advised"]) == (100, True)
    stride("goal", "back")
    assert stride("goal", "--json").json["goal_minutes"] == 100


def test_pain_before_anything_else(stride) -> None:
    assert stride("pain", "4").code == 0
    assert stride("pain").out.startswith("Back-pain diary, newest first:")


# --- tips


def test_tips_begin_with_what_fits(nine_days, stride) -> None:
    found = stride("tips", "--json").json["tips"]
    assert found[0]["personal"] and found[0]["id"] == "keep"
    assert {tip["id"] for tip in found} >= {"build-up", "routine", "enjoy", "strength", "doctor"}


def test_tips_after_pain_rose(nine_days, stride) -> None:
    stride("pain", "1", "--date", "2026-03-28")
    stride("pain", "5")
    assert stride("tips", "--json").json["tips"][0]["id"] == "pain"
