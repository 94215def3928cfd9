"""From probabilities to what stride says: short gaits, flexed thighs, sitting against lying."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stride.classify.axes import axes_columns, find_axes
from stride.classify.decide import Evidence, settle, short_gaits
from stride.classify.features import MOTION, N_FEATURES, RHYTHM, Features, features
from stride.classify.judge import FLEXED_FORWARD, flexed, judge, left_open, ridden
from stride.classify.minutes import is_walking
from stride.classify.model import load
from stride.classify.quiet import everywhere
from stride.signal import prepare
from stride.types import Activity
from tests.signal.synthetic import recording, stamps, still, walk


@pytest.mark.parametrize(
    ("text", "shortest", "gone"),
    [
        ("..WWWW..", 5, [2, 3, 4, 5]),
        ("..WWWWW..", 5, []),
        ("WW...WWW..", 5, []),  # one gait with a break of three seconds
        ("WW....WWW.", 5, [0, 1, 6, 7, 8]),  # two gaits, both short
        ("WWRRW", 5, []),
        ("........", 5, []),
        ("W.......", 1, []),
    ],
)
def test_short_gaits(text, shortest, gone):
    gait = np.array([c in "WR" for c in text])
    assert list(short_gaits(gait, shortest)) == gone


def one_still(tmp_path, n: int):
    t = stamps(n + 5, 25)
    one = features(prepare(recording(t, still(t)), tmp_path))[0]
    return type(one)(one.x[:n], one.up[:n], one.norm_g[:n], one.spread[:n], everywhere(n))


@pytest.mark.parametrize(
    ("sit", "lie", "said"),
    [
        (0.9, 0.1, Activity.SITTING),
        (0.65, 0.35, Activity.SITTING),
        (0.1, 0.9, Activity.LYING),
        (0.35, 0.65, Activity.LYING),
        (0.45, 0.55, Activity.SIT_LIE),
        (0.5, 0.5, Activity.SIT_LIE),
    ],
)
def test_a_thigh_alone_says_sitting_or_lying_only_with_evidence(tmp_path, sit, lie, said):
    model = load("thigh")
    p = np.zeros((4, len(model.classes)), dtype=np.float32)
    p[:, model.classes.index("sit")], p[:, model.classes.index("lie")] = sit, lie
    sensor = one_still(tmp_path, 4)
    seen = Evidence(p, sensor, np.ones(4, dtype=np.bool_), True)
    activity, confidence = settle(model, seen, "thigh")
    assert set(activity) == {int(said)}
    _, merged = settle(model, replace(seen, p=np.where(p > 0, 0.5, 0).astype("f4")), "thigh")
    assert (confidence <= merged + 1e-6).all()  # a claim is never surer than the merged class
    without, _ = settle(model, replace(seen, posture=False), "back")
    assert set(without) == {int(Activity.STILL)}


def test_the_weight_of_gait_moves_the_border(tmp_path):
    model = load("thigh")
    p = np.zeros((1, len(model.classes)), dtype=np.float32)
    p[0, model.classes.index("walk")], p[0, model.classes.index("stand")] = 0.55, 0.45
    sensor = one_still(tmp_path, 1)
    for weight, said in ((1.0, Activity.WALKING), (0.5, Activity.STANDING)):
        seen = Evidence(p, sensor, np.ones(1, dtype=np.bool_), True)
        activity, _ = settle(replace(model, gait_weight=weight), seen, "thigh")
        assert activity[0] == int(said)


def test_a_leg_that_never_rolled_is_not_said_to_lie():
    model = load("thigh")
    sit, lie = model.classes.index("sit"), model.classes.index("lie")
    p = np.zeros((3, len(model.classes)), dtype=np.float32)
    p[:, sit], p[:, lie] = (0.1, 0.1, 0.9), (0.9, 0.9, 0.1)
    out = left_open(model, p, np.array([True, False, False]))
    assert out[:, lie] == pytest.approx([0.9, 0.5, 0.1])
    assert out.sum(axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("rough", "even", "cycling", "walks"),
    [
        (-0.2, 0.9, 0.05, True),
        (-0.1, 0.9, 0.05, True),  # a hard floor, but step after step
        (-0.1, 0.4, 0.05, False),  # a road shakes without a rhythm
        (-0.2, 0.9, 0.45, False),  # a ride lasts
    ],
)
@pytest.mark.parametrize("n", [40, 400])
def test_without_gravity_a_saddle_is_no_walk(rough, even, cycling, walks, n):
    model = load("back_without_gravity")
    p = np.zeros((n, len(model.classes)), dtype=np.float32)
    walk, ride = model.classes.index("walk"), model.classes.index("cycle")
    p[:, walk], p[:, ride] = 0.9 - cycling, cycling + 0.1
    x = np.zeros((n, N_FEATURES), dtype=np.float32)
    x[:, MOTION.start], x[:, MOTION.start + 1], x[:, RHYTHM.start] = 0.8, 0.8 + rough, even
    still = np.zeros((n, 6), dtype=np.float32)
    back = Features(x, still[:, :3], np.ones(n, dtype=np.float32), still, everywhere(n))
    out = ridden(model, p, back, np.ones(n, dtype=bool))
    assert ((out[:, walk] > out[:, ride]) == walks).all()
    assert out.sum(axis=1) == pytest.approx(1.0)


def test_a_flexed_thigh_does_not_walk():
    model = load("thigh")
    p = np.full((2, len(model.classes)), 0.1, dtype=np.float32)
    p[:, model.classes.index("walk")] = 0.4
    out = flexed(model, p, np.array([0.0, FLEXED_FORWARD + 0.1], dtype=np.float32))
    assert out.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert out[0].argmax() == model.classes.index("walk")
    assert out[1].argmax() != model.classes.index("walk")


@pytest.mark.parametrize("seed", range(4))
def test_upright_is_found_however_the_sensor_is_turned(tmp_path, seed):
    turn, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    t = stamps(600, 25)
    acc = np.concatenate([walk(t[:7500], vary=0.03), still(t[7500:], up=(0.98, 0, 0.2))])
    ready = prepare(recording(t, (acc @ turn.T).astype(np.float32)), tmp_path)
    one = features(ready)[0]
    first = int(np.flatnonzero(ready.valid)[0])
    gait = np.zeros(ready.seconds, dtype=np.float32)
    gait[first + 5 : first + 295] = 1
    axes = find_axes(one, gait, ready.valid)
    assert axes.found
    assert len(axes.frames) == 1
    assert axes.frames[0].up @ (turn @ [0, 0, 1]) > 0.99
    columns = axes_columns(one, axes)
    assert columns[first + 100, 0] > 0.99
    assert columns[first + 450, 1] > 0.8  # sitting turns gravity to the front


def test_without_enough_walking_there_are_no_axes(tmp_path):
    t = stamps(60, 25)
    ready = prepare(recording(t, still(t)), tmp_path)
    one = features(ready)[0]
    axes = find_axes(one, np.zeros(ready.seconds, dtype=np.float32), ready.valid)
    assert not axes.found
    assert not axes_columns(one, axes).any()


@pytest.mark.parametrize(("moves", "walked", "unclear"), [(walk, 120, 0), (still, 0, 120)])
def test_what_looks_like_walking_but_is_none_is_unclear(
    tmp_path, monkeypatch, moves, walked, unclear
):
    t = stamps(200, 25)
    ready = prepare(recording(t, moves(t)), tmp_path)
    model, sensors = load("wrist"), features(ready)
    p = np.full((ready.seconds, len(model.classes)), 0.001, dtype=np.float32)
    p[:, model.classes.index("other")] = 0.99
    first = int(np.flatnonzero(ready.valid)[0]) + 20
    walk_, other = model.classes.index("walk"), model.classes.index("other")
    p[first : first + 120, walk_], p[first : first + 120, other] = 0.9, 0.1
    monkeypatch.setattr("stride.classify.judge.weigh", lambda *_: (p, None))
    said = judge(model, sensors, ready.valid, "wrist", True)
    assert is_walking(said.activity).sum() == walked
    assert said.unclear.sum() == unclear
    assert said.doubt.sum() == pytest.approx(0.1 * walked, rel=0.02)
