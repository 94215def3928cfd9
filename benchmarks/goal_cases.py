"""Replays people whose goal did not fit them, week by week: ``python -m benchmarks.goal_cases``.

It needs nothing of stride but the plan, so that the same file can be run on an older commit to see
what the goal was before (docs/goals.md).
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from typing import NamedTuple

from stride.goals.ledger import open_ledger
from stride.goals.plans import find_plan
from stride.types import Day, History, Pain

#: A Monday.
START = date(2026, 1, 5)
WEEKS = 9


class Case(NamedTuple):
    """A person. days: walking minutes, None for no data. shown_from: the day of week 1.

    pains: day and score of entries of the diary.
    """

    name: str
    days: list[float | None]
    shown_from: int = 0
    pains: tuple[tuple[int, int], ...] = ()


CASES = (
    Case("one broken day of 24 hours in the first week, else 35 minutes a day",
         [35.0] * 3 + [1440.0] + [35.0] * 60),
    Case("104 minutes a day, eleven months away, back at 25 minutes a day",
         [104.0] * 90 + [None] * 335 + [25.0] * 63, shown_from=90 + 335),
    Case("eight days of a walking holiday at 130 minutes, then 35 minutes a day",
         [130.0] * 8 + [35.0] * 56),
    Case("50 minutes a day; the first entry of the pain diary is a 9, in week 4",
         [50.0] * 63, pains=((22, 9), (23, 8), (24, 8))),
)  # fmt: skip


def goals_by_week(case: Case, plan: str = "tiers") -> list[int]:
    """The goal on the last day of each week, minutes."""
    days = tuple(
        Day(START + timedelta(days=n), minutes * 60, minutes * 100, "A", True)
        for n, minutes in enumerate(case.days)
        if minutes is not None
    )
    pains = tuple(Pain(START + timedelta(days=n), score) for n, score in case.pains)
    last = START + timedelta(days=len(case.days) - 1)
    ledger = open_ledger(History(days, pains=pains), last, last + timedelta(days=1))
    goals = find_plan(plan).trace(ledger).goals
    ends = range(case.shown_from + 6, case.shown_from + 7 * WEEKS, 7)
    return [int(goals[end]) for end in ends]


def table() -> str:
    """The cases as a table of Markdown."""
    head = "| who | " + " | ".join(f"week {n}" for n in range(1, WEEKS + 1)) + " |"
    rows = [head, "|---|" + "---|" * WEEKS]
    for case in CASES:
        rows.append(f"| {case.name} | " + " | ".join(map(str, goals_by_week(case))) + " |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
