"""Recorded walks without a count of steps: their steps are not known, and never 0."""

from __future__ import annotations

import pytest

LIST = """sport,start,duration (s)
running,2024-05-11T10:00:00,1800
walking,2024-05-13T10:00:00,6660
"""


@pytest.fixture
def walks(tmp_path, stride):
    path = tmp_path / "list.csv"
    path.write_text(LIST)
    assert stride("import", "--tz", "UTC", path).code == 0
    return path


def test_the_day_has_its_walk_and_no_steps(walks, stride):
    document = stride("day", "2024-05-13", "--json").json
    (walk,) = document["walks"]
    assert (walk["minutes"], walk["steps"], walk["cadence_spm"]) == (111, None, None)
    assert stride("today", "--date", "2024-05-13", "--json").json["steps"] is None
    assert stride("today", "--date", "2024-05-13", "--json").json["longest_walk_minutes"] == 111
    report = stride("report", "--until", "2024-05-13", "--json").json
    assert report["weeks"][-1]["steps"] is None and report["days"][-1]["steps"] is None


@pytest.mark.parametrize("command", ["day 2024-05-13", "today --date 2024-05-13", "sources",
                                     "report --until 2024-05-13 --weeks 1 --all"])  # fmt: skip
@pytest.mark.parametrize("plain", [(), ("--plain",)])
def test_no_view_says_none(walks, stride, command, plain):
    out = stride(*command.split(), *plain).out
    assert " 0 steps" not in out and "no walks" not in out and "no steps" not in out


def test_the_import_says_so(walks, stride):
    (found,) = stride("import", "--again", "--tz", "UTC", "--json", walks).json["imports"]
    assert found["steps"] is None and found["walking_minutes"] == 111
    assert all(day["steps"] is None for day in found["days"])
