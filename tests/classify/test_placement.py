"""Where a sensor is worn: simulated walks worn anywhere, and what is like nothing learnt."""

from __future__ import annotations

import numpy as np
import pytest

from sample_data.simulator import Part, rotation, simulate
from stride.classify import classify, placement
from stride.classify.features import features
from stride.classify.placement import (
    FALLBACK,
    MIN_WALKING_S,
    Finder,
    describe,
    guess,
    is_sure,
    votes,
)
from stride.signal import prepare
from stride.types import Activity
from tests.signal.synthetic import recording

#: An outing with the postures of a day between its walks.
PLAN = (
    Part("standing", 60), Part("walking", 300), Part("sitting", 300), Part("walking", 240, 100),
    Part("lying", 240), Part("walking", 200, 120), Part("sitting", 200),
)  # fmt: skip
START = 1.77e9
FINDER = placement._finder()


def seen(folder, worn: str, seed: int, turned: int = 0):
    """(features, walking, valid) of the outing with a sensor worn there, turned at random."""
    run = simulate(PLAN, worn, 50, seed)
    acc = run.acc_g @ rotation(np.random.default_rng(turned)).T
    ready = prepare(recording(run.t_s + START, acc.astype(np.float32)), folder)
    at = np.searchsorted(run.t_s, np.arange(ready.seconds) + ready.t0_utc_s - START)
    walking = run.activity[np.minimum(at, len(run.t_s) - 1)] == "walking"
    return features(ready)[0], walking & ready.valid, ready.valid


@pytest.mark.parametrize("worn", ["thigh", "back", "wrist", "pocket", "hand"])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_simulated_sensor_is_right_or_unsure(tmp_path, worn, seed):
    best = guess(*seen(tmp_path, worn, seed, turned=seed))
    same = {"pocket": ("pocket", "thigh"), "hand": ("hand", "pocket")}.get(worn, (worn,))
    assert best.placement in same or not best.found, best  # a pocket lies on a thigh
    if worn == "thigh":
        assert best.placement == "thigh"


def test_how_a_sensor_is_turned_says_nothing(tmp_path):
    each = []
    for turned in (1, 2, 3):
        folder = tmp_path / str(turned)
        folder.mkdir()
        each.append(votes(FINDER, describe(*seen(folder, "thigh", 4, turned))))
    assert np.ptp(np.array(each), axis=0).max() < 0.03


@pytest.mark.parametrize(
    ("at", "nearest", "sure"), [(0.0, "thigh", True), (4.0, "wrist", True), (2.0, "thigh", False)]
)
def test_the_likest_of_what_was_learnt_has_the_say(at, nearest, sure):
    one = np.zeros(1, np.float32)
    weight = np.array([[0.5, -0.5], [-0.5, 0.5]], np.float32)
    finder = Finder(("thigh", "wrist"), one, one + 1, np.array([[0], [4]], np.float32), weight)
    each = dict(zip(finder.names, votes(finder, one + at), strict=True))
    assert max(each, key=lambda name: each[name]) == nearest
    assert is_sure(nearest, each[nearest] - 0.4) == sure  # 0.9 amid its own, 0.5 between two


def test_like_nothing_learnt_is_unsure():
    far = (FINDER.mean + 40 * FINDER.scale).astype(np.float32)
    equal = votes(FINDER, far)
    assert np.allclose(equal, 1 / len(FINDER.names), atol=1e-3)
    assert not any(
        is_sure(name, float(vote)) for name, vote in zip(FINDER.names, equal, strict=True)
    )


@pytest.mark.parametrize(
    ("name", "confidence", "sure"),
    [
        ("pocket", 0.70, True), ("pocket", 0.69, False), ("hip", 0.40, True), ("hip", 0.39, False),
        ("wrist", 0.50, True), ("wrist", 0.49, False), ("thigh", 0.5, True), ("thigh", 0.49, False),
    ],
)  # fmt: skip
def test_how_sure_is_sure(name, confidence, sure):
    assert is_sure(name, confidence) == sure


@pytest.mark.parametrize(
    ("seconds", "assumed"), [(MIN_WALKING_S - 1, True), (MIN_WALKING_S, False)]
)
def test_the_least_walking_to_look_at(tmp_path, seconds, assumed):
    one, walking, valid = seen(tmp_path, "thigh", 1)
    few = np.zeros_like(walking)
    few[np.flatnonzero(walking)[:seconds]] = True
    best = guess(one, few, valid)
    assert ((best.confidence, best.placement) == (0.0, FALLBACK[0])) == assumed


def test_a_device_is_only_where_it_can_be_worn(tmp_path):
    one, walking, valid = seen(tmp_path, "thigh", 1)
    assert guess(one, walking, valid, ("wrist",)).placement == "wrist"
    assert guess(one, walking, valid, ("wrist", "hip")).placement in ("wrist", "hip")
    only = guess(one, walking, valid, ("back",))
    assert (only.placement, only.other) == ("back", "back")


def test_an_unsure_one_says_what_it_changes(tmp_path):
    run = simulate(PLAN, "wrist", 50, 1)
    ready = prepare(recording(run.t_s + START, run.acc_g.astype(np.float32)), tmp_path)
    classified = classify(ready)
    assert classified.placement_rule == "assumed"
    minutes = np.isin(classified.seconds.activity, (Activity.WALKING, Activity.STAIRS)).sum() / 60
    told = next(text for text in classified.warnings if "assumed" in text)
    assert f"assumed: {minutes:.0f} min walking; " in told
    assert "--placement" in told


def test_an_assumed_placement_tells_no_posture(tmp_path):
    """A wrist lies and sits by itself: what was taken for a thigh must not make hours of lying."""
    run = simulate(PLAN, "thigh", 50, 1)
    ready = prepare(recording(run.t_s + START, run.acc_g.astype(np.float32)), tmp_path)
    known, assumed = classify(ready, "thigh"), classify(ready)
    assert (assumed.placement, assumed.placement_rule) == ("thigh", "assumed")
    postures = (Activity.STANDING, Activity.SITTING, Activity.LYING, Activity.SIT_LIE)
    assert np.isin(known.seconds.activity, postures).sum() > 600
    assert not np.isin(assumed.seconds.activity, postures).any()
    assert "until then no posture is told" in " ".join(assumed.warnings)
    walked = [np.isin(one.seconds.activity, (1, 2)).sum() for one in (known, assumed)]
    assert walked[0] == walked[1]
