"""A bin that a finer source saw counts once: quarters, hours and blocks beside minutes."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.formats import to_minutes
from stride.store.reader import open_reader
from stride.store.upgrade import guessed_starts
from stride.types import Intervals, MinuteTable, Source
from tests.store.test_days import DAY0, MONDAY, Sample, days, store, turn

Bin = tuple[float, float, float]


class Bins(Sample):
    """Coarse rows in shorthand: (start, end, steps) in minutes, spread as an import does."""

    def __init__(self, name: str, rows: list[Bin], walking_s: float = np.nan) -> None:
        super().__init__(name, "D", {int(start * 60): steps for start, _, steps in rows})
        self.rows, self.walking_s = rows, walking_s

    def table(self) -> MinuteTable:
        start, end, steps = (np.array([row[place] for row in self.rows]) for place in range(3))
        return to_minutes(
            Intervals(
                source=Source(self.name, "", 1, "test"),
                start_utc_s=(start + DAY0) * 60.0,
                end_utc_s=(end + DAY0) * 60.0,
                utc_offset_min=np.zeros(len(start), np.int16),
                steps=steps.astype(float),
                walking_s=np.full(len(start), self.walking_s),
                grade="D",
            )
        )


def steps_of(path) -> dict[str, float]:
    return {day: round(found.steps, 1) for day, found in days(path).items() if found.steps}


def shown(path) -> float:
    """The steps that the view and the export of minutes hold."""
    reader = open_reader(path)
    try:
        return round(reader.db.execute("SELECT sum(steps) FROM best_minute").fetchone()[0], 1)
    finally:
        reader.close()


WALK = dict.fromkeys(range(600, 608), 100)  # eight minutes from ten o'clock: 800 steps


@pytest.mark.parametrize(
    ("coarse", "steps"),
    [
        ([(600, 615, 800)], 800),  # a quarter of an hour: the same walk
        ([(540, 660, 900)], 800),  # two hours, of which the minutes saw most
        ([(599.5, 610.25, 800)], 800),  # its ends do not fall on the minute
        ([(600, 615, 800), (615, 630, 50)], 850),  # the next bin is another walk
        ([(600, 615, 800), (615, 630, 800)], 1600),  # … of the same count too
        ([(590, 650, 3000)], 800 + 3000 * 52 / 60),  # the minutes saw little of it: another walk
        ([(700, 720, 500)], 1300),
    ],
)
def test_a_bin_beside_minutes_in_any_order(tmp_path, coarse, steps):
    samples = [Sample("watch", "C", WALK), Bins("app", coarse)]
    for name, order in (("a", samples), ("b", samples[::-1])):
        path = tmp_path / f"{name}.db"
        store(path, *order)
        assert steps_of(path) == {str(MONDAY): pytest.approx(steps, abs=0.1)}
        assert shown(path) == pytest.approx(steps, abs=0.1)
    assert days(tmp_path / "a.db") == days(tmp_path / "b.db")


def test_a_recorded_walk_without_steps_beside_minutes(tmp_path):
    seen, other = (600, 620, 0), (700, 720, 0)
    store(tmp_path / "a.db", Bins("strava", [seen, other], 480.0), Sample("watch", "C", WALK))
    assert days(tmp_path / "a.db")[str(MONDAY)].walking_s == pytest.approx(8 * 60 + 480)


def test_across_midnight_both_days_are_mended(tmp_path):
    """The minutes lie on one day, half of the bin on the other."""
    for first in (1430, 1440):
        watch = Sample("watch", "C", dict.fromkeys(range(first, first + 8), 100))
        app = Bins("app", [(1430, 1450, 1000)])
        for name, order in (("a", (watch, app)), ("b", (app, watch))):
            path = tmp_path / f"{name}{first}.db"
            store(path, *order)
            assert sum(steps_of(path).values()) == pytest.approx(800)
            assert shown(path) == pytest.approx(800)


def test_undo_shows_the_bin_again(tmp_path):
    path = tmp_path / "s.db"
    store(path, Bins("app", [(600, 615, 900)]))
    before = days(path)
    (watch,) = store(path, Sample("watch", "C", WALK))
    assert steps_of(path) == {str(MONDAY): 800}
    turn(path, watch)
    assert days(path) == before
    assert shown(path) == pytest.approx(900)


@settings(max_examples=30)
@given(st.permutations(range(5)), st.lists(st.integers(0, 4), max_size=3), st.randoms())
def test_any_order_any_repetition_gives_the_same_days(tmp_path_factory, order, again, rng):
    rng = random.Random(rng.randint(0, 9))
    minutes = {m: rng.randint(20, 130) for m in rng.sample(range(3000), 700)}
    quarters = [
        (at, at + 15, rng.choice([30, 400, 900])) for at in range(0, 3000, 15) if rng.random() < 0.6
    ]
    hours = [(at + 0.5, at + 59.5, rng.randint(1, 4000)) for at in range(0, 3000, 60)]
    samples = [
        Sample("watch", "C", minutes),
        Sample("watch", "C", {m: s for m, s in minutes.items() if m < 1500}),
        Bins("app", quarters),
        Bins("phone", hours),
        Sample("thigh", "A", dict.fromkeys(range(200, 900), 30), wear_s=60, placement="thigh"),
    ]
    folder = tmp_path_factory.mktemp("order")
    store(folder / "a.db", *samples)
    store(folder / "b.db", *[samples[i] for i in [*order, *again]])
    assert days(folder / "a.db") == days(folder / "b.db")
    assert shown(folder / "a.db") == shown(folder / "b.db")
    assert shown(folder / "a.db") == pytest.approx(sum(steps_of(folder / "a.db").values()), abs=1)


def test_two_equal_quarters_are_two(tmp_path):
    """A watch saw half of the first: 250 of 500. The second is another walk."""
    path = tmp_path / "s.db"
    store(path, Sample("watch", "C", {600: 250}), Bins("app", [(600, 615, 500), (615, 630, 500)]))
    assert steps_of(path) == {str(MONDAY): 750}


def test_the_first_version_guessed_bins_from_their_minutes():
    #          a bin of three, then one with ragged ends, a lone minute, two of one length
    minute = np.array([0, 1, 2, 10, 11, 12, 13, 20, 30, 31, 32, 33], float)
    steps = np.array([5, 5, 5, 2, 7, 7, 3, 9, 4, 4, 6, 6], float)
    starts = guessed_starts(minute, steps, np.zeros(12)).tolist()
    assert starts == [0, 0, 0, 10, 10, 10, 10, 20, 30, 30, 32, 32]
