"""The kinds of model a protocol can ask for, each as an entry of results.json."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from stride.study.condition import holds
from stride.study.design import Term, covariate, covariates, design, formula
from stride.study.fit import Fit, e_value, e_value_of_limit, p_of_chi2, poisson, term
from stride.study.groups import band_of, cuts, group_of, medians, percentile
from stride.study.persons import Sample
from stride.study.protocol import Protocol
from stride.study.spline import basis, curve, described, places

Entry = dict[str, Any]
QUARTERS = (1.0, 2.0, 3.0, 4.0)
#: The scripts take 1.96 where they print E-values.
Z_OF_THE_SCRIPTS = 1.96
EXTRA = "extra: not in the authors' code"


@dataclass(frozen=True, slots=True)
class Analysis:
    """The persons analysed, with their groups, and the protocol."""

    sample: Sample
    protocol: Protocol

    @property
    def outcome(self) -> str:
        """The name of the outcome."""
        return self.protocol.outcome.variable

    def quarter(self, exposure: str) -> str:
        """The name of the column of an exposure's quarters, such as ``vq``."""
        return f"{self.protocol.exposures[exposure].prefix}q"


def with_groups(sample: Sample, protocol: Protocol) -> Sample:
    """The sample with quarters, joint groups, bands, and the medians of quarters."""
    names = list(protocol.exposures)
    for name in names:
        prefix = protocol.exposures[name].prefix
        quarter = group_of(sample[name], cuts(sample[name]))
        sample = sample.plus(f"{prefix}q", quarter).plus(f"{name}_q", quarter)
        sample = sample.plus(f"{prefix}med", medians(sample[name], quarter))
    if protocol.models.joint and len(names) > 1:
        first, second = (sample[f"{name}_q"] for name in names[:2])
        sample = sample.plus("jq", len(QUARTERS) * (first - 1) + second)
    if bands := protocol.models.bands:
        prefix = protocol.exposures[bands.exposure].prefix
        sample = sample.plus(f"{prefix}band", band_of(sample[bands.exposure], bands.limits))
    return sample


def fitted(sample: Sample, terms: Sequence[Term], outcome: str, name: str) -> Entry:
    """One model. The first term gives group_n and group_cases where it is a category."""
    entry: Entry = {
        "id": name,
        "formula": formula(terms, outcome),
        "n": len(sample),
        "cases": int(sample[outcome].sum()),
    }
    fit = poisson(design(sample, terms, outcome)) if len(sample) else "nobody is left"
    entry |= (
        {"k": None, "loglik": None} if isinstance(fit, str) else {"k": fit.k, "loglik": fit.loglik}
    )
    if terms and terms[0].levels:
        group, case = sample[terms[0].name], sample[outcome] == 1
        levels = [level for level in terms[0].levels if (group == level).any()]
        entry["group_n"] = {f"{level:g}": int((group == level).sum()) for level in levels}
        entry["group_cases"] = {f"{level:g}": int(case[group == level].sum()) for level in levels}
    if isinstance(fit, str):
        return entry | {"terms": [], "not_fitted": fit}
    return entry | {"terms": [term(fit, place) for place in range(fit.k)]}


def all_models(analysis: Analysis) -> Iterator[Entry]:
    """Every model of the protocol but splines and tests, in its order."""
    for exposure in analysis.protocol.exposures:
        yield from _quarter_models(analysis, exposure)
    yield from _bands(analysis)
    yield from _joint(analysis)
    yield from _strata(analysis)
    for part in analysis.protocol.sensitivity:
        yield from _sensitivity(analysis, part)


def fitted_quarters(analysis: Analysis, exposure: str, adjust: str) -> Entry:
    """The model of an exposure's quarters with one of the adjustments."""
    terms = [Term(analysis.quarter(exposure), QUARTERS), *covariates(analysis.protocol, adjust)]
    return fitted(analysis.sample, terms, analysis.outcome, f"{exposure}.{adjust}")


