"""Ctrl-C, and two strides at once: one sentence, 130, and never anything half stored."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import types

import pytest

DAY = {f"{h:02d}:{m:02d}": 100 for h in (8, 13, 19) for m in range(20)}
COMMAND = [sys.executable, "-m", "stride"]


def interrupt(*_: object, **__: object):
    raise KeyboardInterrupt


def is_one_sentence(text: str) -> bool:
    (line,) = text.strip().splitlines()
    return line.startswith("stride: interrupted")


def heard() -> None:
    """A shell that runs the tests in the background has told them to ignore an interrupt."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def start(*arguments: str, **more: object):
    return subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heard,
        **more,
    )


@pytest.mark.parametrize(
    "place",
    [
        "stride.store.writer.add_import",
        "stride.store.days.rebuild",
        "stride.store.writer.get_import",
        "stride.counting.read",
        "stride.counting.to_minutes",
        "stride.report.import_text.outcome_lines",
    ],
)
def test_an_import_is_there_or_it_is_not(stride, minutes_csv, monkeypatch, place):
    first = minutes_csv({"2026-03-02": DAY}, "first.csv")
    stride("import", first)
    before = stride("report", "--json", "--until", "2026-03-03").out
    second = minutes_csv({"2026-03-02": DAY, "2026-03-03": DAY}, "second.csv")
    with monkeypatch.context() as patch:
        patch.setattr(place, interrupt)
        done = stride("import", second)
    assert (done.code, is_one_sentence(done.err)) == (130, True), done
    states = [row["state"] for row in stride("imports", "--json").json["imports"]]
    if place.endswith("outcome_lines"):  # stored before it could be told
        assert states == ["done", "done"]
    else:
        assert states == ["done"]
        assert stride("report", "--json", "--until", "2026-03-03").out == before


def test_between_two_files_the_first_one_is_kept(minutes_csv):
    file = minutes_csv({"2026-03-02": DAY})
    running = start("import", str(file), "-", stdin=subprocess.PIPE)
    assert "60 min walking" in running.stdout.readline() + running.stdout.readline()
    running.send_signal(signal.SIGINT)
    running.wait(timeout=300)
    assert running.returncode == 130
    assert is_one_sentence(running.stderr.read())
    found = subprocess.run(
        [*COMMAND, "imports", "--plain"], capture_output=True, text=True, check=True
    )
    assert len(found.stdout.splitlines()) == 1


def test_a_classification_cut_short_leaves_no_file(stride, tmp_path, monkeypatch):
    from pathlib import Path

    samples = Path(__file__).parent.parent.parent / "sample_data"

    def lines(*_: object):
        yield "time,activity\n"
        raise KeyboardInterrupt

    monkeypatch.setattr("stride.report.seconds.second_lines", lines)
    monkeypatch.setattr("stride.counting.classify_recording", lambda *_: Found())
    phone = samples / "phone" / "TotalAcceleration.csv.gz"
    done = stride("classify", phone, "-o", tmp_path / "seconds.csv")
    assert (done.code, is_one_sentence(done.err)) == (130, True), done
    assert list(tmp_path.iterdir()) == []


class Found:
    """As much of a Classified as ``classify`` looks at before it writes."""

    warnings = ()
    seconds = None


def test_while_it_loads(monkeypatch, capsys):
    from stride.__main__ import main

    monkeypatch.setitem(sys.modules, "stride.cli.app", Unfinished("stride.cli.app"))
    with pytest.raises(SystemExit) as leaving:
        main()
    assert leaving.value.code == 130
    assert is_one_sentence(capsys.readouterr().err)


class Unfinished(types.ModuleType):
    """A module that Ctrl-C hits while it is asked for what it holds."""

    def __getattr__(self, name: str):
        raise KeyboardInterrupt


def test_strides_side_by_side(minutes_csv, own_home, tmp_path):
    """Imports of the same and of other files, readers and writers, all at once."""
    files = [
        minutes_csv({f"2026-0{month}-02": DAY, "2026-03-09": DAY}, f"{month}.csv")
        for month in (1, 2, 3)
    ]
    imports = [start("import", str(file)) for file in (*files, *files)]
    others = [
        start(*words)
        for words in (
            ["today"],
            ["report", "--json"],
            ["walk", "5"],
            ["rest", "2026-01-05"],
            ["backup", str(tmp_path / "copy.db")],
            ["export", "--csv", str(tmp_path / "out")],
            ["config", "set", "day_start", "03:00"],
        )
    ]
    for running in (*imports, *others):
        err = running.communicate(timeout=300)[1]
        assert "Traceback" not in err
        assert "unexpected" not in err
        assert running.returncode in ((0,) if running in imports else (0, 69)), err
    db = sqlite3.connect(own_home / "stride.db")
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    done = db.execute("SELECT count(DISTINCT sha256), count(*) FROM import")
    assert done.fetchone() == (3, 3)
    wanted = [f"2026-0{month}-02" for month in (1, 2, 3)] + ["2026-03-09"]
    walked = dict(db.execute("SELECT date, steps FROM day WHERE date < '2026-06'"))
    assert walked == dict.fromkeys(wanted, 6000.0)
    db.close()


def test_a_writer_that_never_ends_is_said(stride, minutes_csv, own_home, monkeypatch):
    stride("import", minutes_csv({"2026-03-02": DAY}))
    monkeypatch.setattr("stride.store.connect.BUSY_TIMEOUT_S", 0.1)
    db = sqlite3.connect(own_home / "stride.db", isolation_level=None)
    db.execute("BEGIN IMMEDIATE")
    try:
        busy = stride("rest", "2026-03-03")
        refused = stride("import", minutes_csv({"2026-03-04": DAY}, "more.csv"))
        read = stride("today", "--date", "2026-03-02")
    finally:
        db.execute("ROLLBACK")
        db.close()
    assert (busy.code, refused.code, read.code) == (75, 75, 0)
    assert "another stride" in busy.err
