"""``forget``: not a byte of it is left in any file below the home."""

from __future__ import annotations

import io

import pytest

DAY = {f"{h:02d}:{m:02d}": 100 for h in (8, 13, 19) for m in range(20)}


@pytest.fixture
def home(stride, minutes_csv, own_home, tmp_path):
    """Two sources over two days, entries, an undone import, kept copies, an inbox list."""
    stride("import", "--source", "Secretwatch", minutes_csv({"2026-03-02": DAY}, "hushhush.csv"))
    stride("import", "--source", "phone", minutes_csv({"2026-03-03": DAY}, "open.csv"))
    stride("import", "--source", "Secretwatch", minutes_csv({"2026-03-05": DAY}, "whisper.csv"))
    stride("pain", "3", "--note", "mumbling", "--date", "2026-03-02")
    stride("pain", "4", "--note", "mumbling louder", "--date", "2026-03-02")
    stride("walk", "20", "--at", "05:00", "--date", "2026-03-02")
    stride("backup", tmp_path / "elsewhere.db")
    stride("restore", tmp_path / "elsewhere.db")
    stride("undo", "3")
    (own_home / "inbox.json").write_text('{"/in/hushhush.csv": [1, 2], "/in/open.csv": [1, 2]}')
    return own_home


def bytes_below(folder) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def databases(folder) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.db"))]


def test_the_fixture_holds_what_is_to_go(home):
    found = bytes_below(home)
    for word in (b"Secretwatch", b"hushhush", b"whisper", b"mumbling"):
        assert found.count(word) >= 2, word


def test_a_source_is_gone_from_every_file(stride, home):
    assert stride("forget", "--source", "secretwatch", "--yes").code == 0
    found = bytes_below(home)
    assert not any(word in found for word in (b"Secretwatch", b"hushhush", b"whisper"))
    assert list(home.glob("*-before-*")) == []
    assert stride("today", "--json", "--date", "2026-03-03").json["steps"] == 6000
    assert stride("today", "--json", "--date", "2026-03-02").json["steps"] is None
    assert stride("undo").code == 0


def test_an_import_is_gone_and_can_come_in_again(stride, home, minutes_csv):
    assert stride("forget", "--import", "1", "--yes").code == 0
    assert b"hushhush" not in bytes_below(home)
    done = stride("import", "--json", minutes_csv({"2026-03-02": DAY}, "again.csv"))
    assert done.json["imports"][0]["status"] == "imported"


def test_days_before_a_date_are_gone_with_what_was_entered(stride, home, minutes_csv):
    both = minutes_csv({"2026-03-01": DAY, "2026-03-04": DAY}, "both.csv")
    stride("import", "--source", "both", both)
    assert stride("forget", "--before", "2026-03-03", "--yes").code == 0
    found = bytes_below(home)
    assert not any(word in found for word in (b"hushhush", b"mumbling", b"2026-03-02"))
    days = stride("report", "--json", "--until", "2026-03-06").json["days"]
    assert {d["date"] for d in days if d["steps"]} == {"2026-03-03", "2026-03-04"}
    row = next(r for r in stride("imports", "--json").json["imports"] if r["source"] == "both")
    assert (row["first"][:10], row["steps"]) == ("2026-03-04", 6000)


def test_all_leaves_nothing(stride, home):
    stride("config", "set", "sources", "Secretwatch")
    assert stride("forget", "--all", "--yes").code == 0
    assert list(home.iterdir()) == []
    assert stride("today").code == 69


def test_it_asks_first_and_says_what_stays(stride, home, monkeypatch):
    before = databases(home)
    assert stride("forget", "--all").code == 2, "nobody is here to ask"
    answers = io.StringIO("n\n")
    monkeypatch.setattr(answers, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin", answers)
    done = stride("forget", "--source", "Secretwatch")
    assert (done.code, "Backups" in done.err) == (1, True)
    assert databases(home) == before


@pytest.mark.parametrize(
    "options", [(), ("--all", "--import", "1"), ("--import", "99"), ("--source", "nobody")]
)
def test_what_makes_no_sense_is_one_sentence(stride, home, options):
    before = databases(home)
    assert stride("forget", "--yes", *options).code == 2
    assert databases(home) == before
