"""A format that a person names must have its columns: any other file is refused in a sentence."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from stride.errors import DataError, StrideError
from stride.formats import discover, format_ids, read, to_minutes
from stride.formats.options import ReadOptions
from stride.types import Intervals

CASES = Path(__file__).parent.parent / "cases"
FILES = sorted(path for path in CASES.rglob("*") if path.is_file() and path.suffix != ".json")
DAMAGED = {
    "raw_tracker_steps.csv": 'start,duration,value\n2019-12-28T11:49:00+01:00,Infinity,"[50]"\n'
    '2019-12-28T11:50:00+01:00,[1e300],"[40]"\n2019-12-28T11:51:00+01:00,[60],"[40]"\n',
    "headless.csv": ",0.5764,-0.1166,-0.9\n" + "1717157106.05,0.33,-0.07,-0.9\n" * 30,
}


@pytest.mark.parametrize("format_id", format_ids())
def test_another_file_is_refused_in_a_sentence(format_id):
    """One file in forty, beginning elsewhere for each format."""
    first = format_ids().index(format_id) % 40
    for path in FILES[first::40]:
        _read(path, ReadOptions(format_id=format_id, today=date(2026, 11, 28)))


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_numbers_are_left_out_or_refused(tmp_path, name):
    (tmp_path / name).write_text(DAMAGED[name])
    _read(tmp_path / name, ReadOptions(today=date(2026, 11, 28)))


def _read(path: Path, options: ReadOptions) -> None:
    try:
        for item in discover(path, options):
            if item.error:
                raise item.error
            content = read(item, options)
            if isinstance(content, Intervals):
                to_minutes(content)
    except StrideError as error:
        assert error.message


def test_packed_rows_without_end_are_refused(tmp_path, monkeypatch):
    from stride.formats.table import text_blocks

    monkeypatch.setattr(text_blocks, "MOST_ROWS", 1000)
    for header, name in (("date,time,steps", "a.csv"), ("start,duration,value", "b.csv")):
        row = "2026-03-02,08:00,90" if name == "a.csv" else '2026-03-02T08:00:00+00:00,[60],"[9]"'
        path = tmp_path / name
        path.write_text(header + "\n" + (row + "\n") * 1001)
        with pytest.raises(DataError, match="more than 1,000 rows"):
            for item in discover(path, ReadOptions(config_tz="UTC", today=date(2026, 11, 28))):
                read(item, ReadOptions(config_tz="UTC", today=date(2026, 11, 28)))


def test_a_header_beyond_any_export_is_refused_at_once(tmp_path):
    started = time.process_time()
    for name, header in (("cell.csv", "steps" + "[" * 60_000), ("wide.csv", "a," * 30_000)):
        (tmp_path / name).write_text(header + "\n1\n")
        (item,) = discover(tmp_path / name, ReadOptions(today=date(2026, 11, 28)))
        assert item.error and "header" in item.error.message
    assert time.process_time() - started < 5


def test_a_folder_of_many_files_holds_its_names_once(tmp_path):
    for number in range(60):
        (tmp_path / f"{number}.csv").write_text("date,steps\n2026-03-02,90\n")
    (item, *_) = discover(tmp_path, ReadOptions(config_tz="UTC", today=date(2026, 11, 28)))
    assert len({id(part.blob.siblings) for part in item.parts}) == 1
    assert len(item.parts[0].blob.siblings) == 60