def _quarter_models(analysis: Analysis, exposure: str) -> Iterator[Entry]:
    sample, protocol, models = analysis.sample, analysis.protocol, analysis.protocol.models
    quarter = Term(analysis.quarter(exposure), QUARTERS)
    prefix, outcome = protocol.exposures[exposure].prefix, analysis.outcome
    for adjust in models.quarters:
        yield fitted_quarters(analysis, exposure, adjust)
    others = [Term(other) for other in protocol.exposures if other != exposure]
    if models.mutual:
        terms = [quarter, *covariates(protocol, models.mutual), *others]
        yield fitted(sample, terms, outcome, f"{exposure}.mutual")
    for name, column in (("ordinal", f"{prefix}q"), ("median", f"{prefix}med")):
        if models.trend:
            terms = [Term(column), *covariates(protocol, models.trend)]
            yield fitted(sample, terms, outcome, f"{exposure}.trend_{name}") | {"note": EXTRA}


def _bands(analysis: Analysis) -> Iterator[Entry]:
    bands = analysis.protocol.models.bands
    if bands is None:
        return
    prefix = analysis.protocol.exposures[bands.exposure].prefix
    levels = tuple(float(level) for level in range(1, len(bands.limits) + 2))
    terms = [Term(f"{prefix}band", levels), *covariates(analysis.protocol, bands.adjust)]
    name = f"{bands.exposure}_published_bands.{bands.adjust}"
    yield fitted(analysis.sample, terms, analysis.outcome, name) | {"note": bands.note}


def _joint(analysis: Analysis) -> Iterator[Entry]:
    levels = tuple(float(level) for level in range(1, len(QUARTERS) ** 2 + 1))
    for adjust in analysis.protocol.models.joint:
        terms = [Term("jq", levels), *covariates(analysis.protocol, adjust)]
        yield fitted(analysis.sample, terms, analysis.outcome, f"joint.{adjust}")


def _strata(analysis: Analysis) -> Iterator[Entry]:
    """Models 8: the quarters are those of the whole sample."""
    for stratum in analysis.protocol.strata:
        values = analysis.sample[stratum.by]
        for exposure in stratum.exposures:
            for level in np.unique(values[~np.isnan(values)]):
                part = analysis.sample.where(values == level)
                for adjust in stratum.adjust:
                    terms = [
                        Term(analysis.quarter(exposure), QUARTERS),
                        *covariates(analysis.protocol, adjust, stratum.drop),
                    ]
                    name = f"{exposure}.strat_{stratum.by}={level:g}.{adjust}"
                    yield fitted(part, terms, analysis.outcome, name)


def restricted(analysis: Analysis, part: Any) -> Sample:
    """The sample of a sensitivity analysis."""
    if not part.keep:
        return analysis.sample
    return analysis.sample.where(holds(part.keep, analysis.sample.columns))


def _sensitivity(analysis: Analysis, part: Any) -> Iterator[Entry]:
    """Models 11: quarters are formed anew within the restricted sample.

    What an analysis adds enters the last of the adjustments only, as in the scripts.
    """
    protocol = analysis.protocol
    sample = restricted(analysis, part)
    outcome = part.outcome or analysis.outcome
    for exposure in protocol.exposures:
        grouped = sample.plus("q", group_of(sample[exposure], cuts(sample[exposure])))
        for adjust in protocol.models.quarters[1:]:
            added = part.add if adjust == protocol.models.quarters[-1] else []
            terms = [Term("q", QUARTERS), *covariates(protocol, adjust)]
            terms += [covariate(protocol, name) for name in added]
            entry = fitted(grouped, terms, outcome, f"{exposure}.{part.id}.{adjust}")
            yield entry | ({"note": part.note} if part.note else {})


def splines(analysis: Analysis) -> Iterator[tuple[Entry, list[Entry]]]:
    """Models 6 and 7, and the fine curve of each for drawing."""
    for mutual in (False, True):
        for exposure in analysis.protocol.exposures:
            made = _spline(analysis, exposure, mutual)
            if made:
                yield made


def _spline(analysis: Analysis, exposure: str, mutual: bool) -> tuple[Entry, list[Entry]] | None:
    protocol, models, sample = analysis.protocol, analysis.protocol.models, analysis.sample
    if not models.spline or not len(sample):
        return None
    others = [name for name in protocol.exposures if name != exposure] if mutual else []
    knots = {name: _knots(analysis, name) for name in (exposure, *others)}
    if any(len(set(each)) < len(each) for each in knots.values()):
        return None
    terms = []
    for place, (name, at) in enumerate(knots.items()):
        prefix = "sp" if place == 0 else f"other{place}_"
        columns = basis(sample[name], at)
        for number in (1, 2):
            sample = sample.plus(f"{prefix}{number}", columns[:, number - 1])
            terms.append(Term(f"{prefix}{number}"))
    terms += covariates(protocol, models.spline)
    fit = poisson(design(sample, terms, analysis.outcome))
    if isinstance(fit, str):
        return None
    return _spline_entry(analysis, exposure, fit, knots)


