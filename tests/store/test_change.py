"""After whatever a person does in whatever order, the days are those of a database made anew."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stride.errors import UsageError
from stride.interval import Reach
from stride.store import connect, diary, journal, writer
from stride.store.change import changing
from stride.store.days import rebuild_all
from stride.store.reader import open_reader
from stride.types import GoalChange, Pain, Source
from tests.store.test_coarse import Bins
from tests.store.test_days import Sample, by_hand, spread

#: Sequences in a run of the suite; STRIDE_FUZZ=N draws N times as many.
SEQUENCES = 40 * int(os.environ.get("STRIDE_FUZZ", "1"))
DAY_MIN = 1440


def readings() -> list[list[Sample]]:
    """For each of four files the ways to read it: date order, zone, start, placement."""
    watch = spread(range(7, 20), 95)
    walk = dict.fromkeys(range(600, 640), 110)
    worn = dict.fromkeys(range(0, 17 * 60), 20)
    quarters = [(at, at + 15, 400) for at in range(590, 680, 15)]
    later = [(start + 40 * DAY_MIN, end + 40 * DAY_MIN, n) for start, end, n in quarters]
    return [
        [_moved("watch", "C", watch, days) for days in (0, 1, 30, 61)],
        [_moved("pocket", "C", walk, 0), _moved("pocket", "C", walk, 0, offset_min=600)],
        [
            Sample("sensor", grade, worn, placement=where, wear_s=60)
            for grade, where in (("A", "thigh"), ("B", "wrist"), ("D", "pocket"))
        ],
        [Bins("app", quarters), Bins("app", later)],
    ]


def _moved(name, grade, minutes, days, offset_min=0) -> Sample:
    moved = {minute + days * DAY_MIN: steps for minute, steps in minutes.items()}
    return Sample(name, grade, moved, offset_min=offset_min)


READINGS = readings()


class Person:
    """Somebody who does one thing after the other to one database."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.said = 0

    def do(self, action: str, number: int, other: int) -> None:
        """One action; what cannot be done changes nothing."""
        self.said += 1
        with suppress(UsageError):
            getattr(self, action)(number, other)

    def reads(self, number: int, other: int) -> None:
        self._import(number % len(READINGS), other)

    def _import(self, file: int, other: int) -> None:
        sample = READINGS[file][other % len(READINGS[file])]
        source = Source(sample.name, f"sha-{file}", 1, "test", placement=sample.placement)
        record = writer.ImportRecord(
            source, sample.name, 0, sample.placement, "option", "", "0", None, 1, 0, {}, self._now()
        )
        with changing(self.path) as change:
            writer.add_import(change, record, sample.table())

    def undoes(self, number: int, other: int) -> None:
        self._turn(number, other, redo=False)

    def redoes(self, number: int, other: int) -> None:
        self._turn(number, other, redo=True)

    def _turn(self, number: int, other: int, redo: bool) -> None:
        with changing(self.path) as change:
            listed = [entry.id for entry in journal.listed(change.db)]
            wanted = listed[number % len(listed)] if listed and other % 2 else None
            change.turn(journal.pick(change.db, wanted, redo), redo)

    def walks(self, number: int, other: int) -> None:
        walk = by_hand(590 + 10 * (number % 90), 5 + other % 60)
        self._write("walk", lambda db: diary.add_manual_walk(db, [walk], self._now()))

    def takes_a_walk_back(self, number: int, other: int) -> None:
        walk = by_hand(590 + 10 * (number % 90), 5 + other % 60)
        self._write("walk", lambda db: diary.remove_manual_walk(db, [walk]))

    def rests(self, number: int, other: int) -> None:
        first = date(2026, 3, 1) + timedelta(days=number % 9)
        last = first + timedelta(days=other % 3)
        self._write("rest", lambda db: diary.add_rest(db, first, last, self._now(), other % 5 == 0))

    def hurts(self, number: int, other: int) -> None:
        pain = Pain(date(2026, 3, 1 + number % 4), other % 11)
        self._write("pain", lambda db: diary.add_pain(db, pain, self._now()))

    def decides(self, number: int, other: int) -> None:
        goal = GoalChange(date(2026, 3, 1 + number % 9), "set", 30.0 + other)
        self._write("goal", lambda db: diary.add_goal_change(db, goal, self._now()))

    def prefers(self, number: int, other: int) -> None:
        order = ("watch", "pocket", "sensor", "app")
        with changing(self.path) as change:
            change.adopt(change.day_start_min, order[number % 4 :] + order[: other % 2])

    def begins_the_day(self, number: int, other: int) -> None:
        with changing(self.path) as change:
            change.adopt((0, 60, 240, 1439)[number % 4], ())

    def _write(self, kind, write) -> None:
        with changing(self.path) as change:
            write(change.db)
            change.note(kind, kind, self._now())

    def _now(self) -> str:
        return f"2026-03-09T00:00:{self.said:05d}"


