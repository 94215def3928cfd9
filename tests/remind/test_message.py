"""When remind speaks, what it says, and when it is silent."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from stride.remind.message import LastSaid, Reminder, due, is_quiet, remind
from stride.summary.standing import Frame, standing
from stride.types import Day, GoalChange, History, Pain

TODAY = date(2026, 3, 6)  # a Friday
AT_FIVE = datetime.fromisoformat("2026-03-06 17:00")
QUIET = (22 * 60, 8 * 60)


def days(*minutes):
    """The last days up to today, None for no data; 30 minutes is the goal."""
    first = TODAY - timedelta(days=len(minutes) - 1)
    return tuple(
        Day(first + timedelta(days=n), m * 60.0, m * 100.0, "A", True)
        for n, m in enumerate(minutes)
        if m is not None
    )


def found(minutes, local=AT_FIVE, rest=(), pains=(), newest=None):
    held = (GoalChange(TODAY - timedelta(days=40), "set", 30),)
    history = History(days(*minutes), frozenset(rest), held, tuple(pains))
    newest = newest or (max(day.date for day in history.days) if history.days else None)
    return remind(standing(history, Frame(TODAY, TODAY)), newest, local, QUIET)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ((40, 40, 40, 40, 12), ["18 minutes left", "17:18", "fifth goal day"]),
        ((0, 40, 40, 12), ["18 minutes left", "Goal day 3", "1 rest day left"]),
        ((40, 40, 40, 40, 29.5), ["1 minute left"]),
        ((40, 40, 40, 40, None), ["from yesterday, Thursday 5 March 2026", "30 minutes"]),
    ],
)
def test_what_it_says(minutes, words):
    message = found(minutes).message
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    ("why", "result"),
    [
        ("met", found((40, 40, 40, 40, 31))),
        ("a day kept free", found((40, 40, 40, 40, 3), rest=[TODAY])),
        ("quiet hours", found((40, 40, 40, 40, 3), local=AT_FIVE.replace(hour=22))),
        ("quiet hours past midnight", found((40, 40, 40, 3), local=AT_FIVE.replace(hour=7))),
        (
            "pain has risen",
            found(
                (40, 40, 40, 40, 3),
                pains=[Pain(TODAY - timedelta(days=5), 1), Pain(TODAY - timedelta(days=1), 6)],
            ),
        ),
    ],
)
def test_when_it_is_silent(why, result):
    assert result.message == "", why


def test_the_goal_is_open_even_when_nothing_is_said():
    assert found((40, 40, 3), rest=[TODAY]).open
    assert not found((40, 40, 31)).open


def test_old_data_asks_for_an_import_instead():
    result = found((40, 40, None, None))
    assert result.kind == "import"
    assert "Wednesday 4 March" in result.message
    assert not result.open


@pytest.mark.parametrize(
    ("kind", "said", "speaks"),
    [
        ("reminder", LastSaid(), True),
        ("reminder", LastSaid(reminder=TODAY), False),
        ("reminder", LastSaid(reminder=TODAY - timedelta(days=1)), True),
        ("import", LastSaid(import_hint=TODAY), False),
        ("import", LastSaid(import_hint=TODAY - timedelta(days=2)), False),
        ("import", LastSaid(import_hint=TODAY - timedelta(days=3)), True),
        ("import", LastSaid(reminder=TODAY), True),
    ],
)
def test_how_often(kind, said, speaks):
    assert due(Reminder("x", kind, True, 1.0), said, TODAY) is speaks


def test_silence_is_never_due():
    assert not due(Reminder("", "reminder", True, 1.0), LastSaid(), TODAY)


@pytest.mark.parametrize(
    ("clock", "quiet", "silent"),
    [
        ("21:59", QUIET, False),
        ("22:00", QUIET, True),
        ("07:59", QUIET, True),
        ("08:00", QUIET, False),
        ("13:00", (12 * 60, 14 * 60), True),
        ("14:00", (12 * 60, 14 * 60), False),
        ("03:00", None, False),
        ("03:00", (60, 60), False),
    ],
)
def test_quiet_hours(clock, quiet, silent):
    assert is_quiet(datetime.fromisoformat(f"2026-03-06 {clock}"), quiet) is silent


@pytest.mark.parametrize("word", ["lost", "fail", "only", "should", "must", "guilt", "!"])
def test_no_guilt(word):
    for minutes in ((0, 0, 0, 0, 0), (40, 40, 40, 40, 12), (40, 40, None, None)):
        assert word not in found(minutes).message.lower()
