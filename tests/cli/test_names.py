"""Names and notes from outside: shown without what a terminal obeys, and never in the way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from stride.errors import UsageError
from stride.printable import UNSAFE, clean, clean_json, clean_line
from stride.remind.entries import Job, cron_line
from tests.cli.conftest import ordinary_user

DAY = {f"{h:02d}:{m:02d}": 100 for h in (8, 13, 19) for m in range(20)}
TRICK = "\x1b[31mred\x1b]0;title\x07\u202eback\u2066\x9b2J"


def test_what_is_cleaned_and_what_stays():
    assert clean("a\x1b[2Jb\u202ec\td\né😀") == "a\ufffd[2Jb\ufffdc\td\né😀"
    assert clean_line("a\nb\tc") == "a\ufffdb\ufffdc"
    text = json.dumps({"name": TRICK + "\udce9"}, ensure_ascii=False)
    assert not UNSAFE.search(clean_json(text))
    assert json.loads(clean_json(text)) == json.loads(text)


def test_no_escape_of_a_name_reaches_the_terminal(stride, minutes_csv, tmp_path):
    good = minutes_csv({"2026-03-02": DAY}, f"{TRICK}.csv")
    bad = tmp_path / f"bad{TRICK}.csv"
    bad.write_text(f"what{TRICK},is\nthis,{TRICK}\n")
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"in{TRICK}.csv", "date,time,steps\n2026-03-03,08:00,90\n")
    lines = [
        stride("import", "--source", f"my{TRICK}watch", good, bad, packed),
        stride("import", "--json", good, bad),
        stride("imports"), stride("imports", "--json"), stride("undo", "--list"),
        stride("pain", "3", "--note", f"note{TRICK}\nstride: not a line"), stride("pain"),
        stride("today", "--date", "2026-03-02"), stride("today", "--date", "2026-03-02", "--json"),
        stride("report", "--until", "2026-03-03"), stride("report", "--plain"),
        stride("day", "2026-03-02"), stride("formats", "--explain", bad), stride(f"x{TRICK}"),
        stride("config", "set", "zone", TRICK), stride("walk", TRICK), stride("restore", TRICK),
    ]  # fmt: skip
    for done in lines:
        assert not UNSAFE.search(done.out.replace("\n", "")), done.out
        assert not UNSAFE.search(done.err), done.err
    assert [line for line in lines[6].out.splitlines() if line.startswith("stride:")] == []


def test_a_name_that_is_not_utf_8(stride, minutes_csv, tmp_path):
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv"))
    minutes_csv({"2026-03-02": DAY}).rename(file)
    assert stride("import", file).code == 0
    assert stride("import", tmp_path).code == 0
    assert "caf\ufffd.csv" in stride("imports").out
    assert "caf\ufffd.csv" in stride("imports", "--json").out


def test_a_pipe_given_as_a_file_is_refused_at_once(stride, minutes_csv, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    done = stride("import", tmp_path / "pipe", minutes_csv({"2026-03-02": DAY}))
    assert (done.code, "stride import -" in done.err) == (65, True)
    assert stride("today", "--json", "--date", "2026-03-02").json["steps"] == 6000


def test_a_link_into_a_closed_folder_stops_no_other_file(
    stride, minutes_csv, tmp_path, monkeypatch
):
    stride("import", minutes_csv({"2026-03-01": DAY}))  # loads all that another user may not
    folder, closed, home = (tmp_path / name for name in ("exports", "closed", "home"))
    for path in (folder, closed, home):
        path.mkdir()
    minutes_csv({"2026-03-02": DAY}).rename(folder / "z.csv")
    (folder / "z.csv").chmod(0o644)
    (closed / "a.csv").write_text("secret")
    (folder / "a.csv").symlink_to(closed / "a.csv")
    home.chmod(0o777)
    monkeypatch.setenv("STRIDE_HOME", str(home))
    closed.chmod(0)
    with ordinary_user(folder, home):
        done = stride("import", folder)
    closed.chmod(0o700)
    assert done.code == 74, done
    assert "z.csv" in done.out


def test_a_full_scratch_folder_stops_no_other_file(stride, minutes_csv, monkeypatch, tmp_path):
    from stride import disk

    calls = []

    def full(*_: object, **__: object) -> str:
        calls.append(1)
        if len(calls) == 1:
            raise OSError(28, "No space left on device")
        return real(prefix="stride-")

    import tempfile

    real = tempfile.mkdtemp
    monkeypatch.setattr(tempfile, "mkdtemp", full)
    first = minutes_csv({"2026-03-02": DAY}, "first.csv")
    second = minutes_csv({"2026-03-03": DAY}, "second.csv")
    done = stride("import", first, second)
    assert (done.code, "No space left" in done.err) == (74, True)
    assert "second.csv" in done.out
    assert disk.SCRATCH_PREFIX == "stride-"


def test_moving_to_another_disk_copies_and_what_cannot_move_is_said(
    stride, minutes_csv, monkeypatch, tmp_path
):
    inbox, done_folder = tmp_path / "inbox", tmp_path / "done"
    inbox.mkdir()
    for name in ("a.csv", "b.csv"):
        file = minutes_csv({"2026-03-02" if name == "a.csv" else "2026-03-03": DAY}, name)
        os.utime(file, (1, 1))
        file.rename(inbox / name)

    def other_disk(self, target):
        raise OSError(18, "Invalid cross-device link")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", other_disk)
        assert stride("import", "--inbox", inbox, "--move-to", done_folder).code == 0
    assert sorted(path.name for path in done_folder.iterdir()) == ["a.csv", "b.csv"]
    assert list(inbox.iterdir()) == []
    for name in ("c.csv", "d.csv"):
        file = minutes_csv({"2026-03-04" if name == "c.csv" else "2026-03-05": DAY}, name)
        os.utime(file, (1, 1))
        file.rename(inbox / name)

    def refused(self, target):
        raise OSError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refused)
        done = stride("import", "--inbox", inbox, "--move-to", done_folder)
    assert (done.code, done.err.count("could not be moved")) == (74, 2)
    assert stride("today", "--json", "--date", "2026-03-05").json["steps"] == 6000


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\x1bb"])
def test_no_line_of_a_scheduler_is_made_of_a_name(stride, tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    with pytest.raises(UsageError):
        Job(1050, ("stride",), folder)
    with pytest.raises(UsageError):
        Job(1050, ("stride",), None, (("STRIDE_ZONE", name),))
    assert stride("schedule", "show", "--system", "cron", "--import", folder).code == 2
    assert cron_line(Job(1050, ("stride",), tmp_path)).count("\n") == 0


SLOW = """
import sys, time
import stride.pipeline as p
def slow(item, read, placement, usual, scratch):
    (scratch / "grid").write_bytes(b"personal")
    print("ready", flush=True)
    time.sleep(60)
p.count_item = slow
from stride.cli.app import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_scratch_goes_with_its_process_or_at_the_next_start(stride, minutes_csv, tmp_path, how):
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    command = [sys.executable, "-c", SLOW, "import", str(minutes_csv({"2026-03-02": DAY}))]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    (folder,) = scratch.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    other = subprocess.run([sys.executable, "-m", "stride", "--version"], env=environment)
    assert (other.returncode, folder.exists()) == (0, True), "what is in use stays"
    process.send_signal(how)
    threading.Timer(30, process.kill).start()
    code = process.wait()
    if how == signal.SIGTERM:
        assert (code, list(scratch.iterdir())) == (130, [])
        return
    assert list(scratch.iterdir()) == [folder]
    subprocess.run([sys.executable, "-m", "stride", "--version"], env=environment, check=True)
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("number", [5, 13, 28])
def test_what_the_disk_complains_of_is_74(stride, tmp_path, monkeypatch, number):
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.csv", "date,time,steps\n2026-03-03,08:00,90\n")

    def fails(self, *_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(zipfile.ZipFile, "infolist", fails)
    assert stride("import", packed).code == 74
