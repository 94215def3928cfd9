"""Restricted cubic splines of an exposure, and the curve of the ratio against a reference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from stride.study.fit import Z95, Fit, wald

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stride.types import F64


def basis(x: F64, knots: Sequence[float]) -> F64:
    """The two columns of a spline with three knots, (n, 2).

    x: (n,). Source: Harrell, Regression Modeling Strategies, eq. 2.25, divided by the square of the
    span of the knots; the same as rms::rcs and Stata's ``mkspline, cubic``.
    """
    k1, k2, k3 = knots

    def cube(knot: float) -> F64:
        return np.maximum(x - knot, 0.0) ** 3

    bend = cube(k1) - cube(k2) * ((k3 - k1) / (k3 - k2)) + cube(k3) * ((k2 - k1) / (k3 - k2))
    return np.stack([x, bend / (k3 - k1) ** 2], axis=1)


def places(fit: Fit, prefix: str) -> list[int]:
    """Where the two columns of a spline stand among the coefficients."""
    return [fit.names.index(f"{prefix}{number}") for number in (1, 2)]


def curve(
    fit: Fit, prefix: str, knots: Sequence[float], points: Sequence[float]
) -> list[dict[str, float]]:
    """Ratio and 95 % interval at each of the points against the first knot.

    fit: of a model with the columns of basis(), named ``prefix`` 1 and 2. The variance at a point
    is d'Vd with V of the two coefficients.
    """
    at = places(fit, prefix)
    offset = basis(np.asarray(points, dtype=np.float64), knots)
    d = offset - basis(np.asarray([knots[0]]), knots)
    log_ratio = d @ fit.b[at]
    out = []
    errors = {
        rule: np.sqrt(np.einsum("ij,jk,ik->i", d, cov[np.ix_(at, at)], d))
        for rule, cov in (("stata", fit.cov_stata), ("hc0", fit.cov_hc0), ("hc1", fit.cov_hc1))
    }
    for place, x in enumerate(points):
        log, error = float(log_ratio[place]), float(errors["stata"][place])
        out.append(
            {
                "x": float(x),
                "rr": float(np.exp(log)),
                "lo": float(np.exp(log - Z95 * error)),
                "hi": float(np.exp(log + Z95 * error)),
            }
            | {f"se_log_{rule}": float(found[place]) for rule, found in errors.items()}
        )
    return out


def described(
    fit: Fit, prefix: str, knots: Sequence[float], points: Sequence[float]
) -> dict[str, Any]:
    """Coefficients, errors, tests and curve of a spline as in results.json."""
    at = places(fit, prefix)
    b, cov = fit.b[at], fit.cov_stata[np.ix_(at, at)]
    return {
        "knots": list(knots),
        "reference": knots[0],
        "loglik": fit.loglik,
        "b": b.tolist(),
        "se_hc0": np.sqrt(np.diag(fit.cov_hc0)[at]).tolist(),
        "se_stata": np.sqrt(np.diag(cov)).tolist(),
        "se_hc1": np.sqrt(np.diag(fit.cov_hc1)[at]).tolist(),
        "cov_stata": float(cov[0, 1]),
        "wald_overall": wald(b, cov),
        "wald_nonlinear": wald(b[1:], cov[1:, 1:]),
        "curve": curve(fit, prefix, knots, points),
    }
