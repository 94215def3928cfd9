"""Every view of every kind of person, at 80 columns, plain and in a terminal without colour.

The pictures of the views are in tests/report/snapshots. After a wanted change, run with
``STRIDE_SNAPSHOTS=write`` and look at the difference before it is committed.
"""

from __future__ import annotations

import os
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.report.logbook import sensor_days

SNAPSHOTS = Path(__file__).parent.parent / "report" / "snapshots"
SUNDAY = date(2026, 3, 29)


def days(count: int, *texts: str, end: date = SUNDAY) -> dict[date, str]:
    """The last ``count`` days up to ``end``, the texts in turn."""
    start = end - timedelta(days=count - 1)
    return {start + timedelta(days=n): texts[n % len(texts)] for n in range(count)}


OFFICE = "14q 1w 8m 1w 14q 10q"
WEEKEND = "16q 4w 10m 18q"
LAZY = "20q 20m 8q"
THIGH = "14z 2s 1t 1w 8s 1w 6s 1t 1b 1w 6l 6z"


def office(home: Path) -> None:
    """Four weeks of a wrist sensor: an hour on weekdays, two at the weekend, some days off."""
    found = days(28, OFFICE, OFFICE, OFFICE, OFFICE, LAZY, WEEKEND, WEEKEND)
    del found[SUNDAY - timedelta(days=9)]
    found[SUNDAY - timedelta(days=5)] = "16. 6q 2w 24."
    sensor_days(home, found)


PEOPLE = {
    "office": (office, "2026-03-29T21:00+00:00"),
    "first-day": (lambda home: sensor_days(home, days(1, OFFICE)), "2026-03-29T21:00+00:00"),
    "empty-week": (
        lambda home: sensor_days(home, days(14, OFFICE, end=SUNDAY - timedelta(days=7))),
        "2026-03-29T21:00+00:00",
    ),
    "year-gap": (
        lambda home: sensor_days(
            home, {**days(10, OFFICE, end=SUNDAY - timedelta(days=365)), **days(3, OFFICE)}
        ),
        "2026-03-29T21:00+00:00",
    ),
    "above-125": (
        lambda home: sensor_days(home, days(21, "14z 3w 12s 2w 5t 12z"), "thigh+back"),
        "2026-03-30T08:00+00:00",
    ),
    "never-30": (
        lambda home: sensor_days(home, days(21, LAZY, LAZY, "20q 1w 19m 8q")),
        "2026-03-29T21:00+00:00",
    ),
    "thigh": (lambda home: sensor_days(home, days(9, THIGH), "thigh"), "2026-03-29T21:00+00:00"),
}
VIEWS = {
    "today": ("today",),
    "yesterday": ("today", "--date", "yesterday"),
    "day": ("day", "2026-03-28"),
    "report": ("report",),
    "streak": ("streak",),
    "goal": ("goal",),
    "tips": ("tips",),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The databases of PEOPLE, each written once."""
    found: dict[str, Path] = {}

    def database(name: str) -> Path:
        if name not in found:
            home = tmp_path_factory.mktemp(name)
            PEOPLE[name][0](home)
            found[name] = home / "stride.db"
        return found[name]

    return database


@pytest.fixture
def person(own_home, monkeypatch, written):
    def become(name: str) -> None:
        shutil.copy(written(name), own_home / "stride.db")
        monkeypatch.setenv("STRIDE_NOW", PEOPLE[name][1])
        monkeypatch.setenv("COLUMNS", "80")

    return become


@pytest.mark.parametrize("style", ["text", "plain"])
@pytest.mark.parametrize("name", PEOPLE)
def test_views_look_as_they_did(name: str, style: str, person, stride) -> None:
    person(name)
    parts = []
    for view in VIEWS.values():
        result = stride(*view, *(["--plain"] if style == "plain" else []))
        assert result.code == 0, result.err
        assert "\x1b" not in result.out
        assert style == "plain" or max(map(len, result.out.splitlines())) <= 80
        parts.append(f"$ stride {' '.join(view)}\n{result.out}{result.err}")
    check(f"{name}-{style}.txt", "\n".join(parts))


def check(name: str, text: str) -> None:
    path = SNAPSHOTS / name
    if os.environ.get("STRIDE_SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PEOPLE)
def test_today_and_report_fit_a_screen(name: str, person, stride) -> None:
    person(name)
    assert len(stride("today").out.splitlines()) <= 8
    spans = (["--weeks", "1"], ["--weeks", "4"], ["--weeks", "13"], ["--weeks", "60"],
             ["--from", "1990-01-01"], ["--weeks", "5000"])  # fmt: skip
    stride("pain", "3")
    for span in spans:
        assert len(stride("report", *span).out.splitlines()) < 24, span


def test_the_strip_of_the_day_has_heights(own_home, stride, minutes_csv, monkeypatch) -> None:
    steps = {"08:00": 43, **{f"10:{m:02d}": 110 for m in range(30)}}
    steps |= {f"14:{m:02d}": 100 for m in range(15)}
    stride("import", "--tz", "UTC", minutes_csv({"2026-03-02": steps}))
    out = stride("day", "2026-03-02").out
    walking = next(line for line in out.splitlines() if line.strip().startswith("walking "))
    cells = walking[12:]
    at = {hour: cells[hour * 2] for hour in (8, 10, 14)}
    assert at == {8: "▁", 10: "█", 14: "▅"}
    assert "1 shorter walk" in out


@pytest.mark.parametrize("columns", ["40", "200"])
@pytest.mark.parametrize("view", VIEWS)
def test_narrow_and_wide(columns: str, view: str, person, stride, monkeypatch) -> None:
    person("office")
    monkeypatch.setenv("COLUMNS", columns)
    result = stride(*VIEWS[view])
    assert result.code == 0
    assert max(map(len, result.out.splitlines())) <= int(columns)


@pytest.mark.parametrize("view", VIEWS)
def test_colour_only_repeats_what_is_said(view: str, person, stride, monkeypatch) -> None:
    import re

    person("office")
    monkeypatch.setenv("TERM", "xterm-256color")
    plain, coloured = stride(*VIEWS[view]), stride(*VIEWS[view], "--color", "always")
    assert "\x1b[" in coloured.out
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured.out)
    assert [line.rstrip() for line in bare.splitlines()] == plain.out.splitlines()


class Terminal:
    """Standard output as a person in front of a terminal has it."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "arguments", "colour"),
    [
        ({"TERM": "xterm"}, (), True),
        ({"TERM": "xterm", "NO_COLOR": "1"}, (), False),
        ({"TERM": "dumb"}, (), False),
        ({"TERM": "xterm", "STRIDE_PLAIN": "1"}, (), False),
        ({"TERM": "xterm"}, ("--color", "never"), False),
        ({"TERM": "xterm"}, ("--plain",), False),
        ({"TERM": "dumb", "NO_COLOR": "1"}, ("--color", "always"), True),
        ({"TERM": "xterm"}, ("--json",), False),
    ],
)
def test_colour_in_a_terminal(variables, arguments, colour, person, monkeypatch) -> None:
    import sys

    from stride.cli.app import run

    person("office")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    assert run(["today", *arguments]) == 0
    assert ("\x1b[" in screen.text) == colour


