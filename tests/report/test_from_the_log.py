"""Streaks and goals of days that went through the real database: orders, zones, clocks."""

from __future__ import annotations

import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.store.reader import open_reader
from stride.summary.standing import Frame, Standing, standing
from tests.report.logbook import sensor_days

#: Around 29 March (23 hours in Oslo), and over a leap day.
SPRING, LEAP = date(2026, 3, 20), date(2024, 2, 20)
DAY_OF = {"M": "16z 4w 20m 8z", "-": "16z 24m 8z", "i": "16. 8m 24.", "I": "16. 4w 4m 24."}


def stored(parts: list[dict[date, str]], zone: str) -> tuple[Path, tempfile.TemporaryDirectory]:
    folder = tempfile.TemporaryDirectory()
    for part in parts:
        sensor_days(Path(folder.name), part, zone=zone)
    return Path(folder.name) / "stride.db", folder


def stand_of(
    parts: list[dict[date, str]], last: date, zone: str = "UTC", start: int = 0
) -> Standing:
    database, folder = stored(parts, zone)
    with folder:
        reader = open_reader(database)
        history = reader.history(full=False)
        reader.close()
    return standing(history, Frame(last, last + timedelta(days=1), week_start=start))


def days_of(pattern: str, first: date) -> dict[date, str]:
    dates = (first + timedelta(days=n) for n in range(len(pattern)))
    return {
        day: DAY_OF[letter] for day, letter in zip(dates, pattern, strict=True) if letter != "."
    }


patterns = st.text("M-iI.", min_size=10, max_size=20).filter(lambda text: text.strip("."))


@settings(max_examples=6)
@given(patterns, st.integers(1, 4), st.integers(0, 10**6), st.integers(0, 6))
def test_any_order_of_imports_gives_the_same(
    pattern: str, count: int, seed: int, start: int
) -> None:
    days = days_of(pattern, SPRING)
    last = SPRING + timedelta(days=len(pattern) - 1)
    whole = stand_of([days], last, start=start)
    shuffled = random.Random(seed).sample(sorted(days), len(days))
    parts = [{day: days[day] for day in shuffled[n::count]} for n in range(count)]
    parts = [part for part in parts if part]
    # Twice, and another time overlapping: nothing adds up.
    again = stand_of([*parts, parts[0], days], last, start=start)
    assert again == whole


@pytest.mark.parametrize("first", [SPRING, LEAP])
@pytest.mark.parametrize(
    "zone",
    ["UTC", "Europe/Oslo", "America/New_York", "Asia/Kolkata", "Pacific/Auckland",
     "Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Lord_Howe"],
)  # fmt: skip
def test_the_local_day_counts_wherever_one_lives(zone: str, first: date) -> None:
    pattern = "MM-MMMM-MM.MMMMiI-MM"
    days, last = days_of(pattern, first), first + timedelta(days=len(pattern) - 1)
    there, here = stand_of([days], last, zone), stand_of([days], last)
    assert there.streak == here.streak
    assert there.trace == here.trace
    assert there.last_week.goal_days == here.last_week.goal_days


def test_a_flight_over_the_date_line_keeps_each_day_apart() -> None:
    """Five days in Oslo, then five in Auckland: ten goal days, none lost and none doubled."""
    oslo = days_of("MMMMM", SPRING)
    auckland = days_of("MMMMM", SPRING + timedelta(days=5))
    database, folder = stored([oslo], "Europe/Oslo")
    with folder:
        sensor_days(database.parent, auckland, zone="Pacific/Auckland")
        reader = open_reader(database)
        history = reader.history(full=False)
        reader.close()
    last = SPRING + timedelta(days=9)
    assert standing(history, Frame(last, last + timedelta(days=1))).streak.days == 10
