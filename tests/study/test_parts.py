"""Conditions, percentiles, fits, splines and protocols on cases small enough to check by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("statsmodels", reason="needs the extra study")

from benchmarks.people import draw
from stride.errors import DataError, UsageError
from stride.study.condition import truth
from stride.study.fit import Design, e_value, e_value_of_limit, poisson
from stride.study.groups import band_of, group_of, percentile
from stride.study.persons import persons
from stride.study.protocol import load_protocol, protocol_text
from stride.study.spline import basis

BLANK = math.nan


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a == 1", [1, 0, BLANK]),
        ("a != 1", [0, 1, BLANK]),
        ("a is missing", [0, 0, 1]),
        ("a is known", [1, 1, 0]),
        ("a == 1 or b == 1", [1, 1, 1]),
        ("a == 1 or b == 2", [1, 0, BLANK]),
        ("a == 0 and b == 1", [0, 1, BLANK]),
        ("a == 1 and b == 5", [0, 0, 0]),
        ("a > 0.5 or a is missing", [1, 0, 1]),
        ("a <= -1", [0, 0, BLANK]),
    ],
)
def test_conditions(condition, expected):
    columns = {"a": np.array([1.0, 0.0, BLANK]), "b": np.array([1.0, 1.0, 1.0])}
    np.testing.assert_array_equal(truth(condition, columns), expected)


@pytest.mark.parametrize("condition", ["", "a", "a = 1", "a == x", "a == 1 or b == 1 and a == 2"])
def test_a_condition_that_cannot_be_read_says_so(condition):
    with pytest.raises(DataError, match="cannot be read"):
        truth(condition, {"a": np.ones(1), "b": np.ones(1)})


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 10, 40, 99, 100, 101])
@pytest.mark.parametrize("percent", [10, 25, 50, 75, 90])
def test_percentiles_are_the_averaged_inverse(n, percent):
    values = np.random.default_rng(n).normal(size=n)
    wanted = np.quantile(values, percent / 100, method="averaged_inverted_cdf")
    assert percentile(values, percent) == pytest.approx(wanted, abs=1e-15)


def test_a_value_on_a_cut_is_below_it_and_bands_round_half_up():
    assert group_of(np.array([1.0, 2.0, 2.1, 9.0]), [2, 3, 4]).tolist() == [1, 1, 2, 4]
    assert band_of(np.array([77.4, 77.5, 100.4, 100.5, 124.6]), [78, 101, 125]).tolist() == [
        1,
        2,
        2,
        3,
        4,
    ]


def test_the_sandwich_is_the_one_by_hand():
    rng = np.random.default_rng(1)
    x = np.column_stack([np.ones(300), rng.normal(size=300), rng.normal(5000, 900, 300)])
    y = (rng.random(300) < 0.2).astype(float)
    fit = poisson(Design(["a", "b", "c"], x, y))
    mean = np.exp(x @ fit.b)
    bread = np.linalg.inv(x.T @ (x * mean[:, None]))
    meat = x.T @ (x * ((y - mean) ** 2)[:, None])
    np.testing.assert_allclose(x.T @ (y - mean), 0, atol=1e-5)
    np.testing.assert_allclose(fit.cov_hc0, bread @ meat @ bread, rtol=1e-6)
    np.testing.assert_allclose(fit.cov_stata, fit.cov_hc0 * 300 / 299)
    np.testing.assert_allclose(fit.cov_hc1, fit.cov_hc0 * 300 / 297)


@pytest.mark.parametrize("rule", ["HC1", "HC2", "HC3"])
def test_statsmodels_gives_hc0_whatever_is_asked(rule):
    """Why the factor is applied by hand: should this fail one day, fit.py can let go of it."""
    from statsmodels.discrete.discrete_model import Poisson

    rng = np.random.default_rng(2)
    x = np.column_stack([np.ones(60), rng.normal(size=60)])
    y = (rng.random(60) < 0.4).astype(float)
    asked = Poisson(y, x).fit(disp=0, cov_type=rule)
    plain = Poisson(y, x).fit(disp=0, cov_type="HC0")
    n, k = x.shape
    wanted = np.asarray(plain.bse) * math.sqrt(n / (n - k))
    assert not np.allclose(np.asarray(asked.bse), wanted, rtol=1e-6)


def test_what_cannot_be_fitted_says_why():
    ones = np.ones((10, 1))
    assert poisson(Design(["a"], ones, np.zeros(10))) == "no cases"
    twice = np.ones((10, 2))
    y = np.array([1.0, 0.0] * 5)
    assert "too few" in poisson(Design(["a", "b"], twice, y))
    apart = np.column_stack([np.ones(40), np.repeat([0.0, 1.0], 20)])
    assert "settle" in poisson(
        Design(["a", "b"], apart, np.repeat([0.0, 1.0], 20) * (np.arange(40) % 2))
    )


def test_the_spline_is_straight_outside_its_knots():
    x = np.array([0.0, 1.0, 2.0, 10.0, 11.0, 12.0])
    bend = basis(x, (3.0, 5.0, 9.0))[:, 1]
    assert bend[:3].tolist() == [0, 0, 0]
    assert bend[5] - bend[4] == pytest.approx(bend[4] - bend[3])


@pytest.mark.parametrize(
    ("ratio", "expected"), [(0.77, 1.92), (0.76, 1.96), (1 / 0.77, 1.92), (0.87, 1.56), (1.0, 1.0)]
)
def test_e_values(ratio, expected):
    assert e_value(ratio) == pytest.approx(expected, abs=0.005)


def test_e_value_of_a_limit_is_1_where_the_interval_holds_1():
    assert e_value_of_limit(0.8, 1.1) == 1
    assert e_value_of_limit(0.67, 0.87) == pytest.approx(1.56, abs=0.005)
    assert e_value_of_limit(1.2, 2.0) == pytest.approx(1.69, abs=0.005)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('multi = ["age"', 'multi = ["agee"', "'agee'"),
        ('mutual = "multi"', 'mutual = "full"', "'full'"),
        ("delivered_min = 1440", "", "lacks 'delivered_min'"),
        ("delivered_min = 1440", 'delivered_min = "1440"', "delivered_min"),
        ("delivered_min = 1440", "delivered_minn = 1440", "delivered_minn"),
        ('id = "hunt4"', "id = hunt4", "is no TOML"),
        ('exposure = "volume"', 'exposure = "pace"', "'pace'"),
    ],
)
def test_a_protocol_s_mistakes_are_named(tmp_path, old, new, said):
    path = tmp_path / "own.toml"
    path.write_text(protocol_text("hunt4").replace(old, new, 1))
    with pytest.raises(DataError) as error:
        load_protocol(str(path))
    assert said in error.value.message


def test_an_unknown_protocol_says_which_there_are():
    with pytest.raises(UsageError) as error:
        load_protocol("hunt5")
    assert "hunt4" in error.value.hint


def change(cohort, table, column, how):
    """The tables with one column changed by how(series); None takes it away."""
    tables = {"days": cohort.days.copy(), "people": cohort.people.copy()}
    if how is None:
        tables[table] = tables[table].drop(columns=column)
    else:
        tables[table][column] = how(tables[table][column].astype(object))
    return tables["days"], tables["people"]


@pytest.mark.parametrize(
    ("table", "column", "how", "said"),
    [
        ("people", "education", None, "PEOPLE lacks the column education."),
        ("people", "lbp_t1", None, "lbp_t1"),
        ("people", "person", None, "PEOPLE lacks the column person."),
        ("days", "brisk_min", None, "DAYS lacks the column brisk_min."),
        ("days", "date", None, "DAYS lacks the column date."),
        ("people", "education", lambda c: c.where(c.index != 4, 9), "column education, line 6: 9"),
        ("people", "age", lambda c: c.where(c.index != 2, "old"), "column age, line 4: 'old'"),
        ("people", "person", lambda c: c.where(c.index != 2, c[0]), "more than once"),
        ("people", "person", lambda c: "x" + c, "No person of DAYS stands in PEOPLE."),
        ("days", "date", lambda c: c.where(c.index != 1, c[0]), "twice"),
    ],
)
def test_what_is_wrong_in_a_table_is_named(table, column, how, said):
    with pytest.raises(DataError) as error:
        persons(*change(draw(40, 1), table, column, how), load_protocol("hunt4"))
    assert said in error.value.message
