"""Notifications: arguments as a list, the session bus found, and a real daemon that shows them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stride.remind import notify

NASTY = 'it\'s "5" & $HOME; `rm -rf x` 100 % -- --help ✓'


def test_a_line_stays_one_argument():
    for platform in ("darwin", "linux"):
        command = notify.find_command(NASTY, platform, os.environ["PATH"])
        if command is not None:
            assert isinstance(command, list)
            assert sum(NASTY in word for word in command) == 1


def test_without_a_notifier_it_says_so(monkeypatch):
    assert notify.find_command("x", "linux", "/nowhere") is None
    monkeypatch.setattr(sys, "platform", "linux")
    assert notify.notify("x", {"PATH": "/nowhere"}) is False


def test_the_session_bus_is_found_as_under_cron(tmp_path):
    assert notify.session_bus({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x"}) == {}
    assert notify.session_bus({"XDG_RUNTIME_DIR": str(tmp_path)}) == {}
    (tmp_path / "bus").touch()
    found = notify.session_bus({"XDG_RUNTIME_DIR": str(tmp_path)})
    assert found == {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/bus"}


def test_what_cannot_be_shown_is_printed(stride, minutes_csv, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("STRIDE_NOW", "2026-03-02T17:00:00+00:00")
    stride("import", minutes_csv({"2026-03-02": {"08:00": 90}}))
    assert "minutes left" in stride("remind", "--notify").out


def test_a_real_daemon_shows_the_line(tmp_path):
    """dunst on a virtual display and a private session bus, asked afterwards what it showed."""
    needed = ("Xvfb", "dunst", "dunstctl", "dbus-daemon", "notify-send")
    missing = [name for name in needed if not shutil.which(name)]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")
    bus = f"unix:path={tmp_path}/bus"
    environment = {**os.environ, "DISPLAY": ":97", "DBUS_SESSION_BUS_ADDRESS": bus}
    started = [
        subprocess.Popen(["Xvfb", ":97", "-screen", "0", "640x480x24"], stderr=subprocess.DEVNULL),
        subprocess.Popen(["dbus-daemon", "--session", "--nofork", f"--address={bus}"]),
    ]
    try:
        _wait(lambda: (tmp_path / "bus").exists() and Path("/tmp/.X11-unix/X97").exists())
        started.append(subprocess.Popen(["dunst"], env=environment, stderr=subprocess.DEVNULL))
        _wait(lambda: "history" in _ask(environment, "count"))
        # As under cron: the runtime folder is known at most, the bus is not.
        cron_like = {"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(tmp_path)}
        assert notify.notify(NASTY, cron_like)
        _wait(lambda: "`rm -rf x` 100 % -- --help" in _shown(environment))
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(10)


def _ask(environment, *words):
    done = subprocess.run(
        ["dunstctl", *words], env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout.lower() if words == ("count",) else done.stdout


def _shown(environment):
    _ask(environment, "close-all")
    return _ask(environment, "history")


def _wait(ready, seconds=20):
    end = time.time() + seconds
    while not ready():
        assert time.time() < end, "it did not happen in time"
        time.sleep(0.2)
