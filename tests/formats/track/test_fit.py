"""FIT files: their messages, walks by the minute, monitored days across files."""

from __future__ import annotations

import random
import struct
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from stride.errors import DataError, EmptyData
from stride.formats import discover, read, to_minutes
from stride.formats.options import ReadOptions
from stride.formats.track.fit import _checksum, read_fit
from stride.types import Intervals
from tests.formats.track.fit_files import activity, begin, crc16, fit_s, monitoring

OPTIONS = ReadOptions(config_tz="Europe/Oslo", today=date(2026, 6, 1))
MORNING = datetime(2025, 4, 3, 6, 0, tzinfo=UTC)
MIDNIGHT = datetime(2025, 4, 2, 22, 0, tzinfo=UTC)  # in Oslo


def imported(folder: Path, **files: bytes) -> Intervals:
    for name, raw in files.items():
        (folder / f"{name}.fit").write_bytes(raw)
    items = list(discover(folder, OPTIONS))
    assert len(items) == 1, [item.name for item in items]
    content = read(items[0], OPTIONS)
    assert isinstance(content, Intervals)
    return content


def by_minute(content: Intervals) -> dict[str, float]:
    table = to_minutes(content)
    return {
        datetime.fromtimestamp(int(minute) * 60, UTC).strftime("%d %H:%M"): round(float(steps), 3)
        for minute, steps in zip(table.minute_utc, table.steps, strict=True)
    }


def test_the_checksum_is_that_of_the_protocol() -> None:
    rng = random.Random(3)
    for length in (0, 1, 2, 17, 255):
        raw = rng.randbytes(length)
        assert _checksum(raw) == crc16(raw)


def test_steps_of_a_walk_are_twice_its_strides(tmp_path: Path) -> None:
    walk = activity(
        MORNING, 2, 11, [55] * 60 + [10] * 12
    )  # five minutes, and one of standing about
    content = imported(tmp_path, walk=walk)
    table = to_minutes(content)
    assert table.steps.sum() == pytest.approx(2 * (55 * 5 + 10))
    assert table.seconds["walking_s"].sum() == pytest.approx(300)
    assert set(table.utc_offset_min.tolist()) == {120}
    assert content.source.device == "Garmin" and content.grade == "C"


def test_the_timer_stands_still_in_a_pause(tmp_path: Path) -> None:
    walk = activity(MORNING, 2, 17, [50] * 120, pauses=[(120, 300)])
    table = to_minutes(imported(tmp_path, walk=walk))
    assert table.seconds["walking_s"].sum() == pytest.approx(600 - 180)
    assert table.steps.min() > 30
    assert not set((table.minute_utc * 60 - MORNING.timestamp()).tolist()) & {120.0, 180.0, 240.0}


@pytest.mark.parametrize(("sport", "name"), [(1, "running"), (2, "cycling"), (5, "swimming")])
def test_other_sports_are_no_walks(tmp_path: Path, sport: int, name: str) -> None:
    (tmp_path / f"{name}.fit").write_bytes(activity(MORNING, 2, sport, [80] * 20))
    item = next(iter(discover(tmp_path / f"{name}.fit", OPTIONS)))
    with pytest.raises(EmptyData, match="no walk"):
        read(item, OPTIONS)


def test_a_clock_never_set_is_refused_with_the_reason(tmp_path: Path) -> None:
    early = datetime(1990, 6, 1, tzinfo=UTC)
    (tmp_path / "a.fit").write_bytes(activity(early, 0, 11, [55] * 20))
    item = next(iter(discover(tmp_path / "a.fit", OPTIONS)))
    with pytest.raises(DataError, match="never set"):
        read(item, OPTIONS)


def test_monitored_days_across_files(tmp_path: Path) -> None:
    """Totals begin at 0 at local midnight, one for each kind; a file goes on where one ended."""
    first = monitoring(MIDNIGHT, 2, [(480, 6, 40), (481, 6, 140), (482, 1, 150), (600, 6, 200)])
    noon = MIDNIGHT.replace(hour=10, day=3)
    second = monitoring(noon, 2, [(0, 6, 200), (60, 6, 260), (61, 6, 330)])
    content = imported(tmp_path, b=second, a=first)
    assert by_minute(content) == {
        "03 05:59": 40, "03 06:00": 100, "03 06:01": 150, "03 07:59": 60, "03 10:59": 60,
        "03 11:00": 70,
    }  # fmt: skip
    assert [(str(t.date), t.steps) for t in content.day_totals] == [("2025-04-03", 480)]


def test_what_was_counted_before_a_late_first_record_is_of_the_day_alone(tmp_path: Path) -> None:
    late = monitoring(MORNING, 2, [(0, 6, 4000), (1, 6, 4100)])
    content = imported(tmp_path, late=late)
    assert by_minute(content) == {"03 06:00": 100}
    assert [t.steps for t in content.day_totals] == [4100]


