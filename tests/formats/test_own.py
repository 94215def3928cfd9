"""Layouts of a person's own: read beside stride's, and never run where they may be another's."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from stride.errors import UsageError
from stride.formats import (
    ReadOptions,
    all_formats,
    discover,
    format_ids,
    own_paths,
    read,
    use_layouts,
)
from stride.types import Intervals

PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"
OPTIONS = ReadOptions(config_tz="Europe/Oslo")
ROWS = "Acme day,Acme clock,Steps taken\n2024-05-31,10:00,90\n2024-05-31,10:01,100\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of the person's own, with the layout that CONTRIBUTING.md shows."""
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    folder = tmp_path / "layouts"
    folder.mkdir(mode=0o700)
    (folder / "acme_minutes.py").write_text(found[1])
    (folder / "acme_minutes.py").chmod(0o644)
    use_layouts(folder)
    yield folder
    use_layouts(None)


def test_the_layout_of_the_page_reads_a_file(folder: Path, tmp_path: Path) -> None:
    assert len((folder / "acme_minutes.py").read_text().splitlines()) <= 20
    (tmp_path / "steps.csv").write_text(ROWS)
    (item,) = discover(tmp_path / "steps.csv", OPTIONS)
    assert item.format_id == "acme-minutes"
    found = read(item, OPTIONS)
    assert isinstance(found, Intervals)
    assert found.steps.tolist() == [90, 100] and found.source.device == "Acme"
    assert "acme-minutes" in format_ids() and len(all_formats()) == len(format_ids())
    assert own_paths() == {"acme-minutes": folder / "acme_minutes.py"}


def test_without_the_setting_it_is_not_there(folder: Path) -> None:
    use_layouts(None)
    assert "acme-minutes" not in format_ids() and own_paths() == {}


@pytest.mark.parametrize("which", ["file", "folder"])
@pytest.mark.parametrize("right", [0o020, 0o002])
def test_what_others_may_write_is_not_run(folder: Path, which: str, right: int) -> None:
    path = folder if which == "folder" else folder / "acme_minutes.py"
    (folder / "acme_minutes.py").write_text("raise SystemExit('it was run')\n")
    path.chmod(path.stat().st_mode | right)
    with pytest.raises(UsageError, match="Others may write") as caught:
        all_formats()
    assert "chmod go-w" in caught.value.hint
    path.chmod(path.stat().st_mode & ~right)


def test_what_is_somebody_elses_is_not_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: someone)
    with pytest.raises(UsageError, match="belongs to somebody else"):
        all_formats()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("FORMAT = 1\n", "is no layout"),
        ("x =\n", "SyntaxError"),
        ("import nothing_of_that_name\n", "ModuleNotFoundError"),
        ("", "KeyError"),
    ],
)
def test_what_is_no_layout_is_said(folder: Path, text: str, said: str) -> None:
    (folder / "acme_minutes.py").write_text(text)
    with pytest.raises(UsageError, match=said) as caught:
        all_formats()
    assert "acme_minutes.py" in caught.value.message and "CONTRIBUTING" in caught.value.hint


def test_another_name_or_one_that_is_taken(folder: Path) -> None:
    (folder / "acme_minutes.py").rename(folder / "other.py")
    with pytest.raises(UsageError, match="“acme-minutes”"):
        all_formats()
    (folder / "other.py").rename(folder / "harth.py")
    with pytest.raises(UsageError, match="id of a format of stride's"):
        all_formats()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    use_layouts(tmp_path / "nowhere")
    try:
        with pytest.raises(UsageError, match="nowhere"):
            format_ids()
    finally:
        use_layouts(None)
