"""Where nothing moves nets look once a stretch, and no second of walking is lost by it."""

import json
from dataclasses import replace

import numpy as np
import pytest

from stride.classify import classify, run
from stride.classify.features import features
from stride.classify.model import MODELS, load, probabilities
from stride.classify.quiet import AROUND_S, MOVES_G, REACH_S, everywhere, looks
from stride.classify.stretches import dilated
from stride.signal import prepare
from tests.classify.test_classify import outing
from tests.signal.synthetic import recording
from training import data


def day(*parts):
    """(spread, up, valid) of seconds. parts: (seconds, spread in g, tilt in degrees, recorded)."""
    size = np.concatenate([np.full(n, g) for n, g, *_ in parts])
    tilt = np.radians(np.concatenate([np.full(n, degrees) for n, _, degrees, _ in parts]))
    spread = np.zeros((len(size), 6), dtype=np.float32)
    spread[:, 0] = size**2
    up = np.stack([np.cos(tilt), np.sin(tilt), 0 * tilt], axis=1).astype(np.float32)
    return spread, up, np.concatenate([np.full(n, held) for n, *_, held in parts])


def look(*parts):
    spread, up, valid = day(*parts)
    return looks([spread], [up], valid)


def test_a_quiet_stretch_is_looked_at_once_in_its_middle():
    seen = look((10, 0.1, 0, True), (100, 0.0, 0, True), (10, 0.1, 0, True))
    quiet = np.flatnonzero(~seen.near)
    assert (quiet[0], quiet[-1]) == (10 + AROUND_S, 109 - AROUND_S)
    assert set(seen.like[quiet]) == {60}
    assert seen.closely.sum() == 120 - len(quiet) + 1


@pytest.mark.parametrize(("size", "near"), [(MOVES_G - 0.001, False), (MOVES_G + 0.001, True)])
def test_the_least_movement(size, near):
    assert look((100, 0.0, 0, True), (1, size, 0, True), (100, 0.0, 0, True)).near.any() == near


@pytest.mark.parametrize(("length", "quiet"), [(2 * REACH_S, False), (2 * REACH_S + 1, True)])
def test_a_short_stretch_is_looked_at_whole(length, quiet):
    around = 2 * AROUND_S
    seen = look((5, 0.1, 0, True), (length + around, 0.0, 0, True), (5, 0.1, 0, True))
    assert (~seen.near).any() == quiet


@pytest.mark.parametrize(("degrees", "near"), [(7, False), (9, True)])
def test_a_slow_turn_is_looked_at_whole(degrees, near):
    assert look((60, 0.0, 0, True), (60, 0.0, degrees, True)).near.all() == near


def test_a_hole_is_not_looked_at_and_parts_two_stretches():
    seen = look((100, 0.0, 0, True), (50, 0.0, 90, False), (100, 0.0, 45, True))
    assert not seen.near.any()
    assert set(seen.like[:100]) == {50}
    assert set(seen.like[150:]) == {200}
    assert not seen.closely[100:150].any()


def test_dilated_is_what_a_loop_makes():
    mask = np.random.default_rng(1).random(200) < 0.03
    plain = [mask[max(k - 4, 0) : k + 5].any() for k in range(200)]
    assert dilated(mask, 4).tolist() == plain
    assert everywhere(5).closely.all()


def test_no_shipped_net_looks_further():
    for card in MODELS.glob("*.json"):
        dilations = json.loads(card.read_text()).get("dilations", [])
        assert sum(2 * d for d in dilations) <= REACH_S


def test_the_probabilities_near_movement_are_the_same(tmp_path):
    t, acc = outing()
    plain, other = (tmp_path / name for name in ("plain", "other"))
    plain.mkdir(), other.mkdir()
    sparse = features(prepare(recording(t, acc), plain))
    full = features(prepare(recording(t, acc), other), everywhere=True)
    near = sparse[0].looks.near
    assert 0.05 < near.mean() < 0.95
    model = load("wrist")
    few, all_ = (probabilities(model, one, None, True) for one in (sparse, full))
    assert np.abs(few - all_)[near].max() < 1e-3
    walking = [model.classes.index(name) for name in ("walk", "stairs", "run")]
    assert (few[~near][:, walking] == 0).all()
    assert np.allclose(few.sum(axis=1), 1, atol=1e-5)


@pytest.mark.real
@pytest.mark.skipif(data.root() is None, reason="no labelled recordings: set STRIDE_DATA")
@pytest.mark.parametrize("placement", ["wrist", "pocket", "hip", "thigh"])
def test_labelled_recordings_walk_the_same(placement, tmp_path, monkeypatch):
    some = [item for item in data.items() if item.placement == placement][::25]
    for k, item in enumerate(some):
        ready = replace(data.prepared(data.samples(item), tmp_path), placement=placement)
        quiet = classify(ready).seconds
        monkeypatch.setattr(run, "features", lambda one: features(one, everywhere=True))
        looked = classify(ready).seconds
        monkeypatch.undo()
        gait = [np.isin(seconds.activity, (1, 2, 3)) for seconds in (quiet, looked)]
        assert (gait[0] != gait[1]).sum() <= 1e-4 * len(gait[0]), (k, item.key)
