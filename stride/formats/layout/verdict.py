"""What a format says of a file: how sure it is, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Match(IntEnum):
    """How sure a format is: POSSIBLE is for the generic readers, which take what is left."""

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a format thinks of a file. A match of None means no; ``why`` is said either way."""

    match: Match | None
    why: str


def sure(why: str) -> Verdict:
    """A verdict that names what only this format has."""
    return Verdict(Match.SURE, why)


def likely(why: str) -> Verdict:
    """A verdict from column names that others might share."""
    return Verdict(Match.LIKELY, why)


def possible(why: str) -> Verdict:
    """A verdict of a generic reader."""
    return Verdict(Match.POSSIBLE, why)


def no(why: str) -> Verdict:
    """Not this format, and what was missed."""
    return Verdict(None, why)