ACTIONS = [
    "reads", "reads", "reads", "undoes", "undoes", "redoes", "walks", "takes_a_walk_back", "rests",
    "hurts", "decides", "prefers", "begins_the_day",
]  # fmt: skip
UNDOABLE = ("reads", "walks", "takes_a_walk_back", "rests", "hurts", "decides")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, 90), st.integers(0, 60)), max_size=12
)


def picture(path: Path) -> dict[str, object]:
    """All days, and which minutes count."""
    reader = open_reader(path)
    try:
        history = reader.history()
        counting = reader.db.execute(
            "SELECT minute_utc, import_id, steps FROM best_minute ORDER BY 1, 2"
        ).fetchall()
    finally:
        reader.close()
    return {
        "days": history.days,
        "minutes": counting,
        "decisions": (history.rest_days, history.goal_changes, history.pains),
    }


def made_anew(path: Path) -> dict[str, object]:
    """The same after every day was worked out once more, from nothing but what came in."""
    with connect.writing(path) as db:
        db.execute("UPDATE minute SET hidden = NULL")
        row = db.execute("SELECT value FROM meta WHERE key = 'day_start_min'").fetchone()
        rebuild_all(db, int(row[0]) if row else 0)
    return picture(path)


@settings(max_examples=SEQUENCES)
@given(STEPS)
def test_working_everything_out_anew_changes_nothing(tmp_path_factory, steps):
    person = Person(tmp_path_factory.mktemp("home") / "stride.db")
    person.walks(0, 0)
    for step in steps:
        person.do(*step)
    found = picture(person.path)
    assert found == made_anew(person.path)
    minutes = [minute for minute, _, _ in found["minutes"]]
    assert len(minutes) == len(set(minutes)), "no minute counts twice"


@settings(max_examples=SEQUENCES)
@given(STEPS, st.sampled_from(UNDOABLE), st.integers(0, 90), st.integers(0, 60))
def test_doing_and_undoing_leaves_the_days_as_they_were(
    tmp_path_factory, steps, action, number, other
):
    person = Person(tmp_path_factory.mktemp("home") / "stride.db")
    person.walks(0, 0)
    for step in steps:
        person.do(*step)
    before, listed = picture(person.path), _listed(person.path)
    person.do(action, number, other)
    after = picture(person.path)
    if len(_listed(person.path)) == len(listed):  # there was nothing to do
        assert after == before
        return
    person.undoes(0, 0)
    assert picture(person.path) == before
    person.redoes(0, 0)
    assert picture(person.path) == after


def _listed(path: Path) -> list[journal.Entry]:
    reader = open_reader(path)
    try:
        return journal.listed(reader.db)
    finally:
        reader.close()


def test_a_file_read_by_another_order_of_dates_leaves_no_ghosts(tmp_path):
    person = Person(tmp_path / "s.db")
    person._import(0, 0)
    person._import(0, 2)
    assert [day.date for day in picture(person.path)["days"]] == [date(2026, 4, 1)]
    person.undoes(0, 0)
    assert [day.date for day in picture(person.path)["days"]] == [date(2026, 3, 2)]
    person.redoes(0, 0)
    assert [day.date for day in picture(person.path)["days"]] == [date(2026, 4, 1)]


