"""A database that the first stride wrote: opened, migrated and read by the present one."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
import sqlite_utils

from stride.errors import DataError
from stride.store import connect, journal, opening, schema
from stride.store.change import changing
from stride.store.days import rebuild_all
from stride.store.reader import open_reader
from tests.store.make_first_db import seen

HERE = Path(__file__).parent
EXPECTED = json.loads((HERE / "first.json").read_text(encoding="utf-8"))
# 72 of its 927 s are a phone's: below a tenth, which made it an estimate in the first version
EXPECTED["days"][0]["estimate"] = False
GRADES = [day.pop("grade") for day in EXPECTED["days"]]


@pytest.fixture
def old(tmp_path):
    """A copy of the first database, with the log files that a live one has."""
    path = tmp_path / "stride.db"
    shutil.copy(HERE / "first.db", path)
    yield path
    connect.upgrade_notes.clear()  # told to nobody here; the next command must not tell it


@pytest.fixture
def steps(monkeypatch):
    """The migrations, to which a test may add one that is gone after it."""
    monkeypatch.setattr(schema.migrations, "_migrations", list(schema.migrations._migrations))
    return schema.migrations


def open_and_close(path):
    with connect.writing(path):
        pass


def columns_of(path, table="day"):
    db = sqlite3.connect(path)
    try:
        return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
    finally:
        db.close()


def test_it_reads_the_same_before_and_after(old):
    assert seen(old) == EXPECTED
    open_and_close(old)
    assert seen(old) == EXPECTED


def test_it_says_which_days_changed_and_why(old):
    connect.upgrade_notes.clear()
    open_and_close(old)
    kept, changed, graded = connect.upgrade_notes
    assert str(next(old.parent.glob("*-before-*.db"))) in kept
    assert (
        changed == "2026-03-02: grade B, not C; no estimate any more: less than a tenth of it was."
    )
    assert "it follows from how far the walking may be off" in graded
    connect.upgrade_notes.clear()
    open_and_close(old)
    assert connect.upgrade_notes == []


def test_what_was_done_before_there_was_a_journal_can_be_undone(old):
    open_and_close(old)
    reader = open_reader(old)
    listed = {entry.kind for entry in journal.listed(reader.db)}
    reader.close()
    assert listed == {"import", "goal", "rest", "pain", "walk"}
    for _ in range(len(EXPECTED["imports"]) + 4):
        with changing(old) as change:
            change.turn(journal.pick(change.db, None, False), False)
    assert (seen(old)["days"], seen(old)["rest_days"], seen(old)["pains"]) == ([], [], [])
    for _ in range(len(EXPECTED["imports"]) + 4):
        with changing(old) as change:
            change.turn(journal.pick(change.db, None, True), True)
    assert seen(old) == EXPECTED


def test_ghosts_of_the_first_version_go_and_are_named(old):
    """Its undo after --again left a day behind that no import in force knows."""
    db = sqlite3.connect(old)
    names = ", ".join(columns_of(old)[1:])
    db.execute(f"INSERT INTO day (date, {names}) SELECT '2026-05-01', {names} FROM day LIMIT 1")
    db.execute("UPDATE import SET state = 'undone' WHERE id = 2")
    db.commit()
    db.close()
    connect.upgrade_notes.clear()
    open_and_close(old)
    assert any(note.startswith("2026-05-01 is gone: ") for note in connect.upgrade_notes)
    assert [row[2] for row in seen(old)["imports"]] == ["done", "done", "undone", "done"]


def test_the_first_step_still_makes_what_it_made_then(old):
    def shape(db):
        rows = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.split()) for name, sql in rows}

    fresh = sqlite_utils.Database(memory=True)
    later = [step.name for step in schema.migrations._migrations[1:]]
    schema.migrations.apply(fresh, stop_before=later)
    assert shape(fresh.conn) == shape(sqlite3.connect(old))


def test_days_computed_anew_are_the_same(old):
    with connect.writing(old) as db:
        rebuild_all(db, 0)
    assert seen(old) == EXPECTED


def test_the_present_shape_needs_no_copy(old):
    open_and_close(old)
    assert len(schema.migrations._migrations) > 1 or list(old.parent.glob("*before*")) == []


def test_a_further_step_keeps_a_copy_of_what_was(old, steps):
    @steps()
    def m999_mood(db):
        db.execute("ALTER TABLE day ADD COLUMN mood TEXT")
        db.execute("PRAGMA user_version = 999")

    open_and_close(old)
    assert "mood" in columns_of(old)
    assert seen(old) == EXPECTED
    (kept,) = old.parent.glob("*-before-*.db")
    assert "mood" not in columns_of(kept)
    assert seen(kept) == EXPECTED
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    changed = kept.stat().st_mtime_ns
    open_and_close(old)  # nothing left to do: the copy stays the one from before
    assert kept.stat().st_mtime_ns == changed


def test_a_step_that_fails_changes_nothing(old, steps):
    @steps()
    def m998_half(db):
        db.execute("ALTER TABLE day ADD COLUMN half TEXT")

    @steps()
    def m999_breaks(db):
        db.execute("DELETE FROM day")
        raise sqlite3.OperationalError("no such thing")

    with pytest.raises(DataError):
        open_and_close(old)
    assert "half" not in columns_of(old)
    del steps._migrations[-2:]
    assert seen(old) == EXPECTED


def test_a_database_from_the_future_is_left_alone(old, steps):
    @steps()
    def m999_future(db):
        db.execute("ALTER TABLE day ADD COLUMN mood TEXT")
        db.execute("PRAGMA user_version = 999")

    open_and_close(old)
    steps._migrations.pop()
    with pytest.raises(DataError, match="newer stride"):
        open_and_close(old)


def test_the_number_of_the_last_step_is_the_shape(tmp_path):
    """Who finds it looks no further: without loading the steps, a third of a small import."""
    open_and_close(tmp_path / "new.db")
    db = sqlite3.connect(tmp_path / "new.db")
    assert db.execute("PRAGMA user_version").fetchone()[0] == opening.SHAPE
    db.close()
    assert max(step.name for step in schema.migrations._migrations)[1:4] == f"{opening.SHAPE:03}"


PROCESS = """
import sys
from pathlib import Path
from stride.store import connect, schema

@schema.migrations()
def m999_slow(db):
    import time
    time.sleep(0.3)
    db.execute("ALTER TABLE day ADD COLUMN mood TEXT")

with connect.writing(Path(sys.argv[1])):
    pass
"""


def test_two_processes_at_once_migrate_once(old):
    running = [
        subprocess.Popen([sys.executable, "-c", PROCESS, str(old)], stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    errors = [process.communicate(timeout=300)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], errors
    assert columns_of(old).count("mood") == 1
    (kept,) = old.parent.glob("*-before-*.db")
    assert "mood" not in columns_of(kept)
    assert seen(kept) == EXPECTED


def test_the_switch_to_a_write_ahead_log_waits_for_another_who_writes(old):
    """SQLite itself does not wait there: two first imports at once met a locked database."""
    other = sqlite3.connect(old, check_same_thread=False, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, other.execute, ["COMMIT"])
    release.start()
    try:
        open_and_close(old)
    finally:
        release.join()
        other.close()
    assert seen(old) == EXPECTED


def test_first_db_holds_something_of_everything():
    assert set(GRADES) == {"A", "C", "D"}
    assert all(EXPECTED[name] for name in EXPECTED)
    assert date.fromisoformat(EXPECTED["days"][0]["date"]) == date(2026, 3, 2)
