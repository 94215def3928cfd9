"""The sensors' own files: against the answers of independent readers, and damaged in every way."""

from __future__ import annotations

import json
import os
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest

from stride.errors import StrideError
from stride.formats import ReadOptions, discover, read
from stride.formats.find.foreign import UnknownFile
from tests.formats.sensor_files import cwa, geneactiv, gt3x_old, waves

REFS = Path(os.environ.get("STRIDE_REFS", Path(__file__).parents[4] / "shared" / "refs"))
OPTIONS = ReadOptions(tz="UTC", today=date(2026, 11, 28))
FORMATS = {".cwa": "axivity-cwa", ".gt3x": "actigraph-gt3x", ".bin": "geneactiv-bin"}
#: How far from the reference in time, and in g where the reference rounds.
TIME_S, ROUNDED_G = 0.05, 0.001


def answers():
    path = REFS / "answers.json"
    if not path.exists():
        return {}
    told = json.loads(path.read_text())
    return {name: each for name, each in told.items() if Path(name).suffix in FORMATS}


ANSWERS = answers()


def samples(path, options=OPTIONS):
    """(t, acc, recording) of the one recording in a file."""
    (item,) = discover(path, options)
    if item.error:
        raise item.error
    found = read(item, options)
    chunks = list(found.chunks())
    t = np.concatenate([chunk.t_utc_s for chunk in chunks])
    return t, np.concatenate([chunk.acc_g for chunk in chunks]), found


@pytest.mark.skipif(not ANSWERS, reason=f"reference files are not there: {REFS}")
@pytest.mark.parametrize("name", ANSWERS)
def test_agrees_with_the_reference_reader(name):
    told = ANSWERS[name]["answers"]
    t, acc, found = samples(REFS / name)
    near_g = ROUNDED_G if told["reference_reader"] == "actipy" and ".bin" not in name else 2e-6
    assert found.source.format_id == FORMATS[Path(name).suffix]
    assert len(t) == told["samples"]
    start = datetime.fromisoformat(told["start_device_clock"] + "+00:00").timestamp()
    end = datetime.fromisoformat(told["end_device_clock"] + "+00:00").timestamp()
    assert t[0] == pytest.approx(start, abs=TIME_S)
    assert t[-1] == pytest.approx(end, abs=TIME_S)
    assert found.rate_hz == pytest.approx(told["nominal_hz"])
    assert (len(t) - 1) / (t[-1] - t[0]) == pytest.approx(told["mean_hz"], abs=0.05)
    np.testing.assert_allclose(acc.mean(axis=0, dtype=np.float64), told["mean_g"], atol=near_g)
    np.testing.assert_allclose(acc.std(axis=0, dtype=np.float64), told["sd_g"], atol=near_g)
    for rows, wanted in ((slice(5), told["first5"]), (slice(-5, None), told["last5"])):
        np.testing.assert_allclose(acc[rows], np.array(wanted)[:, 1:], atol=near_g)
        np.testing.assert_allclose(t[rows] - t[0], np.array(wanted)[:, 0], atol=TIME_S)
    gaps = np.flatnonzero(np.diff(t) > 0.5)
    assert len(gaps) == len(told.get("gaps_over_half_a_second", []))
    assert np.diff(t).max() == pytest.approx(told["longest_gap_s"], abs=0.02)


@pytest.mark.skipif(not ANSWERS, reason=f"reference files are not there: {REFS}")
def test_the_header_s_facts_are_kept():
    placements = {name: samples(REFS / name)[2].source for name in ANSWERS}
    assert placements["sensor/ax3_packed_100hz.cwa"].placement == "wrist"
    assert placements["sensor/ax3_packed_100hz.cwa"].device == "Axivity AX3 39434"
    assert placements["sensor/ax6_100hz_16g.cwa"].device == "Axivity AX6 6011834"
    assert placements["sensor/link_90hz_waist.gt3x"].placement == "hip"
    assert "TAS1E31150129" in placements["sensor/link_90hz_waist.gt3x"].device
    assert placements["sensor/geneactiv_60hz.bin"].device == "GENEActiv 101806"


@pytest.mark.skipif(not ANSWERS, reason=f"reference files are not there: {REFS}")
@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("sensor/link_90hz_waist.gt3x", "-05:00"),
        ("sensor/wgt3xbt_30hz_idle_sleep.gt3x", "+02:00"),
        ("sensor/geneactiv_85.7hz_cut.bin", "+01:00"),
        ("sensor/ax3_packed_100hz.cwa", "Europe/Oslo"),
    ],
)
def test_the_clock_s_zone_is_the_header_s(name, zone):
    options = ReadOptions(config_tz="Europe/Oslo", today=date(2026, 11, 28))
    assert samples(REFS / name, options)[2].source.tz == zone


