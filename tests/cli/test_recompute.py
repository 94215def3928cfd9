"""Days of an older model: named, redone from their files, and brought back by undo."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stride import shipped
from stride.store.connect import writing

SAMPLES = Path(__file__).parent.parent.parent / "sample_data"
FILE = SAMPLES / "phone" / "TotalAcceleration.csv.gz"


@pytest.fixture
def older(stride, own_home, tmp_path):
    """A recording that an older model labelled: it said of every minute that nobody walked."""
    stride("config", "set", "zone", "UTC")
    file = tmp_path / "then" / FILE.name
    file.parent.mkdir()
    shutil.copy(FILE, file)
    assert stride("import", "--placement", "hip", "--source", "mine", file).code == 0
    with writing(own_home / "stride.db") as db:
        db.execute("UPDATE import SET model_sha256 = 'old', model_id = 'hip-1'")
    return file


def rows(stride):
    return stride("imports", "--json").json["imports"]


def test_every_import_knows_the_hash_of_its_model(stride, own_home):
    stride("import", "--tz", "UTC", FILE)
    with writing(own_home / "stride.db") as db:
        model_id, sha256 = db.execute("SELECT model_id, model_sha256 FROM import").fetchone()
    assert sha256 == shipped.fingerprint(shipped.name_of(model_id)) != ""
    assert shipped.is_current(model_id, sha256)
    assert not shipped.is_current(model_id, "another")
    assert not shipped.is_current("wrist-0", "")
    assert shipped.is_current("", "")


def test_another_array_is_another_model(monkeypatch, tmp_path):
    models = tmp_path / "models"
    shutil.copytree(shipped.MODELS, models)
    before = {name: shipped.fingerprint(name) for name in ("wrist", "thigh")}
    part = shipped.cards()["wrist"]["without_gravity"]
    (models / f"{part}.npz").write_bytes(b"other weights")
    monkeypatch.setattr(shipped, "MODELS", models)
    shipped.fingerprint.cache_clear()
    try:
        assert shipped.fingerprint("wrist") != before["wrist"]
        assert shipped.fingerprint("thigh") == before["thigh"]
    finally:
        shipped.fingerprint.cache_clear()


def test_doctor_says_which_days_and_recompute_redoes_them(stride, older, tmp_path):
    done = stride("doctor")
    assert done.code == 1
    assert "do  model of days: hip-1" in done.out
    assert "stride recompute DIR" in done.out
    older.rename(tmp_path / "moved.gz")
    again = stride("recompute", tmp_path, "--json")
    assert again.code == 0, again.err
    (row,) = again.json["imports"]
    assert (row["status"], row["placement"], row["placement_rule"]) == ("imported", "hip", "option")
    new, old = rows(stride)
    assert (new["source"], new["state"], old["state"]) == ("mine", "done", "replaced")
    assert "ok  model of days" in stride("doctor").out
    assert stride("undo").code == 0
    assert [row["state"] for row in rows(stride)] == ["undone", "done"]


def test_a_file_that_is_not_there_is_named(stride, older, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "other.csv").write_text("date,time,steps\n2026-03-02,08:00,90\n")
    done = stride("recompute", empty)
    assert done.code == 0
    assert f"{FILE.name} (import 1) is not in" in done.err
    assert [row["state"] for row in rows(stride)] == ["done"]


def test_nothing_older_is_nothing_to_do(stride, minutes_csv, tmp_path):
    stride("import", minutes_csv({"2026-03-02": {"08:00": 90}}))
    assert stride("recompute", tmp_path).code == 69


def test_a_report_says_when_models_of_two_ages_mix(stride, older, own_home, tmp_path):
    first = rows(stride)[0]["first"][:10]
    alone = stride("report", "--until", first, "--json").json["quality"]
    assert (alone["models_mixed"], alone["models"][0]["current"]) == (False, False)
    with writing(own_home / "stride.db") as db:
        names = [row[1] for row in db.execute("PRAGMA table_info(import)") if row[1] != "id"]
        db.execute(f"INSERT INTO import ({', '.join(names)}) SELECT {', '.join(names)} FROM import")
        db.execute(
            "UPDATE import SET sha256 = 'x', model_id = 'hip-3', model_sha256 = ? WHERE id = 2",
            (shipped.fingerprint("hip"),),
        )
    found = stride("report", "--until", first, "--json").json["quality"]
    assert found["models_mixed"]
    assert "Models of two ages" in stride("report", "--until", first).out
