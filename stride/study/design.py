"""Turns names of terms into the columns of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stride.study.fit import Design
from stride.study.persons import Sample
from stride.study.protocol import Protocol


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a model. levels: of a category, the reference first; none for a number."""

    name: str
    levels: tuple[float, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}=" if self.levels else self.name


def covariates(protocol: Protocol, adjust: str, drop: Sequence[str] = ()) -> list[Term]:
    """The terms of an adjustment, without those that drop names."""
    return [covariate(protocol, name) for name in protocol.adjust[adjust] if name not in drop]


def covariate(protocol: Protocol, name: str) -> Term:
    """A variable of the protocol as a term."""
    return Term(name, tuple(protocol.variables[name].levels()))


def design(sample: Sample, terms: Sequence[Term], outcome: str) -> Design:
    """The columns of the terms, an intercept first; a level that no one has is left out."""
    names, columns = ["(Intercept)"], [np.ones(len(sample))]
    for term in terms:
        values = sample[term.name]
        if not term.levels:
            names.append(term.name)
            columns.append(values)
        for level in term.levels[1:]:
            if (values == level).any():
                names.append(f"{term.name}={level:g}")
                columns.append((values == level).astype(np.float64))
    return Design(names, np.stack(columns, axis=1), sample[outcome])


def formula(terms: Sequence[Term], outcome: str) -> str:
    """The model in words: outcome ~ terms, with = behind a category."""
    return f"{outcome} ~ {' + '.join(map(str, terms)) or '1'}"
