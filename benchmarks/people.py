"""Draws cohorts as tables: participants with covariates, days of walking, and a known ratio.

Everything is invented. Who is left out is decided before the outcome is drawn, and the outcome
depends on the quarter of walking by ratios that are given, times ratios of the covariates: the
model of the study is then true, and its intervals should hold the truth 95 times in 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Rng = np.random.Generator

#: Ratios of quarters 2 to 4 of walking volume against quarter 1.
TRUE_RATIOS = (0.87, 0.77, 0.76)
#: Log ratios of the covariates: a year of age, men, a level of education and of income, no work,
#: former and current smoking, depression.
COVARIATES = {
    "age": 0.004, "sex": -0.15, "education": -0.05, "income": -0.04, "nonemp": 0.08,
    "former": 0.08, "current": 0.2, "depression": 0.3,
}  # fmt: skip
MEAN_RISK = 0.148
DISEASES = (
    "diabetes", "cancer", "angina", "infarction", "heart_failure", "atrial_fibrillation", "stroke",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cohort:
    """Two tables as ``stride study`` takes them, and the ratios the outcome was drawn with."""

    days: pd.DataFrame
    people: pd.DataFrame
    ratios: tuple[float, ...]


def draw(
    analysed: int, seed: int, days: int = 7, ratios: tuple[float, ...] = TRUE_RATIOS
) -> Cohort:
    """A cohort of which ``analysed`` persons stay after the exclusions of the study.

    days: at most so many a person. seed: of all chance.
    """
    rng = np.random.default_rng(seed)
    count = round(analysed * 1.6) + 60
    people = draw_people(count, rng)
    table = _days(people, days, rng)
    volume = _volume(table, count)
    stays = _stays(people, volume)
    last = int(np.flatnonzero(np.cumsum(stays) >= analysed)[0]) + 1
    people, volume, stays = people.iloc[:last].copy(), volume[:last], stays[:last]
    table = table[table["row"] < last].drop(columns="row")
    people["lbp_t1"] = _outcome(people, volume, stays, ratios, rng)
    return Cohort(table.reset_index(drop=True), people, ratios)


def draw_people(count: int, rng: Rng) -> pd.DataFrame:
    """Participants without an outcome; some answers are blank."""
    whole = {
        "sex": rng.integers(0, 2, count),
        "education": rng.choice(6, count, p=(0.1, 0.2, 0.2, 0.1, 0.25, 0.15)) + 1,
        "income": rng.choice(5, count, p=(0.07, 0.2, 0.34, 0.26, 0.13)) + 1,
        "employed": rng.integers(0, 3, count) > 0,
        "smoking": rng.choice(5, count, p=(0.47, 0.33, 0.1, 0.03, 0.07)),
        "hads_d": np.minimum(rng.geometric(0.25, count) - 1, 21),
    }
    table = pd.DataFrame({"person": [f"P{place + 1:06d}" for place in range(count)]})
    table["baseline_date"] = "2018-03-01"
    table["followup_date"] = "2022-05-15"
    table["age"] = np.round(np.clip(rng.normal(55, 15, count), 20, 95), 1)
    for name, values in whole.items():
        table[name] = _blanks(values.astype(float), 0.014, rng)
    pain = _blanks((rng.random(count) < 0.4).astype(float), 0.04, rng)
    table["pain_any_t0"] = pain
    table["lbp_t0"] = np.where((pain == 1) & (rng.random(count) < 0.18), 1.0, np.nan)
    table["pain_any_t1"] = _blanks((rng.random(count) < 0.45).astype(float), 0.06, rng)
    table["leisure_limit_t1"] = _blanks((rng.random(count) < 0.4).astype(float), 0.05, rng)
    table["bmi"] = _blanks(np.round(rng.normal(27, 4.3, count), 1), 0.005, rng)
    table["pain_4weeks"] = _blanks(rng.integers(1, 7, count).astype(float), 0.01, rng)
    table["health"] = _blanks(rng.integers(1, 5, count).astype(float), 0.01, rng)
    for name in DISEASES:
        table[name] = _blanks((rng.random(count) < 0.05).astype(float), 0.005, rng)
    table["exercise_freq"] = rng.integers(1, 6, count)
    table["work_type"] = np.where(table["employed"] == 1, rng.integers(1, 5, count), np.nan)
    return table


def _blanks(values: Array, share: float, rng: Rng) -> Array:
    return np.where(rng.random(len(values)) < share, np.nan, values)


def _days(people: pd.DataFrame, days: int, rng: Rng) -> pd.DataFrame:
    """Whole days in quarters of a minute, and a few that are not whole; none of some persons."""
    count = len(people)
    usual = np.clip(rng.normal(103, 34, count), 8, 280)
    share = np.clip(rng.normal(0.3, 0.15, (count, 1)), 0.02, 0.9)
    kept = rng.binomial(days, 0.9, count) * (rng.random(count) > 0.05)
    row = np.repeat(np.arange(count), kept)
    number = np.arange(len(row)) - np.repeat(np.cumsum(kept) - kept, kept)
    walk = np.clip(usual[row] * rng.lognormal(0, 0.3, len(row)), 2, 500)
    moderate = walk * share[row, 0]
    brisk = np.maximum(walk * (share[row, 0] - 0.3) * 0.5, 0)
    table = pd.DataFrame({"person": people["person"].to_numpy()[row]})
    table["date"] = (np.datetime64("2018-03-05") + number).astype(str)  # a Monday
    table["weekday"] = number % 7 + 1
    parts = {
        "slow_min": walk - moderate - brisk, "moderate_min": moderate, "brisk_min": brisk,
        "running_min": np.where(rng.random(len(row)) < 0.1, 20.0, 0.0),
        "cycling_min": np.where(rng.random(len(row)) < 0.2, 15.0, 0.0),
        "standing_min": rng.uniform(60, 300, len(row)),
        "sitting_min": rng.uniform(200, 500, len(row)),
    }  # fmt: skip
    for name, values in parts.items():
        table[name] = np.round(np.maximum(values, 0) * 4) / 4
    used = table[list(parts)].sum(axis=1)
    whole = rng.random(len(row)) > 0.04
    table["lying_min"] = np.where(whole, 1440 - used, np.maximum(1200 - used, 0))
    table["wear_min"] = used + table["lying_min"]
    table["row"] = row
    return table


def _volume(table: pd.DataFrame, count: int) -> Array:
    walking = table["slow_min"] + table["moderate_min"] + table["brisk_min"]
    valid = (table["wear_min"] == 1440) & (walking > 0) & (table["lying_min"] > 0)
    mean = walking[valid].groupby(table["row"][valid]).mean()
    return np.asarray(mean.reindex(range(count)), dtype=np.float64)


def _stays(people: pd.DataFrame, volume: Array) -> NDArray[np.bool_]:
    asked = ["age", "sex", "education", "income", "employed", "smoking", "hads_d"]
    known = people[[*asked, "pain_any_t0", "pain_any_t1"]].notna().all(axis=1)
    return np.asarray(known & (people["lbp_t0"] != 1) & ~np.isnan(volume))


def _outcome(
    people: pd.DataFrame,
    volume: Array,
    stays: NDArray[np.bool_],
    ratios: tuple[float, ...],
    rng: Rng,
) -> Array:
    """1 or blank, as a tick box; drawn for those who stay by the ratio of their quarter."""
    cuts = np.quantile(volume[stays], (0.25, 0.5, 0.75), method="averaged_inverted_cdf")
    quarter = np.searchsorted(cuts, volume[stays])
    own = people[stays]
    smoking = own["smoking"].to_numpy()
    log = np.log(np.array([1.0, *ratios]))[quarter]
    for name in ("age", "sex", "education", "income"):
        log = log + COVARIATES[name] * own[name].to_numpy()
    log += COVARIATES["nonemp"] * (own["employed"].to_numpy() == 0)
    log += COVARIATES["former"] * np.isin(smoking, (1, 4))
    log += COVARIATES["current"] * np.isin(smoking, (2, 3))
    log += COVARIATES["depression"] * (own["hads_d"].to_numpy() >= 7)
    risk = np.exp(log) * (MEAN_RISK / np.exp(log).mean())
    out = np.full(len(people), np.nan)
    out[np.flatnonzero(stays)[rng.random(len(risk)) < risk]] = 1.0
    return out
