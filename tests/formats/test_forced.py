"""A format that a person names must have its columns: any other file is refused in a sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stride.errors import StrideError
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
