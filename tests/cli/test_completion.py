"""Completion scripts and man pages: read by the shells and by man themselves."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from stride.cli.commands import COMMANDS
from stride.cli.offers import SHELLS


def _needs(program):
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed here")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_format_is_offered(stride, shell):
    script = stride("completion", shell).out
    offered = (*COMMANDS, "placement", "yesterday")
    values = ("generic-raw", "thigh+back")
    assert [word for word in (*offered, *values) if word not in script] == []


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("stride to", ["today"]),
        ("stride import --placement th", ["thigh", "thigh+back"]),
        ("stride import --format zepp-m", ["zepp-minutes"]),
        ("stride today --date yes", ["yesterday"]),
        ("stride goal ho", ["hold"]),
        ("stride report --htm", ["--html"]),
    ],
)
def test_bash_completes(stride, tmp_path, line, offered):
    _needs("bash")
    script = tmp_path / "c.bash"
    script.write_text(stride("completion", "bash").out)
    words = line.split()
    code = (
        f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _stride;"
        ' printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split()) == offered


@pytest.mark.parametrize(("shell", "check"), [("zsh", "-n"), ("fish", "--no-execute")])
def test_the_other_shells_can_read_theirs(stride, tmp_path, shell, check):
    _needs(shell)
    script = tmp_path / "script"
    script.write_text(stride("completion", shell).out)
    done = subprocess.run([shell, check, str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_man_reads_every_page_without_a_warning(stride, tmp_path):
    stride("man", tmp_path)
    assert len(list(tmp_path.iterdir())) == len(COMMANDS) + 1
    _needs("groff")
    for page in tmp_path.iterdir():
        done = subprocess.run(
            ["groff", "-man", "-ww", "-z", "-Tutf8", "-Kutf8", str(page)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), page.name


@pytest.mark.parametrize("topic", ["grades", "goal", "study", "safety", "privacy", "dates", "exit"])
def test_topics(stride, topic):
    done = stride("help", topic)
    assert done.code == 0
    assert len(done.out) > 100


def test_the_page_of_import_names_what_its_options_take(stride, tmp_path):
    stride("man", tmp_path)
    text = (tmp_path / "stride-import.1").read_text().replace("\\-", "-")
    assert ".B --placement \\fIWHERE\\fR\n" in text
    assert ".B --dry-run\n" in text


def test_help_on_a_command_and_on_nothing_known(stride):
    assert "Usage: stride today" in stride("help", "today").out
    assert stride("help", "nonsense").code == 2
    assert "Topics" in stride("help").out
