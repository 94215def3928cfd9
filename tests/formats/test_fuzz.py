"""Every sample, damaged, ends in a result or a refusal in words: no traceback, no hang.

STRIDE_FUZZ=50 makes fifty times as many damages of each sample as the default.
"""

from __future__ import annotations

import contextlib
import os
import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.errors import StrideError
from stride.formats import ReadOptions, discover, explain, read, to_minutes
from stride.types import Intervals, Recording

CASES = Path(__file__).parent.parent / "cases"
SAMPLES = sorted(
    path
    for path in CASES.rglob("*")
    if path.is_file() and path.name != "expected.json" and len(path.relative_to(CASES).parts) == 2
)
ROUNDS = int(os.environ.get("STRIDE_FUZZ", "1"))
LONGEST_S = 10.0
OPTIONS = ReadOptions(
    config_tz="Europe/Oslo", start="2024-05-31T12:00:00", today=date(2026, 11, 21)
)

Damage = Callable[[bytes, random.Random], bytes]


def cut(raw: bytes, rng: random.Random) -> bytes:
    return raw[: rng.randrange(len(raw) + 1)]


def behead(raw: bytes, rng: random.Random) -> bytes:
    return raw[rng.randrange(len(raw) + 1) :]


def doubled(raw: bytes, rng: random.Random) -> bytes:
    return raw + raw


def shuffled(raw: bytes, rng: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    rng.shuffle(lines)
    return b"".join(lines)


def other_encoding(raw: bytes, rng: random.Random) -> bytes:
    text = raw.decode("utf-8", "replace")
    return text.encode(
        rng.choice(["utf-16", "utf-16-le", "cp1252", "utf-32", "utf-8-sig"]), "replace"
    )


def bytes_changed(raw: bytes, rng: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(min(len(data), rng.choice([1, 5, 50]))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def bytes_dropped(raw: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    return raw[:at] + raw[at + rng.choice([1, 7, 100]) :]


def other_delimiter(raw: bytes, rng: random.Random) -> bytes:
    return raw.replace(b",", rng.choice([b";", b"\t", b"|", b",,", b", "]))


def numbers_changed(raw: bytes, rng: random.Random) -> bytes:
    new = rng.choice([b"1e308", b"-", b"9" * 40, b"nan", b"-1", b"1,5", b"0"])
    digit = str(rng.randrange(10)).encode()
    return raw.replace(digit, new, rng.choice([1, 3, 10]))


def quotes_opened(raw: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    return raw[:at] + b'"' + raw[at:]


def header_kept(raw: bytes, rng: random.Random) -> bytes:
    return b"".join(raw.splitlines(keepends=True)[: rng.choice([1, 2, 3])])


def line_ends_changed(raw: bytes, rng: random.Random) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", rng.choice([b"\r", b"\r\n", b"\n\n"]))


DAMAGES: tuple[Damage, ...] = (
    cut, behead, doubled, shuffled, other_encoding, bytes_changed, bytes_dropped, other_delimiter,
    numbers_changed, quotes_opened, header_kept, line_ends_changed,
)  # fmt: skip


def survives(path: Path, options: ReadOptions = OPTIONS) -> None:
    """The whole way of a file: a result that keeps its promises, or a StrideError in words."""
    began = time.process_time()
    try:
        for item in discover(path, options):
            try:
                check(read(item, options))
            except StrideError as error:
                assert error.message and len(error.message) < 1500
    except StrideError as error:
        assert error.message
    assert time.process_time() - began < LONGEST_S


def check(found: Recording | Intervals) -> None:
    if isinstance(found, Recording):
        for chunk in found.chunks():
            assert len(chunk.t_utc_s) == len(chunk.acc_g)
            assert np.isfinite(chunk.t_utc_s).all() and np.isfinite(chunk.acc_g).all()
            found.offset_min_at(chunk.t_utc_s.astype(np.int64))
        if found.sorted_chunks is not None:
            times = np.concatenate([chunk.t_utc_s for chunk in found.sorted_chunks()])
            assert (np.diff(times) >= 0).all()
        return
    minutes = to_minutes(found)
    assert (np.diff(minutes.minute_utc) > 0).all()
    assert minutes.steps.sum() == pytest.approx(found.steps.sum())
    assert (found.steps >= 0).all() and np.isfinite(found.steps).all()
    assert len({total.date for total in found.day_totals}) == len(found.day_totals)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_damaged_sample(sample: Path, tmp_path: Path) -> None:
    raw = sample.read_bytes()
    rng = random.Random(f"{sample.parent.name}/{sample.name}")
    damages = rng.sample(DAMAGES, 3) if ROUNDS == 1 else DAMAGES * (ROUNDS // 2 + 1)
    for index, damage in enumerate(damages):
        folder = tmp_path / str(index)
        folder.mkdir()
        path = folder / sample.name
        path.write_bytes(damage(raw, rng))
        try:
            survives(path)
        except Exception as error:
            error.add_note(f"{damage.__name__} of {sample}, kept as {path}")
            raise


@settings(max_examples=40 * ROUNDS)
@given(raw=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "file.csv"
    path.write_bytes(raw)
    survives(path)
    with contextlib.suppress(StrideError):
        explain(path, OPTIONS)


CELLS = st.one_of(
    st.sampled_from(["", "NA", "-1", "0", "17", "2024-05-31", "31/05/2024", "00:15:00.000+05:30"]),
    st.floats(allow_nan=True).map(str),
    st.datetimes().map(str),
    st.text(max_size=8),
)
HEADERS = st.sampled_from(
    [path.read_bytes().split(b"\n", 1)[0] for path in SAMPLES if path.suffix in (".csv", ".txt")]
)


@settings(max_examples=40 * ROUNDS)
@given(header=HEADERS, rows=st.lists(st.lists(CELLS, min_size=1, max_size=9), max_size=6))
def test_any_rows_below_a_known_header(
    tmp_path_factory: pytest.TempPathFactory, header: bytes, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "2024-05-31.csv"
    body = "\n".join(",".join(row) for row in rows).encode("utf-8", "replace")
    path.write_bytes(header + b"\n" + body)
    survives(path)
