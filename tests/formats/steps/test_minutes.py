"""Intervals to minutes beside a plain equivalent, and the rules for several devices."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.formats import to_minutes
from stride.formats.steps import minutes
from stride.formats.steps.devices import (
    best_device_a_day,
    lanes,
    most_per_minute,
    one_source_a_cluster,
    without_repeats,
)
from stride.formats.steps.rows import StepRows
from stride.types import Intervals, Source

ROW = st.tuples(st.integers(0, 20_000), st.integers(1, 4000), st.integers(0, 500))


def rows_of(rows: list[tuple[float, float, float]]) -> StepRows:
    start = np.array([row[0] for row in rows], float)
    return StepRows(
        start_s=start,
        end_s=np.array([row[1] for row in rows], float),
        offset_min=np.zeros(len(rows), np.int16),
        steps=np.array([row[2] for row in rows], float),
        walking_s=np.full(len(rows), np.nan),
        line=np.arange(len(rows)),
    )


def table(rows: list[tuple[float, float, float]], walking: list[float] | None = None) -> Intervals:
    found = rows_of(rows)
    return Intervals(
        source=Source("f", "", 0, "test"),
        start_utc_s=found.start_s,
        end_utc_s=found.end_s,
        utc_offset_min=found.offset_min,
        steps=found.steps,
        walking_s=found.walking_s if walking is None else np.array(walking),
    )


def plainly(rows: list[tuple[float, float, float]]) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    for start, end, steps in rows:
        for minute in range(int(start // 60), int(-(-end // 60))):
            part = min(end, minute * 60 + 60) - max(start, minute * 60)
            found[minute] += steps * part / (end - start)
    return {minute: steps for minute, steps in found.items() if steps > 0}


@given(st.lists(ROW, max_size=30))
def test_spreading_is_the_plain_loop(rows: list[tuple[int, int, int]]) -> None:
    given_rows = [(start, start + length, steps) for start, length, steps in rows]
    found = to_minutes(table(given_rows))
    expected = plainly(given_rows)
    assert found.minute_utc.tolist() == sorted(expected)
    assert found.steps.tolist() == pytest.approx([expected[m] for m in sorted(expected)])


@given(st.lists(st.tuples(ROW, st.sampled_from([np.nan, 0.0, 45.0])), max_size=30))
def test_in_blocks_it_is_the_same(rows: list) -> None:
    rows.sort()
    made = table([(a, a + b, c) for (a, b, c), _ in rows], [walking for _, walking in rows])
    whole = to_minutes(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(minutes, "BLOCK_ROWS", 3)
        parts = to_minutes(made)
    for name in ("minute_utc", "utc_offset_min", "steps"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name))
    np.testing.assert_array_equal(whole.seconds["walking_s"], parts.seconds["walking_s"])


def test_walking_seconds_are_spread_and_unknown_stays_unknown() -> None:
    found = to_minutes(table([(0, 120, 0), (60, 180, 30)], [60.0, np.nan]))
    assert found.minute_utc.tolist() == [0, 1, 2]
    assert found.seconds["walking_s"][:2].tolist() == [30.0, 30.0]
    assert np.isnan(found.seconds["walking_s"][2])


@pytest.mark.parametrize(
    ("rows", "sources", "kept"),
    [
        ([(0, 60, 10), (60, 120, 10)], [0, 1], [0, 1]),  # side by side: two walks
        ([(0, 600, 100), (60, 120, 110)], [0, 1], [1]),  # one walk, two devices
        ([(0, 600, 300), (60, 120, 110), (120, 300, 150)], [0, 1, 1], [0]),
        ([(0, 60, 10), (0, 60, 10)], [0, 0], [0, 1]),  # one device is believed
        ([(0, 60, 10), (30, 90, 10)], [1, 0], [1]),  # equal: the first source
    ],
)
def test_phone_and_watch(rows: list, sources: list[int], kept: list[int]) -> None:
    found = rows_of(rows)
    assert one_source_a_cluster(found, np.array(sources)) == len(rows) - len(kept)
    assert found.line.tolist() == kept


@given(st.lists(st.tuples(ROW, st.integers(0, 2)), min_size=1, max_size=20), st.randoms())
def test_no_walk_is_counted_twice_in_any_order(rows: list, rng) -> None:
    made = [((a, a + b, c), kind) for (a, b, c), kind in rows]
    shuffled = rng.sample(made, len(made))
    totals = []
    for each in (made, shuffled):
        kinds = np.array([kind for _, kind in each])
        found = rows_of([row for row, _ in each])
        one_source_a_cluster(found, kinds)
        kept = sorted(zip(found.start_s, found.end_s, kinds[found.line], strict=True))
        for (_, end, one), (start, _, other) in pairwise(kept):
            assert one == other or start >= end, "two devices for the same time"
        totals.append(found.steps.sum())
    assert totals[0] == totals[1]


def test_exact_repeats_are_dropped() -> None:
    rows = rows_of([(0, 60, 5), (0, 60, 5), (0, 60, 6), (0, 60, 5), (60, 120, 5)])
    source, dropped = without_repeats(rows, np.array([0, 0, 0, 1, 0]))
    assert (rows.line.tolist(), source.tolist(), dropped) == ([0, 2, 3, 4], [0, 0, 1, 0], 1)


def test_of_each_day_the_busier_device() -> None:
    rows = rows_of([(0, 60, 5), (0, 60, 9), (90_000, 90_060, 7), (90_000, 90_060, 3)])
    best_device_a_day(rows, np.array([0, 1, 0, 1]))
    assert rows.line.tolist() == [1, 2]


def test_lanes_do_not_overlap_and_the_higher_counts() -> None:
    rows = rows_of([(0, 60, 6), (30, 90, 20), (60, 120, 8)])
    found = most_per_minute(rows, lanes(rows))
    assert lanes(rows).tolist() == [0, 1, 0]
    assert (found.start_s.tolist(), found.steps.tolist()) == ([0, 60], [10, 10])


@pytest.mark.parametrize("left", [[], [0], [1, 2], [0, 2, 3], [0, 1, 2, 3, 4]])
def test_rows_kept_in_place_are_the_rows_taken(left):
    rows = rows_of([(60.0 * n, 60.0 * n + 60, n) for n in range(5)])
    mask = np.isin(np.arange(5), left)
    wanted = rows_of([(60.0 * n, 60.0 * n + 60, n) for n in left])
    rows.walking_s = np.broadcast_to(np.nan, (5,))
    rows.keep(mask)
    assert rows.line.tolist() == left
    assert rows.start_s.tolist() == wanted.start_s.tolist()
    assert rows.end_s.tolist() == wanted.end_s.tolist()
    assert len(rows.walking_s) == len(left) and np.isnan(rows.walking_s).all()
