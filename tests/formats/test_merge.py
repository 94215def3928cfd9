"""Files of one export to one table, beside the plain equivalent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.formats.common.merge import merged
from stride.types import Intervals, Source

MINUTE = st.tuples(st.integers(0, 30), st.integers(1, 3), st.integers(1, 5))
FILES = st.lists(st.lists(MINUTE, max_size=8), min_size=2, max_size=4)


def file(rows: list[tuple[int, int, int]], walking: bool) -> Intervals:
    """A file of minutes in order, each (minute, length in minutes, steps)."""
    start, length, steps = (np.array(column, float) for column in zip(*sorted(rows), strict=True))
    return Intervals(
        source=Source("f", "", 0, "test"),
        start_utc_s=start * 60,
        end_utc_s=(start + length) * 60,
        utc_offset_min=np.full(len(start), 60, np.int16),
        steps=steps,
        walking_s=steps * 1.0 if walking else np.broadcast_to(np.nan, start.shape),
        grade="C",
    )


@given(FILES.filter(lambda files: all(files)), st.booleans())
def test_of_rows_that_files_repeat_the_larger_counts(
    files: list[list[tuple[int, int, int]]], walking: bool
) -> None:
    wanted: dict[tuple[int, int], int] = {}
    for minute, length, steps in sorted(row for rows in files for row in rows):
        wanted[minute, length] = steps
    results = [(0, file(rows, walking or n > 0)) for n, rows in enumerate(files)]
    found = merged(results)
    assert isinstance(found, Intervals)
    span = zip(found.start_utc_s / 60, (found.end_utc_s - found.start_utc_s) / 60, strict=True)
    assert dict(zip(span, found.steps, strict=True)) == wanted
    assert list(found.start_utc_s) == sorted(found.start_utc_s)
    repeated = sum(map(len, files)) - len(wanted)
    assert bool(repeated) is bool(found.notes.warnings)
    known = ~np.isnan(found.walking_s)
    assert (found.walking_s[known] == found.steps[known]).all()
    assert known.all() or not walking


@pytest.mark.parametrize("backwards", [False, True])
def test_files_one_after_the_other(backwards: bool) -> None:
    months = [file([(n + 100 * month, 1, n + 1) for n in range(5)], False) for month in range(3)]
    found = merged([(0, month) for month in (months[::-1] if backwards else months)])
    assert isinstance(found, Intervals)
    assert found.steps.tolist() == [1, 2, 3, 4, 5] * 3
    assert (np.diff(found.start_utc_s) > 0).all()
    assert len(found.walking_s) == 15 and np.isnan(found.walking_s).all()
