"""The simulator and the main job on what it made: truth against what stride finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import simulator

from tests.cli.conftest import stride  # noqa: F401  # the fixture

SAMPLES = Path(__file__).parent.parent / "sample_data"


def test_the_same_seed_gives_the_same_samples():
    plan = simulator.posture_half_hour()
    one, two = (simulator.simulate(plan, "thigh", 25, 3) for _ in range(2))
    assert np.array_equal(one.acc_g, two.acc_g)
    assert len(one.t_s) == 30 * 60 * 25


def test_steps_come_at_the_cadence():
    made = simulator.simulate([simulator.Part("walking", 600, 108)], "wrist", 50)
    assert len(made.step_s) == pytest.approx(1080, abs=8)
    assert np.all(np.diff(made.step_s) > 0)


def test_shipped_samples_are_what_the_script_writes(tmp_path):
    simulator.write_phone_walk(tmp_path / "phone.gz")
    shipped = SAMPLES / "phone" / "TotalAcceleration.csv.gz"
    assert (tmp_path / "phone.gz").read_bytes() == shipped.read_bytes()
    simulator.write_minute_month(tmp_path / "minutes.csv")
    assert (tmp_path / "minutes.csv").read_bytes() == (SAMPLES / "minutes.csv").read_bytes()


def test_a_day_has_24_hours():
    assert sum(part.seconds for part in simulator.walk_day()) == pytest.approx(86400)


def _minutes(plan, *activities):
    return sum(part.seconds for part in plan if part.activity in activities) / 60


def test_the_wrist_day(stride):  # noqa: F811
    path = SAMPLES / "wrist-day.csv.gz"
    arguments = ("import", "--json", "--tz", "Europe/Oslo", "--placement", "wrist", path)
    found = stride(*arguments).json["imports"][0]
    true = _minutes(simulator.walk_day(), "walking", "stairs")
    assert found["placement"] == "wrist"
    assert found["grade"] == "B"
    assert found["walking_minutes"] == pytest.approx(true, rel=0.1)
    day = stride("today", "--json", "--date", "2026-03-03").json
    off = _minutes(simulator.walk_day(), "off")
    assert day["wear_minutes"] == pytest.approx(1440 - off, abs=60)
    assert day["valid"] is True


def test_every_posture_of_thigh_and_back(stride):  # noqa: F811
    path = SAMPLES / "thigh-back.csv.gz"
    done = stride("import", "--json", "--tz", "UTC", path).json["imports"][0]
    assert (done["placement"], done["grade"]) == ("thigh+back", "A")
    lines = stride("classify", "--tz", "UTC", path).out.splitlines()[1:]
    said = np.array([line.split(",")[1] for line in lines])
    plan = simulator.posture_half_hour()
    true = np.concatenate([[part.activity] * round(part.seconds) for part in plan])
    said = np.where(said == "stairs", "walking", said)
    true = np.where(true == "stairs", "walking", true)
    assert np.mean(said[: len(true)] == true[: len(said)]) > 0.9


def test_the_steps_of_the_phone_walk(stride):  # noqa: F811
    path = SAMPLES / "phone" / "TotalAcceleration.csv.gz"
    true = int((SAMPLES / "phone" / "true-steps.txt").read_text())
    arguments = ("import", "--json", "--tz", "UTC", "--placement", "pocket", path)
    found = stride(*arguments).json["imports"][0]
    assert found["steps"] == pytest.approx(true, rel=0.05)
    assert found["grade"] == "D"
