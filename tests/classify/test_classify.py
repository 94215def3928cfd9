"""The classifier as a whole: chunks, holes, turns of the sensor, and what it refuses to claim."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.classify import classify
from stride.classify.features import features
from stride.classify.judge import fitting
from stride.classify.model import MODELS, load, probabilities
from stride.errors import UsageError
from stride.signal import prepare
from stride.types import PLACEMENTS, Activity
from tests.signal.synthetic import (
    HARMONICS_G,
    START,
    TRUNK_G,
    recording,
    stamps,
    still,
    walk,
)

POSTURES = {int(a) for a in (Activity.STANDING, Activity.SITTING, Activity.LYING, Activity.SIT_LIE)}
GAIT = {int(Activity.WALKING), int(Activity.STAIRS)}


def outing(hz: float = 25, harmonics=HARMONICS_G) -> tuple[np.ndarray, np.ndarray]:
    """Five minutes still, five of walking, five still with the sensor turned by 80 degrees."""
    t = stamps(900, hz)
    a, b = len(t) // 3, 2 * len(t) // 3
    return t, np.concatenate(
        [
            still(t[:a], seed=1),
            walk(t[a:b], harmonics=harmonics, vary=0.04),
            still(t[b:], up=(1, 0, 0.17), seed=2),
        ]
    )


def run(folder, t, acc, placement="thigh", gravity="yes", chunk=20_000):
    return classify(prepare(recording(t, acc, chunk, gravity), folder), placement)


@settings(max_examples=6)
@given(chunk=st.integers(500, 30_000))
def test_results_do_not_depend_on_the_chunks(tmp_path_factory, chunk):
    t, acc = outing()
    one = run(tmp_path_factory.mktemp("a"), t, acc)
    other = run(tmp_path_factory.mktemp("b"), t, acc, chunk=chunk)
    for name in ("activity", "confidence", "steps", "cadence_spm", "wear"):
        assert np.array_equal(getattr(one.seconds, name), getattr(other.seconds, name)), name
    assert np.array_equal(one.bouts.steps, other.bouts.steps)


def test_results_do_not_depend_on_the_threads(tmp_path_factory, monkeypatch):
    t, acc = stamps(9000, 25), walk(stamps(9000, 25), vary=0.04)
    found = []
    for count in ("1", "2", "4"):
        monkeypatch.setenv("STRIDE_THREADS", count)
        found.append(run(tmp_path_factory.mktemp(count), t, acc).seconds)
    for one in found[1:]:
        for name in ("activity", "confidence", "steps", "cadence_spm", "wear"):
            assert np.array_equal(getattr(found[0], name), getattr(one, name)), name


def test_a_hole_of_days_is_worked_out_once(tmp_path, monkeypatch):
    """Two outings with weeks between them: each as it would be alone, and soon done."""
    from stride.classify import model as net

    rows = []
    hidden = net._hidden
    monkeypatch.setattr(net, "_hidden", lambda m, h: rows.append(h.shape[1]) or hidden(m, h))
    t, acc = outing()
    later = t + 20 * 86400.0
    found = run(tmp_path, np.concatenate([t, later]), np.concatenate([acc, acc]))
    walked = np.isin(found.seconds.activity, list(GAIT))
    assert walked[:900].sum() == pytest.approx(walked[-900:].sum(), abs=2) and walked.sum() > 580
    assert sum(rows) < 0.15 * 4 * len(walked)


def test_the_walk_is_found_and_its_steps(tmp_path):
    found = run(tmp_path, *outing())
    walking = np.isin(found.seconds.activity, list(GAIT))
    assert walking[310:590].mean() > 0.95
    assert walking[:290].mean() < 0.02
    assert walking[610:].mean() < 0.02
    assert int(found.seconds.steps.sum()) == pytest.approx(540, rel=0.03)
    assert found.axes_found


def test_nothing_is_counted_across_a_hole(tmp_path):
    t, acc = outing()
    gone = (t > START + 400) & (t < START + 460)
    found = run(tmp_path, t[~gone], acc[~gone])
    inside = slice(402, 458)
    assert (found.seconds.activity[inside] == int(Activity.UNKNOWN)).all()
    assert not found.seconds.steps[inside].any()
    assert not found.seconds.wear[inside].any()
    assert len(found.bouts.start_utc_s) >= 2
    ends = found.bouts.start_utc_s + found.bouts.duration_s
    assert not ((found.bouts.start_utc_s < START + 400) & (ends > START + 460)).any()


@pytest.mark.parametrize("placement", ["wrist", "pocket", "hand"])
def test_wrist_and_phone_never_claim_posture(tmp_path, placement):
    found = run(tmp_path, *outing(), placement)
    assert not set(np.unique(found.seconds.activity)) & POSTURES
    assert found.axes_found is None


@pytest.mark.parametrize("placement", ["thigh", "back", "hip"])
def test_without_gravity_posture_is_refused_in_words(tmp_path, placement):
    t, acc = outing()
    found = run(tmp_path, t, acc - acc.mean(axis=0), placement, gravity="no")
    assert not set(np.unique(found.seconds.activity)) & POSTURES
    assert any("posture" in sentence for sentence in found.warnings)


def test_without_walking_posture_is_refused_in_words(tmp_path):
    t = stamps(600, 25)
    found = run(tmp_path, t, still(t))
    assert found.axes_found is False
    assert not set(np.unique(found.seconds.activity)) & POSTURES
    assert any("which way is up" in sentence for sentence in found.warnings)


def test_an_unsure_placement_is_assumed_out_loud(tmp_path):
    t = stamps(600, 25)
    found = run(tmp_path, t, still(t), "auto")
    assert found.placement_rule == "assumed"
    assert any("--placement" in sentence for sentence in found.warnings)


@pytest.mark.parametrize("turn", [np.diag([-1, 1, -1]), np.diag([-1, -1, 1]), np.eye(3)[[1, 2, 0]]])
def test_a_turned_sensor_gives_the_same_walking(tmp_path_factory, turn):
    t, acc = outing()
    one = run(tmp_path_factory.mktemp("a"), t, acc)
    turned = run(tmp_path_factory.mktemp("b"), t, (acc @ turn).astype(np.float32))
    same = np.isin(one.seconds.activity, list(GAIT)) == np.isin(turned.seconds.activity, list(GAIT))
    assert same.mean() > 0.99


def test_the_features_are_blind_to_turns(tmp_path_factory):
    t, acc = outing()
    turn, _ = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))
    plain = features(prepare(recording(t, acc), tmp_path_factory.mktemp("a")))[0].x
    turned = features(
        prepare(recording(t, (acc @ turn).astype(np.float32)), tmp_path_factory.mktemp("b"))
    )[0].x
    assert np.abs(plain - turned).mean() < 0.001
    assert np.abs(plain - turned).max() < 0.2  # roundness of stillness is chance


@pytest.mark.parametrize("name", sorted(p.stem for p in MODELS.glob("*.npz")))
def test_model_arrays_are_plain_numbers(name):
    with np.load(MODELS / f"{name}.npz", allow_pickle=False) as arrays:
        assert all(arrays[key].dtype.kind in "fU" for key in arrays.files)


def plainly(model, member, x):
    """Probabilities by one member, second by second and tap by tap, in 64 bits."""
    h = np.maximum(x @ model.enter[0][member] + model.enter[1][member], 0)
    for (weight, bias), d in zip(model.layers, model.dilations, strict=True):
        out = np.tile(bias[member].astype(float), (len(h), 1))
        for s in range(len(h)):
            for k in range(len(weight)):
                at = s + (k - len(weight) // 2) * d
                if 0 <= at < len(h):
                    out[s] += h[at] @ weight[k, member]
        h = h + np.maximum(out, 0)
    z = h @ model.leave[0][member] + model.leave[1][member]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def test_probabilities_are_those_of_the_plain_reckoning(tmp_path):
    t, acc = outing()
    sensors = features(prepare(recording(t, acc), tmp_path), everywhere=True)
    model = load("wrist")
    fast = probabilities(model, sensors, None, True)
    x = np.zeros((len(fast), len(model.mean)))
    x[:, : sensors[0].x.shape[1]], x[:, -1] = sensors[0].x, 1
    known = np.zeros(len(model.mean))
    known[: sensors[0].x.shape[1]], known[-1] = 1, 1
    x = (x - model.mean) * model.scale * known
    each = [plainly(model, member, x) for member in range(len(model.enter[0]))]
    plain = np.mean(each, axis=0)
    assert np.abs(fast - plain).max() < 1e-3


def test_without_gravity_its_own_nets_judge():
    for name in ("thigh", "thigh_back", "wrist"):
        model = load(name)
        assert fitting(model, True) is model
        other = fitting(model, False)
        assert other.model_id.startswith(f"{name}_without_gravity")
        assert other.classes == model.classes
    assert fitting(load("phone"), False) is load("phone")


@pytest.mark.parametrize("placement", PLACEMENTS)
def test_every_placement_has_a_model(tmp_path, placement):
    t, acc = outing(harmonics=TRUNK_G if placement in ("back", "hip") else HARMONICS_G)
    acc = np.hstack([acc, outing(harmonics=TRUNK_G)[1]]) if placement == "thigh+back" else acc
    found = run(tmp_path, t, acc, placement)
    assert (found.placement, found.placement_rule) == (placement, "option")
    assert int(found.seconds.steps.sum()) == pytest.approx(540, rel=0.06)


@pytest.mark.parametrize(("placement", "word"), [("knee", "knee"), ("thigh+back", "two sensors")])
def test_a_placement_that_cannot_be_is_refused(tmp_path, placement, word):
    with pytest.raises(UsageError, match=word):
        run(tmp_path, *outing(), placement)