def test_a_run_counts_steps_and_no_walking(tmp_path: Path) -> None:
    run = monitoring(MIDNIGHT, 2, [(480, 1, 150), (481, 1, 300), (482, 6, 90)])
    table = to_minutes(imported(tmp_path, run=run))
    assert table.steps.sum() == 390
    walking = table.seconds["walking_s"]
    assert walking[table.steps == 150].tolist() == [0.0, 0.0]
    assert np.isnan(walking[table.steps == 90]).all()


def test_of_two_watches_the_one_that_counted_more(tmp_path: Path) -> None:
    one = monitoring(MIDNIGHT, 2, [(480, 6, 100), (481, 6, 190)], serial=1)
    other = monitoring(MIDNIGHT, 2, [(480, 6, 90), (481, 6, 170)], serial=2)
    content = imported(tmp_path, one=one, other=other)
    assert [t.steps for t in content.day_totals] == [190]
    assert sum(by_minute(content).values()) == 190


def test_a_walk_recorded_on_a_monitored_day_is_in_it_already(tmp_path: Path) -> None:
    day = monitoring(MIDNIGHT, 2, [(480 + m, 6, 100 * (m + 1)) for m in range(10)])
    walk = activity(MORNING, 2, 11, [50] * 108)
    content = imported(tmp_path, day=day, walk=walk)
    assert sum(by_minute(content).values()) == 1000


def test_times_in_the_header_of_a_message() -> None:
    start = fit_s(MORNING)
    fit = begin(4, start)
    fit.define(1, 20, [(253, 0x86, "I"), (4, 0x02, "B")])
    fit.data(1, start, 50)
    fit.define(2, 20, [(4, 0x02, "B")])
    fit.compressed(2, start + 7, 51)
    fit.compressed(2, start + 30, 52)
    fit.compressed(2, start + 50, 53)  # five bits run over at the latest here
    times = [message.time_s - start for message in read_fit(fit.file(), "x").of(20)]
    assert times == [0, 7, 30, 50]


def test_both_orders_of_bytes_and_fields_of_developers() -> None:
    fit = begin(4, 1_000_000_000)
    body = struct.pack(">BBBHB", 0x61, 0, 1, 20, 2) + bytes((253, 4, 0x86, 4, 1, 0x02))
    body += bytes((1, 0, 3, 0))  # one developer field of three bytes
    body += bytes((1,)) + struct.pack(">IB", 1_000_000_005, 61) + b"abc"
    fit.body += body
    (record,) = read_fit(fit.file(), "x").of(20)
    assert (record.time_s, record.values[4]) == (1_000_000_005, 61)


def test_cut_off_and_damaged_files_are_named() -> None:
    raw = activity(MORNING, 2, 11, [55] * 60)
    with pytest.raises(DataError, match="cut off"):
        read_fit(raw[:-40], "walk.fit")
    changed = raw[:-1] + bytes((raw[-1] ^ 1,))
    assert "checksum" in read_fit(changed, "walk.fit").warnings[0]


def test_one_damaged_file_of_a_log_stops_no_other(tmp_path: Path) -> None:
    whole = monitoring(MIDNIGHT, 2, [(480, 6, 100), (481, 6, 190)])
    content = imported(tmp_path, a=whole, b=whole[:-20])
    assert sum(by_minute(content).values()) == 190
    assert ["cut off" in message for _, message, _ in content.notes.refused] == [True]


def test_any_damage_is_a_sentence(tmp_path: Path) -> None:
    raw = bytearray(activity(MORNING, 2, 11, [55] * 60))
    rng = random.Random(5)
    for _ in range(400):
        broken = bytearray(raw)
        for _ in range(rng.randint(1, 6)):
            broken[rng.randrange(12, len(broken))] = rng.randrange(256)
        try:
            read_fit(bytes(broken), "walk.fit")
        except DataError as error:
            assert "walk.fit" in error.message


def test_fitdecode_reads_the_same(tmp_path: Path) -> None:
    """The well-kept library is the oracle; it is too slow for ten years of files."""
    fitdecode = pytest.importorskip("fitdecode")
    path = tmp_path / "day.fit"
    path.write_bytes(monitoring(MIDNIGHT, 2, [(480, 6, 40), (481, 6, 140), (1300, 6, 150)]))
    with fitdecode.FitReader(path) as reader:
        frames = [f for f in reader if isinstance(f, fitdecode.FitDataMessage)]
    messages = [frame for frame in frames if frame.name == "monitoring"]
    theirs = [f.raw_value for each in messages for f in each.fields if f.def_num == 3]
    mine = [message.values[3] for message in read_fit(path.read_bytes(), "x").of(55)]
    assert mine == theirs == [40, 140, 150]
