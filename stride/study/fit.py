"""Poisson regressions with a log link, and their robust variance as Stata has it."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from stride.types import F64

#: Standard normal quantile of a 95 % interval, qnorm(0.975).
Z95 = 1.959963984540054
#: Convergence: the change of a scaled coefficient at which the fit stops, and the most rounds.
TOLERANCE = 1e-10
ROUNDS = 60
#: A scaled log ratio beyond this runs to infinity: e to the 15th is no ratio of risks.
FAR_AWAY = 15.0


@dataclass(frozen=True, slots=True)
class Design:
    """Columns of a model: names (k,), values (n, k), the intercept first; y (n,) of 0 and 1."""

    names: list[str]
    x: F64
    y: F64


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model. b: (k,). cov_hc0: (k, k), the plain sandwich. n, k: persons, coefficients."""

    names: list[str]
    b: F64
    cov_hc0: F64
    loglik: float
    n: int
    k: int

    @property
    def cov_stata(self) -> F64:
        """The sandwich times n / (n - 1), as in Stata's ``poisson, vce(robust)``."""
        return self.cov_hc0 * (self.n / (self.n - 1))

    @property
    def cov_hc1(self) -> F64:
        """The sandwich times n / (n - k)."""
        return self.cov_hc0 * (self.n / max(self.n - self.k, 1))


def poisson(design: Design) -> Fit | str:
    """The fit, or why there is none, in words.

    statsmodels gives HC0 in silence for HC1 to HC3 here, so the factors are applied by hand. The
    columns are scaled to a length of one for the fit: the result is the same, and a covariate in
    thousands does not spoil the steps.
    """
    from statsmodels.discrete.discrete_model import Poisson

    n, k = design.x.shape
    cases = int(design.y.sum())
    if not cases or cases == n:
        return "no cases" if not cases else "nobody without the outcome"
    if n <= k or np.linalg.matrix_rank(design.x) < k:
        return "too few persons for its coefficients"
    size = np.sqrt(np.mean(design.x**2, axis=0))
    start = np.zeros(k)
    start[0] = np.log(cases / n)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what did not settle is told below, in words
        made = Poisson(design.y, design.x / size).fit(
            start, method="newton", tol=TOLERANCE, maxiter=ROUNDS, disp=0, cov_type="HC0"
        )
    b, cov = np.asarray(made.params) / size, np.asarray(made.cov_params()) / np.outer(size, size)
    settled = made.mle_retvals["converged"] and np.isfinite(b).all() and np.isfinite(cov).all()
    if not settled or float(np.abs(b * size).max()) > FAR_AWAY:
        return "the fit did not settle (a group without cases, perhaps)"
    eta = design.x @ b
    loglik = float(np.sum(design.y * eta - np.exp(eta)))
    return Fit(design.names, b, cov, loglik, n, k)


def p_of_z(z: float) -> float:
    """Two-sided p of a standard normal z."""
    from scipy.special import ndtr

    return float(2 * ndtr(-abs(z)))


def p_of_chi2(chi2: float, df: int) -> float:
    """Upper tail of the chi-squared distribution."""
    from scipy.special import chdtrc

    return float(chdtrc(df, chi2))


def term(fit: Fit, place: int) -> dict[str, Any]:
    """One coefficient as in results.json: b, standard errors, ratio and intervals, z, p."""
    b = float(fit.b[place])
    errors = {
        "hc0": float(np.sqrt(fit.cov_hc0[place, place])),
        "stata": float(np.sqrt(fit.cov_stata[place, place])),
        "hc1": float(np.sqrt(fit.cov_hc1[place, place])),
    }
    out: dict[str, Any] = {"term": fit.names[place], "b": b}
    out |= {f"se_{rule}": error for rule, error in errors.items()}
    out["rr"] = float(np.exp(b))
    for rule, suffix in (("stata", ""), ("hc0", "_hc0"), ("hc1", "_hc1")):
        out[f"lo{suffix}"] = float(np.exp(b - Z95 * errors[rule]))
        out[f"hi{suffix}"] = float(np.exp(b + Z95 * errors[rule]))
    out["z"] = b / errors["stata"]
    out["p"] = p_of_z(out["z"])
    return out


def wald(b: F64, cov: F64) -> dict[str, Any]:
    """The Wald test that all of b (m,) with cov (m, m) are zero."""
    chi2 = float(b @ np.linalg.solve(cov, b))
    return {"chi2": chi2, "df": len(b), "p": p_of_chi2(chi2, len(b))}


def e_value(ratio: float) -> float:
    """The E-value of a ratio. Source: VanderWeele and Ding 2017."""
    r = max(ratio, 1 / ratio)
    return float(r + np.sqrt(r * (r - 1)))


def e_value_of_limit(lo: float, hi: float) -> float:
    """The E-value of the limit nearer to 1; 1 where the interval holds it."""
    if lo <= 1 <= hi:
        return 1.0
    return e_value(hi if hi < 1 else lo)
