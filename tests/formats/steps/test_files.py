"""Files of one export to one table, beside the plain equivalent."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.formats.steps.files import merged
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


def one_file_a_walk(
    rows: list[tuple[int, int, int, int]],
) -> dict[tuple[int, int], int]:
    """Of sorted (minute, length, steps, file) those of the file that counted most of each walk."""
    kept: dict[tuple[int, int], int] = {}
    walks: list[list[tuple[int, int, int, int]]] = []
    reach = -1
    for row in rows:
        if row[0] >= reach:
            walks.append([])
        walks[-1].append(row)
        reach = max(reach, row[0] + row[1])
    for walk in walks:
        sums = {n: sum(row[2] for row in walk if row[3] == n) for *_, n in walk}
        best = max(sums, key=lambda n: (sums[n], -n))
        kept |= {(minute, length): steps for minute, length, steps, n in walk if n == best}
    return kept


@given(FILES.filter(lambda files: all(files)), st.booleans())
def test_of_rows_that_files_repeat_the_larger_counts(
    files: list[list[tuple[int, int, int]]], walking: bool
) -> None:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for minute, length, steps, n in sorted((*r, n) for n, rows in enumerate(files) for r in rows):
        spans[minute, length] = (steps, n)
    wanted = one_file_a_walk([(*span, *said) for span, said in spans.items()])
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
