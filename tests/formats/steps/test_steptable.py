"""Large tables block by block: what differs between blocks must not be lost between them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.errors import DataError
from stride.formats import ReadOptions
from stride.formats.find.files import blobs
from stride.formats.steps.steptable import StepTable, Wanted, read_table
from stride.formats.table.dialect import dialect_of
from stride.formats.time.parse import _by_patterns, iso_times

OPTIONS = ReadOptions(today=date(2026, 11, 21))
ROWS = 90_000  # three blocks of a megabyte


def read(path, lines: list[str]) -> StepTable:
    path.write_text("\n".join(["time,steps,who", *lines, ""]))
    blob = next(iter(blobs(path)))
    wanted = Wanted(("time",), numbers=("steps",), texts=("who",))
    return read_table(blob, OPTIONS, dialect_of(blob.head), wanted)


def test_columns_are_joined_over_blocks(tmp_path):
    minute = np.datetime64("2026-01-01T00:00:00") + np.arange(ROWS) * np.timedelta64(1, "m")
    offset = np.where(np.arange(ROWS) < ROWS * 2 // 3, np.nan, 60.0)
    who = np.array(["Watch", "Phone ", "Ärmband"])[np.arange(ROWS) // 10 % 3]
    texts = [
        f"{time}{'' if np.isnan(shift) else '+01:00'},{row % 5},{name}"
        for row, (time, shift, name) in enumerate(zip(minute.astype(str), offset, who, strict=True))
    ]
    table = read(tmp_path / "steps.csv", texts)
    kept = np.arange(ROWS) % 5 > 0
    np.testing.assert_array_equal(table.local_s, minute.astype("datetime64[s]").astype(int)[kept])
    np.testing.assert_array_equal(table.offset_min, offset[kept])
    np.testing.assert_array_equal(table.numbers["steps"], (np.arange(ROWS) % 5)[kept])
    np.testing.assert_array_equal(table.line, (np.arange(ROWS) + 2)[kept])
    names = np.array(table.texts["who"].names)[table.texts["who"].index]
    np.testing.assert_array_equal(names, np.char.strip(who)[kept])
    assert sorted(table.texts["who"].names) == ["Phone", "Watch", "Ärmband"]
    assert table.notes.rows == ROWS


def test_no_offset_anywhere(tmp_path):
    table = read(tmp_path / "steps.csv", ["2026-01-01 10:00,5,a", "2026-01-01 10:01,6,a"])
    assert len(table) == 2 and np.isnan(table.offset_min).all()


def test_a_bad_time_is_named_by_its_line(tmp_path):
    rows = [f"2026-01-01 10:{minute:02d},5,a" for minute in range(60)]
    lines = [*rows[:9], "time,steps,who", "", *rows[9:], "2026-01-01 noon,5,a", *rows]
    with pytest.raises(DataError, match=r"Line 64: “2026-01-01 noon”"):
        read(tmp_path / "steps.csv", lines)


def test_nothing_but_zeros(tmp_path):
    table = read(tmp_path / "steps.csv", ["2026-01-01 10:00,0,a", "2026-01-01 10:01,0,a"])
    assert len(table) == len(table.line) == len(table.offset_min) == 0
    assert len(table.numbers["steps"]) == 0 and table.notes.rows == 2


@pytest.mark.parametrize(
    "text", ["2026-03-01 10:15", "2026-03-01T10:15:09", "2026-03-01 10:15:09Z"]
)
def test_plain_times_are_read_the_fast_way(text):
    assert iso_times(pa.array([text.encode()] * 3)) is not None


@pytest.mark.parametrize(
    "texts",
    [
        ["2026-03-01 10:15", "2026-03-01 10:15:00"],
        ["2026-03-01 10:15Z", "2026-03-01 101500"],
        ["2026-03-01 24:00"],
        ["2026-02-30 10:00"],
        ["0000-01-01 10:00"],
        ["2026-03-01 1015+01"],
        ["01.03.2026 10:15"],
    ],
)
def test_other_times_are_left_to_the_patterns(texts):
    assert iso_times(pa.array([text.encode() for text in texts])) is None


SPELLINGS = tuple(
    plain + ending
    for plain in ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")
    for ending in ("", "Z", ".125", " +0100", "-05:30", ".25Z", " PM", " UTC+02:00")
)
ODD = st.sampled_from("0123456789-: TZ+.")


@given(st.data())
def test_the_fast_way_says_what_the_patterns_say(data):
    text = data.draw(st.datetimes()).strftime(data.draw(st.sampled_from(SPELLINGS)))
    for _ in range(data.draw(st.integers(0, 2))):
        place = data.draw(st.integers(0, len(text) - 1))
        text = text[:place] + data.draw(ODD) + text[place + 1 :]
    column = pa.array([text.encode()])
    fast = iso_times(column)
    if fast is not None:
        plain = _by_patterns(column, "dmy")
        np.testing.assert_array_equal(fast.local_s, plain.local_s)
        np.testing.assert_array_equal(fast.offset_min, plain.offset_min)
        assert (fast.zulu, fast.dated) == (plain.zulu, plain.dated)
