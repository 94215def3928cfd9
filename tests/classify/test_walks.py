"""A walk is told as a whole: what makes a bout, what does not, and what its edges are."""

from __future__ import annotations

import numpy as np
import pytest

from stride.classify.walks import BoutRule, walks

RULE = BoutRule(possible=0.1, sure=0.9, sure_s=4, repeats=0.3, break_s=0, shortest_s=4)
#: Probability of walking by letter.
P = {".": 0.02, "-": 0.2, "+": 0.6, "#": 0.97}


def told(text: str, repeats: float = 0.8, quiet: int = 60, rule: BoutRule = RULE) -> str:
    """The seconds of the text that are walking; it stands in a minute of nothing on each side."""
    p = np.array([P[c] for c in "." * quiet + text + "." * quiet], dtype=np.float32)
    out = walks(p, np.full(len(p), repeats, dtype=np.float32), np.ones(len(p), dtype=bool), rule)
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
        ("--###--", "......."),  # not sure for long enough
        ("-#-#-#-#-", "WWWWWWWWW"),  # sure now and then: slow, old or held arms
        ("####..####", "WWWW..WWWW"),
        ("##..##", "......"),  # two stretches, neither of them sure for long
        ("####++--++####", "W" * 14),  # a turn or another pace in between is part of the walk
    ],
)
def test_a_bout_is_a_run_that_is_sure_somewhere(text, said):
    assert told(text) == said


def test_movement_that_does_not_repeat_itself_is_no_walk():
    assert told("#" * 30, repeats=0.1) == "." * 30
    assert told("#" * 30, repeats=0.5) == "W" * 30


def test_a_bout_ends_where_nothing_was_recorded():
    p = np.full(200, 0.97, dtype=np.float32)
    recorded = np.ones(200, dtype=bool)
    recorded[3:197] = False
    assert not walks(p, np.ones(200, dtype=np.float32), recorded, RULE).any()
    recorded[3:103] = True
    assert list(np.flatnonzero(walks(p, np.ones(200, dtype=np.float32), recorded, RULE))) == list(
        range(103)
    )


def test_a_recording_of_seconds_keeps_a_rule_of_its_own():
    assert told("++++++", quiet=3) == "WWWWWW"
    assert told("++++++", quiet=40) == "......"
    assert told("++", quiet=3) == ".."


def test_nothing_in_nothing_out():
    none = np.zeros(0, dtype=np.float32)
    assert len(walks(none, none, none.astype(bool), RULE)) == 0
