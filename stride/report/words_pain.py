"""Turns a pain entry into what stride says about it: what the goal does, and when to get help.

The signs are those of common public guidance on back pain, in stride's own words; which service to
call differs by country, so none is numbered here.
"""

from __future__ import annotations

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


def red_flags(bullet: str = "  - ") -> list[str]:
    """Every sign under the help it calls for, a line each."""
    lines: list[str] = []
    for head, signs in RED_FLAGS:
        lines.append(head)
        lines += [bullet + sign for sign in signs]
    return lines


def reaction(before: float, after: float, paused: bool) -> str:
    """What an entry does to the goal, in one sentence.

    before, after: the goal without and with the entry, minutes. paused: pain rose lately.
    """
    if after < before:
        return f"That is clearly above your usual, so the goal steps back to {after:.0f} minutes."
    if paused:
        return "That is above your usual, so the goal does not grow for a week."
    return "The goal stays as it is."
