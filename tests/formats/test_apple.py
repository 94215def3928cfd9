"""Apple's export.xml is read in blocks: where they are cut changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stride.formats import ReadOptions, apple_health_xml, discover, read
from stride.types import Intervals

CASES = Path(__file__).parent.parent / "cases" / "apple-health-xml"
OPTIONS = ReadOptions(config_tz="Europe/Oslo", today=date(2026, 11, 21))


def rows_of(name: str) -> list[tuple[float, float, int, float]]:
    (item,) = discover(CASES / name, OPTIONS)
    found = read(item, OPTIONS)
    assert isinstance(found, Intervals)
    columns = (found.start_utc_s, found.end_utc_s, found.utc_offset_min, found.steps)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize("name", ["export.xml", "zones.xml", "entities.xml"])
def test_any_size_of_block(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rows_of(name)
    for size in (400, 701, 1024, 1999):
        monkeypatch.setattr(apple_health_xml, "BLOCK_BYTES", size)
        assert rows_of(name) == whole, size
