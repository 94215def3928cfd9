"""Turns a table of days and a table of participants into one row of numbers a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stride.errors import DataError
from stride.study.condition import names_in, truth
from stride.study.protocol import Protocol, Variable
from stride.study.tables import need_columns, numbers

if TYPE_CHECKING:
    import pandas as pd

    from stride.types import F64, I64, Bool

DAYS_A_YEAR = 365
WALKING = ("slow_min", "moderate_min", "brisk_min")


@dataclass(frozen=True, slots=True)
class Sample:
    """Persons as columns: name -> (n,) float64, NaN for a blank."""

    columns: dict[str, F64]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __getitem__(self, name: str) -> F64:
        return self.columns[name]

    def where(self, mask: Bool) -> Sample:
        """The persons for whom mask (n,) is true."""
        return Sample({name: values[mask] for name, values in self.columns.items()})

    def plus(self, name: str, values: F64) -> Sample:
        """With one column more."""
        return Sample({**self.columns, name: np.asarray(values, dtype=np.float64)})


def persons(days: pd.DataFrame, people: pd.DataFrame, protocol: Protocol) -> Sample:
    """A row for every participant in PEOPLE, in its order.

    days: a row a person and day. people: a row a participant. Raises DataError that names what a
    table lacks, a person twice, and a value the protocol does not know.
    """
    need_columns(people, [protocol.person, *_asked_of_people(protocol)], "PEOPLE")
    name = protocol.person
    twice = people[name][people[name].duplicated()]
    if len(twice):
        raise DataError(
            f"PEOPLE has {name} {twice.iloc[0]!r} more than once.", "Keep one row a participant."
        )
    columns = {
        each: _column(people, each)
        for each in people.columns
        if each != name and each in set(_asked_of_people(protocol))
    }
    columns.update(of_days(days, _codes(days, people, name), len(people), protocol))
    for each, variable in protocol.variables.items():
        columns[each] = _variable(each, variable, columns)
    return Sample(columns)


def of_days(days: pd.DataFrame, code: I64, count: int, protocol: Protocol) -> dict[str, F64]:
    """Delivered and valid days and the measures of each person, (count,).

    code: (rows,) the person of each day, -1 for none.
    """
    weighted = [each for measure in protocol.measures.values() for each in measure.weights]
    above = [each for each in protocol.days.above_zero if each != "walking_min"]
    need_columns(days, [*weighted, *above, *WALKING, "wear_min"], "DAYS")
    table = {
        each: numbers(days, each, "DAYS") for each in {*weighted, *above, *WALKING, "wear_min"}
    }
    table["walking_min"] = np.sum([table[each] for each in WALKING], axis=0)
    delivered = (table["wear_min"] == protocol.days.delivered_min) & (code >= 0)
    valid = delivered & np.all([table[each] > 0 for each in protocol.days.above_zero], axis=0)
    among = {"delivered": delivered, "valid": valid}

    def sums(values: F64, rows: Bool) -> F64:
        return np.asarray(
            np.bincount(code[rows], weights=values[rows], minlength=count), dtype=np.float64
        )

    ones = np.ones(len(code))
    out = {f"{kind}_days": sums(ones, rows) for kind, rows in among.items()}
    for name, measure in protocol.measures.items():
        rows = among[measure.over]
        total = np.sum([weight * table[each] for each, weight in measure.weights.items()], axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = sums(total, rows) / out[f"{measure.over}_days"]
            out[name] = mean / out[measure.per] if measure.per else mean
    for name, exposure in protocol.exposures.items():
        out[name] = np.round(out[name], exposure.round)
    return out


def _codes(days: pd.DataFrame, people: pd.DataFrame, name: str) -> I64:
    """The row in PEOPLE of every day, -1 where it has none. Raises DataError for a day twice."""
    import pandas as pd

    need_columns(days, [name, "date"], "DAYS")
    double = days.duplicated([name, "date"])
    if double.any():
        at = int(double.to_numpy().argmax())
        raise DataError(
            f"DAYS, line {at + 2}: the same {name} and date stand there twice.",
            "Keep one row a person and day.",
        )
    codes = pd.Index(people[name].astype(str)).get_indexer(days[name].astype(str))
    if len(codes) and (codes < 0).all():
        raise DataError(
            f"No {name} of DAYS stands in PEOPLE.", f"Is {name} written alike in both tables?"
        )
    return np.asarray(codes, dtype=np.int64)


def _asked_of_people(protocol: Protocol) -> list[str]:
    """The columns of PEOPLE that the protocol speaks of, in its order."""
    made = {*protocol.measures, "delivered_days", "valid_days", "included"}
    own = set(protocol.variables)
    asked: dict[str, None] = {}
    for name, variable in protocol.variables.items():
        texts = [text for text in (variable.when, variable.missing, variable.fill_when) if text]
        if variable.years_from:
            asked.update(dict.fromkeys((variable.years_from, variable.years_to)))
        elif not variable.when and name not in made:
            asked[variable.column or name] = None
        for text in texts:
            asked.update((each, None) for each in names_in(text) if each not in own | made)
    conditions = [step.when for step in protocol.exclude]
    conditions += [part.keep for part in protocol.sensitivity if part.keep]
    for text in conditions:
        asked.update((each, None) for each in names_in(text) if each not in own | made)
    return list(asked)


def _column(people: pd.DataFrame, name: str) -> F64:
    """Numbers, or days since the epoch where a column holds dates."""
    import pandas as pd

    if name.endswith("_date"):
        stamps = pd.to_datetime(people[name], errors="coerce").to_numpy()
        out = stamps.astype("datetime64[D]").astype(np.float64)
        out[np.isnat(stamps)] = np.nan
        return np.asarray(out)
    return np.asarray(numbers(people, name, "PEOPLE"))


def _variable(name: str, variable: Variable, columns: dict[str, F64]) -> F64:
    if variable.years_from:
        days = columns[variable.years_to] - columns[variable.years_from]
        return np.asarray(days / DAYS_A_YEAR)
    if variable.when:
        out = truth(variable.when, columns)
    else:
        out = _coded(name, variable, columns[variable.column or name].copy())
    if variable.missing:
        out[truth(variable.missing, columns) == 1] = np.nan
    if variable.fill_when:
        out[truth(variable.fill_when, columns) == 1] = variable.fill
    return out


def _coded(name: str, variable: Variable, values: F64) -> F64:
    """Values checked against the categories, or put together into groups."""
    if not variable.categories and not variable.groups:
        return values
    groups = variable.groups or [[value] for value in variable.categories]
    out = np.full(len(values), np.nan)
    for level, group in zip(variable.levels(), groups, strict=True):
        out[np.isin(values, group)] = level
    lost = np.isnan(out) & ~np.isnan(values)
    if lost.any():
        at = int(lost.argmax())
        codes = ", ".join(f"{value:g}" for group in groups for value in group)
        raise DataError(
            f"PEOPLE, column {variable.column or name}, line {at + 2}: {values[at]:g} is not one "
            f"of the protocol's values.",
            f"They are {codes}; leave a missing answer blank, or edit the protocol.",
        )
    return out
