"""A cohort from nothing: participants with known walking, two sensors each, clocks that drift.

    python -m benchmarks.cohort --people 40 --days 2 --out FOLDER     recordings, people, truth
    python -m benchmarks.cohort --check FOLDER RESULTS                minutes found against true
    python -m benchmarks.cohort --days-only --people 20 --tables FOLDER     days.csv.gz, people.csv
    python -m benchmarks.cohort --days-only --people 11194 --cohorts 20

The first writes FOLDER/recordings (two .cwa or CSV files a person), FOLDER/people.csv and
FOLDER/truth.csv. The last draws tables of days with known ratios and counts how often the
intervals of ``stride study associate`` hold them.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).parent.parent / "sample_data"))

from simulator import Part, simulate

from benchmarks.people import DISEASES, draw, draw_people
from tests.formats.sensor_files import cwa

START = datetime(2024, 5, 6)  # noqa: DTZ001  # a Monday; a sensor's clock has no zone
DAY_S = 86_400
#: The longest a simulated person keeps still, and for how long it then stirs.
STILL_MOST_S, STIR_S = 1200.0, 15.0
#: Cadences of the three paces of the study.
PACES = {"slow_min": 88.0, "moderate_min": 109.0, "brisk_min": 126.0}


def day_plan(minutes: dict[str, float], rng: np.random.Generator) -> list[Part]:
    """A whole day worn: a night, walks at three paces in pieces, sitting and standing between."""
    pieces = []
    for pace, total in minutes.items():
        left = total * 60.0
        while left > 1:
            length = min(left, float(rng.uniform(120, 900)))
            pieces.append(Part("walking", length, PACES[pace]))
            left -= length
    order = rng.permutation(len(pieces))
    night_s = float(rng.uniform(6.5, 8)) * 3600
    awake = DAY_S - night_s - sum(part.seconds for part in pieces)
    share = rng.dirichlet(np.full(2 * len(pieces) + 2, 4.0)) * awake
    plan = _stirring("lying", night_s, "sitting")
    for place, which in enumerate(order):
        plan += [*_stirring("sitting", share[2 * place], "standing"), pieces[which]]
        plan += _stirring("standing", share[2 * place + 1], "sitting")
    plan += _stirring("sitting", share[-2], "standing")
    return [*plan, *_stirring("standing", share[-1], "sitting")]


def _stirring(activity: str, seconds: float, other: str) -> list[Part]:
    """An activity in pieces below STILL_MOST_S: nobody lies like a sensor on a shelf."""
    pieces = []
    while seconds > STILL_MOST_S:
        pieces += [Part(activity, STILL_MOST_S - STIR_S), Part(other, STIR_S)]
        seconds -= STILL_MOST_S
    return [*pieces, Part(activity, seconds)]


def write_person(
    folder: Path, name: str, days: int, seed: int, rate_hz: int
) -> list[dict[str, object]]:
    """The two files of a participant, and the true minutes of each day."""
    rng = np.random.default_rng([seed, 17])
    truth, plan = [], []
    for day in range(days):
        total = float(np.clip(rng.normal(100, 35), 20, 240))
        shares = rng.dirichlet((5, 3, 1.2))
        minutes = dict(zip(PACES, np.round(total * shares, 2).tolist(), strict=True))
        plan += day_plan(minutes, rng)
        date = (START + timedelta(days=day)).date().isoformat()
        truth.append(
            {"person": name, "date": date, **minutes, "walking_min": sum(minutes.values())}
        )
    for where, offset_s, ppm in (
        ("thigh", 0.0, 0.0),
        ("back", float(rng.uniform(-4, 4)), float(rng.uniform(-60, 60))),
    ):
        made = simulate(plan, where, rate_hz, seed)
        start = START + timedelta(seconds=offset_s)
        note = {"thigh": b"_p=right+thigh", "back": b"_p=lower+back"}[where]
        true_hz = rate_hz / (1 + 1e-6 * ppm)
        data = cwa(made.acc_g, start, rate_hz, true_hz=true_hz, note=note)
        (folder / f"{name}_{where}.cwa").write_bytes(data)
    return truth


def write(out: Path, people: int, days: int, seed: int, rate_hz: int) -> None:
    """The cohort of recordings. rate_hz: 25, 50 or 100."""
    folder = out / "recordings"
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    table = draw_people(people, rng)
    table["lbp_t0"] = np.nan
    table["pain_any_t0"] = table["pain_any_t0"].fillna(0)
    table["pain_any_t1"] = table["pain_any_t1"].fillna(0)
    for name in ("sex", "education", "income", "employed", "smoking", "hads_d", *DISEASES):
        table[name] = table[name].fillna(0 if name not in ("education", "income") else 1)
    table["lbp_t1"] = np.where(rng.random(people) < 0.2, 1.0, np.nan)
    table.to_csv(out / "people.csv", index=False)
    with (out / "truth.csv").open("w", newline="") as stream:
        heads = ["person", "date", *PACES, "walking_min"]
        writer = csv.DictWriter(stream, heads)
        writer.writeheader()
        for place, name in enumerate(table["person"]):
            writer.writerows(write_person(folder, name, days, seed * 1000 + place, rate_hz))
            print(f"\r{place + 1} of {people} written", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def check(out: Path, results: str) -> None:
    """The minutes that were found beside the true ones."""
    with (out / "truth.csv").open() as stream:
        truth = {(row["person"], row["date"]): row for row in csv.DictReader(stream)}
    found = {
        (r["person"], r["date"]): r for r in pq.read_table(f"{results}/days.parquet").to_pylist()
    }
    both = [(truth[key], found[key]) for key in truth if key in found]
    print(f"{len(both)} of {len(truth)} days found, {sum(f['valid'] for _, f in both)} valid")
    print(f"wear 1,440 min exactly: {sum(f['wear_min'] == 1440 for _, f in both)}")
    for name in (*PACES, "walking_min"):
        true = np.array([float(t[name]) for t, _ in both])
        said = np.array(
            [sum(f[p] for p in PACES) if name == "walking_min" else f[name] for _, f in both]
        )
        away = np.abs(said - true)
        print(
            f"{name:13} true {true.sum():9.1f}, found {said.sum():9.1f} "
            f"({100 * (said.sum() / true.sum() - 1):+.2f} %); "
            f"a day's error: mean {away.mean():.2f} min, most {away.max():.2f} min"
        )


def coverage(people: int, cohorts: int, seed: int) -> Iterator[tuple[int, int]]:
    """(intervals that hold the truth, intervals) of each cohort."""
    from stride.study.associate import included
    from stride.study.models import Analysis, fitted_quarters, with_groups
    from stride.study.protocol import load_protocol

    protocol = load_protocol("hunt4")
    for place in range(cohorts):
        cohort = draw(people, seed + place)
        everyone, _ = included(cohort.days, cohort.people, protocol)
        sample = with_groups(everyone.where(everyone["included"] == 1), protocol)
        entry = fitted_quarters(Analysis(sample, protocol), "volume", "multi")
        rows = [row for row in entry["terms"] if row["term"].startswith("vq=")]
        held = [
            row["lo"] <= true <= row["hi"] for row, true in zip(rows, cohort.ratios, strict=True)
        ]
        print(
            f"cohort {place + 1}: n {entry['n']:,}, cases {entry['cases']:,}; "
            + "; ".join(f"{r['rr']:.3f} ({r['lo']:.3f} to {r['hi']:.3f})" for r in rows),
            flush=True,
        )
        yield sum(held), len(held)


def main() -> None:
    """What the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("cohort"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=int, default=50, choices=(25, 50, 100))
    parser.add_argument("--days-only", action="store_true")
    parser.add_argument("--tables", type=Path)
    parser.add_argument("--cohorts", type=int, default=20)
    parser.add_argument("--check", nargs=2, metavar=("FOLDER", "RESULTS"))
    given = parser.parse_args()
    if given.check:
        check(Path(given.check[0]), given.check[1])
    elif given.days_only and given.tables:
        given.tables.mkdir(parents=True, exist_ok=True)
        cohort = draw(given.people, given.seed)
        cohort.days.to_csv(given.tables / "days.csv.gz", index=False)
        cohort.people.to_csv(given.tables / "people.csv", index=False)
    elif given.days_only:
        held, of = zip(*coverage(given.people, given.cohorts, given.seed), strict=True)
        print(
            f"{sum(held)} of {sum(of)} intervals hold the truth: {100 * sum(held) / sum(of):.0f} %"
        )
    else:
        write(given.out, given.people, given.days, given.seed, given.rate)


if __name__ == "__main__":
    main()