@pytest.mark.skipif(not ANSWERS, reason=f"reference files are not there: {REFS}")
def test_another_maker_s_bin_is_refused_by_name():
    with pytest.raises(UnknownFile, match="Parmay Matrix"):
        samples(REFS / "sensor" / "parmay_matrix_12.5hz.BIN")


@pytest.mark.skipif(not ANSWERS, reason=f"reference files are not there: {REFS}")
@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("share", [0.1, 0.37, 0.5, 0.83, 0.999])
def test_a_cut_off_file_gives_what_it_holds(tmp_path, name, share):
    whole, _, _ = samples(REFS / name)
    data = (REFS / name).read_bytes()
    cut = tmp_path / Path(name).name
    cut.write_bytes(data[: int(len(data) * share)])
    try:
        t, _, found = samples(cut)
    except StrideError as error:  # nothing whole is left, or a header that is cut
        assert share < 0.5 and error.message and error.hint
        return
    np.testing.assert_allclose(t, whole[: len(t)], atol=TIME_S)
    assert len(t) < len(whole) or share > 0.99
    assert len(t) > (share - 0.2) * len(whole) - 700
    between = name.endswith("cwa") and (cut.stat().st_size - 1024) % 512 == 0  # nothing tells
    told = any("cut off" in text for text in found.notes.warnings)
    assert told or between or len(t) == len(whole)


@pytest.mark.skipif(not ANSWERS, reason=f"reference files are not there: {REFS}")
@pytest.mark.parametrize("name", ANSWERS)
def test_damage_ends_in_words(tmp_path, name):
    """Bytes overwritten at random: the samples of what is sound, or one sentence."""
    data = bytearray((REFS / name).read_bytes())
    rng = np.random.default_rng(len(name))
    whole, _, _ = samples(REFS / name)
    for turn in range(8):
        damaged = bytearray(data)
        for at in rng.integers(1, len(data), 4):
            damaged[at : at + 3] = bytes(rng.integers(0, 256, 3, dtype=np.uint8))
        path = tmp_path / f"{turn}{Path(name).suffix}"
        path.write_bytes(damaged)
        try:
            t, acc, _ = samples(path)
        except StrideError as error:
            assert error.message and "Traceback" not in error.message
            continue
        assert len(t) == len(acc) <= len(whole) + 1000 and np.isfinite(acc).all()


START = datetime(2024, 2, 29, 23, 59, 50)  # noqa: DTZ001  # a sensor's clock has no zone


@pytest.mark.parametrize("packed", [True, False])
def test_the_true_rate_and_a_hole_of_a_made_cwa(tmp_path, packed):
    """The clock goes at 97.6 Hz though the header says 100; a hole stays a hole."""
    acc = waves(4800, 100)
    data = cwa(acc, START, 100, true_hz=97.6, packed=packed, note=b"_p=left+thigh&_sc=2")
    size = 120 if packed else 80
    hole = 1024 + 10 * 512
    path = tmp_path / "a.cwa"
    path.write_bytes(data[:hole] + data[hole + 5 * 512 :])
    t, found, recording = samples(path)
    steps = np.diff(t)
    assert len(t) == 4800 - 5 * size
    assert (recording.source.placement, recording.source.device) == ("thigh", "Axivity AX3 4711")
    assert np.median(steps) == pytest.approx(1 / 97.6, rel=1e-4)
    assert np.flatnonzero(steps > 0.5).tolist() == [10 * size - 1]
    np.testing.assert_allclose(t[-1] - t[0], 4799 / 97.6, atol=0.04)
    np.testing.assert_allclose(found[: 10 * size], acc[: 10 * size], atol=1 / 256)


@pytest.mark.parametrize(("degrees", "worn"), [(21.0, False), (33.0, True)])
def test_a_sensor_that_lies_still_is_worn_where_it_is_as_warm_as_skin(tmp_path, degrees, worn):
    from stride.signal import prepare

    acc = waves(50 * 60 * 100, 50)
    acc[50 * 600 :] = [0, 0, 1]  # ten minutes of movement, an hour and a half of none
    path = tmp_path / "a.cwa"
    path.write_bytes(cwa(acc, START, 50, degrees=degrees))
    (item,) = discover(path, OPTIONS)
    prepared = prepare(read(item, OPTIONS), tmp_path)
    still = prepared.wear[prepared.valid][1200:5400]
    assert still.all() if worn else not still.any()


