"""What a person reads after an import: what else was seen, what is unclear, where phones may be."""

from __future__ import annotations

import json

import pytest

from stride.report.import_text import outcome_lines
from stride.report.outcome import DayChange, Outcome


def lines(placement="wrist", rule="found", grades="B", **details) -> str:
    row = {
        "format_id": "axivity",
        "placement": placement,
        "placement_rule": rule,
        "rate_hz": 50.0,
        "tz": "UTC",
        "tz_rule": "option",
        "walking_s": 1800,
        "steps": 3000,
        "grade": "D",
        "details": json.dumps(details),
    }
    days = tuple(
        DayChange(f"2026-05-{n:02d}", 30.0, 3000.0, 600.0, None, grade)
        for n, grade in enumerate(grades, start=1)
    )
    return "\n".join(outcome_lines(Outcome("day.cwa", "imported", "", row, days)))


@pytest.mark.parametrize(
    ("grades", "words"), [("B", "(grade B)"), ("BB", "(grade B)"), ("CAB", "(grades A to C)")]
)
def test_the_grades_are_those_of_the_days(grades, words):
    assert words in lines(grades=grades)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({"also_s": {"running": 0, "cycling": 185}}, "3,000 steps, 3 min cycling (grade B)"),
        ({"also_s": {"running": 59, "cycling": 20}}, "3,000 steps (grade B)"),
        ({"unclear_s": 181}, "3,000 steps, 3 min unclear (grade B)"),
        ({"unclear_s": 179}, "3,000 steps (grade B)"),  # less than a tenth of the walking
        ({}, "3,000 steps (grade B)"),
    ],
)
def test_what_else_was_seen_is_said(details, words):
    assert words in lines(**details)


def test_a_phone_may_have_been_in_the_hand():
    assert "--placement hand --again" in lines("pocket", "file")
    assert "--placement" not in lines("pocket", "option")
    assert "--placement" not in lines("wrist", "file")
