"""What a command writes never takes the place of what it did not write itself."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest

from stride.printable import harmless

DAY = {f"{h:02d}:{m:02d}": 100 for h in (8, 13, 19) for m in range(20)}
WALK = str(Path(__file__).parents[2] / "sample_data/phone/TotalAcceleration.csv.gz")
WRITERS = [
    ("report", "--html"),
    ("report", "--png"),
    ("backup",),
    ("classify", WALK, "--output"),
]


@pytest.fixture
def log(stride, minutes_csv):
    stride("import", minutes_csv({"2026-03-02": DAY}))


def own_files(home):
    return {path: path.read_bytes() for path in home.iterdir() if path.is_file()}


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_the_database_and_its_files_are_never_overwritten(stride, log, own_home, command):
    stride("config", "set", "zone", "Europe/Oslo")
    stride("backup", own_home / "stride-before-restore-1.db")
    (own_home / "stride.db-wal").touch()
    before = own_files(own_home)
    for name in ("stride.db", "stride.db-wal", "stride-before-restore-1.db", "config.toml"):
        for force in ((), ("--force",)):
            done = stride(*command, own_home / name, *force)
            assert (done.code, "stride's own file" in done.err) == (74, True), (name, done)
    assert own_files(own_home) == before


def test_not_through_a_link_either(stride, log, own_home, tmp_path):
    link = tmp_path / "page.html"
    link.symlink_to(own_home / "stride.db")
    assert stride("report", "--html", link, "--force").code == 74


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_somebody_elses_file_stays_unless_forced(stride, log, tmp_path, command):
    file = tmp_path / "precious"
    file.write_bytes(b"\x89PNG\r\n\x1a\n a photograph <html>")
    before = file.read_bytes()
    done = stride(*command, file)
    assert (done.code, "--force" in done.err) == (74, True)
    assert file.read_bytes() == before
    assert stride(*command, file, "--force").code == 0
    assert stride(*command, file).code == 0, "an earlier one of its own is replaced"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_manual_replaces_its_own_pages_and_nothing_else(stride, own_home, tmp_path):
    folder = tmp_path / "man1"
    assert stride("man", folder).code == 0
    assert stride("man", folder).code == 0
    page = folder / "stride-import.1"
    page.write_text("notes on import\n")
    done = stride("man", folder)
    assert (done.code, str(page) in done.err) == (74, True)
    assert page.read_text() == "notes on import\n"


def test_an_export_replaces_an_export_and_nothing_else(stride, log, tmp_path):
    folder = tmp_path / "out"
    assert stride("export", "--csv", folder).code == 0
    assert stride("export", "--csv", folder).code == 0
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / "pain.csv").write_text("my own diary\n")
    assert stride("export", "--csv", folder).code == 74
    assert (folder / "pain.csv").read_text() == "my own diary\n"


def test_cells_of_an_export_are_no_formulas(stride, log, tmp_path):
    note = "=HYPERLINK(0)"
    assert stride("pain", "3", "--note", note).code == 0
    assert stride("export", "--csv", tmp_path / "out").code == 0
    with (tmp_path / "out" / "pain.csv").open() as stream:
        assert next(csv.DictReader(stream))["note"] == f"'{note}"
    assert [harmless(value) for value in ("+1", "@x", "-a", -5, 2.5, None, "a=b")] == [
        "'+1", "'@x", "'-a", -5, 2.5, None, "a=b",
    ]  # fmt: skip
