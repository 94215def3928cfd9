"""Apple's records as CSV: rows longer than the header, in blocks of any size."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stride.errors import DataError
from stride.formats import ReadOptions, discover, read
from stride.formats.table import text_blocks
from stride.types import Intervals

HEADER = "type,sourceName,productType,startDate,endDate,value"
KIND = "HKQuantityTypeIdentifierStepCount"


def steps(folder: Path, rows: list[str]) -> list[float]:
    path = folder / "records.csv"
    path.write_text("\n".join([HEADER, *rows, ""]))
    (item,) = discover(path, ReadOptions(today=date(2026, 11, 21)))
    found = read(item, ReadOptions(today=date(2026, 11, 21)))
    assert isinstance(found, Intervals)
    return found.steps.tolist()


def row(minute: int, model: str, kind: str = KIND) -> str:
    span = f"2026-03-01 10:{minute:02d}:00 +0100,2026-03-01 10:{minute + 1:02d}:00 +0100"
    return f"{kind},Phone,{model},{span},{minute + 20}"


@pytest.mark.parametrize("size", [100, 1000, 1 << 20])
def test_a_model_without_quotes(tmp_path, monkeypatch, size):
    monkeypatch.setattr(text_blocks, "BLOCK_BYTES", size)
    models = ["iPhone15,2", "Watch", '"iPhone15,2"']
    rows = [row(n, models[n // 8 % 3]) for n in range(40)]
    other = [row(41, "Watch", "HeartRate"), "HeartRate,cut"]
    assert steps(tmp_path, [*rows[:20], *other, *rows[20:]]) == [n + 20.0 for n in range(40)]


def test_a_row_that_is_cut_short(tmp_path):
    with pytest.raises(DataError, match="line 3 is cut short"):
        steps(tmp_path, [row(1, "Watch"), row(2, "Watch").rsplit(",", 1)[0]])
