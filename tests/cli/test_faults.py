"""What a kill, a fault of the disk or a closed folder leaves: all or nothing, and the truth."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from stride.errors import BusyError, DiskError
from stride.store import connect, diary
from stride.store.change import changing
from stride.store.reader import open_reader
from stride.types import Pain
from tests.cli.conftest import ordinary_user
from tests.store.make_first_db import seen

DAY = {f"{h:02d}:{m:02d}": 100 for h in (8, 13, 19) for m in range(20)}
STORE = Path(__file__).parent.parent / "store"
HURTS = """
import sys
from datetime import date
from pathlib import Path
from stride.store import diary
from stride.store.change import changing
from stride.types import Pain
with changing(Path(sys.argv[1])) as change:
    diary.add_pain(change.db, Pain(date(2026, 3, 2), 5), "now")
    change.note("pain", "5", "now")
    {at}
"""


def hurts(path, at="pass"):
    script = HURTS.replace("{at}", at)
    return subprocess.run([sys.executable, "-c", script, str(path)], check=False).returncode


def pains(path):
    reader = open_reader(path)
    try:
        return [pain.score for pain in reader.pains()]
    finally:
        reader.close()


def test_a_first_change_killed_leaves_a_database_that_opens(tmp_path):
    path = tmp_path / "stride.db"
    assert hurts(path, "import os; os._exit(9)") == 9
    assert hurts(path) == 0
    assert pains(path) == [5]


@pytest.mark.parametrize("content", [b"", None])
def test_what_a_kill_left_of_a_first_database_is_nothing_yet(
    stride, own_home, minutes_csv, content
):
    path = own_home / "stride.db"
    if content is None:  # killed between the tables and the first commit
        db = sqlite3.connect(path)
        db.execute("PRAGMA journal_mode = WAL")
        db.close()
    else:
        path.write_bytes(content)
    assert stride("today").code == 69
    assert stride("import", minutes_csv({"2026-03-02": DAY})).code == 0
    assert stride("today", "--date", "2026-03-02").code == 0


def hot_journal(path: Path) -> None:
    """A database whose process was killed in the middle of a transaction of the old kind."""
    script = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode = DELETE")
db.execute("PRAGMA cache_size = 1")
db.execute("BEGIN IMMEDIATE")
db.execute("UPDATE day SET steps = -1")
db.execute("CREATE TABLE filler (x)")
db.executemany("INSERT INTO filler VALUES (?)", [("x" * 900,)] * 400)
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert path.with_name(path.name + "-journal").stat().st_size > 0


def test_a_hot_journal_is_played_back_before_it_is_read(stride, minutes_csv, own_home):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    hot_journal(own_home / "stride.db")
    assert stride("today", "--json", "--date", "2026-03-02").json["steps"] == 6000


def test_a_closed_folder_with_a_hot_journal_or_a_log_is_read_whole(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    path = home / "stride.db"
    assert hurts(path) == 0
    db = sqlite3.connect(path)  # a reader that lives: the log stays beside the file
    db.execute("SELECT * FROM pain").fetchall()
    copy = tmp_path / "copy"
    other = sqlite3.connect(path)
    other.execute("UPDATE pain SET score = 7")
    other.commit()
    shutil.copytree(home, copy)
    other.close()
    db.close()
    for file in copy.iterdir():
        file.chmod(0o444)
    (copy / "stride.db-shm").unlink(missing_ok=True)
    copy.chmod(0o555)
    with ordinary_user(copy):
        assert pains(copy / "stride.db") == [7]
    copy.chmod(0o700)


def test_everything_is_in_the_file_itself_after_a_change(stride, own_home, tmp_path):
    for score in (3, 4):
        assert stride("pain", score).code == 0
        shutil.copy(own_home / "stride.db", tmp_path / "alone.db")
        assert pains(tmp_path / "alone.db") == [score]
    assert all(path.stat().st_size == 0 for path in own_home.glob("*-wal"))


class Failing:
    """A connection of which COMMIT fails, before or after it has done its work."""

    def __init__(self, db, done: bool) -> None:
        self.db, self.done = db, done

    def __getattr__(self, name):
        return getattr(self.db, name)

    def execute(self, statement, *values):
        if statement == "COMMIT":
            if self.done:
                self.db.execute(statement)
            raise sqlite3.OperationalError("disk I/O error")
        return self.db.execute(statement, *values)


@pytest.mark.parametrize("done", [True, False])
def test_a_failing_commit_is_told_as_it_turned_out(tmp_path, monkeypatch, done):
    path = tmp_path / "stride.db"
    assert hurts(path) == 0
    real = connect._commit
    monkeypatch.setattr(connect, "_commit", lambda db, *rest: real(Failing(db, done), *rest))

    def hurt():
        with changing(path) as change:
            diary.add_pain(change.db, Pain(date(2026, 3, 3), 6), "now")
            change.note("pain", "6", "now")

    if done:
        hurt()
    else:
        with pytest.raises(DiskError, match="nothing was stored"):
            hurt()
    assert pains(path) == ([5, 6] if done else [5])


def test_what_fails_after_a_change_is_only_about_showing_it(stride, own_home, monkeypatch):
    from stride.store import reader

    def fails(*_):
        raise sqlite3.OperationalError("disk I/O error")

    stride("pain", "2")
    monkeypatch.setattr(reader.Reader, "day", fails)
    done = stride("walk", "20")
    assert (done.code, "It is stored, but cannot be shown" in done.err) == (0, True), done
    assert "nothing was stored" not in done.err


def test_a_dry_run_neither_migrates_nor_locks(stride, own_home, minutes_csv):
    shutil.copy(STORE / "first.db", own_home / "stride.db")
    before = (own_home / "stride.db").read_bytes()
    file = minutes_csv({"2026-03-02": DAY})
    assert stride("import", "--dry-run", file).code == 0
    assert (own_home / "stride.db").read_bytes() == before
    assert list(own_home.glob("*-before-*")) == []
    holder = sqlite3.connect(own_home / "stride.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert stride("import", "--dry-run", file).code == 0
    holder.close()


def test_a_reading_command_upgrades_an_older_database_once(stride, own_home):
    shutil.copy(STORE / "first.db", own_home / "stride.db")
    first = stride("today", "--date", "2026-03-03")
    assert (first.code, "was upgraded" in first.err) == (0, True)
    (kept,) = own_home.glob("stride-before-*.db")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stride("today", "--date", "2026-03-03").err == ""
    assert seen(kept)["days"] == seen(own_home / "stride.db")["days"]


def test_everything_of_ones_own_is_closed_to_others(stride, own_home, minutes_csv, tmp_path):
    home = own_home / "below" / "this"
    environment = os.environ["STRIDE_HOME"]
    os.environ["STRIDE_HOME"] = str(home)
    old = os.umask(0)
    try:
        stride("import", minutes_csv({"2026-03-02": DAY}))
        stride("config", "set", "zone", "UTC")
        stride("backup", tmp_path / "b.db")
        stride("restore", tmp_path / "b.db")
        stride("report", "--html", home / "page.html")
        stride("export", "--csv", home / "csv")
    finally:
        os.umask(old)
        os.environ["STRIDE_HOME"] = environment
    for path in [home, home.parent, tmp_path / "b.db", *home.rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_a_restore_can_be_undone_and_done_again(stride, own_home, minutes_csv, tmp_path):
    stride("import", minutes_csv({"2026-03-02": DAY}, "a.csv"))
    stride("backup", tmp_path / "b.db")
    stride("import", minutes_csv({"2026-03-03": DAY}, "b.csv"))
    both, one = (seen(path)["days"] for path in (own_home / "stride.db", tmp_path / "b.db"))
    source = (tmp_path / "b.db").read_bytes()
    for _ in range(2):
        assert stride("restore", tmp_path / "b.db").code == 0
    assert (tmp_path / "b.db").read_bytes() == source
    assert seen(own_home / "stride.db")["days"] == one
    for wanted in (one, both):
        assert stride("undo").code == 0
        assert seen(own_home / "stride.db")["days"] == wanted
    assert stride("undo", "--redo").code == 0
    assert seen(own_home / "stride.db")["days"] == one
    for number in range(6):
        stride("pain", str(number))
        stride("restore", tmp_path / "b.db")
    assert len(list(own_home.glob("stride-before-*.db"))) == 3


def test_two_restores_at_once_leave_one_of_the_two(stride, own_home, minutes_csv, tmp_path):
    stride("import", minutes_csv({"2026-03-02": DAY}, "a.csv"))
    stride("backup", tmp_path / "one.db")
    stride("import", minutes_csv({"2026-03-03": DAY}, "b.csv"))
    stride("backup", tmp_path / "two.db")
    wanted = [seen(tmp_path / name)["days"] for name in ("one.db", "two.db")]
    for start in (own_home / "stride.db", None):
        if start is None:
            shutil.rmtree(own_home)
            own_home.mkdir()
        running = [
            subprocess.Popen([sys.executable, "-m", "stride", "restore", str(tmp_path / name)])
            for name in ("one.db", "two.db")
        ]
        assert [process.wait(timeout=60) for process in running] == [0, 0]
        assert seen(own_home / "stride.db")["days"] in wanted


def test_a_restore_waits_no_longer_than_others(
    own_home, stride, minutes_csv, tmp_path, monkeypatch
):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    stride("backup", tmp_path / "b.db")
    monkeypatch.setattr(connect, "BUSY_TIMEOUT_S", 0.2)
    holder = sqlite3.connect(own_home / "stride.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    done = stride("restore", tmp_path / "b.db")
    holder.close()
    assert done.code == BusyError.exit_code == 75


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE import (id)", "CREATE TABLE day (date)"],
        ["CREATE TABLE notes (x)"],
        ["CREATE TABLE _sqlite_migrations (name, migration_set, applied_at)",
         "INSERT INTO _sqlite_migrations VALUES ('m001_first', 'stride', 'x')"],
    ],
)  # fmt: skip
def test_only_a_database_of_strides_is_restored(
    stride, own_home, minutes_csv, tmp_path, statements
):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    before = seen(own_home / "stride.db")
    db = sqlite3.connect(tmp_path / "other.db")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()
    done = stride("restore", tmp_path / "other.db")
    assert (done.code, "other.db" in done.err) == (65, True), done
    assert seen(own_home / "stride.db") == before


def test_a_backup_of_the_first_version_is_restored_and_upgraded(stride, own_home):
    assert stride("restore", STORE / "first.db").code == 0
    expected = json.loads((STORE / "first.json").read_text(encoding="utf-8"))
    found = seen(own_home / "stride.db")
    assert [day["date"] for day in found["days"]] == [day["date"] for day in expected["days"]]


def test_a_full_disk_is_not_told_as_a_bad_backup(
    stride, own_home, minutes_csv, tmp_path, monkeypatch
):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    stride("backup", tmp_path / "b.db")
    before = seen(own_home / "stride.db")
    from stride.store import kept

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(kept, "copy", full)
    done = stride("restore", tmp_path / "b.db")
    assert (done.code, "is full" in done.err) == (74, True), done
    assert seen(own_home / "stride.db") == before
    assert list(own_home.glob("*.part")) == []
