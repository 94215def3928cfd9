"""Days left out and sources chosen: undone like all else, and kept through whatever comes in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from sqlite3 import Connection

import pytest

from stride.store import diary, forget, journal
from stride.store.change import changing, rank_imports
from stride.store.days import rebuild_all
from stride.store.reader import open_reader
from stride.types import DayTotal
from tests.store.test_days import Sample, store

DAY = date(2026, 3, 2)
WALK = dict.fromkeys(range(600, 640), 100.0)
NEXT_DAY = dict.fromkeys(range(1440 + 600, 1440 + 640), 100.0)


def _write(path: Path, kind: str, write: Callable[[Connection], None]) -> int:
    with changing(path) as change:
        write(change.db)
        rank_imports(change.db)
        number = change.note(kind, kind, "now")
        assert number is not None
        return number


def _turn(path: Path, number: int, *, redo: bool = False) -> None:
    with changing(path) as change:
        change.turn(journal.pick(change.db, number, redo), redo)


def _days(path: Path) -> dict[str, float]:
    reader = open_reader(path)
    found = {str(day.date): day.steps for day in reader.history().days}
    reader.close()
    with changing(path) as change:
        rebuild_all(change.db, change.day_start_min)
    reader = open_reader(path)
    assert found == {str(day.date): day.steps for day in reader.history().days}
    reader.close()
    return found


def test_a_day_left_out_stays_out_until_it_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store(path, Sample("watch", "C", {**WALK, **NEXT_DAY}))
    number = _write(path, "day", lambda db: diary.discard_day(db, DAY, "now"))
    assert _days(path) == {"2026-03-03": 4000}
    store(path, Sample("phone", "C", {**WALK, 700: 50.0}, totals=(DayTotal(DAY, 9000.0),)))
    assert _days(path) == {"2026-03-03": 4000}
    _turn(path, number)
    assert _days(path) == {"2026-03-02": 9000, "2026-03-03": 4000}
    _turn(path, number, redo=True)
    assert _days(path) == {"2026-03-03": 4000}


@pytest.mark.parametrize("name", ["phone", "PHONE"])
def test_an_ignored_source_is_as_if_it_were_not_there(tmp_path: Path, name: str) -> None:
    path = tmp_path / "s.db"
    phone = Sample("phone", "C", {**WALK, **NEXT_DAY}, totals=(DayTotal(DAY, 9000.0),), rank=0)
    store(path, Sample("watch", "C", dict.fromkeys(range(600, 620), 90.0)), phone)
    before = _days(path)
    number = _write(path, "sources", lambda db: diary.ignore_source(db, name, "now"))
    assert _days(path) == {"2026-03-02": 1800}
    reader = open_reader(path)
    assert reader.ignored_sources() == (name,)
    assert all(walk.steps <= 1800 for walk in reader.walks(DAY))
    reader.close()
    _write(path, "sources", lambda db: diary.ignore_source(db, name, "now", ignored=False))
    assert _days(path) == before
    with pytest.raises(Exception, match="later changed"):
        _turn(path, number)


def test_the_order_decides_and_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store(path, Sample("watch", "C", dict.fromkeys(WALK, 90.0)), Sample("phone", "C", WALK))
    assert _days(path) == {"2026-03-02": 4000}
    number = _write(path, "sources", lambda db: diary.order_sources(db, ("watch",), "now"))
    assert _days(path) == {"2026-03-02": 3600}
    with changing(path) as change:  # what the settings say goes before what was typed
        change.adopt(0, ("phone",))
    assert _days(path) == {"2026-03-02": 4000}
    with changing(path) as change:
        change.adopt(0, ())
    _turn(path, number)
    assert _days(path) == {"2026-03-02": 4000}


def test_what_is_forgotten_leaves_no_choice_behind(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store(path, Sample("watch", "C", WALK), Sample("phone", "C", NEXT_DAY))
    _write(path, "day", lambda db: diary.discard_day(db, DAY, "now"))
    _write(path, "sources", lambda db: diary.ignore_source(db, "phone", "now"))
    forget.forget(path, forget.Wanted(source="phone"))
    forget.forget(path, forget.Wanted(before=date(2026, 3, 3)))
    reader = open_reader(path)
    assert reader.ignored_sources() == () and not reader.is_discarded(DAY)
    reader.close()
