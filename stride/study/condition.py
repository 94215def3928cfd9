"""Turns the conditions of a protocol into truth for every person: yes, no, or neither."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from stride.errors import DataError

if TYPE_CHECKING:
    from stride.types import F64, Bool

CLAUSE = re.compile(
    r"\s*(?P<name>\w+)\s*"
    r"(?:is (?P<is>missing|known)|(?P<op>[=!<>]=|[<>])\s*(?P<number>-?\d+(?:\.\d+)?))\s*"
)
COMPARE: dict[str, Callable[[F64, float], Bool]] = {
    "==": lambda values, number: values == number,
    "!=": lambda values, number: values != number,
    "<": lambda values, number: values < number,
    "<=": lambda values, number: values <= number,
    ">": lambda values, number: values > number,
    ">=": lambda values, number: values >= number,
}
HINT = (
    "It reads NAME == 1 (or != < <= > >=), NAME is missing, NAME is known; joined by and, or by or."
)


def names_in(condition: str) -> list[str]:
    """The names that a condition speaks of, in order. Raises DataError where it cannot be read."""
    return [clause["name"] for clause in _clauses(condition)[1]]


def truth(condition: str, columns: Mapping[str, F64]) -> F64:
    """1 where the condition holds, 0 where not, NaN where a blank leaves it open, (n,).

    condition: as in a protocol. columns: name -> (n,) numbers, NaN for a blank.
    Blanks follow SQL: a yes settles an ``or`` and a no settles an ``and``, whatever is missing.
    """
    joined, clauses = _clauses(condition)
    parts = [_one(clause, columns) for clause in clauses]
    settles = 0.0 if joined == "and" else 1.0
    out = np.where(np.any(np.isnan(parts), axis=0), np.nan, 1.0 - settles)
    out[np.any([part == settles for part in parts], axis=0)] = settles
    return out


def holds(condition: str, columns: Mapping[str, F64]) -> Bool:
    """True where the condition holds for certain, (n,); arguments as for truth()."""
    return np.asarray(truth(condition, columns) == 1)


def _clauses(condition: str) -> tuple[str, list[re.Match[str]]]:
    joined = "and" if " and " in condition else "or"
    clauses = [CLAUSE.fullmatch(text) for text in condition.split(f" {joined} ")]
    read = [clause for clause in clauses if clause]
    if len(read) < len(clauses):
        raise DataError(f"The protocol's condition {condition!r} cannot be read.", HINT)
    return joined, read


def _one(clause: re.Match[str], columns: Mapping[str, F64]) -> F64:
    values = columns[clause["name"]]
    blank = np.isnan(values)
    if clause["is"]:
        return np.asarray(blank if clause["is"] == "missing" else ~blank, dtype=np.float64)
    holds = COMPARE[clause["op"]](values, float(clause["number"])).astype(np.float64)
    holds[blank] = np.nan
    return holds
