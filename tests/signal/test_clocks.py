"""Two sensors in two files: their clocks compared, joined, and the seconds labelled."""

from __future__ import annotations

import numpy as np
import pytest
from simulator import Part, posture_half_hour, simulate, walk_day

from stride.counting import classify_two
from stride.errors import DataError
from stride.signal import prepare
from stride.signal.clocks import compare
from stride.types import Activity, Chunk, Recording, Source

START_S = 1_700_000_000.0


def recording(t, acc):
    """Samples as the formats layer hands them over."""

    def chunks():
        for at in range(0, len(t), 50_000):
            yield Chunk(t[at : at + 50_000], acc[at : at + 50_000].astype(np.float32))

    return Recording(Source("x", "", 0, "x"), chunks, lambda s: np.zeros(len(s), np.int16))


def two(plan, offset_s, ppm, rate_hz=25.0, seed=3):
    """(thigh, back) of one body; the back's clock is ahead by offset_s and gains ppm."""
    thigh, back = (simulate(plan, where, rate_hz, seed) for where in ("thigh", "back"))
    t = START_S + thigh.t_s
    return (t, thigh.acc_g), (t + offset_s + 1e-6 * ppm * thigh.t_s, back.acc_g)


def compared(tmp_path, pair):
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
    return compare(*(prepare(recording(*one), at) for one, at in zip(pair, folders, strict=True)))


HALF_HOURS = [part for _ in range(4) for part in posture_half_hour()]


@pytest.mark.parametrize(("offset_s", "ppm"), [(0, 0), (3, 1000), (-41.3, -200), (3605, 20)])
def test_offset_and_drift(tmp_path, offset_s, ppm):
    found = compared(tmp_path, two(HALF_HOURS, offset_s, ppm))
    truth = offset_s + 1e-6 * ppm * (found.at_utc_s - START_S)
    assert found.agreeing >= 3
    assert found.offset_s == pytest.approx(truth, abs=0.15)  # the simulated gait repeats
    assert found.drift_ppm == pytest.approx(ppm, abs=25)


def test_a_week_at_50_ppm(tmp_path):
    plan = [part for day in range(7) for part in walk_day(100 + day)]
    found = compared(tmp_path, two(plan, 2.7, 50, rate_hz=12.5, seed=5))
    truth = 2.7 + 50e-6 * (found.at_utc_s - START_S)
    assert found.offset_s == pytest.approx(truth, abs=0.1)
    assert found.drift_ppm == pytest.approx(50, abs=5)


def test_strangers_are_not_joined_by_chance(tmp_path):
    mine, _ = two(HALF_HOURS, 0, 0)
    _, other = two(walk_day(7)[40:140], 0, 0, seed=9)
    assert compared(tmp_path, (mine, other)).agreeing == 0


def test_stillness_tells_nothing(tmp_path):
    found = compared(tmp_path, two([Part("lying", 3600)], 5, 0))
    assert (found.agreeing, found.offset_s) == (0, 0)


def test_the_joined_seconds_are_those_of_one_file(tmp_path):
    (t, thigh), (t2, back) = two(HALF_HOURS, 3, 1000)
    both = Recording(
        Source("x", "", 0, "x"),
        lambda: iter([Chunk(t, thigh.astype(np.float32), back.astype(np.float32))]),
        lambda s: np.zeros(len(s), np.int16),
    )
    from stride.classify import classify

    (tmp_path / "one").mkdir()
    whole = classify(prepare(both, tmp_path / "one"), "thigh+back")
    found, _ = classify_two(recording(t, thigh), recording(t2, back), tmp_path)
    n = min(len(whole.seconds.activity), len(found.seconds.activity))
    assert found.placement == "thigh+back"
    assert (whole.seconds.activity[:n] == found.seconds.activity[:n]).mean() > 0.985
    assert any("ahead of that of the thigh" in text for text in found.warnings)


def test_a_hole_of_one_sensor_is_left_to_the_other(tmp_path):
    (t, thigh), (t2, back) = two(HALF_HOURS, 0, 0)
    gone = (t2 > START_S + 1800) & (t2 < START_S + 3600)
    found, _ = classify_two(recording(t, thigh), recording(t2[~gone], back[~gone]), tmp_path)
    inside = slice(1850, 3550)
    walked = np.isin(found.seconds.activity, (Activity.WALKING, Activity.STAIRS))
    assert walked[inside].sum() == pytest.approx(walked[50:1750].sum(), rel=0.1)
    assert found.seconds.wear[inside].all()


def test_a_second_that_one_sensor_missed_is_not_lost(tmp_path):
    (t, thigh), (t2, back) = two(HALF_HOURS, 0, 0)
    there = (t2 > START_S + 1.5) & (np.abs(t2 - START_S - 4000) > 2)
    found, _ = classify_two(recording(t, thigh), recording(t2[there], back[there]), tmp_path)
    assert len(found.seconds.activity) == 7200 and found.seconds.wear.all()
    assert found.placement == "thigh+back"


def test_no_second_in_common_is_said(tmp_path):
    thigh, (t2, back) = two(posture_half_hour(), 0, 0)
    with pytest.raises(DataError, match="do not overlap"):
        classify_two(recording(*thigh), recording(t2 + 9e5, back), tmp_path)


@pytest.mark.real
@pytest.mark.parametrize("key", ["harth/S026", "har70plus/503", "har70plus/511"])
def test_real_recordings_split_shifted_and_stretched(recordings, monkeypatch, tmp_path, key):
    """Walking F1 of two files, one 3 s late and 1,000 ppm fast, against that of the joined one."""
    monkeypatch.setenv("STRIDE_DATA", str(recordings))
    from stride.classify import classify
    from training import data
    from training.score import WALK, f1

    item = next(i for i in data.items() if i.key.startswith(key) and i.placement == "thigh+back")
    raw = data.samples(item)
    seconds = int(raw.t[-1]) + 1
    truth = data.labels(raw, 0, seconds)
    keep = (truth >= 0) & (truth != data.GROUPS.index("shuffle"))
    (tmp_path / "one").mkdir()
    whole = classify(prepare(data.as_recording(raw.t, raw.acc), tmp_path / "one"), "thigh+back")
    late = raw.t[0] + 3 + (raw.t - raw.t[0]) * 1.001
    parts = data.as_recording(raw.t, raw.acc[:, :3]), data.as_recording(late, raw.acc[:, 3:])
    found, _ = classify_two(*parts, tmp_path)
    scores = []
    for one in (whole, found):
        said = np.zeros(seconds, dtype=bool)
        at = np.arange(len(one.seconds.activity)) + one.seconds.t0_utc_s
        inside = (at >= 0) & (at < seconds)
        said[at[inside]] = np.isin(one.seconds.activity, (1, 2))[inside]
        scores.append(f1(np.isin(truth, WALK)[keep], said[keep])[2])
    assert scores[1] == pytest.approx(scores[0], abs=0.003)