def test_large_values_of_packed_sectors(tmp_path):
    acc = np.random.default_rng(1).uniform(-7.9, 7.9, (1200, 3))
    path = tmp_path / "a.cwa"
    path.write_bytes(cwa(acc, START, 50))
    np.testing.assert_allclose(samples(path)[1], acc, atol=8 / 256)


@pytest.mark.parametrize("stamp", ["2024-02-30 23:59:50:000", "2024-13-01 00:00:00:000"])
def test_a_page_of_no_time_is_a_spoiled_page(tmp_path, stamp):
    whole = geneactiv(waves(900, 50), START, 50)
    path = tmp_path / "a.bin"
    path.write_bytes(whole.replace(b"2024-02-29 23:59:56:000", stamp.encode()))
    t, _, found = samples(path)
    assert len(t) == 600 and t[300] - t[299] > 6
    assert any("1 of 3 pages" in text for text in found.notes.warnings), found.notes.warnings


def test_the_older_gt3x_counts(tmp_path):
    """By the description: y, x, z of twelve bits, 341 counts a g, no records."""
    counts = np.random.default_rng(3).integers(-2048, 2048, (600, 3))
    path = tmp_path / "old.gt3x"
    path.write_bytes(gt3x_old(counts, START, 30))
    t, acc, found = samples(path)
    assert len(t) == 600 and found.rate_hz == 30
    np.testing.assert_allclose(acc, counts[:, [1, 0, 2]] / np.float32(341), rtol=1e-6)
    assert t[-1] - t[0] == pytest.approx(599 / 30)


@pytest.mark.skipif(not ANSWERS, reason=f"reference files are not there: {REFS}")
@pytest.mark.parametrize("name", ANSWERS)
def test_blocks_of_any_size_give_the_same(monkeypatch, name):
    from stride.formats.layouts.actigraph import actigraph_gt3x
    from stride.formats.layouts.axivity import axivity_cwa
    from stride.formats.layouts.sensors import geneactiv_bin

    t, acc, _ = samples(REFS / name)
    monkeypatch.setattr(axivity_cwa, "BLOCK_SECTORS", 7)
    monkeypatch.setattr(actigraph_gt3x, "BLOCK_BYTES", 1013)
    monkeypatch.setattr(geneactiv_bin, "BLOCK_BYTES", 5003)
    again, other, _ = samples(REFS / name)
    np.testing.assert_array_equal(acc, other)
    np.testing.assert_array_equal(t, again)


def test_records_that_are_all_spoiled_hold_no_samples():
    from stride.formats.samples.packets import twelve_bits

    assert twelve_bits(np.zeros((0, 9), np.uint8)).shape == (0, 6)


def test_seconds_that_are_all_spoiled_are_left_out_of_a_gt3x(tmp_path):
    """The check bytes of one length of record are all wrong; the others are read."""
    from stride.formats.layouts.actigraph.actigraph_gt3x import TWELVE, _decoded
    from stride.formats.samples.packets import Losses

    sound = bytearray([0x1E, TWELVE, 0, 0, 0, 0, 9, 0, *range(9)])
    sound.append(0xFF ^ int(np.bitwise_xor.reduce(sound)))
    spoiled = bytearray([0x1E, TWELVE, 1, 0, 0, 0, 18, 0, *range(18), 7])
    data = bytes(sound + spoiled)
    losses = Losses("records")
    records = [(0, TWELVE, 0, 9), (len(sound), TWELVE, 1, 18)]
    packets = _decoded(data, records, 256.0, losses)
    assert packets is not None and packets.count.tolist() == [2]
    assert (losses.good, losses.spoiled) == (1, 1)
    assert _decoded(data, records[1:], 256.0, losses) is None


@pytest.mark.parametrize(
    ("fact", "damaged"),
    [("Sample Rate: 30", "Sample Rate: 4 Dam"), ("Start Date: 6", "Start Date: -")],
)
def test_a_damaged_fact_of_a_gt3x_is_named(tmp_path, fact, damaged):
    import io
    import zipfile

    counts = np.zeros((600, 3), int)
    path = tmp_path / "old.gt3x"
    with (
        zipfile.ZipFile(io.BytesIO(gt3x_old(counts, START, 30))) as made,
        zipfile.ZipFile(path, "w") as out,
    ):
        for name in made.namelist():
            out.writestr(name, made.read(name).replace(fact.encode(), damaged.encode()))
    with pytest.raises(StrideError, match=rf"info\.txt: {fact.partition(':')[0]} “"):
        samples(path)
