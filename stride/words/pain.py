"""Turns a pain entry into what stride says about it: what the goal does, and when to get help.

The signs are those of common public guidance on back pain, in stride's own words; which service to
call differs by country, so none is numbered here.
"""

from __future__ import annotations

from datetime import date

from stride.goals.pain import rises
from stride.rounding import whole
from stride.types import Pain

EMERGENCY = (
    "Call your local emergency number, or go to an emergency department, for back pain with:",
    (
        "pain, tingling, weakness or numbness in both legs",
        "numbness or tingling around the genitals or the buttocks",
        "trouble passing urine, or loss of control of bladder or bowel",
        "chest pain",
        "a serious accident, such as a road accident, before it began",
    ),
)
URGENT = (
    "Get medical advice the same day for back pain with:",
    (
        "a high temperature",
        "weight loss without trying",
        "a lump, a swelling, or a back that has changed shape",
        "pain that rest does not ease, or that is worse at night",
        "pain that is worse when sneezing, coughing or on the toilet",
        "pain between the shoulders rather than lower down",
    ),
)
DOCTOR = (
    "See a doctor when back pain:",
    (
        "is not better after a few weeks",
        "stops you from doing what you do every day",
        "is severe, or getting worse",
    ),
)
RED_FLAGS = (EMERGENCY, URGENT, DOCTOR)
SIGNS = "Signs that need a doctor: stride pain --signs"
#: Days of the diary in which every entry is followed by all the signs.
FIRST_DAYS = 7


def red_flags(bullet: str = "  - ") -> list[str]:
    """Every sign under the help it calls for, a line each."""
    lines: list[str] = []
    for head, signs in RED_FLAGS:
        lines.append(head)
        lines += [bullet + sign for sign in signs]
    return lines


def shows_all(pains: tuple[Pain, ...], day: date) -> bool:
    """Whether an entry is followed by all the signs: in the first week, and when pain is up.

    pains: the diary with the entry, oldest first. day: that of the entry.
    """
    first = min((entry.date for entry in pains), default=day)
    risen = any(rise.ordinal == day.toordinal() for rise in rises(pains))
    return risen or (day - first).days < FIRST_DAYS


def reaction(before: float, after: float, paused: bool) -> str:
    """What an entry does to the goal, in one sentence.

    before, after: the goal without and with the entry, minutes. paused: pain rose lately.
    """
    if after < before:
        return f"The pain is up, so the goal steps back to {whole(after)} minutes and rests."
    if paused:
        return "The pain is up, so the goal rests: it does not grow for a week."
    return "The goal stays as it is."
