"""Days from minutes: overlap, cadence, validity, totals, hand-written walks, undo."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.interval import Reach
from stride.store import diary, journal, writer
from stride.store.change import changing
from stride.store.reader import open_reader
from stride.types import SECONDS_COLUMNS, DayTotal, MinuteTable, Source

DAY0 = (date(2026, 3, 2) - date(1970, 1, 1)).days * 1440  # a Monday, UTC midnight


@dataclass
class Sample:
    """One import in shorthand: minute -> steps, or (walking_s, wear_s) for sensors."""

    name: str
    grade: str
    minutes: dict[int, float] = field(default_factory=dict)
    offset_min: int = 0
    placement: str = ""
    wear_s: float | None = None
    totals: tuple[DayTotal, ...] = ()
    rank: int = 0
    doubt_s: float = 0.0
    unclear_s: float = 0.0

    def table(self) -> MinuteTable:
        keys = sorted(self.minutes)
        values = np.array([self.minutes[key] for key in keys], dtype=np.float64)
        minute = np.array(keys, dtype=np.int64) + DAY0
        offset = np.full(len(keys), self.offset_min, dtype=np.int16)
        if self.wear_s is None:
            seconds = {"walking_s": np.full(len(keys), np.nan)}
            return MinuteTable(minute, offset, values, seconds, self.grade, None, self.totals)
        seconds = {name: np.zeros(len(keys)) for name in SECONDS_COLUMNS}
        seconds["walking_s"] = np.minimum(values / 100 * 60, 60)
        for name in ("wear_s", "doubt_s", "unclear_s"):
            seconds[name] = np.full(len(keys), getattr(self, name))
        return MinuteTable(minute, offset, values, seconds, self.grade, None, self.totals)


def store(path, *samples, day_start_min=0):
    ids = []
    for sample in samples:
        record = writer.ImportRecord(
            Source(sample.name, f"sha-{sample.name}-{sorted(sample.minutes.items())}", 1, "test"),
            sample.name,
            sample.rank,
            sample.placement or ("wrist" if sample.wear_s is not None else ""),
            "option",
            "",
            "0",
            None,
            1,
            0,
            {},
            "2026-03-09T00:00:00+00:00",
        )
        with changing(path) as change:
            change.adopt(day_start_min, ())
            ids.append(writer.add_import(change, record, sample.table()))
    return ids


def turn(path, import_id, redo=False):
    """Undo an import, or bring it back."""
    with changing(path) as change:
        change.turn(journal.pick(change.db, import_id, redo), redo)


def walk_by_hand(path, walk, remove=False):
    """Write a walk down or take it back; whether there was one."""
    with changing(path) as change:
        if remove:
            done = diary.remove_manual_walk(change.db, [walk])
        else:
            done = diary.add_manual_walk(change.db, [walk], "now")
        change.note("walk", "a walk", "now")
    return done


def days(path):
    reader = open_reader(path)
    try:
        return {str(day.date): day for day in reader.history().days}
    finally:
        reader.close()


def spread(hours, steps):
    """``steps`` in the first minute of every hour given."""
    return {hour * 60: steps for hour in hours}


def test_a_minute_seen_by_two_sources_counts_once(tmp_path):
    path = tmp_path / "s.db"
    watch = Sample("watch", "C", {600: 100, 601: 100})
    phone = Sample("phone", "D", {601: 90, 602: 80})
    store(path, watch, phone)
    assert days(path)["2026-03-02"].steps == 280


@pytest.mark.parametrize(
    ("samples", "steps"),
    [
        ("the better grade", 50),
        ("worn before unworn", 70),
        ("the person's order", 40),
        ("more steps", 90),
    ],
)
def test_which_source_a_minute_is_taken_from(tmp_path, samples, steps):
    table = {
        "the better grade": [Sample("a", "A", {1: 50}, wear_s=60), Sample("b", "C", {1: 90})],
        "worn before unworn": [Sample("a", "A", {1: 0}, wear_s=0), Sample("b", "C", {1: 70})],
        "the person's order": [Sample("a", "C", {1: 90}, rank=1), Sample("b", "C", {1: 40})],
        "more steps": [Sample("a", "C", {1: 90}), Sample("b", "C", {1: 40})],
    }[samples]
    store(tmp_path / "s.db", *table)
    assert days(tmp_path / "s.db")["2026-03-02"].steps == steps


#: The rule of the choice in SQL, as docs/data.md words it.
BEST_FIRST = """(m.wear_s IS NULL OR m.wear_s >= 30) DESC, i.grade, i.source_rank,
    coalesce(m.wear_s, 0) DESC, m.steps DESC, i.last_utc DESC, i.sha256"""


@pytest.mark.parametrize(("grades", "wear"), [("ABCD", (None, 0, 20, 60)), ("ABC", (None,))])
def test_the_choice_that_is_kept_is_the_rule(tmp_path, grades, wear):
    rng = random.Random(3)
    path = tmp_path / "s.db"
    samples = [
        Sample(
            f"s{n}",
            rng.choice(grades),
            {m: rng.randint(1, 140) for m in rng.sample(range(400), 250)},
            wear_s=rng.choice(wear),
            rank=rng.randint(0, 1),
        )
        for n in range(7)
    ]
    store(path, *samples)
    reader = open_reader(path)
    kept = reader.db.execute(
        "SELECT minute_utc, import_id, steps FROM best_minute ORDER BY 1"
    ).fetchall()
    rule = reader.db.execute(
        f"""SELECT minute_utc, import_id, steps FROM (
            SELECT m.*, ROW_NUMBER() OVER (PARTITION BY minute_utc ORDER BY {BEST_FIRST}) AS place
            FROM minute m JOIN import i ON i.id = m.import_id
            WHERE coalesce(m.hidden, 0) <> 1
        ) WHERE place = 1 ORDER BY 1"""
    ).fetchall()
    assert kept == rule
    losers = reader.db.execute("SELECT count(*) FROM minute WHERE hidden = 2").fetchone()[0]
    everything = reader.db.execute("SELECT count(*) FROM minute WHERE hidden IS NOT 1").fetchone()
    assert losers == everything[0] - len(kept) > 0


@settings(max_examples=25)
@given(st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=3))
def test_any_order_any_repetition_gives_the_same_days(tmp_path_factory, order, again):
    rng = random.Random(5)
    minutes = {m: rng.randint(1, 130) for m in rng.sample(range(3000), 900)}
    growing = {m: s for m, s in minutes.items() if m < 1500}
    samples = [
        Sample("watch", "C", minutes),
        Sample("watch", "C", growing),
        Sample("phone", "D", {m + 1: s for m, s in minutes.items() if m % 3}),
        Sample("thigh", "A", dict.fromkeys(range(200, 900), 30), wear_s=60, placement="thigh"),
        Sample("total", "D", totals=(DayTotal(date(2026, 3, 3), 9000), _total(6, 7000))),
        Sample("watch", "D", totals=(_total(2, 41_000), _total(4, 23_456), _total(7, 0))),
    ]
    folder = tmp_path_factory.mktemp("order")
    store(folder / "a.db", *samples)
    store(folder / "b.db", *[samples[i] for i in [*order, *again]])
    assert days(folder / "a.db") == days(folder / "b.db")


def _total(day, steps, walking_s=None):
    return DayTotal(date(2026, 3, day), steps, walking_s)


def test_walking_from_steps_uses_the_persons_cadence_within_limits(tmp_path):
    for steps, cadence in [(90, 90), (70, 80), (140, 120)]:
        path = tmp_path / f"{steps}.db"
        store(path, Sample("watch", "C", dict.fromkeys(range(600, 640), steps)))
        day = days(path)["2026-03-02"]
        assert day.walking_s == pytest.approx(40 * min(60, 60 * steps / cadence), abs=0.1)


def test_minutes_about_the_house_and_the_ends_of_walks_are_no_cadence(tmp_path):
    about = {8 * 60 + 3 * n: 66 for n in range(60)}  # a minute here and there
    walk = {14 * 60 + n: 112 for n in range(40)} | {14 * 60 - 1: 62, 14 * 60 + 40: 75}
    store(tmp_path / "s.db", Sample("watch", "C", about | walk))
    expected = 40 * 60 + (60 * 66 + 62 + 75) * 60 / 112
    assert days(tmp_path / "s.db")["2026-03-02"].walking_s == pytest.approx(expected, abs=0.5)


def test_the_widths_of_a_day_add_up_and_by_hand_is_exact(tmp_path):
    """Of the wrist a tenth of the walking and its doubt, of steps from 80 to 120 a minute."""
    path = tmp_path / "s.db"
    wrist = Sample("watch", "B", dict.fromkeys(range(600, 610), 50), wear_s=60, doubt_s=1)
    store(path, wrist, Sample("phone", "C", dict.fromkeys(range(700, 710), 60)))
    day = days(path)["2026-03-02"]
    assert day.walking_s == pytest.approx(10 * 30 + 10 * 36)
    assert day.below_s == pytest.approx(10 * (3 + 1) + 10 * (36 - 30))
    assert day.above_s == pytest.approx(10 * (3 + 1) + 10 * (45 - 36))
    walk_by_hand(path, by_hand(800, 10))
    longer = days(path)["2026-03-02"]
    assert (longer.below_s, longer.above_s) == (day.below_s, day.above_s)
    assert longer.walking_s == day.walking_s + 600


def test_no_day_may_hold_less_than_nothing(tmp_path):
    wrist = Sample("watch", "B", dict.fromkeys(range(600, 610), 50), wear_s=60, doubt_s=100)
    store(tmp_path / "s.db", wrist)
    assert days(tmp_path / "s.db")["2026-03-02"].low_minutes == 0


@pytest.mark.parametrize(("vendors_s", "low", "high"), [(None, 50, 75), (3600, 45, 75)])
def test_the_interval_of_a_daily_total(tmp_path, vendors_s, low, high):
    store(tmp_path / "s.db", Sample("app", "D", totals=(_total(2, 6000, vendors_s),)))
    day = days(tmp_path / "s.db")["2026-03-02"]
    assert (day.low_minutes, day.walking_minutes, day.high_minutes) == (low, 60, high)


def test_what_is_unclear_is_summed_up_apart(tmp_path):
    wrist = Sample("watch", "B", dict.fromkeys(range(600, 720), 50), wear_s=60, unclear_s=20)
    store(tmp_path / "s.db", wrist, Sample("phone", "C", {1500: 60}))
    found = days(tmp_path / "s.db")
    assert found["2026-03-02"].unclear_minutes == 40
    assert found["2026-03-03"].unclear_minutes is None


@pytest.mark.parametrize(
    ("rule", "grade", "expected"),
    [("option", "B", "A"), ("assumed", "B", "B"), ("assumed", "D", "D")],
)
def test_an_assumed_placement_allows_no_good_grade(tmp_path, monkeypatch, rule, grade, expected):
    monkeypatch.setattr("stride.store.bounds.reach", lambda placement: Reach(0, 0.01, 0.01))
    wrist = Sample("watch", grade, dict.fromkeys(range(600, 720), 50), wear_s=60)
    record = writer.ImportRecord(
        Source("watch", "sha", 1, "test"), "watch", 0, "wrist", rule, "", "0", None, 1, 0, {}, "now"
    )
    with changing(tmp_path / "s.db") as change:
        writer.add_import(change, record, wrist.table())
    assert days(tmp_path / "s.db")["2026-03-02"].grade == expected


def test_few_minutes_say_nothing_about_cadence(tmp_path):
    store(tmp_path / "s.db", Sample("watch", "C", dict.fromkeys(range(10), 80)))
    assert days(tmp_path / "s.db")["2026-03-02"].walking_s == pytest.approx(10 * 48)


def test_later_data_changes_the_cadence_of_later_days_only(tmp_path):
    path = tmp_path / "s.db"
    later = Sample("watch", "C", {1440 * 3 + m: 90 for m in range(20)})
    before = Sample("watch", "C", dict.fromkeys(range(60), 90))
    store(path, later)
    assert days(path)["2026-03-05"].walking_s == pytest.approx(20 * 54)
    store(path, before)
    assert days(path)["2026-03-05"].walking_s == pytest.approx(20 * 60)


@pytest.mark.parametrize(
    ("placement", "wear_hours", "valid"),
    [
        ("wrist", 16, True),
        ("wrist", 15, False),
        ("thigh", 16, True),
        ("pocket", 10, True),
        ("hip", 9, False),
    ],
)
def test_a_day_is_valid_by_its_wear(tmp_path, placement, wear_hours, valid):
    minutes = dict.fromkeys(range(wear_hours * 60), 0)
    store(tmp_path / "s.db", Sample("x", "B", minutes, placement=placement, wear_s=60))
    assert days(tmp_path / "s.db")["2026-03-02"].valid is valid


@pytest.mark.parametrize(
    ("minutes", "valid"),
    [
        (spread(range(7, 19), 50), True),
        (spread(range(7, 16), 100), False),
        (spread(range(7, 19), 40), False),
    ],
)
def test_a_day_of_steps_is_valid_by_span_and_total(tmp_path, minutes, valid):
    store(tmp_path / "s.db", Sample("watch", "C", minutes))
    assert days(tmp_path / "s.db")["2026-03-02"].valid is valid


def test_a_daily_total_is_an_estimate_and_yields_to_anything_better(tmp_path):
    path = tmp_path / "s.db"
    store(path, Sample("app", "D", totals=(_total(2, 8000), _total(3, 6000, 3000))))
    found = days(path)
    assert found["2026-03-02"].walking_s == pytest.approx(4800)
    assert found["2026-03-03"].walking_s == 3000
    assert all(day.estimate and day.grade == "C" for day in found.values())
    store(path, Sample("watch", "C", spread(range(7, 19), 90)))
    assert days(path)["2026-03-02"].steps == 12 * 90
    assert not days(path)["2026-03-02"].estimate


@pytest.mark.parametrize(("offset", "expected"), [(0, "2026-03-02"), (840, "2026-03-03")])
def test_the_local_day_is_the_one_where_the_walk_took_place(tmp_path, offset, expected):
    store(tmp_path / "s.db", Sample("w", "C", {1200: 50}, offset_min=offset))
    assert list(days(tmp_path / "s.db")) == [expected]


@pytest.mark.parametrize(("change", "hours"), [(60, 23), (-60, 25)])
def test_days_of_23_and_25_hours_add_up(tmp_path, change, hours):
    """The clock moves at 03:00: the offset changes, and no minute is lost or counted twice."""
    path = tmp_path / "s.db"
    night = Sample("w", "B", dict.fromkeys(range(180), 1), wear_s=60, placement="wrist")
    day = dict.fromkeys(range(180, hours * 60), 1)
    rest = Sample("w", "B", day, offset_min=change, wear_s=60, placement="wrist")
    store(path, night, rest)
    found = days(path)
    assert list(found) == ["2026-03-02"]
    assert found["2026-03-02"].wear_s == hours * 3600
    assert found["2026-03-02"].steps == hours * 60
    assert sum(found["2026-03-02"].hours_s) == pytest.approx(found["2026-03-02"].walking_s, 1e-3)


def test_the_day_can_begin_at_four(tmp_path):
    path = tmp_path / "s.db"
    samples = Sample("w", "C", {200: 50, 300: 60})
    store(path, samples, day_start_min=240)
    assert {d: x.steps for d, x in days(path).items()} == {"2026-03-01": 50, "2026-03-02": 60}
    store(path, Sample("v", "C", {400: 10}), day_start_min=0)
    assert {d: x.steps for d, x in days(path).items()} == {"2026-03-02": 120}


def by_hand(minute, length_min):
    return diary.ManualWalk((DAY0 + minute) * 60, 0, length_min * 60)


def test_a_walk_by_hand_is_not_added_where_a_sensor_saw_the_minutes(tmp_path):
    path = tmp_path / "s.db"
    store(path, Sample("thigh", "A", dict.fromkeys(range(600, 610), 0), wear_s=60))
    walk_by_hand(path, by_hand(595, 20))
    day = days(path)["2026-03-02"]
    assert day.walking_s == day.manual_s == 10 * 60
    assert "by hand" in day.sources


def test_a_walk_by_hand_makes_a_day_of_its_own(tmp_path):
    path = tmp_path / "s.db"
    walk_by_hand(path, by_hand(720, 25))
    walk_by_hand(path, by_hand(730, 25))
    day = days(path)["2026-03-02"]
    assert (day.walking_s, day.estimate, day.valid) == (35 * 60, True, False)


def test_a_walk_by_hand_across_midnight_can_be_taken_back(tmp_path):
    path = tmp_path / "s.db"
    store(path, Sample("watch", "C", {600: 100}))
    before = days(path)
    walk_by_hand(path, by_hand(1430, 25))
    found = days(path)
    assert found["2026-03-02"].manual_s == found["2026-03-02"].longest_walk_s == 10 * 60
    assert found["2026-03-03"].manual_s == found["2026-03-03"].longest_walk_s == 15 * 60
    assert not walk_by_hand(path, by_hand(1430, 20), remove=True)
    assert walk_by_hand(path, by_hand(1430, 25), remove=True)
    assert days(path) == before


def test_undo_and_back_again(tmp_path):
    path = tmp_path / "s.db"
    watch = Sample("watch", "C", {600: 100})
    first, second = store(path, watch, Sample("phone", "D", {600: 90, 700: 90}))
    both = days(path)
    for import_id in (second, first):
        turn(path, import_id)
    assert days(path) == {}
    for import_id in (first, second):
        turn(path, import_id, redo=True)
    assert days(path) == both


def test_walks_are_the_bouts_of_the_source_that_counts(tmp_path):
    path = tmp_path / "s.db"
    store(path, Sample("watch", "C", {600: 90, 601: 100, 602: 80, 700: 10, 800: 60}))
    reader = open_reader(path)
    found = [(w.start_utc_s // 60 - DAY0, w.duration_s, w.steps) for w in reader.walks(MONDAY)]
    assert found == [(600, 180, 270), (800, 60, 60)]
    assert days(path)["2026-03-02"].longest_walk_s == 180


MONDAY = date(2026, 3, 2)


def test_the_timeline_names_what_most_of_a_minute_was(tmp_path):
    path = tmp_path / "s.db"
    unworn = Sample("off", "B", dict.fromkeys(range(5, 8), 0), wear_s=0, placement="wrist")
    store(path, Sample("w", "B", {1: 100}, wear_s=60, placement="wrist"), unworn)
    minutes = open_reader(path).day_minutes(MONDAY)
    assert minutes.minute_of_day == (1, 5, 6, 7)
    assert minutes.activity == ("walking", "not_worn", "not_worn", "not_worn")


def test_years_are_worked_on_in_blocks(tmp_path):
    path = tmp_path / "s.db"
    store(path, Sample("w", "C", {1440 * d + 600: 100 for d in range(400)}))
    found = days(path)
    assert len(found) == 400
    assert found[str(MONDAY + timedelta(days=399))].steps == 100


def test_a_vendors_day_of_no_steps_is_shown_and_judges_nobody(tmp_path):
    path = tmp_path / "s.db"
    store(path, Sample("app", "D", totals=(_total(2, 0), _total(3, 6000))))
    day = days(path)["2026-03-02"]
    assert (day.steps, day.walking_s, day.grade, day.valid) == (0, 0, "D", False)
    assert day.sources == ("app",)


def test_a_vendors_zero_hides_nothing_that_others_saw(tmp_path):
    path = tmp_path / "s.db"
    preferred = Sample("drawer", "D", totals=(_total(2, 0), _total(3, 0)))
    phone = Sample("phone", "D", totals=(_total(2, 4000),), rank=1)
    watch = Sample("watch", "D", {1440 + 600: 90}, rank=1)
    store(path, preferred, phone, watch)
    found = days(path)
    assert [found[day].steps for day in sorted(found)] == [4000, 90]
    assert found["2026-03-03"].sources == ("watch",)


def test_the_steps_of_a_day_are_the_vendors_own_where_no_other_source_saw_it(tmp_path):
    path = tmp_path / "s.db"
    store(path, Sample("watch", "C", spread(range(7, 19), 90)))
    store(path, Sample("watch", "D", totals=(_total(2, 1111),)))
    day = days(path)["2026-03-02"]
    assert (day.steps, day.grade, day.estimate) == (1111, "A", False)
    assert day.walking_s == pytest.approx(12 * 54)
    store(path, Sample("phone", "C", {1200: 70}))
    assert days(path)["2026-03-02"].steps == 12 * 90 + 70, "two sources: each minute from one"


def test_minutes_of_a_small_part_of_a_day_yield_to_its_total(tmp_path):
    path = tmp_path / "s.db"
    store(path, Sample("watch", "C", {600: 90}, totals=(_total(2, 7000),)))
    day = days(path)["2026-03-02"]
    assert (day.steps, day.grade, day.estimate, day.valid) == (7000, "C", True, True)


def test_a_day_is_read_in_a_few_statements(tmp_path):
    path = tmp_path / "s.db"
    store(path, Sample("watch", "C", dict.fromkeys(range(300, 1200), 60)))
    reader = open_reader(path)
    statements = []
    reader.db.set_trace_callback(statements.append)
    assert len(reader.day_minutes(MONDAY).activity) == 900
    assert reader.walks(MONDAY)
    assert reader.day(MONDAY)
    assert len(statements) < 10
