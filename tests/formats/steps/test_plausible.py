"""What cannot be true of a row of steps: left out with its line, or the file refused."""

from __future__ import annotations

import json
from datetime import date

import pytest

from stride.errors import DataError
from stride.formats import ReadOptions, discover, read

OPTIONS = ReadOptions(config_tz="Europe/Oslo", today=date(2026, 11, 21))
HOUR = "2026-05-04T10:00:00Z,2026-05-04T11:00:00Z,900"
MONTH = "2026-05-01T00:00:00Z,2026-06-01T00:00:00Z,200000"


def found(path, text: str):
    path.write_text(text, encoding="utf-8")
    (item,) = discover(path, OPTIONS)
    return read(item, OPTIONS)


def table(path, *rows: str):
    return found(path, "\n".join(["start,end,steps", *rows, ""]))


def test_a_row_of_weeks_among_hours_is_left_out(tmp_path):
    steps = table(tmp_path / "steps.csv", HOUR, MONTH)
    assert steps.steps.tolist() == [900]
    assert steps.notes.rows_skipped == 1
    assert "longer than two days (line 3)" in steps.notes.warnings[-1]


def test_a_file_of_months_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"longer than two days .*line 2.* weeks or months"):
        table(tmp_path / "steps.csv", MONTH)


@pytest.mark.parametrize("row", ["1999-05-04T10:00:00Z,1999-05-04T11:00:00Z,900",
                                 "2031-05-04T10:00:00Z,2031-05-04T11:00:00Z,900"])  # fmt: skip
def test_a_row_out_of_its_time_is_left_out(tmp_path, row):
    steps = table(tmp_path / "steps.csv", HOUR, row)
    assert steps.steps.tolist() == [900]
    assert "line 3" in steps.notes.warnings[-1]


@pytest.mark.parametrize("end", ["9" * 400, "9" * 25, "1778000000000000000000"])
def test_a_number_without_measure_is_refused_in_words(tmp_path, end):
    point = {"startTimeNanos": "1778000000000000000", "endTimeNanos": end,
             "fitValue": [{"value": {"intVal": 20}}]}  # fmt: skip
    source = {"Data Source": "derived:com.google.step_count.delta:x", "Data Points": [point]}
    with pytest.raises(DataError):
        found(tmp_path / "steps.json", json.dumps(source))


@pytest.mark.parametrize("count", ["1e308", "5000000000"])
def test_a_count_beyond_any_life_is_refused_with_its_line(tmp_path, count):
    with pytest.raises(DataError, match=r"beyond any life \(line 3\)"):
        table(tmp_path / "steps.csv", HOUR, HOUR.replace("900", count).replace("T1", "T2"))
