"""today, day, report and streak: their JSON, their exit codes, and days of 23 and 25 hours."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest

from tests.report.logbook import sensor_days

SUNDAY = date(2026, 3, 29)
OFFICE = "14q 1w 8m 1w 14q 10q"
TODAY_KEYS = [
    "date",
    "walking_minutes",
    "goal_minutes",
    "goal_met",
    "minutes_left",
    "target_minutes",
    "tier",
    "steps",
    "brisk_minutes",
    "longest_walk_minutes",
    "wear_minutes",
    "valid",
    "grade",
    "estimate",
    "hours",
    "streak",
    "week",
    "sources",
]
STREAK_KEYS = ["days", "best", "weeks", "best_weeks", "rest_left", "state"]
WEEK_KEYS = [
    "start",
    "end",
    "mean_minutes",
    "valid_days",
    "goal_days",
    "best_day",
    "total_minutes",
    "steps",
    "intensity",
    "band",
]
DAY_KEYS = "date walking_minutes goal_minutes goal_met rest steps wear_minutes valid grade estimate"


@pytest.fixture
def week(own_home, monkeypatch):
    """Eight office days of a wrist sensor up to the evening of Sunday 29 March 2026."""
    monkeypatch.setenv("STRIDE_NOW", "2026-03-29T21:00+00:00")
    sensor_days(own_home, {SUNDAY - timedelta(days=n): OFFICE for n in range(8)})


def test_today_has_the_documented_keys(week, stride) -> None:
    found = stride("today", "--json").json
    assert found["schema"] == 1
    assert set(TODAY_KEYS) <= set(found)
    assert set(STREAK_KEYS) <= set(found["streak"])
    assert {"mean_minutes", "valid_days", "goal_days", "band"} <= set(found["week"])


def test_today_in_numbers(week, stride) -> None:
    found = stride("today", "--json").json
    assert (found["walking_minutes"], found["steps"], found["wear_minutes"]) == (60, 6300, 1440)
    # Seven finished valid days of 60 minutes: the start is tier 55.
    assert (found["goal_minutes"], found["tier"], found["goal_met"]) == (55, 55, True)
    assert (found["minutes_left"], found["target_minutes"]) == (0, 100)
    assert (found["grade"], found["valid"], found["estimate"]) == ("B", True, False)
    assert [hour for hour, m in enumerate(found["hours"]) if m] == [7, 11]
    assert sum(found["hours"]) == 60
    assert found["longest_walk_minutes"] == 30
    assert found["week"]["valid_days"] == 7 and found["week"]["mean_minutes"] == 60
    assert found["week"]["band"] == "<78"
    assert found["week"]["band_detail"]["approximate"] is True
    assert found["streak"]["days"] == 8 and found["streak"]["weeks"] == 1


def test_a_day_without_data_is_null_not_zero(week, stride) -> None:
    found = stride("today", "--date", "2026-03-01", "--json").json
    for key in ("walking_minutes", "goal_met", "minutes_left", "steps", "hours", "valid", "grade"):
        assert found[key] is None, key
    assert found["week"]["mean_minutes"] is None and found["week"]["band"] is None


@pytest.mark.parametrize(("day", "code"), [("2026-03-29", 0), ("2026-03-24", 0), ("2026-03-01", 1)])
def test_check(day: str, code: int, week, stride) -> None:
    assert stride("today", "--check", "--date", day).code == code
    assert stride("today", "--check", "--json", "--date", day).code == code


def test_check_before_and_after_the_goal(own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-29T12:00+00:00")
    sensor_days(own_home, {SUNDAY: "14q 10m 24."})
    assert stride("today", "--check").code == 1
    assert stride("walk", 30, "--at", "09:00").code == 0
    # The sensor saw 09:00, so the walk by hand adds nothing; at night nothing was worn.
    assert stride("today", "--check").code == 1
    sensor_days(own_home, {SUNDAY: "14q 1w 9m 24."})
    assert stride("today", "--check").code == 0


@pytest.mark.parametrize("command", ["today", "day", "report", "streak", "goal", "tips"])
def test_nothing_imported_yet(command: str, stride) -> None:
    result = stride(command, "--json")
    assert (result.code, result.out) == (69, "")
    assert "stride import" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("today", "--date", "2026-03-30"),
        ("today", "--date", "2026-02-30"),
        ("today", "--date", "soon"),
        ("day", "tomorrow"),
        ("streak", "--date", "2030-01-01"),
        ("report", "--until", "2026-04-01"),
        ("report", "--from", "2026-03-29", "--until", "2026-03-01"),
        ("report", "--year", "2027"),
        ("report", "--weeks", "0"),
    ],
)
def test_usage(arguments: tuple[str, ...], week, stride) -> None:
    result = stride(*arguments)
    assert (result.code, result.out) == (2, "")
    assert len(result.err.strip().splitlines()) <= 2


def test_report_has_the_documented_keys(week, stride) -> None:
    found = stride("report", "--json").json
    assert {"from", "to", "weeks", "days", "trend_minutes_per_week", "streak"} <= set(found)
    assert all(set(WEEK_KEYS) <= set(row) for row in found["weeks"])
    assert all(set(DAY_KEYS.split()) <= set(row) for row in found["days"])
    assert {"slow", "moderate", "brisk", "mean_met"} <= set(found["weeks"][-1]["intensity"])
    assert (found["from"], found["to"], len(found["weeks"])) == ("2026-03-02", "2026-03-29", 4)
    assert [row["date"] for row in found["days"]][::27] == ["2026-03-02", "2026-03-29"]


def test_report_in_numbers(week, stride) -> None:
    weeks = stride("report", "--json").json["weeks"]
    assert weeks[0]["mean_minutes"] is None and weeks[0]["steps"] is None
    assert weeks[2]["valid_days"] == 1 and weeks[2]["band"] is None
    assert weeks[3]["valid_days"] == 7 and weeks[3]["total_minutes"] == 7 * 60
    assert weeks[3]["goal_days"] == 7 and weeks[3]["best_day"] == "2026-03-23"
    assert weeks[3]["intensity"]["mean_met"] == pytest.approx(3.8)


@pytest.mark.parametrize(
    ("arguments", "first", "last"),
    [
        (("--weeks", "1"), "2026-03-23", "2026-03-29"),
        (("--from", "2026-03-10"), "2026-03-10", "2026-03-29"),
        (("--from", "2026-03-10", "--until", "2026-03-20"), "2026-03-10", "2026-03-20"),
        (("--year", "2025"), "2025-01-01", "2025-12-31"),
        (("--year", "2026"), "2026-01-01", "2026-03-29"),
        (("--until", "2026-03-25", "--weeks", "2"), "2026-03-16", "2026-03-25"),
    ],
)
def test_span_of_a_report(arguments, first: str, last: str, week, stride) -> None:
    found = stride("report", *arguments, "--json").json
    assert (found["from"], found["to"]) == (first, last)
    assert len(found["days"]) == (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


@pytest.mark.parametrize("start", ["monday", "saturday", "sunday", "wednesday"])
def test_weeks_begin_where_the_person_says(start: str, week, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_WEEK_START", start)
    found = stride("report", "--json").json
    names = {date.fromisoformat(row["start"]).strftime("%A").lower() for row in found["weeks"]}
    assert names == {start}
    seen = [row["date"] for row in found["days"]]
    assert len(seen) == len(set(seen)), "every day in one week only"
    assert sum(row["goal_days"] for row in found["weeks"]) == 8


def test_csv_holds_the_days(week, stride) -> None:
    rows = list(csv.DictReader(io.StringIO(stride("report", "--weeks", "2", "--csv").out)))
    assert len(rows) == 14
    assert rows[0]["date"] == "2026-03-16" and rows[0]["walking_minutes"] == ""
    assert rows[-1]["goal_met"] == "true" and float(rows[-1]["walking_minutes"]) == 60


def test_streak_calendar(week, stride) -> None:
    found = stride("streak", "--json").json
    assert set(STREAK_KEYS) | {"calendar"} <= set(found)
    assert len(found["calendar"]) == 84
    assert [day["state"] for day in found["calendar"][-9:]] == ["before"] + ["met"] * 8


def test_looking_back_is_as_it_was_then(week, stride) -> None:
    found = stride("today", "--date", "2026-03-25", "--json").json
    assert (found["in_progress"], found["goal_minutes"], found["streak"]["days"]) == (False, 30, 4)


# --- 23 and 25 hours

CLOCKS = [
    ("Europe/Oslo", date(2026, 3, 29), 23, 30),  # 02:00 to 03:00 does not exist
    ("Europe/Oslo", date(2026, 10, 25), 25, 120),  # 02:00 to 03:00 happens twice
    ("America/New_York", date(2026, 3, 8), 23, 30),
    ("Australia/Lord_Howe", date(2026, 4, 5), 24.5, 60),  # half an hour
]


@pytest.mark.parametrize(("zone", "day", "hours", "night_minutes"), CLOCKS)
def test_days_on_which_the_clock_moves(
    zone: str, day: date, hours: float, night_minutes: int, own_home, stride, monkeypatch
) -> None:
    monkeypatch.setenv("STRIDE_ZONE", zone)
    monkeypatch.setenv("STRIDE_NOW", "2026-12-01T12:00+00:00")
    # A walk from 01:30 to 03:00 by the clock, through the night of the change, and one at noon.
    night = "2q 3w 18q 2w 23q" if zone.endswith("Howe") else "3q 1w 2w 18q 2w 22q"
    if hours == 23:
        night = "3q 1w 2q 18q 2w 22q"
    elif hours == 25:
        night = "4q 2w 18q 2w 22q"
    elif hours == 24.5:
        night = "3q 1w 20q 2w 22q"
    sensor_days(own_home, {day: night, day - timedelta(days=1): "48q"}, zone=zone)
    found = stride("today", "--date", str(day), "--json").json
    assert found["wear_minutes"] == hours * 60
    assert found["walking_minutes"] == night_minutes + 60
    assert sum(found["hours"]) == pytest.approx(night_minutes + 60)
    timeline = stride("day", str(day), "--json").json
    assert sum(span["minutes"] for span in timeline["spans"]) == hours * 60
    for before, after in zip(timeline["spans"], timeline["spans"][1:], strict=False):
        assert before["end"] <= after["end"] and before["activity"] != after["activity"]
    assert sum(walk["minutes"] for walk in timeline["walks"]) == night_minutes + 60


def test_spans_carry_their_offset(own_home, stride, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_ZONE", "Europe/Oslo")
    monkeypatch.setenv("STRIDE_NOW", "2026-12-01T12:00+00:00")
    sensor_days(own_home, {date(2026, 10, 25): "24q 2w 22q"}, "thigh", "Europe/Oslo")
    spans = stride("day", "2026-10-25", "--json").json["spans"]
    assert spans[1]["start"] == "2026-10-25T12:00:00+01:00"
    assert spans[1]["activity"] == "walking" and spans[1]["minutes"] == 60


def test_posture_is_null_where_it_cannot_be_known(week, own_home, stride) -> None:
    found = stride("day", "2026-03-28", "--json").json
    assert found["posture_known"] is False
    assert found["minutes"]["sitting"] is None and found["minutes"]["still"] == 60 * 19
    sensor_days(own_home, {SUNDAY - timedelta(days=30): "16z 20s 2w 4t 6l"}, "thigh")
    found = stride("day", "2026-02-27", "--json").json
    assert found["posture_known"] is True and found["minutes"]["sitting"] == 600


def test_json_is_one_line_of_truth_for_pipes(week, stride) -> None:
    result = stride("today", "--json", "--color", "always")
    assert "\x1b" not in result.out and json.loads(result.out) and result.err == ""
