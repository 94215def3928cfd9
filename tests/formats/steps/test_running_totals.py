"""Running totals to rises beside a plain equivalent; rows of a database in blocks."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.formats.steps import running_totals as running
from stride.formats.steps.rows import StepRows
from stride.formats.steps.running_totals import rises
from stride.formats.table import sqlite as database
from stride.formats.table.sqlite import Names, arrays
from stride.formats.time.zones import Zone

DAY = 86400
RECORD = st.tuples(
    st.integers(1, 3 * DAY).map(float), st.integers(1, 900).map(float), st.integers(0, 2)
)

Row = tuple[float, float, float, int]


def records_of(moments: list[float], totals: list[float]) -> StepRows:
    nothing = np.broadcast_to(np.nan, (len(moments),))
    start, steps = np.array(moments, float), np.array(totals, float)
    offset = np.full(len(start), 60, np.int16)
    return StepRows(start, nothing, offset, steps, nothing, np.arange(len(start)))


def plain(records: list[tuple[float, float, int]], offset_s: int) -> list[Row]:
    """Each counter by itself: the highest total of the day so far, and the time it was written."""
    found: list[Row] = []
    seen: dict[tuple[int, int], tuple[float, float]] = {}
    for moment, total, counter in sorted(records, key=lambda record: record[0]):
        day = int((moment + offset_s - 1) // DAY)
        before, highest = seen.get((day, counter), (float(day * DAY - offset_s), 0.0))
        if total > highest:
            found.append((before, max(moment, before + 1), total - highest, counter))
        seen[day, counter] = (moment, max(total, highest))
    return sorted(found)


@pytest.mark.parametrize("block_rows", [1, 7, 1 << 15])
@given(records=st.lists(RECORD, min_size=1, max_size=60, unique_by=lambda r: r[0]))
def test_rises_are_those_of_each_counter(
    block_rows: int, records: list[tuple[float, float, int]]
) -> None:
    counter = np.array([record[2] for record in records])
    given_rows = records_of([r[0] for r in records], [r[1] for r in records])
    before, running.BLOCK_ROWS = running.BLOCK_ROWS, block_rows
    try:
        rows, of = rises(given_rows, counter, Zone("+01:00", "option"))
    finally:
        running.BLOCK_ROWS = before
    columns = (rows.start_s, rows.end_s, rows.steps, of)
    found = zip(*(column.tolist() for column in columns), strict=True)
    assert sorted(found) == plain(records, 3600)


def test_the_first_rise_of_a_day_begins_at_its_own_midnight() -> None:
    """On the days of 23 and 25 hours too."""
    spring, autumn = 1711839600.0, 1729980000.0  # midnights of 2024-03-31 and 2024-10-27 in Oslo
    rows = records_of([spring + 10 * 3600, autumn + 10 * 3600], [500.0, 700.0])
    rows.offset_min[:] = [120, 60]
    rows, _ = rises(rows, np.zeros(2, int), Zone("Europe/Oslo", "option"))
    assert rows.start_s.tolist() == [spring, autumn]
    assert rows.offset_min.tolist() == [60, 120]


@pytest.mark.parametrize("block_rows", [1, 2, 100])
def test_a_query_is_the_same_in_blocks_of_any_size(
    block_rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BLOCK_ROWS", block_rows)
    with sqlite3.connect(":memory:") as connection:
        cursor = connection.execute("values (1, 2.5, 'b'), (2, 3, 'a'), (3, 4.5, 'b')")
        names = Names()
        count, number, name = arrays(cursor, "i", "d", ("i", names))
    assert (count.tolist(), number.tolist()) == ([1, 2, 3], [2.5, 3.0, 4.5])
    assert (name.tolist(), names.ranks(name).tolist()) == ([0, 1, 0], [1, 0, 1])


def test_a_query_without_rows_has_empty_columns() -> None:
    with sqlite3.connect(":memory:") as connection:
        found = arrays(connection.execute("select 1, 2 where 0"), "i", "d")
    assert [len(column) for column in found] == [0, 0]
