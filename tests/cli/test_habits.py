"""Every command in every kind of terminal, locale and home: words, never a traceback or a code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent.parent.parent / "sample_data"
NOW = "2026-02-27T18:00:00+00:00"
COMMANDS = {
    "help": ["--help"],
    "today": ["today"],
    "today without data": ["today", "--date", "2025-01-01"],
    "day": ["day"],
    "report": ["report", "--weeks", "4"],
    "streak": ["streak"],
    "goal": ["goal"],
    "tips": ["tips"],
    "pain": ["pain"],
    "imports": ["imports"],
    "formats": ["formats"],
    "remind": ["remind", "--force"],
    "config": ["config"],
    "doctor": ["doctor"],
    "import again": ["import", str(SAMPLES / "minutes.csv")],
    "refused": ["import", str(SAMPLES / "simulator.py")],
}
SETTINGS: dict[str, dict[str, str | None]] = {
    "piped": {},
    "NO_COLOR": {"NO_COLOR": "1"},
    "dumb": {"TERM": "dumb"},
    "40 columns": {"COLUMNS": "40"},
    "200 columns": {"COLUMNS": "200"},
    "ascii": {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "no HOME": {"HOME": None},
    "plain": {"STRIDE_PLAIN": "1"},
}
CODES = {"refused": 65, "doctor": 0, "today without data": 0, "pain": None}
#: Views that are laid out for the width of the terminal.
FITTED = ("today", "day", "report", "streak", "goal")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("habits")
    run(["config", "set", "zone", "UTC"], folder, {})
    run(["import", "-q", "--tz", "UTC", str(SAMPLES / "minutes.csv")], folder, {})
    return folder


def run(arguments, home, changes):
    environment = {**os.environ, "STRIDE_HOME": str(home), "STRIDE_NOW": NOW}
    for name, value in changes.items():
        environment.pop(name, None)
        if value is not None:
            environment[name] = value
    return subprocess.run(
        [sys.executable, "-m", "stride", *arguments],
        env=environment,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_in_a_setting(home, command, setting):
    done = run(COMMANDS[command], home, SETTINGS[setting])
    encoding = SETTINGS[setting].get("PYTHONIOENCODING") or "utf-8"
    text = done.stdout.decode(encoding)  # would fail on bytes that the stream cannot hold
    errors = done.stderr.decode(encoding)
    assert "Traceback" not in errors
    assert "unexpected" not in errors
    assert "\x1b[" not in text + errors
    expected = CODES.get(command, 0)
    assert expected is None or done.returncode == expected, errors
    if setting == "40 columns" and command in FITTED:
        assert [line for line in text.splitlines() if len(line) > 40] == []


@pytest.mark.parametrize("command", ["today", "report", "streak", "day", "goal"])
def test_colour_when_it_is_asked_for(home, command):
    done = run([*COMMANDS[command], "--color", "always"], home, {"TERM": "xterm-256color"})
    assert b"\x1b[" in done.stdout
    never = run([*COMMANDS[command], "--color", "never"], home, {"TERM": "xterm-256color"})
    assert b"\x1b[" not in never.stdout


def test_a_reader_that_goes_away_is_no_error(home):
    environment = {**os.environ, "STRIDE_HOME": str(home), "STRIDE_NOW": NOW}
    command = f"{sys.executable} -m stride report --weeks 52 | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_silence_is_zero_bytes_on_both_streams(home):
    met = run(["remind"], home, {"STRIDE_NOW": "2026-02-20T18:00:00+00:00"})
    twice = run(["remind"], home, {"STRIDE_NOW": "2026-02-20T18:01:00+00:00"})
    quiet = run(["remind", "--force"], home, {"STRIDE_NOW": "2026-02-20T23:30:00+00:00"})
    for done in (met, twice, quiet):
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    again = run(["import", "-q", str(SAMPLES / "minutes.csv")], home, {})
    assert (again.returncode, again.stdout, again.stderr) == (0, b"", b"")


def test_a_home_that_cannot_be_written_can_be_read(home, stride, tmp_path, monkeypatch):
    from tests.cli.conftest import ordinary_user

    kept = tmp_path / "kept"
    shutil.copytree(home, kept)
    monkeypatch.setenv("STRIDE_HOME", str(kept))
    monkeypatch.setenv("STRIDE_NOW", NOW)
    views = [COMMANDS[name] for name in ("today", "report", "streak", "day", "remind")]
    for view in views:  # what has to be loaded is loaded before the rights are gone
        stride(*view)
    stride("rest", "2026-01-01")
    for name in ("stride.db", "config.toml"):
        (kept / name).chmod(0o644)
    with ordinary_user(kept):
        for view in views:
            done = stride(*view)
            assert done.code == 0, done.err
        refused = stride("rest", "today")
    assert refused.code == 74
    assert "cannot be" in refused.err


def test_a_terminal_breaks_lines_between_words(monkeypatch):
    from stride.cli import common

    text = "stride: " + "some words of a long complaint " * 5 + "\n  And " + "a hint " * 20
    monkeypatch.setenv("COLUMNS", "40")
    assert common.wrapped(text, sys.stdout) == text  # nobody looks on
    monkeypatch.setattr(common, "is_terminal", lambda stream: True)
    lines = common.wrapped(text, sys.stdout).splitlines()
    assert max(map(len, lines)) < 40
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())
    assert lines[1].startswith("  ")
    assert lines[-1].startswith("    ")
    assert common.wrapped("/a/path/" + "x" * 60, sys.stdout).count("\n") == 0


@pytest.mark.parametrize("arguments", [[], ["--help"], ["help", "study"]])
def test_what_is_said_first_fits_80_columns(arguments, tmp_path):
    done = run(arguments, tmp_path, {})
    lines = done.stdout.decode().splitlines()
    assert max(map(len, lines)) <= 80
    assert arguments or len(lines) <= 10