def test_the_first_reading_can_be_brought_over_the_second(tmp_path):
    person = Person(tmp_path / "s.db")
    person._import(0, 0)
    person._import(0, 2)
    for number in (2, 1):
        with changing(person.path) as change:
            change.turn(journal.pick(change.db, number, False), False)
    assert picture(person.path)["days"] == ()
    with changing(person.path) as change:
        change.turn(journal.pick(change.db, 1, True), True)
    assert [day.date for day in picture(person.path)["days"]] == [date(2026, 3, 2)]


def test_an_earlier_entry_is_kept_from_under_a_later_one(tmp_path):
    person = Person(tmp_path / "s.db")
    person.hurts(0, 3)
    person.hurts(0, 5)
    with pytest.raises(UsageError, match="later"), changing(person.path) as change:
        change.turn(journal.pick(change.db, journal.NOT_IMPORTS_FROM + 1, False), False)
    assert picture(person.path)["decisions"][2] == (Pain(date(2026, 3, 1), 5),)


def test_nothing_is_entered_without_a_line_in_the_journal(tmp_path):
    with pytest.raises(AssertionError), changing(tmp_path / "s.db") as change:
        diary.add_pain(change.db, Pain(date(2026, 3, 1), 5), "now")


def test_only_the_door_opens_the_database_for_writing():
    """A restore replaces everything, days and journal too: it has none to work out."""
    package = Path(connect.__file__).parent.parent
    callers = {
        path.name
        for path in package.rglob("*.py")
        if re.search(r"\bwriting\(", path.read_text("utf-8"))
    }
    assert callers == {"connect.py", "change.py", "restore.py"}


def test_many_files_of_one_day_are_one_day(tmp_path):
    """Fourteen of a fourteenth each: their widths add up to that of the day."""
    person = Person(tmp_path / "s.db")
    for hour in range(7, 21):
        sample = Sample(f"h{hour}", "C", {hour * 60: 100.0})
        record = writer.ImportRecord(
            Source(sample.name, f"sha-{hour}", 1, "test"), "watch", 0, "", "option", "", "0", None,
            1, 0, {}, "2026-03-09",
        )  # fmt: skip
        with changing(person.path) as change:
            writer.add_import(change, record, sample.table())
    (day,) = picture(person.path)["days"]
    assert (day.steps, day.grade, day.valid) == (1400, "A", True)


@pytest.mark.parametrize(
    ("coarse_steps", "by_hand_min", "grade", "estimate"),
    [(6, 0, "A", False), (3000, 0, "A", True), (0, 5, "A", False), (0, 30, "D", True)],
)
def test_one_share_decides_about_grade_and_estimate(
    tmp_path, monkeypatch, coarse_steps, by_hand_min, grade, estimate
):
    monkeypatch.setattr("stride.store.bounds.reach", lambda placement: Reach(0, 0.04, 0.04))
    person = Person(tmp_path / "s.db")
    thigh = dict.fromkeys(range(480, 540), 100)
    samples = [Sample("thigh", "A", thigh, placement="thigh", wear_s=60)]
    if coarse_steps:
        samples.append(Bins("phone", [(900, 915, coarse_steps)]))
    for sample in samples:
        record = writer.ImportRecord(
            Source(sample.name, sample.name, 1, "test"), sample.name, 0, sample.placement, "option",
            "", "0", None, 1, 0, {}, "2026-03-09",
        )  # fmt: skip
        with changing(person.path) as change:
            writer.add_import(change, record, sample.table())
    if by_hand_min:
        person._write(
            "walk", lambda db: diary.add_manual_walk(db, [by_hand(1000, by_hand_min)], "")
        )
    (day,) = picture(person.path)["days"]
    assert (day.grade, day.estimate) == (grade, estimate)
    assert day.measured_s == pytest.approx(3600)
    assert day.manual_s == by_hand_min * 60
