"""``import --inbox``: what is new and complete, silently otherwise."""

from __future__ import annotations

import os
import time

import pytest

DAY = {f"08:{m:02d}": 100 for m in range(20)}


@pytest.fixture
def inbox(tmp_path, minutes_csv):
    """A folder, and a way to drop an old enough export into it."""
    folder = tmp_path / "inbox"
    folder.mkdir()

    def drop(date: str, name: str, age_s: float = 60):
        path = minutes_csv({date: DAY}, "made.csv").rename(folder / name)
        when = time.time() - age_s
        os.utime(path, (when, when))
        return path

    return folder, drop


def test_new_files_come_in_once_and_silence_follows(stride, inbox):
    folder, drop = inbox
    drop("2026-03-02", "a.csv")
    assert "20 min" in stride("import", "--inbox", folder).out
    again = stride("import", "--inbox", folder)
    assert (again.code, again.out, again.err) == (0, "", "")
    drop("2026-03-03", "b.csv")
    assert "b.csv" in stride("import", "--inbox", folder).out


def test_what_is_still_being_written_waits(stride, inbox):
    folder, drop = inbox
    drop("2026-03-02", "fresh.csv", age_s=0)
    drop("2026-03-03", "half.csv.part")
    drop("2026-03-03", ".syncthing.x.csv.tmp")
    assert stride("import", "--inbox", folder).out == ""
    (folder / "fresh.csv").touch()
    os.utime(folder / "fresh.csv", (time.time() - 60,) * 2)
    assert "fresh.csv" in stride("import", "--inbox", folder).out


def test_a_refused_file_is_named_once(stride, inbox):
    folder, drop = inbox
    path = drop("2026-03-02", "bad.csv")
    path.write_text("colour\nred\n")
    os.utime(path, (time.time() - 60,) * 2)
    first = stride("import", "--inbox", folder)
    assert first.code == 65
    assert "bad.csv" in first.err
    again = stride("import", "--inbox", folder)
    assert (again.code, again.err) == (0, "")


def test_nothing_is_moved_unless_told(stride, inbox, tmp_path):
    folder, drop = inbox
    drop("2026-03-02", "a.csv")
    stride("import", "--inbox", folder)
    assert (folder / "a.csv").exists()
    drop("2026-03-03", "b.csv")
    stride("import", "--inbox", folder, "--move-to", tmp_path / "done")
    assert not (folder / "b.csv").exists()
    assert (tmp_path / "done" / "b.csv").exists()


def test_two_runs_at_once_do_no_harm(inbox, own_home):
    import subprocess
    import sys

    folder, drop = inbox
    for n in range(1, 5):
        drop(f"2026-03-0{n}", f"{n}.csv")
    command = [sys.executable, "-m", "stride", "import", "--inbox", str(folder), "--tz", "UTC"]
    environment = {**os.environ, "STRIDE_HOME": str(own_home)}
    both = [subprocess.Popen(command, env=environment) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    import sqlite3

    db = sqlite3.connect(own_home / "stride.db")
    assert db.execute("SELECT count(*), sum(steps) FROM day").fetchone() == (4, 8000)
    assert db.execute("SELECT count(*) FROM import WHERE state = 'done'").fetchone() == (4,)


def test_a_folder_that_is_none(stride, tmp_path):
    assert stride("import", "--inbox", tmp_path / "nowhere").code == 2


def test_a_dry_run_of_the_inbox_changes_nothing(stride, inbox):
    folder, drop = inbox
    path = drop("2026-03-02", "a.csv")
    dry = stride("import", "--inbox", folder, "--dry-run", "--move-to", folder / "done")
    assert "Dry run" in dry.out
    assert path.exists()
    assert stride("imports").code == 69
    assert "20 min" in stride("import", "--inbox", folder).out


def test_the_json_of_an_inbox(stride, inbox):
    folder, drop = inbox
    drop("2026-03-02", "a.csv")
    drop("2026-03-03", "b.csv")
    found = stride("import", "--inbox", folder, "--json").json["imports"]
    assert [entry["status"] for entry in found] == ["imported", "imported"]
    assert stride("import", "--inbox", folder, "--json").json["imports"] == []


def test_what_was_moved_within_the_inbox_is_not_new(stride, inbox):
    folder, drop = inbox
    drop("2026-03-02", "a.csv")
    stride("import", "--inbox", folder, "--move-to", folder / "done")
    assert (folder / "done" / "a.csv").exists()
    again = stride("import", "--inbox", folder, "--move-to", folder / "done")
    assert (again.code, again.out, again.err) == (0, "", "")


def test_an_inbox_and_files_do_not_mix(stride, inbox, minutes_csv):
    folder, _ = inbox
    file = minutes_csv({"2026-03-02": DAY})
    assert stride("import", "--inbox", folder, file).code == 2
    assert stride("import", "--move-to", folder, file).code == 2
    assert stride("imports").code == 69
