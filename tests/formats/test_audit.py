"""What every import is held against: no step lost or made, no walking that the steps contradict."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.errors import DataError
from stride.formats import ReadOptions, discover, read, to_minutes
from stride.formats.audit import audited, check_kept
from stride.formats.steps.intervals import (
    FEWEST_WALKING_SPM,
    LEAST_S,
    MOST_OF_A_DAY_SPM,
    MOST_WALKING_SPM,
    SLACK,
    lengthen,
)
from stride.formats.steps.rows import StepRows
from stride.types import DayTotal, Intervals, ReadNotes, Source

DAY_S = 86400
FIRST = 20_000 * DAY_S
ROWS = st.lists(
    st.tuples(
        st.integers(0, 3 * DAY_S),  # start
        st.integers(5, 3600),  # length
        st.integers(0, 3000),  # steps
        st.one_of(st.none(), st.integers(0, 3600)),  # the vendor's walking
    ),
    min_size=1,
    max_size=40,
)


def intervals(
    rows: list[tuple[int, int, int, int | None]], totals: tuple[DayTotal, ...] = ()
) -> Intervals:
    ordered = sorted(rows, key=lambda row: row[0])
    start = np.array([row[0] for row in ordered], float) + FIRST
    return Intervals(
        source=Source("x", "", 0, "x"),
        start_utc_s=start,
        end_utc_s=start + [row[1] for row in ordered],
        utc_offset_min=np.zeros(len(ordered), np.int16),
        steps=np.array([row[2] for row in ordered], float),
        walking_s=np.array([np.nan if row[3] is None else row[3] for row in ordered], float),
        day_totals=totals,
        notes=ReadNotes(),
    )


@settings(max_examples=200, deadline=None)
@given(ROWS)
def test_no_step_is_lost_or_made(rows: list[tuple[int, int, int, int | None]]) -> None:
    content = audited(intervals(rows))
    assert to_minutes(content).steps.sum() == pytest.approx(sum(row[2] for row in rows), abs=1e-6)


@settings(max_examples=200, deadline=None)
@given(ROWS)
def test_each_day_walks_at_a_cadence_people_have(
    rows: list[tuple[int, int, int, int | None]],
) -> None:
    content = audited(intervals(rows))
    day = (content.start_utc_s // DAY_S).astype(int)
    for each in set(day.tolist()):
        told = (day == each) & (content.walking_s > 0) & (content.steps > 0)
        seconds = content.walking_s[told].sum()
        if seconds >= LEAST_S:
            spm = 60 * content.steps[told].sum() / seconds
            assert FEWEST_WALKING_SPM <= spm <= MOST_WALKING_SPM * SLACK


@settings(max_examples=200, deadline=None)
@given(ROWS)
def test_lengthened_rows_keep_their_steps_and_fit_them(
    rows: list[tuple[int, int, int, int | None]],
) -> None:
    content = intervals([(start, length, steps, None) for start, length, steps, _ in rows])
    table = StepRows(
        content.start_utc_s, content.end_utc_s, content.utc_offset_min, content.steps,
        content.walking_s, np.arange(len(rows)),
    )  # fmt: skip
    before = table.steps.sum()
    try:
        lengthen(table, "x", ReadNotes())
    except DataError as error:  # most rows hold what no row can
        assert "scaled" in str(error)
        return
    assert table.steps.sum() == pytest.approx(before)
    assert (np.diff(table.start_s) >= 0).all()


def test_what_is_left_out_is_said() -> None:
    content = audited(intervals([(0, 900, 1500, 60), (1000, 900, 1500, 60)]))
    assert np.isnan(content.walking_s).all()
    assert "does not fit the steps" in content.notes.warnings[0]


@pytest.mark.parametrize(
    ("steps", "minutes", "stays"),
    [(5500, 100, True), (5499, 100, False), (19_190, 100, True), (19_191, 100, False),
     (0, 100, True), (100, 1, True)],
)  # fmt: skip
def test_the_total_of_a_day(steps: int, minutes: int, stays: bool) -> None:
    total = DayTotal(date(2025, 4, 3), float(steps), minutes * 60.0)
    (kept,) = audited(intervals([(0, 60, 10, None)], (total,))).day_totals
    assert (kept.walking_s is not None) == stays
    assert MOST_OF_A_DAY_SPM == 190


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_what_was_checked_is_noted(rows: list[tuple[int, int, int, int | None]]) -> None:
    content = audited(intervals(rows))
    to_minutes(content)
    found = {finding.check: finding.ok for finding in content.notes.audit}
    assert found.keys() == {"rows", "walking", "steps"} and found["steps"]
    assert found["walking"] == (not content.notes.warnings)


def test_steps_lost_on_the_way_refuse_the_file() -> None:
    content = intervals([(0, 60, 100, None), (60, 60, 90, None)])
    table = to_minutes(content)
    with pytest.raises(DataError, match="190 steps read, 95 kept"):
        check_kept(content, replace(table, steps=table.steps / 2))


@pytest.mark.parametrize(
    ("header", "row", "unread"),
    [
        ("time,steps,heart,note", "2024-05-31 10:{n:02d},1{n:02d},70,x", ("heart",)),
        ("date;steps;kcal", "{n:02d}.05.2024;9{n:02d}0;7{n:02d}", ("kcal",)),
        ("time,x,y,z,gyro x", "2024-05-31T10:00:01.{n:02d}0,0.1,1.0,0.1,{n}", ("gyro x",)),
        ("date,steps", "2024-05-{n:02d},90{n:02d}", ()),
    ],
)
def test_columns_of_numbers_not_read(
    tmp_path: Path, header: str, row: str, unread: tuple[str, ...]
) -> None:
    path = tmp_path / "table.csv"
    path.write_text("\n".join([header, *(row.format(n=n) for n in range(11, 30))]) + "\n")
    options = ReadOptions(config_tz="UTC")
    (item,) = discover(path, options)
    assert read(item, options).notes.columns_unread == unread
