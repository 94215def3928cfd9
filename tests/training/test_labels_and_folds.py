"""How labels become groups, people become folds, and probabilities become confidence."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from training.change import at_rate, eight_bit, rotation, turned
from training.classes import SIT_LIE
from training.data import GROUPS, OUT, Example, Item, believed, group_of, placement_of
from training.export import reliability
from training.models import FOLDS, LEFT_OUT, by_name, folds, person, teaches
from training.score import f1, lying


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("walking", "walk"),
        ("walking_fast", "walk"),
        ("walking_stairs", "stairs"),
        ("stairs (ascending)", "stairs"),
        ("walking_upstairs", "stairs"),
        ("running_slow", "run"),
        ("jogging", "run"),
        ("cycling (sit)", "cycle"),
        ("cycling_dynamic", "cycle"),
        ("standing_static", "stand"),
        ("seated", "sit"),
        ("sitting", "sit"),
        ("lying_b", "lie"),
        ("shuffling", "shuffle"),
        ("teeth", "other"),
        ("desk work", "other"),
        ("sitting (train, desk seat)", "other"),
        ("cycling (sit, inactive)", None),
        ("cycling_static", None),
        ("lying_down", None),
        ("kicking", None),
        ("dribbling", None),
        ("standing_up", None),
        ("turning", None),
        ("heel_1", None),
        ("undefined_covered", None),
        ("", None),
        ("walking_treadmill", "walk"),
        ("stairs_down", "stairs"),
        ("running_treadmill", "run"),
        ("cycling_stationary", "cycle"),
        ("physio_pendulum", "other"),
        ("jumping_jacks", "other"),
        ("sit_to_stand_repeats", "other"),
        ("opening_door", None),
        ("lie_down_get_up_bed", None),
        ("sit_down_get_up_chair", None),
        ("phone_taken_from_pocket", None),
        ("tug_mixed", None),
        ("stepping_up", None),
        ("car_step_out", None),
    ],
)
def test_labels(label, group):
    assert group_of(label) == (OUT if group is None else GROUPS.index(group))


def test_no_person_is_in_two_folds_whatever_they_wore():
    def worn(dataset, subject):
        return Item(dataset, "r", subject, "wrist", ("",))

    items = [worn(f"wisdm-{kind}", str(k)) for kind in ("watch", "phone") for k in range(17)]
    items += [worn("harth", f"S{k}") for k in range(6)]
    people = [person(i) for i in items]
    sets = folds(people)
    assert len(sets) == FOLDS
    assert sum(len(s) for s in sets) == len(set(people))
    assert set().union(*sets) == set(people)
    assert all(any(dataset == "harth" for dataset, _ in s) for s in sets)


def test_confidence_never_falls_and_is_what_it_was_worth():
    rng = np.random.default_rng(0)
    winning = rng.uniform(0.3, 1, 20_000)
    right = (rng.random(20_000) < winning**2).astype(float)  # an overconfident model
    x, y = reliability(winning, right)
    assert (np.diff(y) >= 0).all()
    assert np.interp(0.9, x, y) == pytest.approx(0.81, abs=0.04)


def test_scores_of_a_small_case():
    truth = np.array([1, 1, 1, 0, 0], dtype=bool)
    said = np.array([1, 1, 0, 1, 0], dtype=bool)
    assert f1(truth, said) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_changes_change_only_what_they_say():
    t = np.arange(1000) / 50
    acc = np.random.default_rng(1).normal(0, 0.3, (1000, 3)).astype(np.float32)
    _, other = turned(rotation(np.random.default_rng(2)))(t, acc)
    assert np.linalg.norm(other, axis=1) == pytest.approx(np.linalg.norm(acc, axis=1), abs=1e-4)
    slower, _ = at_rate(12.5)(t, acc)
    assert np.diff(slower) == pytest.approx(0.08)
    _, coarse = eight_bit(4.0)(t, acc)
    assert np.abs(coarse - acc).max() <= 4 / 256 + 1e-6


@pytest.mark.parametrize(
    ("where", "placement"),
    [
        ("right wrist (strap)", "wrist"),
        ("wrist of the exercising arm (Apple Watch 2 or 3)", "wrist"),
        ("right trouser pocket (phone)", "pocket"),
        ("waist (belt)", "hip"),
        ("left hip", "hip"),
        ("phone held flat in the hand in front of the body", "hand"),
        ("neck pouch", "hand"),
        ("thigh", "thigh"),
    ],
)
def test_placements(where, placement):
    assert placement_of(where) == placement


def test_labels_that_cannot_be_right_are_no_labels():
    def names(dataset, recording, hz):
        t = np.arange(0, 60, 1 / hz)
        label = pa.array(["running_treadmill"] * len(t)).dictionary_encode()
        return set(believed(dataset, recording, t, label).to_pylist())

    assert names("wisdm2019-watch", "1600", 20) == {"running_treadmill"}
    assert names("wisdm2019-watch", "1600", 40) == {""}  # two streams interleaved
    assert names("wristppg-wrist", "s4", 256) == {"running_treadmill"}
    assert names("wristppg-wrist", "s3", 256) == {""}  # moves like fast walking


def test_legs_and_trunks_teach_arms_only_as_they_were_recorded():
    def item(placement):
        return Item("harth", "r", "s", placement, ("",))

    phone, thigh = by_name("phone"), by_name("thigh")
    assert teaches(phone, item("thigh"), "as recorded")
    assert not teaches(phone, item("thigh"), "sensor")
    assert teaches(phone, item("wrist"), "loops")
    assert teaches(thigh, item("thigh"), "sensor")
    assert not teaches(thigh, item("wrist"), "as recorded")


def test_every_dataset_of_a_loose_model_is_left_out_once():
    for name, groups in LEFT_OUT.items():
        names = [one for group in groups for one in group]
        assert len(names) == len(set(names)), name


def test_lying_counts_only_where_it_is_claimed():
    sit, lie = GROUPS.index("sit"), GROUPS.index("lie")
    item = Item("sens-thigh", "r", "s", "thigh", ("",))
    truth = np.array([lie, lie, sit, sit, OUT], dtype=np.int8)
    e = Example(item, [], truth, np.ones(5, dtype=bool), 0)
    said = np.array([lie, SIT_LIE, lie, sit, lie])
    assert lying([(e, said)]) == {"seconds": 2, "right": 0.5, "found": 0.5}
