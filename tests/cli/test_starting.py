"""The first week: questions answered by a person or from a pipe, the download, the daily loop."""

from __future__ import annotations

import io
import os
import time

import pytest

from stride.cli.devices import DEVICES


@pytest.fixture
def inbox(tmp_path, minutes_csv):
    folder = tmp_path / "Downloads"
    folder.mkdir()
    steps = {f"{hour:02d}:{minute:02d}": 100 for hour in (8, 20) for minute in range(20)}
    export = minutes_csv({"2026-03-02": steps})
    export.rename(folder / "minutes.csv")
    settled = time.time() - 60
    os.utime(folder / "minutes.csv", (settled, settled))
    return folder


@pytest.fixture
def answers(monkeypatch):
    def give(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return give


@pytest.fixture
def no_scheduler(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")


def test_answers_from_a_pipe(own_home, stride, inbox, answers, no_scheduler, monkeypatch):
    monkeypatch.setenv("STRIDE_NOW", "2026-03-04T12:00+00:00")
    answers("other", "Europe/Oslo", "18:00", str(inbox))
    done = stride("start")
    assert done.code == 0, done.err
    assert "minutes walked, goal 30 ✓ met · Monday 2 March 2026" in done.out
    assert "The newest data is from Monday 2 March 2026, 2 days ago." in done.out
    assert "to go" not in done.out
    assert stride("config", "get", "zone").out == "Europe/Oslo\n"
    assert [each["state"] for each in stride("imports", "--json").json["imports"]] == ["done"]


def test_a_bad_answer_is_asked_for_again(own_home, stride, inbox, answers, no_scheduler):
    answers("9", "7", "Middle/Earth", "UTC", "07:00", "24:00", "18:00", "/nowhere", str(inbox))
    done = stride("start", "--json")
    assert (done.code, done.json["at"], done.json["zone"]) == (0, "18:00", "UTC")
    for word in ("device", "Middle/Earth", "quiet hours", "24:00", "/nowhere"):
        assert word in done.err
    answers("a", "b", "c", "d")
    assert stride("start").code == 2


def test_without_answers_the_usual_ones_hold_and_nothing_is_installed(
    own_home, stride, inbox, answers, tmp_path, monkeypatch
):
    table = tmp_path / "table"
    fake = tmp_path / "bin" / "crontab"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\n[ "$1" = -l ] && exit 1\ncat > {table}\n')
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/bin")
    monkeypatch.setattr("stride.remind.schedule.pick_system", lambda: "cron")
    monkeypatch.setattr("stride.remind.schedule.read_crontab", str)
    answers()
    done = stride("start", "--device", "other", "--inbox", inbox, "--json")
    assert (done.json["scheduled"], table.exists()) == (False, False)
    answers("", "", "y")
    done = stride("start", "--device", "other", "--inbox", inbox, "--json")
    assert done.json["scheduled"]
    line = table.read_text()
    assert line.startswith("30 17 * * * ") and f"import --quiet --inbox {inbox}" in line


def test_without_a_folder_of_downloads_one_is_made_and_nothing_else_is_read(
    own_home, stride, inbox, answers, no_scheduler, tmp_path, monkeypatch
):
    """Where one stands may be full of files that are no export of one's own."""
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.chdir(inbox)
    answers()
    done = stride("start", "--device", "other")
    assert (done.code, (tmp_path / "me" / "Downloads").is_dir()) == (69, True)
    assert stride("imports").code == 69


def test_nothing_came_yet(own_home, stride, tmp_path, answers, no_scheduler):
    answers()
    done = stride("start", "--device", "fitbit", "--inbox", tmp_path)
    assert done.code == 69
    assert "takeout.google.com" in done.out and "stride import ~/Downloads/takeout" in done.err


def test_only_what_looks_like_the_export_or_came_today_is_read(
    own_home, stride, inbox, answers, no_scheduler
):
    answers()
    long_ago = time.time() - 3 * 86_400
    os.utime(inbox / "minutes.csv", (long_ago, long_ago))
    assert stride("start", "--device", "iphone", "--inbox", inbox).code == 69
    (inbox / "minutes.csv").rename(inbox / "Steps of mine.csv")
    assert stride("start", "--device", "fitbit", "--inbox", inbox).code == 0


def test_a_download_of_today_is_read_whatever_its_name(
    own_home, stride, inbox, answers, no_scheduler
):
    answers()
    assert stride("start", "--device", "iphone", "--inbox", inbox).code == 0


@pytest.mark.parametrize("device", DEVICES, ids=lambda each: each.id)
def test_every_device_says_all_there_is_to_say(device):
    assert device.taps and device.names and device.command.startswith("stride import")
    assert device.quality.endswith(".") and device.daily.endswith(".")
