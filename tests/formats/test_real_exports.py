"""Real exports, where they are at hand: the totals their owners' vendors give.

They lie in ``../shared/exports`` beside the project, or where STRIDE_EXPORTS says.
"""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from stride.errors import DataError
from stride.formats import ReadOptions, discover, read, to_minutes
from stride.types import Intervals, Recording

EXPORTS = Path(os.environ.get("STRIDE_EXPORTS", Path(__file__).parents[3] / "shared" / "exports"))
OPTIONS = ReadOptions(config_tz="Europe/Oslo", today=date(2026, 11, 21))

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not EXPORTS.is_dir(), reason=f"no real exports at {EXPORTS}: set STRIDE_EXPORTS"
    ),
]


def load(name: str) -> Intervals | Recording:
    (item,) = discover(EXPORTS / name, OPTIONS)
    return read(item, OPTIONS)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("ActiGraph13_noheader_15s.csv", {"2013-08-26": 1118}),
        ("ActiGraph13_timestamps_headers.csv", {"2017-09-12": 442}),
        ("ActiGraph61_noheader_5s.csv", {"2016-08-15": 253}),
        ("apple_StepCount.csv", {"2014-09-13": 2517}),
        ("apple_export6s3sample.xml", {"2014-09-13": 2517}),
    ],
)
def test_steps_of_the_day(name: str, days: dict[str, int]) -> None:
    found = load(name)
    assert isinstance(found, Intervals)
    table = to_minutes(found)
    steps: dict[str, float] = defaultdict(float)
    local = (table.minute_utc + table.utc_offset_min) // 1440
    for day, count in zip(local, table.steps, strict=True):
        steps[str(date(1970, 1, 1) + timedelta(days=int(day)))] += float(count)
    assert {day: round(count) for day, count in steps.items()} == days


def test_google_fit_days_are_the_vendors_own() -> None:
    import csv

    name = "google_fit_Daily activity metrics.csv"
    found = load(name)
    assert isinstance(found, Intervals)
    with (EXPORTS / name).open(encoding="utf-8") as file:
        rows = {row["Date"]: row for row in csv.DictReader(file)}
    wanted = {day: float(row["Step count"]) for day, row in rows.items() if row["Step count"]}
    assert {str(t.date): t.steps for t in found.day_totals if t.steps} == wanted
    for total in found.day_totals:
        walking = float(rows[str(total.date)]["Walking duration (ms)"] or 0) / 1000
        spm = 60 * total.steps / max(walking, 1)  # Google's may be of a part of the day alone
        true = (walking < 120 and spm <= 190) or 55 <= spm <= 190
        assert total.walking_s == (walking if walking and true else None)


def test_walks_of_a_watch() -> None:
    found = load("SPORT_jan2022_to_june2022.csv")
    assert isinstance(found, Intervals)
    assert len(found.steps) == 119 and found.notes.rows_skipped == 64


def test_an_axivity_recording() -> None:
    found = load("ax3_testfile_unix_timestamps.csv")
    assert isinstance(found, Recording)
    assert sum(len(chunk.t_utc_s) for chunk in found.chunks()) == 210 and found.gravity == "yes"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("ax6_testfile_formatted_timestamps.csv", "cannot be told which are the acceleration"),
        ("ukbiobank.csv", "processed acceleration"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        load(name)
