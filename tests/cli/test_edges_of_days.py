"""The numbers that make a day, just below them and at them, from a file to the screen."""

from __future__ import annotations

from pathlib import Path

import pytest


def steps_by_the_minute(tmp_path, rows: dict[str, int]) -> Path:
    """An export of steps: ``2026-03-02 08:00`` -> count."""
    path = tmp_path / "minutes.csv"
    lines = [f"{when.replace(' ', ',')},{count}\n" for when, count in rows.items()]
    path.write_text("date,time,steps\n" + "".join(lines))
    return path


def valid(stride, day="2026-03-02") -> bool:
    rows = stride("report", "--until", "2026-03-08", "--json").json["days"]
    return next(row["valid"] for row in rows if row["date"] == day)


@pytest.mark.parametrize(
    ("last", "count", "is_valid"),
    [("17:59", 250, True), ("17:58", 250, False), ("17:59", 249, False)],
)
def test_ten_hours_from_the_first_step_to_the_last_and_500_make_a_day(
    stride, tmp_path, last, count, is_valid
):
    rows = {"2026-03-02 08:00": 250, f"2026-03-02 {last}": count}
    stride("import", "--tz", "UTC", steps_by_the_minute(tmp_path, rows))
    assert valid(stride) is is_valid


@pytest.mark.parametrize(("steps", "is_valid"), [(499, False), (500, True), (100_000, True)])
def test_a_total_is_a_day_from_500_steps_on(stride, tmp_path, steps, is_valid):
    path = tmp_path / "days.csv"
    path.write_text(f"date,steps\n2026-03-01,4000\n2026-03-02,{steps}\n2026-03-03,4100\n")
    stride("import", "--tz", "UTC", path)
    assert valid(stride) is is_valid


@pytest.mark.parametrize(("now", "today"), [("02:59", "2026-03-01"), ("03:00", "2026-03-02")])
def test_today_is_the_day_that_day_start_says(stride, tmp_path, monkeypatch, now, today):
    stride("config", "set", "zone", "UTC")
    stride("config", "set", "day_start", "03:00")
    rows = {f"2026-03-0{d} {h:02d}:00": 200 for d in (1, 2) for h in range(3, 23)}
    stride("import", "--tz", "UTC", steps_by_the_minute(tmp_path, rows))
    monkeypatch.setenv("STRIDE_NOW", f"2026-03-02T{now}:00+00:00")
    assert stride("today", "--json").json["date"] == today
