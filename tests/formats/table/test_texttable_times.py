"""Times of large tables block by block: what differs between blocks is not lost between them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.errors import DataError
from stride.formats import ReadOptions
from stride.formats.find.blob import Blob
from stride.formats.find.files import blobs
from stride.formats.table.cells import numbers_at
from stride.formats.table.dialect import dialect_of
from stride.formats.table.text_blocks import TextTable
from stride.formats.table.texttable import text_table
from stride.formats.texts import coded
from stride.formats.time.column import TimeColumn
from stride.formats.time.order import DateOrder
from stride.formats.time.parse import Times, _by_patterns, iso_times

OPTIONS = ReadOptions(today=date(2026, 11, 21))
ROWS = 90_000  # three blocks of a megabyte


def read(path: Path, lines: list[str], habit: str | None = None) -> tuple[TextTable, Times]:
    path.write_text("\n".join(["time,steps,who", *lines, ""]))
    blob = next(iter(blobs(path)))
    assert isinstance(blob, Blob)
    column = TimeColumn(DateOrder(OPTIONS, habit))
    table = text_table(blob, OPTIONS, dialect_of(blob.head), ("steps", "who"), {"time": column})
    return table, column.read(table.line)


def test_columns_are_joined_over_blocks(tmp_path: Path) -> None:
    minute = np.datetime64("2026-01-01T00:00:00") + np.arange(ROWS) * np.timedelta64(1, "m")
    offset = np.where(np.arange(ROWS) < ROWS * 2 // 3, np.nan, 60.0)
    who = np.array(["Watch", "Phone ", "Ärmband"])[np.arange(ROWS) // 10 % 3]
    texts = [
        f"{time}{'' if np.isnan(shift) else '+01:00'},{row % 5},{name}"
        for row, (time, shift, name) in enumerate(zip(minute.astype(str), offset, who, strict=True))
    ]
    table, times = read(tmp_path / "steps.csv", texts)
    np.testing.assert_array_equal(times.local_s, minute.astype("datetime64[s]").astype(int))
    np.testing.assert_array_equal(times.offset_min, offset)
    np.testing.assert_array_equal(table.line, np.arange(ROWS) + 2)
    counts = numbers_at(table.columns["steps"], table.line, "steps")
    np.testing.assert_array_equal(counts, np.arange(ROWS) % 5)
    index, names = coded(table.columns["who"])
    np.testing.assert_array_equal(np.array(names)[index], who)


def test_no_offset_anywhere(tmp_path: Path) -> None:
    table, times = read(tmp_path / "steps.csv", ["2026-01-01 10:00,5,a", "2026-01-01 10:01,6,a"])
    assert len(table) == 2 and np.isnan(times.offset_min).all()


def test_a_bad_time_is_named_by_its_line_and_a_header_comes_again(tmp_path: Path) -> None:
    rows = [f"2026-01-01 10:{minute:02d},5,a" for minute in range(60)]
    lines = [*rows[:9], "time,steps,who", "", *rows[9:]]
    table, times = read(tmp_path / "steps.csv", lines)
    assert len(table) == len(times.local_s) == 60 and table.line[9] == 13
    with pytest.raises(DataError, match=r"Line 64: “2026-01-01 noon”"):
        read(tmp_path / "steps.csv", [*lines, "2026-01-01 noon,5,a", *rows])


def american(rows: int, first_day: int = 1) -> list[str]:
    days = [f"3/{first_day + row // 1440}/2026" for row in range(rows)]
    return [f"{day} {row // 60 % 24}:{row % 60:02d}:00,5,a" for row, day in enumerate(days)]


def test_an_order_proved_by_a_later_block_holds_for_all(tmp_path: Path) -> None:
    lines = american(28 * 1440)  # the 13th stands some 400 kB in
    table, times = read(tmp_path / "steps.csv", lines * 2)
    assert times.local_s[0] == np.datetime64("2026-03-01", "s").astype(int)
    assert len(times.local_s) == len(table) and np.diff(times.local_s[: len(lines)]).max() == 60


def test_an_order_that_nothing_proves_is_asked_for_or_the_habit(tmp_path: Path) -> None:
    lines = american(12 * 1440)
    with pytest.raises(DataError, match="day first or month first"):
        read(tmp_path / "steps.csv", lines)
    _, times = read(tmp_path / "steps.csv", lines, "mdy")
    assert times.local_s[0] == np.datetime64("2026-03-01", "s").astype(int)


def test_a_later_row_of_the_other_order_is_refused_by_its_line(tmp_path: Path) -> None:
    lines = american(20 * 1440)
    with pytest.raises(DataError, match=r"Line 57602: “14/3/2026 1:00:00” is day first"):
        read(tmp_path / "steps.csv", [*lines, *lines, "14/3/2026 1:00:00,5,a"])


def test_stamps_and_empty_cells() -> None:
    column = TimeColumn(DateOrder(OPTIONS), stamps=True, blanks=True)
    texts = [b"1768000000000", b"", b" ", b"1768000060"]
    column.add(pa.chunked_array([pa.array(texts, pa.binary())]), np.arange(4))
    found = column.read(np.arange(4)).local_s
    np.testing.assert_array_equal(found, [1768000000, np.nan, np.nan, 1768000060])


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
