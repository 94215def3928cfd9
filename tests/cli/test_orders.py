"""Phone, watch and growing exports in any order, twice, across zones: the same days every time."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stride.cli.app import run

OSLO = ZoneInfo("Europe/Oslo")
START = datetime(2026, 3, 27, 5, tzinfo=UTC)
HOURS = 80  # through the night of 29 March, when Oslo loses an hour


def steps_of(hour: int, minute: int, seed: int) -> int:
    return (hour * 37 + minute * 53 + seed * 71) % 130


def minutes_of(seed: int, first: int, last: int, every: int) -> dict[datetime, int]:
    """Minute (UTC) -> steps, from hour ``first`` to ``last`` of the span, every so many minutes."""
    return {
        START + timedelta(hours=hour, minutes=minute): steps_of(hour, minute, seed)
        for hour in range(first, last)
        for minute in range(0, 60, every)
    }


WATCH = minutes_of(1, 0, HOURS, 7)
PHONE = minutes_of(2, 10, HOURS + 10, 5)


def write(path: Path, minutes: dict[datetime, int], zone: ZoneInfo) -> Path:
    spans = [(at, at + timedelta(minutes=1), steps) for at, steps in minutes.items()]
    rows = [
        f"{start.astimezone(zone).isoformat()},{end.astimezone(zone).isoformat()},{steps}"
        for start, end, steps in spans
    ]
    path.write_text("\n".join(["StartTime,EndTime,Steps", *rows, ""]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    return (
        ("watch", write(folder / "watch-then.csv", grown(WATCH, 33), OSLO)),
        ("watch", write(folder / "watch.csv", WATCH, OSLO)),
        ("phone", write(folder / "phone-then.csv", grown(PHONE, 50), OSLO)),
        ("phone", write(folder / "phone.csv", PHONE, OSLO)),
        ("paper", write_days(folder / "paper.csv", {"2026-03-20": 4321, "2026-03-28": 99_999})),
    )


def grown(minutes: dict[datetime, int], hours: int) -> dict[datetime, int]:
    """The export some hours after the start: its last minute has seen half of its steps."""
    then = {at: steps for at, steps in minutes.items() if at < START + timedelta(hours=hours)}
    return {**then, max(then): then[max(then)] // 2}


def write_days(path: Path, days: dict[str, int]) -> Path:
    rows = [f"{day},{steps}" for day, steps in days.items()]
    path.write_text("\n".join(["date,steps", *rows, ""]), encoding="utf-8")
    return path


def imported(home, order, monkeypatch, capsys) -> dict[str, dict[str, object]]:
    with monkeypatch.context() as patch:
        patch.setenv("STRIDE_HOME", str(home))
        patch.setenv("STRIDE_SOURCES", "watch, phone, paper")
        patch.setenv("STRIDE_NOW", "2026-04-10T12:00:00+00:00")
        for source, file in order:
            assert run(["import", "-q", "--source", source, str(file)]) == 0
        capsys.readouterr()
        assert run(["report", "--json", "--from", "2026-03-20", "--until", "2026-04-05"]) == 0
        days = json.loads(capsys.readouterr().out)["days"]
    return {day["date"]: day for day in days if day["steps"] is not None}


def expected_steps(*sources: dict[datetime, int], zone: ZoneInfo) -> dict[str, int]:
    """Per local day: each minute from the first source that has it."""
    best = {}
    for source in reversed(sources):
        best |= source
    days: dict[str, int] = {}
    for at, steps in best.items():
        day = str(at.astimezone(zone).date())
        days[day] = days.get(day, 0) + steps
    return days


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(5)), st.lists(st.integers(0, 4), max_size=3))
def test_any_order_gives_the_same_days(
    files, tmp_path_factory, monkeypatch, capsys, order, again
) -> None:
    places = [*order, *again]
    found = imported(
        tmp_path_factory.mktemp("home"), [files[place] for place in places], monkeypatch, capsys
    )
    expected = expected_steps(WATCH, PHONE, zone=OSLO) | {"2026-03-20": 4321}
    assert {day: row["steps"] for day, row in found.items()} == expected
    straight = imported(tmp_path_factory.mktemp("home"), files, monkeypatch, capsys)
    assert found == straight


@pytest.mark.parametrize(("start", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
@pytest.mark.parametrize("written", ["offsets", "local"])
def test_every_hour_of_a_day_with_a_change_of_the_clock(
    stride, tmp_path, monkeypatch, start, hours, written
) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-11-10T12:00:00+00:00")
    midnight = datetime.fromisoformat(start).replace(tzinfo=OSLO).astimezone(UTC)
    minutes = {midnight + timedelta(hours=hour, minutes=5): 100 for hour in range(hours)}
    file = tmp_path / "day.csv"
    if written == "offsets":
        write(file, minutes, OSLO)
    else:
        rows = [f"{at.astimezone(OSLO):%Y-%m-%d,%H:%M},{steps}" for at, steps in minutes.items()]
        file.write_text("\n".join(["date,time,steps", *rows, ""]), encoding="utf-8")
    assert stride("import", "--tz", "Europe/Oslo", file).code == 0
    found = stride("today", "--json", "--date", start).json
    assert found["steps"] == 100 * hours
    assert sum(found["hours"]) == pytest.approx(found["walking_minutes"])
    assert stride("report", "--json", "--until", start).json["days"][-1]["steps"] == 100 * hours


def test_a_flight_keeps_each_walk_on_the_day_where_it_was_walked(
    stride, tmp_path, monkeypatch
) -> None:
    """Oslo in the evening, eleven hours in the air, Tokyo in the afternoon of the next day."""
    monkeypatch.setenv("STRIDE_NOW", "2026-11-10T12:00:00+00:00")
    tokyo = ZoneInfo("Asia/Tokyo")
    evening = datetime(2026, 5, 4, 18, tzinfo=OSLO).astimezone(UTC)
    landed = evening + timedelta(hours=12)
    before = {evening + timedelta(minutes=minute): 100 for minute in range(20)}
    after = {landed + timedelta(minutes=minute): 100 for minute in range(30)}
    home = write(tmp_path / "home.csv", before, OSLO)
    away = write(tmp_path / "away.csv", after, tokyo)
    for order in ((home, away), (away, home)):
        assert stride("import", "--again", *order).code == 0
        days = stride("report", "--json", "--until", "2026-05-06").json["days"]
        steps = {day["date"]: day["steps"] for day in days if day["steps"]}
        assert steps == {"2026-05-04": 2000, "2026-05-05": 3000}
    walk = stride("day", "--json", "2026-05-05").json["walks"][0]
    assert walk["start"].startswith("2026-05-05T13:00:00+09:00")


def test_blocks_and_minutes_of_one_watch_imported_apart(stride, tmp_path, monkeypatch) -> None:
    """Zepp writes the same walks as blocks and as minutes: the minutes count, once."""
    monkeypatch.setenv("STRIDE_NOW", "2026-11-10T12:00:00+00:00")
    blocks, minutes = tmp_path / "ACTIVITY_STAGE_1.csv", tmp_path / "ACTIVITY_MINUTE_1.csv"
    blocks.write_text(
        "date,start,stop,distance,calories,steps\n"
        "2026-05-04,10:00,10:20,900,60,1200\n2026-05-04,23:50,00:10,500,30,700\n"
    )
    walked = [f"2026-05-04,10:{minute:02d},100" for minute in range(2, 14)]
    walked += [f"2026-05-04,23:{minute},100" for minute in range(52, 59)]
    minutes.write_text("\n".join(["date,time,steps", *walked, ""]))
    seen = []
    for number, order in enumerate(([blocks, minutes], [minutes, blocks])):
        monkeypatch.setenv("STRIDE_HOME", str(tmp_path / str(number)))
        for file in order:
            assert stride("import", file).code == 0
        days = stride("report", "--json", "--until", "2026-05-06").json["days"]
        assert {day["date"]: day["steps"] for day in days if day["steps"]} == {"2026-05-04": 1900}
        seen.append(days)
    assert seen[0] == seen[1]
    assert seen[0][-3]["grade"] == "B" and not seen[0][-3]["estimate"]


@pytest.mark.parametrize(("start", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_walk_by_hand_over_a_change_of_the_clock(stride, monkeypatch, start, hours) -> None:
    """A whole day of walking is no longer than the day; the rest is the next day's."""
    monkeypatch.setenv("STRIDE_NOW", "2026-11-10T12:00:00+00:00")
    monkeypatch.setenv("STRIDE_ZONE", "Europe/Oslo")
    walk = ("walk", "1440", "--at", "00:00", "--date", start)
    assert stride(*walk, "--json").json["walking_minutes"] == min(hours, 24) * 60
    after = str(datetime.fromisoformat(start).date() + timedelta(days=1))
    rest = 24 * 60 - min(hours, 24) * 60
    next_day = stride("today", "--json", "--date", after).json["walking_minutes"]
    assert (next_day or 0) == rest
    found = stride("today", "--json", "--date", start).json
    assert sum(found["hours"]) == min(hours, 24) * 60
    assert stride(*walk, "--remove").code == 0
    assert stride("undo", "--list", "--json").json["changes"][0]["text"].endswith("taken back")
    assert stride("today", "--date", start).code in (0, 69)