def _spline_entry(
    analysis: Analysis, exposure: str, fit: Fit, knots: dict[str, list[float]]
) -> tuple[Entry, list[Entry]]:
    about, sample = analysis.protocol.exposures[exposure], analysis.sample
    others = [name for name in knots if name != exposure]
    entry: Entry = {
        "id": f"{exposure}.spline{'_mutual' if others else ''}",
        "n": fit.n,
        "cases": int(sample[analysis.outcome].sum()),
        **described(fit, "sp", knots[exposure], about.points),
    }
    if others:
        entry["other_knots"] = knots[others[0]]
        entry["other_b"] = fit.b[places(fit, "other1_")].tolist()
    low, high = float(sample[exposure].min()), float(sample[exposure].max())
    drawn = np.arange(low, high + about.drawn_step / 2, about.drawn_step).tolist()
    return entry, curve(fit, "sp", knots[exposure], drawn)


def _knots(analysis: Analysis, name: str) -> list[float]:
    percents = analysis.protocol.models.spline_percentiles
    return [percentile(analysis.sample[name], percent) for percent in percents]


def interactions(analysis: Analysis) -> Iterator[Entry]:
    """Models 9: likelihood-ratio tests of quarter times modifier."""
    protocol = analysis.protocol
    last = protocol.models.quarters[-1]
    for exposure in protocol.exposures:
        for about in protocol.interactions:
            modifier = covariate(protocol, about.modifier)
            terms = [Term(analysis.quarter(exposure), QUARTERS)]
            terms += covariates(protocol, last, [about.replaces, about.modifier])
            terms.append(modifier)
            entry = _likelihood_ratio(analysis, terms, modifier, exposure)
            if entry:
                yield entry | {"in_authors_code": exposure not in about.extra}


def _likelihood_ratio(
    analysis: Analysis, terms: list[Term], modifier: Term, exposure: str
) -> Entry | None:
    sample, quarter = analysis.sample, analysis.sample[terms[0].name]
    products = []
    for level in QUARTERS[1:]:
        for high in modifier.levels[1:]:
            name = f"{terms[0].name}={level:g}:{modifier.name}={high:g}"
            both = (quarter == level) & (sample[modifier.name] == high)
            sample = sample.plus(name, both.astype(np.float64))
            products.append(Term(name))
    if not len(sample):
        return None
    without = poisson(design(sample, terms, analysis.outcome))
    with_it = poisson(design(sample, [*terms, *products], analysis.outcome))
    if isinstance(without, str) or isinstance(with_it, str):
        return None
    chi2 = 2 * (with_it.loglik - without.loglik)
    return {
        "exposure": exposure,
        "modifier": modifier.name,
        "loglik0": without.loglik,
        "loglik1": with_it.loglik,
        "chi2": chi2,
        "df": len(products),
        "p": p_of_chi2(chi2, len(products)),
    }


def e_values(models: Sequence[Entry], protocol: Protocol) -> Iterator[Entry]:
    """Models 10: of each quarter of the model that the protocol names."""
    for exposure, about in protocol.exposures.items():
        name = f"{exposure}.{protocol.models.e_values}"
        rows = [row for entry in models if entry["id"] == name for row in entry["terms"]]
        for row in rows:
            if not row["term"].startswith(f"{about.prefix}q="):
                continue
            spread = Z_OF_THE_SCRIPTS * row["se_stata"]
            lo, hi = (float(np.exp(row["b"] + sign * spread)) for sign in (-1, 1))
            yield {
                "exposure": exposure,
                "group": int(row["term"].split("=")[1]),
                "rr": row["rr"],
                "lo": row["lo"],
                "hi": row["hi"],
                "e_point": e_value(row["rr"]),
                "e_ci": e_value_of_limit(row["lo"], row["hi"]),
                "e_ci_196": e_value_of_limit(lo, hi),
                "reported_by_authors_rule": bool(row["rr"] < 1 and row["hi"] < 1),
            }
