"""Recordings whose file runs from the newest row to the oldest or holds a recording twice."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.errors import DataError
from stride.formats import ReadOptions, discover, read
from stride.formats.samples import disorder as module
from stride.formats.samples.disorder import sorted_by_time
from stride.signal.prepare import prepare
from stride.types import Chunk, Prepared, ReadNotes, Recording

HZ = 20
START_S = 1_780_000_000
OPTIONS = ReadOptions(config_tz="UTC")


def rows_of(seconds: float, after_s: float = 0.0, seed: int = 3) -> list[str]:
    """Rows of a sensor that moves, each with its own values."""
    acc = np.random.default_rng(seed).normal((0.0, 0.0, 1.0), 0.1, (round(seconds * HZ), 3))
    return [
        f"{1000 * (START_S + after_s) + 1000 * n // HZ:.0f}," + ",".join(f"{v:.5f}" for v in row)
        for n, row in enumerate(acc)
    ]


WALK, LATER = rows_of(1500), rows_of(900, after_s=7200, seed=4)
WHOLE_SECONDS = [f"{int(row[:10])}000{row[13:]}" for row in WALK]


def opened(path: Path, rows: list[str]) -> Recording:
    text = "\n".join(["time,x,y,z", *rows]) + "\n"
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    found = read(next(iter(discover(path, OPTIONS))), OPTIONS)
    assert isinstance(found, Recording)
    return found


def grid(found: Recording, folder: Path) -> tuple[Prepared, bytes]:
    folder.mkdir()
    ready = prepare(found, folder)
    return ready, ready.grid_path.read_bytes()


@pytest.mark.parametrize(
    ("plain", "disorder", "said"),
    [
        (WALK, lambda rows: rows[::-1], ["newest to the oldest"]),
        (WALK, lambda rows: rows + rows, ["30,000 rows that repeat"]),
        (WALK, lambda rows: rows + rows + rows, ["60,000 rows that repeat"]),
        (WALK, lambda rows: rows[:20_000] + rows, ["20,000 rows that repeat"]),
        (WALK, lambda rows: rows[9_000:] + rows, ["21,000 rows", "another order"]),
        (WALK, lambda rows: (rows + rows)[::-1], ["newest to the oldest", "30,000 rows"]),
        (WHOLE_SECONDS, lambda rows: rows + rows, ["30,000 rows that repeat"]),
        (WHOLE_SECONDS, lambda rows: rows[::-1], ["newest to the oldest"]),
        (WHOLE_SECONDS, lambda rows: rows[:20_007] + rows, ["20,007 rows that repeat"]),
        (WALK + LATER, lambda rows: LATER + WALK, ["another order"]),
        (WALK + LATER, lambda rows: LATER + WALK + LATER, ["another order", "18,000 rows"]),
        (WALK, lambda rows: rows[10_000:] + rows[:10_000], ["another order"]),
    ],
)
def test_disorder_gives_the_recording_in_order(
    tmp_path: Path, plain: list[str], disorder: Callable[[list[str]], list[str]], said: list[str]
) -> None:
    rows = disorder(plain)
    _, wanted = grid(opened(tmp_path / "plain.csv", plain), tmp_path / "a")
    for n, name in enumerate(("disorder.csv", "disorder.csv.gz")):
        found = opened(tmp_path / name, rows)
        assert grid(found, tmp_path / f"b{n}")[1] == wanted
        for words in said:
            assert any(words in text for text in found.notes.warnings), found.notes.warnings
        assert len(found.notes.warnings) == len(said)


def test_two_recordings_of_one_time_are_refused_with_the_row(tmp_path: Path) -> None:
    other = rows_of(900, after_s=300, seed=5)
    with pytest.raises(DataError, match=r"Row 30,001 .* other than row 6,001") as caught:
        prepare(opened(tmp_path / "two.csv", WALK + other), tmp_path)
    assert "file of its own" in caught.value.hint


def test_a_copy_with_one_other_value_is_refused_with_the_row(tmp_path: Path) -> None:
    copy = WALK[:]
    copy[14_000] = copy[14_000].rsplit(",", 1)[0] + ",0.5"
    with pytest.raises(DataError, match="Row 44,001"):
        prepare(opened(tmp_path / "copy.csv", WALK + copy), tmp_path)


def test_another_recording_may_lie_in_a_pause(tmp_path: Path) -> None:
    between = rows_of(600, after_s=3600, seed=6)
    _, wanted = grid(opened(tmp_path / "plain.csv", WALK + between + LATER), tmp_path / "a")
    assert grid(opened(tmp_path / "p.csv", WALK + LATER + between), tmp_path / "b")[1] == wanted


def test_times_of_day_that_fall_are_not_sorted(tmp_path: Path) -> None:
    """They may be those of the next day."""
    clocks = [f"{hour}:{n // 600:02d}:{n // 10 % 60:02d}.{n % 10}00" for hour in (15, 10)
              for n in range(3000)]  # fmt: skip
    path = tmp_path / "clock.csv"
    path.write_text("time,x,y,z\n" + "".join(f"{clock},0,0.01,1\n" for clock in clocks))
    options = ReadOptions(config_tz="UTC", start="2026-05-31T00:00:00")
    found = read(next(iter(discover(path, options))), options)
    assert isinstance(found, Recording) and found.sorted_chunks is None
    with pytest.raises(DataError, match="backwards after row 3,000"):
        prepare(found, tmp_path)


def test_rows_in_no_order_are_refused(tmp_path: Path) -> None:
    rows = WALK[:]
    np.random.default_rng(1).shuffle(rows)
    with pytest.raises(DataError, match=r"backwards 1,001 times up to row"):
        prepare(opened(tmp_path / "shuffled.csv", rows), tmp_path)


@given(
    st.permutations(range(6)),
    st.lists(st.integers(1, 40), max_size=9),
    st.sampled_from([1, -1]),
    st.integers(0, 5),
)
def test_every_sample_comes_once(order: list[int], sizes: list[int], sign: int, again: int) -> None:
    """Six recordings, one of them twice, in any order and chunks of any size."""
    parts = [START_S + 1000.0 * part + 10 * np.arange(30.0) for part in order]
    t = np.concatenate([*parts, parts[again]])[::sign]
    acc = np.stack([t - START_S] * 3, axis=1).astype(np.float32)
    cuts = np.cumsum(sizes)
    cuts = cuts[cuts < len(t)]
    chunks = [Chunk(a, b) for a, b in zip(np.split(t, cuts), np.split(acc, cuts), strict=True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BIN_S", 70.0)
        found = list(sorted_by_time(chunks, ReadNotes(), sign))
    times = np.concatenate([chunk.t_utc_s for chunk in found])
    assert times.tolist() == sorted(set(t.tolist()))
    values = np.concatenate([chunk.acc_g[:, 0] for chunk in found])
    assert np.array_equal(values, (times - START_S).astype(np.float32))