def test_a_file_read_by_the_other_order_of_dates_leaves_no_ghosts(stride, tmp_path) -> None:
    file = tmp_path / "f.csv"
    file.write_text("date,time,steps\n03/04/2026,08:00,90\n03/05/2026,10:00,70\n")

    def days() -> list[str]:
        rows = stride("report", "--json", "--from", "2026-01-01", "--until", "2026-06-01").json
        return [row["date"] for row in rows["days"] if row["steps"]]

    by_day, by_month = ["2026-04-03", "2026-05-03"], ["2026-03-04", "2026-03-05"]
    assert stride("import", "--date-order", "dmy", file).code == 0
    assert stride("import", "--again", "--date-order", "mdy", file).code == 0
    assert days() == by_month
    for options, wanted in ((), by_day), (("--redo",), by_month), (("1",), by_month):
        assert stride("undo", *options).code == 0
        assert days() == wanted
    assert stride("undo", "1", "--redo").code == 0
    assert days() == by_day, "what is brought back last is in force"


def test_fourteen_files_of_one_day(stride, tmp_path) -> None:
    files = [tmp_path / f"{hour:02d}.csv" for hour in range(7, 21)]
    for file in files:
        rows = [f"2026-03-02,{file.stem}:{minute:02d},90" for minute in range(0, 60, 10)]
        file.write_text("\n".join(["date,time,steps", *rows, ""]))
    assert stride("import", *files).code == 0
    found = stride("today", "--json", "--date", "2026-03-02").json
    assert (found["steps"], found["valid"], found["grade"]) == (14 * 6 * 90, True, "C")
    assert stride("config", "set", "day_start", "03:00").code == 0
    for _ in files:
        assert stride("undo").code == 0
    assert stride("today", "--date", "2026-03-02").code == 69