def test_every_style_has_a_code() -> None:
    from stride.cli.show import CODES
    from stride.report.text.lines import STYLES

    assert set(CODES) == set(STYLES)


@pytest.mark.parametrize("view", VIEWS)
def test_a_terminal_without_unicode(view: str, person, stride, monkeypatch) -> None:
    import io
    import sys

    from stride.cli.app import run

    person("office")
    marks = stride(*VIEWS[view]).out.count("?")
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert run(list(VIEWS[view])) == 0
    sys.stdout.flush()
    assert raw.getvalue().decode("ascii").count("?") == marks


def test_two_spans_side_by_side(person, stride) -> None:
    person("office")
    out = stride("report", "--weeks", "2", "--compare", "before").out
    assert "A: 2 weeks: Mon 2 Mar to Sun 15 Mar 2026" in out
    assert "B: 2 weeks: Mon 16 Mar to Sun 29 Mar 2026" in out
    assert any(line.split()[:3] == ["goal", "days", "12"] for line in out.splitlines())
    found = stride("report", "--weeks", "2", "--compare", "2026-03-02..2026-03-08", "--json").json
    assert (found["from"], found["compared_with"]["to"]) == ("2026-03-16", "2026-03-08")
    assert stride("report", "--compare", "2026-03-02..2027-01-01").code == 2
    assert stride("report", "--compare", "yore").code == 2


def test_open_writes_a_page_and_shows_it(person, stride, own_home, monkeypatch) -> None:
    import webbrowser

    person("office")
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: shown.append(address) or True)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    assert "The page is" in stride("report", "--open").out and not shown
    monkeypatch.setenv("BROWSER", "firefox")
    assert stride("report", "--open").out == ""
    assert shown[0].startswith("file://") and shown[0].endswith("report.html")


def test_long_walks_the_peak_and_the_totals(own_home, stride, minutes_csv, monkeypatch) -> None:
    monkeypatch.setenv("STRIDE_NOW", "2026-03-02T21:00+00:00")
    steps = {f"10:{m:02d}": 110 for m in range(15)} | {f"14:{m:02d}": 100 for m in range(20)}
    old = {f"10:{m:02d}": 100 for m in range(30)}
    stride("import", "--tz", "UTC", minutes_csv({"2025-11-02": old, "2026-03-02": steps}))
    out = stride("day", "2026-03-02").out
    assert "2 walks of 10 minutes and more, 35 min in all" in out
    assert "busiest 30 minutes: 105 steps a minute" in " ".join(out.split())
    found = stride("day", "2026-03-02", "--json").json
    assert (found["long_walks"]["count"], found["peak_30_cadence_spm"]) == (2, 105)
    assert stride("day", "2025-11-02", "--json").json["peak_30_cadence_spm"] == 100
    totals = stride("report", "--json").json["totals"]
    assert totals["first_day"] == "2025-11-02"
    assert totals["all_minutes"] - totals["year_minutes"] == pytest.approx(30, abs=5)
    assert "since 2 Nov 2025" in stride("report").out
