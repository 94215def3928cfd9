"""The whole analysis: against R on a simulated cohort, and against sums done by hand."""

from __future__ import annotations

import json
import math
import os
from pathlib import Path

import pytest

pytest.importorskip("pandas", reason="needs the extra study")

from benchmarks.people import draw
from benchmarks.study_r import leaves
from stride.study.associate import associate, describe
from stride.study.persons import persons
from stride.study.protocol import load_protocol
from stride.study.tables import read_table

STUDY = Path(os.environ.get("STRIDE_STUDY", Path(__file__).parents[3] / "shared" / "study"))
#: Field -> how far from R. What is not named is held to be equal.
BARS = {
    "b": 1e-6, "se_hc0": 1e-7, "se_stata": 1e-7, "se_hc1": 1e-7, "rr": 1e-6, "lo": 1e-6, "hi": 1e-6,
    "lo_hc0": 1e-6, "hi_hc0": 1e-6, "lo_hc1": 1e-6, "hi_hc1": 1e-6, "z": 1e-4, "p": 1e-6,
    "chi2": 1e-5, "loglik": 1e-6, "loglik0": 1e-6, "loglik1": 1e-6, "cov_stata": 1e-7,
    "se_log_stata": 1e-7, "se_log_hc0": 1e-7, "se_log_hc1": 1e-7, "e_point": 1e-6, "e_ci": 1e-6,
    "e_ci_196": 1e-6, "knots": 1e-9, "reference": 1e-9, "other_knots": 1e-9, "other_b": 1e-6,
}  # fmt: skip
CUTS = 1e-9


@pytest.fixture(scope="module")
def hunt4():
    return load_protocol("hunt4")


@pytest.fixture(scope="module")
def against_r(hunt4):
    if not (STUDY / "results.json").exists():
        pytest.skip(f"R's results are not there: {STUDY}")
    tables = (read_table(str(STUDY / name), name) for name in ("days.csv.gz", "people.csv"))
    return associate(*tables, hunt4)[0], json.loads((STUDY / "results.json").read_text())


@pytest.mark.parametrize(
    "section",
    ["flow", "n", "cases", "severe_cases", "valid_days_distribution", "quantiles", "range",
     "models", "splines", "interactions", "e_values", "sensitivity_cuts", "tables"],
)  # fmt: skip
def test_agrees_with_r(against_r, section):
    ours, theirs = (dict(leaves(each[section], (section,))) for each in against_r)
    assert theirs.keys() - ours.keys() == set()
    for path, expected in theirs.items():
        field = next((part for part in reversed(path) if not part.isdigit()), "")
        found, bar = ours[path], BARS.get(field, 0)
        if section in ("quantiles", "range", "sensitivity_cuts"):
            bar = CUTS
        elif section == "tables":
            bar = 1e-9 if field in ("mean", "sd") else 0
        if isinstance(expected, float | int) and not isinstance(expected, bool):
            assert abs(found - expected) <= bar, (path, found, expected)
        else:
            assert found == expected, path


def test_the_robust_variance_is_stata_s(against_r):
    """n / (n - 1), which is neither HC0 nor HC1."""
    for entry in against_r[0]["models"]:
        n, k = entry["n"], entry["k"]
        for term in entry["terms"]:
            assert math.isclose(term["se_stata"], term["se_hc0"] * math.sqrt(n / (n - 1)))
            assert math.isclose(term["se_hc1"], term["se_hc0"] * math.sqrt(n / (n - k)))


def test_crude_ratios_are_those_of_the_counts(hunt4):
    cohort = draw(900, 3)
    results, _ = associate(cohort.days, cohort.people, hunt4)
    crude = next(entry for entry in results["models"] if entry["id"] == "volume.crude")
    risk = {group: crude["group_cases"][group] / crude["group_n"][group] for group in "1234"}
    for term in crude["terms"][1:]:
        assert math.isclose(term["rr"], risk[term["term"][-1]] / risk["1"], rel_tol=1e-9)
    assert results["n"] == 900 == sum(crude["group_n"].values())


def test_describe_says_nothing_of_models(hunt4):
    cohort = draw(120, 4)
    results = describe(cohort.days, cohort.people, hunt4)
    assert results["n"] == 120
    assert not {"models", "splines", "e_values"} & results.keys()


def test_a_small_cohort_is_marked_and_what_cannot_be_fitted_says_why(hunt4):
    cohort = draw(20, 5)
    results, _ = associate(cohort.days, cohort.people, hunt4)
    assert all("fewer than 200 cases" in entry["marks"] for entry in results["models"])
    multi = next(entry for entry in results["models"] if entry["id"] == "joint.multi")
    assert multi["terms"] == [] and multi["not_fitted"]
    json.dumps(results, allow_nan=False)


def test_nobody_left_is_no_crash(hunt4):
    cohort = draw(30, 6)
    days = cohort.days.assign(wear_min=100)
    results, _ = associate(days, cohort.people, hunt4)
    assert results["n"] == 0
    json.dumps(results, allow_nan=False)


def test_days_in_another_order_give_the_same_quarters(hunt4):
    cohort = draw(400, 7)
    once = persons(cohort.days, cohort.people, hunt4)
    turned = persons(cohort.days.iloc[::-1].reset_index(drop=True), cohort.people, hunt4)
    for name in ("volume", "intensity"):
        assert (once[name][once["valid_days"] > 0] == turned[name][once["valid_days"] > 0]).all()


def test_what_holds_in_print_stands_last_in_the_sheet():
    """Of two rules for one thing the later holds: a table that scrolls is cut off on paper."""
    from stride.study.sheet import STYLE

    assert STYLE.index("@media print") > max(
        STYLE.index(rule)
        for rule in ("overflow-x: auto", "white-space: nowrap", "max-width: 58rem")
    )
