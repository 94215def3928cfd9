"""The whole analysis of a protocol: flow, groups, models, tables, as in results.json."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from stride import __version__
from stride.study.condition import holds
from stride.study.groups import cuts, percentile
from stride.study.models import (
    Analysis,
    all_models,
    e_values,
    interactions,
    restricted,
    splines,
    with_groups,
)
from stride.study.persons import Sample, persons
from stride.study.protocol import Protocol, Table

if TYPE_CHECKING:
    import pandas as pd

    from stride.types import F64

#: Below so many cases a ratio is marked, and below so many persons or cases a cell.
FEW_CASES = 200
SMALL_CELL = 5
RULES = {
    "percentile_rule": "averaged inverse distribution function (Hyndman and Fan type 2, as Stata)",
    "se_rule": "se_hc0: plain sandwich; se_stata: times sqrt(n/(n-1)), as Stata's poisson, "
    "vce(robust); se_hc1: times sqrt(n/(n-k)); lo and hi from se_stata and the normal quantile",
    "quarter_rule": "group = 1 + (x > P25) + (x > P50) + (x > P75)",
    "words": "Every ratio is an association in an observational study, no effect.",
}


@dataclass(frozen=True, slots=True)
class Curves:
    """What the sheet draws beside the results: id of a spline -> its fine curve; histograms."""

    fine: dict[str, list[dict[str, float]]]
    histograms: dict[str, tuple[list[int], list[float]]]


def describe(days: pd.DataFrame, people: pd.DataFrame, protocol: Protocol) -> dict[str, Any]:
    """Flow, percentiles and tables: the half without an outcome model."""
    return _described(*included(days, people, protocol), protocol)


def associate(
    days: pd.DataFrame, people: pd.DataFrame, protocol: Protocol
) -> tuple[dict[str, Any], Curves]:
    """Everything, in the layout of results.json, and what only the sheet draws.

    days: a row a person and day. people: a row a participant. protocol: from load_protocol().
    """
    everyone, flow = included(days, people, protocol)
    results = _described(everyone, flow, protocol)
    analysis = Analysis(with_groups(everyone.where(everyone["included"] == 1), protocol), protocol)
    models = list(all_models(analysis)) if len(analysis.sample) else []
    made = list(splines(analysis))
    results |= {
        "models": [_marked(entry) for entry in models],
        "splines": [entry for entry, _ in made],
        "interactions": list(interactions(analysis)),
        "e_values": list(e_values(models, protocol)),
        "sensitivity_cuts": {
            f"{exposure}.{part.id}": cuts(restricted(analysis, part)[exposure])
            for part in protocol.sensitivity
            for exposure in protocol.exposures
        }
        if len(analysis.sample)
        else {},
    }
    return results, Curves(
        {entry["id"]: fine for entry, fine in made},
        {name: _histogram(analysis.sample[name]) for name in protocol.exposures},
    )


def included(
    days: pd.DataFrame, people: pd.DataFrame, protocol: Protocol
) -> tuple[Sample, list[dict[str, Any]]]:
    """Everyone, with a column ``included``, and the steps of the flow; arguments as associate()."""
    everyone = persons(days, people, protocol)
    left = np.ones(len(everyone), dtype=np.bool_)
    flow = [{"step": "start", "dropped": 0, "left": len(everyone)}]
    for step in protocol.exclude:
        out = left & holds(step.when, everyone.columns)
        left &= ~out
        flow.append({"step": step.step, "dropped": int(out.sum()), "left": int(left.sum())})
    return everyone.plus("included", left.astype(np.float64)), flow


def _described(everyone: Sample, flow: list[dict[str, Any]], protocol: Protocol) -> dict[str, Any]:
    analysed = everyone.where(everyone["included"] == 1)
    outcome, severe = protocol.outcome.variable, protocol.outcome.severe
    days, counts = np.unique(analysed["valid_days"], return_counts=True)
    values = {name: analysed[name] for name in protocol.exposures}
    grouped = with_groups(analysed, protocol)
    return {
        "meta": {
            "made_by": f"stride {__version__}",
            "protocol": protocol.id,
            "packages": _packages(),
            **RULES,
        },
        "flow": flow,
        "n": len(analysed),
        "cases": int(np.nansum(analysed[outcome])),
        "severe_cases": int(np.nansum(analysed[severe])) if severe else None,
        "valid_days_distribution": {
            f"{day:g}": int(count) for day, count in zip(days, counts, strict=True)
        },
        "quantiles": {
            name: {
                f"p{percent}": _number(percentile(each, percent))
                for percent in (10, 25, 50, 75, 90)
            }
            for name, each in values.items()
        },
        "range": {
            name: [float(each.min()), float(each.max())]
            for name, each in values.items()
            if len(each)
        },
        "cut_gap": {name: [_gap(each, cut) for cut in cuts(each)] for name, each in values.items()},
        "tables": {
            table.id: _table(table, everyone if table.everyone else grouped, protocol)
            for table in protocol.tables
        },
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else value


def _gap(values: F64, cut: float) -> float | None:
    """Distance from a cut point to the nearest other value: how safe the quarters are."""
    away = np.abs(values - cut)
    away = away[away > 0]
    return float(away.min()) if len(away) else None


def _table(table: Table, sample: Sample, protocol: Protocol) -> dict[str, Any]:
    """Group -> n, means with SD (of those who answered), counts of each level."""
    by = np.zeros(len(sample)) if table.by == "all" else sample[table.by]
    out = {}
    for level in np.unique(by[~np.isnan(by)]):
        part = sample.where(by == level)
        row: dict[str, Any] = {"n": len(part)}
        row |= {name: _mean(part[name]) for name in table.mean}
        for name in table.count:
            counts = {
                f"{each:g}": int((part[name] == each).sum())
                for each in protocol.variables[name].levels()
            }
            row[name] = {each: count for each, count in counts.items() if count}
        out["all" if table.by == "all" else f"{level:g}"] = row
    return out


def _mean(values: F64) -> dict[str, Any]:
    answered = values[~np.isnan(values)]
    sd = float(answered.std(ddof=1)) if len(answered) > 1 else None
    return {"n": len(answered), "mean": float(answered.mean()) if len(answered) else None, "sd": sd}


def _marked(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry, marked where it stands on few cases."""
    cells = [*entry.get("group_n", {}).values(), *entry.get("group_cases", {}).values()]
    marks = []
    if entry["cases"] < FEW_CASES:
        marks.append(f"fewer than {FEW_CASES} cases")
    if cells and min(cells) < SMALL_CELL:
        marks.append(f"a cell below {SMALL_CELL}")
    return entry | ({"marks": marks} if marks else {})


def _histogram(values: F64) -> tuple[list[int], list[float]]:
    """Fifty bars from the least to the most, as the scripts draw them: counts, and 51 edges."""
    if not len(values):
        return [], []
    counts, edges = np.histogram(values, bins=50)
    return counts.tolist(), edges.tolist()


def _packages() -> dict[str, str]:
    from importlib.metadata import version

    return {name: version(name) for name in ("numpy", "scipy", "statsmodels", "pandas")}
