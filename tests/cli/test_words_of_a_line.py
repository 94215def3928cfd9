"""Dates that look like options, and numbers that nobody means, wherever they stand."""

from __future__ import annotations

import pytest

from stride.cli.app import _days_ago_last


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["day", "-3"], ["day", "--", "-3"]),
        (["--json", "day", "-3"], ["--json", "day", "--", "-3"]),
        (["--color", "never", "day", "-3", "--plain"],
         ["--color", "never", "day", "--plain", "--", "-3"]),
        (["rest", "-3..-1"], ["rest", "--", "-3..-1"]),
        (["rest", "-3..today", "--remove"], ["rest", "--remove", "--", "-3..today"]),
        (["rest", "--", "-3"], ["rest", "--", "-3"]),
        (["today", "--date", "-3"], ["today", "--date", "-3"]),
        (["-q", "report", "--until", "-3"], ["-q", "report", "--until", "-3"]),
        (["walk", "-3"], ["walk", "-3"]),
    ],
)  # fmt: skip
def test_days_ago_come_last(given, read):
    assert _days_ago_last(given) == read


def test_options_may_stand_before_the_command(stride, minutes_csv, monkeypatch):
    monkeypatch.setenv("STRIDE_NOW", "2026-03-05T12:00:00+00:00")
    stride("import", minutes_csv({"2026-03-02": {"08:00": 90}}))
    assert stride("--json", "day", "-3").json["date"] == "2026-03-02"
    kept = stride("--json", "rest", "-3..-1").json
    assert (kept["from"], kept["to"]) == ("2026-03-02", "2026-03-04")


@pytest.mark.parametrize(
    "command",
    [
        ("day", "-²"),
        ("day", "0001-01-01"),
        ("today", "--date", "9999-12-31"),
        ("report", "--from", "0001-01-01"),
        ("report", "--weeks", "9" * 40),
        ("walk", "9" * 400),
        ("walk", "nan"),
        ("walk", "20", "--at", "²:00"),
        ("undo", "9" * 40),
        ("undo", "²"),
        ("goal", "set", "1e999"),
        ("rest", "0001-01-01..9999-12-31"),
        ("pain", "²"),
    ],
    ids=lambda command: " ".join(command)[:40],
)
def test_what_nobody_means_is_one_sentence(stride, minutes_csv, command):
    stride("import", minutes_csv({"2026-03-02": {"08:00": 90}}))
    done = stride(*command)
    assert done.code == 2, done
    assert done.err.startswith("stride: ")
    assert "unexpected" not in done.err
