"""Apple's export.xml is read in blocks: where they are cut changes nothing."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.formats import ReadOptions, discover, read
from stride.formats.layouts.apple import apple_health_xml
from stride.formats.layouts.apple import shared as apple
from stride.formats.samples import spool
from stride.types import Intervals

CASES = Path(__file__).parents[2] / "cases" / "apple-health-xml"
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


#: Seconds from a midnight UTC, where the blocks part.
START = st.builds(
    lambda day, second: day * 86400 + second, st.integers(1, 3), st.integers(-5000, 5000)
)
RECORD = st.tuples(START, st.integers(-5, 9000), st.integers(0, 400), st.integers(0, 2))
MIDNIGHT_S = 20_254 * 86400
DEVICES = ("iPhone", "Watch", "Old &amp; new")


def written(records: list[tuple[int, int, int, int]], offset: str) -> str:
    def text(second: int) -> str:
        return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(MIDNIGHT_S + second)) + offset

    lines = [
        f' <Record type="HKQuantityTypeIdentifierStepCount" sourceName="{DEVICES[device]}" '
        f'unit="count" startDate="{text(start)}" endDate="{text(start + length)}" value="{steps}"/>'
        for start, length, steps, device in records
    ]
    return "\n".join(["<HealthData>", *lines, "</HealthData>", ""])


@settings(max_examples=60)
@given(st.lists(RECORD, min_size=5, max_size=40), st.sampled_from([" +0000", " -0001", ""]))
def test_any_number_of_records_at_a_time(tmp_path_factory, records, offset) -> None:
    """Walks that several devices saw, over the seams of blocks too, and records given twice."""
    path = tmp_path_factory.mktemp("apple") / "export.xml"
    path.write_text(written([(0, 60, 9, 0), *records, *records[:3]], offset))

    def found() -> tuple[object, ...]:
        (item,) = discover(path, OPTIONS)
        result = read(item, OPTIONS)
        assert isinstance(result, Intervals)
        columns = (result.start_utc_s, result.end_utc_s, result.utc_offset_min, result.steps)
        return (*(column.tolist() for column in columns), result.notes, result.source)

    whole = found()
    for block, batch in ((1, 1), (2, 7), (11, 1000)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(spool, "BLOCK_RECORDS", block)
            patch.setattr(apple, "BATCH", batch)
            assert found() == whole, (block, batch)
    assert (np.diff(whole[0]) >= 0).all()


def test_metadata_on_the_line_of_its_record(tmp_path) -> None:
    path = tmp_path / "export.xml"
    text = written([(0, 60, 71, 0)], " +0200")
    zone = '><MetadataEntry key="HKTimeZone" value="Asia/Tokyo"/></Record>'
    path.write_text(text.replace("/>", zone))
    (item,) = discover(path, OPTIONS)
    found = read(item, OPTIONS)
    assert isinstance(found, Intervals)
    assert (found.steps.tolist(), found.utc_offset_min.tolist()) == ([71.0], [540])


def test_attributes_in_another_order_are_found(tmp_path) -> None:
    path = tmp_path / "export.xml"
    text = written([(0, 60, 71, 0), (90, 60, 12, 2)], " +0200")
    path.write_text(text)
    (plain,) = discover(path, OPTIONS)
    expected = read(plain, OPTIONS)
    swapped = text.replace(' unit="count"', "").replace('"/>', '" unit="count"/>')
    path.write_text(swapped.replace("value", "\n  value", 1))
    (item,) = discover(path, OPTIONS)
    found = read(item, OPTIONS)
    assert isinstance(found, Intervals) and isinstance(expected, Intervals)
    assert found.steps.tolist() == expected.steps.tolist() == [71.0, 12.0]
    assert found.start_utc_s.tolist() == expected.start_utc_s.tolist()
