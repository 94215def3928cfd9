"""A walk is told as a whole: what makes a bout, what does not, and what its edges are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stride.classify.walks import EDGE_S, BoutRule, Movement, sure_runs, walks

RULE = BoutRule()
#: Probability of walking by letter.
P = {".": 0.02, "-": 0.12, "+": 0.6, "#": 0.97}


def like_walking(n: int) -> Movement:
    def one(value: float) -> np.ndarray:
        return np.full(n, value, dtype=np.float32)

    return Movement(one(0.7), one(0.3), one(-0.3), np.ones(n, dtype=bool))


def told(text: str, quiet: int = 60, **other: float) -> str:
    """The seconds of the text that are walking; it stands in a minute of nothing on each side."""
    p = np.array([P[c] for c in "." * quiet + text + "." * quiet], dtype=np.float32)
    moved = like_walking(len(p))
    moved = replace(moved, **{k: np.full(len(p), v, dtype=np.float32) for k, v in other.items()})
    out = walks(p, moved, RULE)
    assert not out[:quiet].any()
    assert not out[len(p) - quiet :].any()
    return "".join("W" if x else "." for x in out[quiet : quiet + len(text)])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("####", "WWWW"),
        ("--####--", "WWWWWWWW"),  # its beginning and end are as possible as they are
        ("..####..", "..WWWW.."),
        ("+++++++++++++++++++", "..................."),  # never sure
        ("--##--", "......"),  # not sure for long enough
        ("-#-#-#-#-", "WWWWWWWWW"),  # sure now and then: slow, old or held arms
        ("####..####", "WWWW..WWWW"),
        ("##..##", "......"),  # two stretches, neither of them sure for long
        ("####++--++####", "W" * 14),  # a turn or another pace in between is part of the walk
    ],
)
def test_a_bout_is_a_run_that_is_sure_somewhere(text, said):
    assert told(text) == said


@pytest.mark.parametrize(
    "other",
    [
        {"repeats": 0.1},  # folding, a ball game
        {"spread_g": 1.1},  # hopping, jumping jacks
    ],
)
def test_movement_unlike_any_walk_is_none_however_sure_the_net_is(other):
    assert told("#" * 30, **other) == "." * 30
    assert told("#" * 30) == "W" * 30


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"repeats": 0.95}, "W"),  # a treadmill, a march
        ({"repeats": 0.7}, "."),
        ({"repeats": 0.95, "impact": -0.6}, "."),  # lifting weights, rowing
        ({"repeats": 0.95, "spread_g": 1.1}, "."),  # jumping jacks
    ],
)
def test_what_goes_on_as_evenly_as_feet_do_takes_no_sure_second(other, said):
    assert told("+" * 30, **other) == said * 30
    assert told("+" * 5, **other) == "." * 5


@pytest.mark.parametrize(
    ("sure", "weak", "taken"),
    [
        (90, 4, 4),  # a phone put away
        (90, 20, EDGE_S),  # never more than that takes: a deeply swinging hand is sure of little
        (12, 4, 2),  # a short walk is cut less
    ],
)
def test_the_ends_of_a_bout_are_like_the_rest_of_it(sure, weak, taken):
    text = [0.0] * 60 + [0.3] * weak + [0.97] * sure + [0.3] * 3 + [0.97] * sure + [0.3] * weak
    p = np.array(text + [0.0] * 60, dtype=np.float32)
    walked = np.flatnonzero(walks(p, like_walking(len(p)), replace(RULE, edge=0.7)))
    assert list(walked) == list(range(60 + taken, len(p) - 60 - taken))


def test_a_bout_ends_where_nothing_was_recorded():
    p = np.full(200, 0.97, dtype=np.float32)
    moved = like_walking(len(p))
    moved.recorded[3:197] = False
    assert not walks(p, moved, RULE).any()
    moved.recorded[3:103] = True
    assert list(np.flatnonzero(walks(p, moved, RULE))) == list(range(103))


def test_a_recording_of_seconds_keeps_a_rule_of_its_own():
    assert told("++++++", quiet=3) == "WWWWWW"
    assert told("++++++", quiet=40) == "......"
    assert told("++", quiet=3) == ".."
    assert told("++..++", quiet=3, repeats=0.1) == "WW..WW"  # a turn of some seconds


def test_pieces_between_holes_are_each_as_short_as_they_are():
    p = np.tile(np.repeat([0.5, 0.0], [15, 5]), 10).astype(np.float32)
    moved = like_walking(len(p))
    assert not walks(p, moved, RULE).any()
    moved.recorded[:] = p > 0
    assert not walks(p, moved, replace(RULE, there=0.6)).any()
    assert (walks(p, moved, replace(RULE, there=0.15)) == (p > 0)).all()
    moved.impact[:] = -0.6  # smooth as no footfall is
    assert not walks(p, moved, replace(RULE, there=0.15)).any()


def test_nothing_in_nothing_out():
    none = np.zeros(0, dtype=np.float32)
    assert len(walks(none, like_walking(0), RULE)) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("..######..", "..RRRRRR.."),
        ("..####..", "........"),  # stairs taken fast, a few jumps
        ("++++++++", "........"),  # never sure
        ("++#####++", "RRRRRRRRR"),
        ("###...###", "RRR...RRR"),  # a break of three seconds
        ("###....###", ".........."),
    ],
)
def test_a_run_is_sure_for_some_seconds(text, said):
    run = np.array([P[c] for c in text], dtype=np.float32)
    out = sure_runs(run, np.full(len(run), 0.05, dtype=np.float32), np.ones(len(run), dtype=bool))
    assert "".join("R" if x else "." for x in out) == said
    assert not sure_runs(run, np.ones_like(run), np.ones(len(run), dtype=bool)).any()
    assert not sure_runs(run, np.zeros_like(run), np.zeros(len(run), dtype=bool)).any()


@pytest.mark.parametrize(("lost", "walked"), [(3, False), (8, True)])
def test_seconds_lost_now_and_then_make_no_short_recordings(lost, walked):
    p = np.full(240, P["+"], dtype=np.float32)  # never sure, which is enough in a short recording
    moved = like_walking(len(p))
    moved.recorded[np.arange(240) % 50 < lost] = False
    assert walks(p, moved, RULE).any() == walked
