"""The documents say what the program does: commands, formats, settings, tables, JSON keys."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from stride.cli.commands import COMMANDS
from tests.cli.conftest import stride  # noqa: F401  # the fixture

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])


def test_commands_page_is_the_help():
    script = "import sys; sys.path.insert(0, 'docs'); import make_commands as m; print(m.text())"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (DOCS / "commands.md").read_text() == done.stdout[:-1], "run docs/make_commands.py"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_stands_in_the_docs(name):
    page = (DOCS / "commands.md").read_text()
    assert f"## stride {name}\n" in page
    assert len(COMMANDS[name][2]) > 10


def test_every_format_stands_in_the_docs():
    from stride.formats import format_ids

    page = (DOCS / "formats.md").read_text()
    assert [name for name in format_ids() if f"`{name}`" not in page] == []


def test_every_setting_stands_in_the_docs():
    from stride.settings import KEYS

    page = (DOCS / "data.md").read_text()
    assert [key.name for key in KEYS if f"`{key.name}`" not in page] == []


def test_every_table_and_column_stands_in_the_docs(tmp_path):
    from stride.store.connect import writing

    page = (DOCS / "data.md").read_text()
    with writing(tmp_path / "s.db") as db:
        tables = [
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        names = {
            row[1] for table in tables if table[0] != "_"
            for row in db.execute(f"PRAGMA table_info('{table}')")
        }  # fmt: skip
    missing = [n for n in (*tables, *sorted(names)) if f"`{n}`" not in page and n[0] != "_"]
    assert missing == []


#: Objects whose keys are data: grades, names of sources, of settings and of files.
COUNTED = ("grades", "sources", "settings", "rows")


def _keys(document, prefix=""):
    if isinstance(document, dict):
        for key, value in document.items():
            if prefix not in COUNTED:
                yield key
            yield from _keys(value, key)
    elif isinstance(document, list):
        for entry in document[:2]:
            yield from _keys(entry)


@pytest.mark.parametrize(
    "arguments",
    [
        "today",
        "day",
        "report --weeks 2",
        "report --weeks 4",
        "streak",
        "goal",
        "imports",
        "doctor",
        "remind",
        "tips",
    ],
)
def test_every_json_key_stands_in_the_docs(stride, arguments, monkeypatch):  # noqa: F811
    monkeypatch.setenv("STRIDE_NOW", "2026-02-27T18:00:00+00:00")
    stride("import", "--tz", "UTC", ROOT / "sample_data" / "minutes.csv")
    page = (DOCS / "json.md").read_text()
    document = stride(*arguments.split(), "--json").json
    assert document["schema"] == 1
    assert sorted({key for key in _keys(document) if f"`{key}`" not in page}) == []


def test_every_json_key_of_import_stands_in_the_docs(stride):  # noqa: F811
    page = (DOCS / "json.md").read_text()
    path = ROOT / "sample_data" / "phone"
    document = stride("import", "--json", "--tz", "UTC", "--placement", "pocket", path).json
    assert sorted({key for key in _keys(document) if f"`{key}`" not in page}) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text()):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_words_that_are_never_right(page):
    text = page.read_text().lower()
    for wrong in (
        "reduces your risk",
        "reduce your risk",
        "lowers your risk",
        "prevents back pain",
    ):
        assert wrong not in text


def test_the_goal_cases_are_those_of_the_command():
    from benchmarks.goal_cases import table

    assert f"<!-- goal cases -->\n{table()}\n" in (DOCS / "goals.md").read_text()


def test_the_start_page_is_what_start_says():
    script = "import sys; sys.path.insert(0, 'docs'); import make_start as m; print(m.text())"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert (DOCS / "start.md").read_text() == done.stdout[:-1], "run docs/make_start.py"


def test_the_terminal_pictures_show_what_stride_prints_now():
    script = (
        "import json, sys; sys.path.insert(0, 'docs'); import make_pictures as m;"
        " print(json.dumps(m.screens()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name, text in json.loads(done.stdout).items():
        drawn = html.unescape(re.sub(r"<[^>]*>", "", (DOCS / f"{name}.svg").read_text()))
        shown = "".join(drawn.split())
        for line in re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines():
            assert "".join(line.split()) in shown, f"{line!r}: run docs/make_pictures.py"
