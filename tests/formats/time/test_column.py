"""A column of times read as its blocks come says what the whole column says."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.errors import DataError
from stride.formats import texts
from stride.formats.find.files import blobs
from stride.formats.options import ReadOptions
from stride.formats.registry import find_format
from stride.formats.table import text_blocks, texttable
from stride.formats.time.column import TimeColumn, read_times
from stride.formats.time.order import DateOrder, proofs_of, settled

SPELLINGS = st.sampled_from(
    [
        "2026-03-01 10:15:00",
        "2026-03-01T10:16",
        "2026-03-01 10:17:00.250",
        "2026-03-01 10:18:00+01:00",
        "2026-03-01 10:19:00Z",
        "13/03/2026 10:20",
        "03/04/2026 10:21",
        "1 Mar 2026 10:22",
    ]
)


def column(found: list[list[str]]) -> TimeColumn:
    import pyarrow as pa

    made = TimeColumn(DateOrder(ReadOptions()))
    for block in found:
        cells = pa.chunked_array([pa.array([text.encode() for text in block], pa.binary())])
        made.add(cells, np.arange(2, 2 + len(block)) + len(made))
    return made


@given(st.lists(st.lists(SPELLINGS, max_size=4), max_size=5), st.integers(1, 3))
def test_blocks_of_any_size_say_what_the_whole_says(blocks: list[list[str]], size: int) -> None:
    whole = [text for block in blocks for text in block]
    lines = np.arange(2, len(whole) + 2)
    order = settled(proofs_of(whole, lines), ReadOptions())
    with mock.patch.object(texts, "BLOCK_ROWS", size):
        try:
            wanted = read_times(whole, lines, order)
        except DataError as error:
            with pytest.raises(DataError) as caught:
                column(blocks).read(lines)
            assert caught.value.message == error.message
            return
        made = column(blocks)
        assert len(made) == len(whole)
        times = made.read(lines)
    np.testing.assert_array_equal(times.local_s, wanted.local_s)
    np.testing.assert_array_equal(times.offset_min, wanted.offset_min)
    assert (times.zulu, times.dated) == (wanted.zulu, wanted.dated)


def test_a_text_that_is_no_time_is_named_by_its_line() -> None:
    made = column([["2026-03-01 10:15:00"], ["2026-03-01 10:16:00", "soon"]])
    with pytest.raises(DataError, match=r"Line 4: “soon”"):
        made.read(np.arange(2, 5))


HEADS = {
    "generic-steps": "start,end,steps,source\n",
    "samsung-step-count": "com.samsung.shealth.tracker.pedometer_step_count,6307003,6\n"
    "start_time,end_time,count,time_offset,deviceuuid\n",
}


@pytest.mark.parametrize("format_id", HEADS)
@pytest.mark.parametrize(
    "clock", ["2026-03-{day:02d} 10:{minute:02d}:00", "{day}/03/2026 10:{minute:02d}"]
)
def test_an_export_split_over_blocks_is_the_same(
    tmp_path: Path, format_id: str, clock: str
) -> None:
    tails = ("UTC+0100,d1", "UTC+0100,d2") if "samsung" in format_id else ("Phone", "Watch")
    rows = [
        f"{clock.format(day=n % 28 + 1, minute=n % 50)},"
        f"{clock.format(day=n % 28 + 1, minute=n % 50 + 1)},{n},{tails[n % 7 == 0]}\n"
        for n in range(1, 90)
    ]
    path = tmp_path / "steps.csv"
    path.write_text(HEADS[format_id] + "".join(rows))

    def read() -> Any:
        blob = next(iter(blobs(path)))
        return find_format(format_id).read(blob, ReadOptions(tz="Europe/Oslo"))

    whole = read()
    with mock.patch.object(text_blocks, "BLOCK_BYTES", 200), mock.patch.object(texttable, "FEW", 1):
        split = read()
    for name in ("start_utc_s", "end_utc_s", "utc_offset_min", "steps"):
        np.testing.assert_array_equal(getattr(split, name), getattr(whole, name))
    assert (split.source, split.notes) == (whole.source, whole.notes)
    assert len(whole.steps) > 50
