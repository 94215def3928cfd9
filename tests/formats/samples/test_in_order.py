"""Recordings whose rows are out of order, doubled, stray, in packets or continued in one file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stride.errors import DataError
from stride.formats import ReadOptions, discover, read
from stride.formats.samples.in_order import Sequence
from stride.types import Chunk, ReadNotes, Recording

HZ = 20
START_MS = 1_780_000_000_000
HEADER = "time,x,y,z"


def rows_of(seconds: float = 240) -> list[str]:
    """Rows of a sensor that moves, each with its own values."""
    rng = np.random.default_rng(3)
    acc = rng.normal((0.0, 0.0, 1.0), 0.1, (round(seconds * HZ), 3))
    return [
        f"{START_MS + 1000 * n // HZ}," + ",".join(f"{v:.5f}" for v in row)
        for n, row in enumerate(acc)
    ]


def opened(path: Path, lines: list[str]) -> tuple[Recording, np.ndarray, np.ndarray]:
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="ascii")
    return opened_as(path)


def opened_as(path: Path) -> tuple[Recording, np.ndarray, np.ndarray]:
    options = ReadOptions(config_tz="UTC", today=date(2026, 11, 21))
    found = read(next(iter(discover(path, options))), options)
    assert isinstance(found, Recording)
    chunks = list(found.chunks())
    return (
        found,
        np.concatenate([chunk.t_utc_s for chunk in chunks]),
        np.concatenate([chunk.acc_g for chunk in chunks]),
    )


def swapped(rows: list[str]) -> list[str]:
    rows = rows[:]
    for n in range(50, len(rows) - 1, 97):
        rows[n], rows[n + 1] = rows[n + 1], rows[n]
    return rows


def packets(rows: list[str]) -> list[str]:
    """Packets of five seconds, each pair in the wrong order."""
    n = 5 * HZ
    return [
        row
        for k in range(0, len(rows), 2 * n)
        for row in (*rows[k + n : k + 2 * n], *rows[k : k + n])
    ]


@pytest.mark.parametrize(
    ("disorder", "said"),
    [
        (swapped, "Sorted in"),
        (packets, "Sorted in 2,400 rows"),
        (lambda rows: [row for row in rows for _ in (0, 1)], "4,800 rows that stood twice"),
        (lambda rows: rows[:900] + rows[600:], "300 rows that stood twice"),
        (lambda rows: [*rows[:9], "4102444799000,0,0,1", *rows[9:]], "1 row with a time far"),
        (lambda rows: [*rows[:999], HEADER, *rows[999:]], ""),
        (lambda rows: ["0,0,0,1", *rows], "Left out 1 row"),
    ],
)
def test_small_disorder_gives_the_recording_in_order(tmp_path: Path, disorder, said: str) -> None:
    rows = rows_of()
    _, t, acc = opened(tmp_path / "plain.csv", rows)
    found, t2, acc2 = opened(tmp_path / "disorder.csv", disorder(rows))
    assert np.array_equal(t, t2)
    assert np.array_equal(acc, acc2)
    assert any(said in text for text in found.notes.warnings) == bool(said)


def test_a_time_told_twice_is_left_out(tmp_path: Path) -> None:
    rows = rows_of()
    later = [f"{int(row[:13]) - 5000}{row[13:]}" for row in rows[2000:]]
    found, t, _ = opened(tmp_path / "back.csv", rows[:2000] + later)
    assert (np.diff(t) >= 0).all()
    assert len(t) == len(rows) - 5 * HZ + 1
    assert any("the clock was put back" in text for text in found.notes.warnings)


def test_a_header_in_the_middle_does_not_hide_a_bad_cell(tmp_path: Path) -> None:
    rows = rows_of()
    rows[1500] = rows[1500].rsplit(",", 1)[0] + ",broken"
    with pytest.raises(DataError, match="line 1503, column “z”"):
        opened(tmp_path / "bad.csv", [*rows[:999], HEADER, *rows[999:]])


@pytest.mark.parametrize("odd", [[HEADER], ["", ""], ["1,2"], [HEADER, "", HEADER]])
@pytest.mark.parametrize("sensors", [1, 2])
def test_a_bad_time_is_named_by_its_line(tmp_path: Path, odd: list[str], sensors: int) -> None:
    """Whatever lines the reader dropped before it, and where two sensors take turns."""
    header = HEADER + ",sensor"
    odd = [header if line == HEADER else line for line in odd]
    rows = [
        f"2026-05-31T10:00:{n // HZ:02d}.{n % HZ * 50:03d} +01:00,0,0,1,acc" for n in range(900)
    ]
    rows = [row if each else row.replace("acc", "gyro") for row in rows for each in range(sensors)]
    bad = "2026-05-31T10:00 o'clock,0,0,1,acc"
    lines = [*rows[:400], *odd, *rows[400:], bad, *rows[-3:]]
    path = tmp_path / "bad.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="ascii")
    with pytest.raises(DataError, match=f"Line {2 + lines.index(bad)}: "):
        opened_as(path)


def test_stamps_of_a_packet_are_spread_to_the_next(tmp_path: Path) -> None:
    rows = rows_of()
    stamped = [f"{int(row[:13]) // 2000 * 2000}{row[13:]}" for row in rows]
    _, t, _ = opened(tmp_path / "packets.csv", stamped)
    assert np.allclose(np.diff(t), 1 / HZ)


def test_a_sensor_at_rest_has_no_doubles(tmp_path: Path) -> None:
    still = [f"{START_MS + n // HZ * 1000},0.0,0.0,1.0" for n in range(60 * HZ)]
    found, t, _ = opened(tmp_path / "rest.csv", still)
    assert len(t) == len(still)
    assert not found.notes.warnings


@given(
    st.lists(st.integers(0, 40), min_size=2, max_size=60),
    st.lists(st.integers(1, 9), max_size=20),
)
def test_chunks_change_nothing(late: list[int], sizes: list[int]) -> None:
    t = 1e9 + np.arange(len(late)) - np.array(late, float)
    acc = np.stack([np.arange(len(late), dtype=np.float32)] * 3, axis=1)
    order = np.argsort(t, kind="stable")
    cuts = np.cumsum(sizes)
    cuts = cuts[cuts < len(t)]
    parts = zip(np.split(t, cuts), np.split(acc, cuts), strict=True)
    found = list(Sequence(0.0, False).ordered([Chunk(a, b) for a, b in parts], ReadNotes()))
    assert np.array_equal(np.concatenate([chunk.t_utc_s for chunk in found]), t[order])
    assert np.array_equal(np.concatenate([chunk.acc_g for chunk in found]), acc[order])
