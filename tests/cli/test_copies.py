"""``export``, ``backup``, ``restore``, ``doctor``: everything can be carried away and back."""

from __future__ import annotations

import csv

import pytest

DAY = {f"{h:02d}:{m:02d}": 100 for h in (8, 13, 19) for m in range(20)}


def test_backup_and_restore(stride, minutes_csv, tmp_path, own_home):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    before = stride("today", "--json", "--date", "2026-03-02").out
    copy = tmp_path / "safe" / "copy.db"
    assert stride("backup", copy).code == 0
    stride("undo")
    done = stride("restore", copy)
    assert done.code == 0
    assert len(list(own_home.glob("stride-before-restore-*.db"))) == 1
    assert stride("today", "--json", "--date", "2026-03-02").out == before


def test_restore_elsewhere(stride, minutes_csv, tmp_path, monkeypatch):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    stride("backup", tmp_path / "copy.db")
    monkeypatch.setenv("STRIDE_HOME", str(tmp_path / "new computer"))
    assert stride("restore", tmp_path / "copy.db").code == 0
    assert stride("today", "--json", "--date", "2026-03-02").json["steps"] == 6000


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_restore_refuses_what_is_no_backup(stride, minutes_csv, tmp_path, content):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    (tmp_path / "bad.db").write_bytes(content)
    done = stride("restore", tmp_path / "bad.db")
    assert done.code == 65
    assert "bad.db is" in done.err
    assert "stride.db" not in done.err
    assert stride("today", "--json", "--date", "2026-03-02").json["steps"] == 6000


def test_restore_over_a_damaged_database_keeps_the_wreck(stride, minutes_csv, tmp_path, own_home):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    stride("backup", tmp_path / "copy.db")
    wreck = b"damaged" * 1000
    (own_home / "stride.db").write_bytes(wreck)
    done = stride("restore", tmp_path / "copy.db")
    assert (done.code, done.out.endswith("is now the database.\n")) == (0, True)
    (kept,) = own_home.glob("stride-before-restore-*.db")
    assert kept.read_bytes() == wreck
    assert stride("today", "--json", "--date", "2026-03-02").json["steps"] == 6000


def test_restore_of_the_database_itself_is_refused(stride, minutes_csv, own_home):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    assert stride("restore", own_home / "stride.db").code == 2
    assert stride("today", "--json", "--date", "2026-03-02").json["steps"] == 6000


def test_restore_names_a_missing_file(stride, tmp_path):
    done = stride("restore", tmp_path / "none.db")
    assert done.code == 65
    assert "none.db" in done.err


def test_backup_onto_itself_is_refused(stride, minutes_csv, own_home):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    before = (own_home / "stride.db").read_bytes()
    for force in ((), ("--force",)):
        assert stride("backup", own_home / "stride.db", *force).code == 74
    assert (own_home / "stride.db").read_bytes() == before


def test_export_writes_every_table_with_a_readme(stride, minutes_csv, tmp_path):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    done = stride("export", "--json", "--csv", tmp_path / "out").json
    assert done["rows"]["minutes.csv"] == 60
    with (tmp_path / "out" / "days.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["date"], float(row["walking_s"])) for row in rows] == [("2026-03-02", 3600.0)]
    readme = (tmp_path / "out" / "README.txt").read_text()
    assert all(name in readme for name in done["rows"])


def test_doctor_says_what_to_do_and_nothing_personal(stride, minutes_csv, own_home):
    stride("config", "set", "zone", "UTC")
    fresh = stride("doctor", "--json").json["findings"]
    assert all(finding["ok"] is not False for finding in fresh), fresh
    stride("import", minutes_csv({"2020-03-02": DAY}))
    done = stride("doctor")
    assert done.code == 1
    assert "do  last import" in done.out
    assert "Import a newer export" in done.out
    assert "2020" not in done.out
    assert "minutes.csv" not in done.out


def test_doctor_doubts_a_clock_that_is_behind_the_data(stride, minutes_csv, monkeypatch):
    stride("config", "set", "zone", "UTC")
    stride("import", minutes_csv({"2026-03-02": DAY}))
    monkeypatch.setenv("STRIDE_NOW", "2026-03-01T12:00:00+00:00")
    assert "newest data 0 days old" in stride("doctor").out
    monkeypatch.setenv("STRIDE_NOW", "2026-02-27T12:00:00+00:00")
    done = stride("doctor")
    assert done.code == 1
    assert "later day than today" in done.out and "-1 days" not in done.out


def test_doctor_finds_a_damaged_database(stride, own_home):
    (own_home / "stride.db").write_bytes(b"damaged" * 1000)
    done = stride("doctor")
    assert done.code == 1
    assert "do  database" in done.out
