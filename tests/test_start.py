"""What a command loads, and that nothing ever reaches for the network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "numpy",
    "scipy",
    "pyarrow",
    "matplotlib",
    "sqlite_utils",
    "pandas",
    "dask",
    "distributed",
    "fsspec",
    "statsmodels",
)
SAMPLES = Path(__file__).parent.parent / "sample_data"
LOADED = """
import sys
from stride.cli.app import run
code = run(sys.argv[1:])
print(code, *sorted(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    command = [sys.executable, "-m", "stride", "import", "-q", "--tz", "UTC"]
    environment = {**os.environ, "STRIDE_HOME": str(folder)}
    subprocess.run([*command, str(SAMPLES / "minutes.csv")], env=environment, check=True)
    return folder


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], ("typer", "rich")),
        (["today", "--json", "--date", "2026-02-20"], ()),
        (["today", "--date", "2026-02-20"], ()),
        (["today", "--date", "2026-02-20", "--plain"], ()),
        (["streak", "--date", "2026-02-20"], ()),
        (["report", "--until", "2026-02-19"], ("typer", "rich")),
        (["report", "--until", "2026-02-19", "--json"], ("typer",)),
        (["day", "2026-02-20"], ("typer",)),
        (["goal", "--date", "2026-02-20"], ("typer",)),
        (["remind", "--force"], ()),
        (["imports"], ("typer",)),
        (["today", "--help"], ("typer",)),
        (["formats"], ("typer",)),
    ],
)
def test_reading_commands_load_nothing_heavy(home, arguments, allowed):
    script = LOADED.format(heavy=(*HEAVY, "typer", "rich"))
    environment = {**os.environ, "STRIDE_HOME": str(home), "STRIDE_NOW": "2026-02-20T18:00Z"}
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    code, *loaded = done.stderr.splitlines()[-1].split()
    assert code == "0", done
    assert set(loaded) <= set(allowed)


def test_quick_commands_are_those_that_typer_knows():
    from stride.cli.commands import COMMANDS
    from stride.cli.parser import build
    from stride.cli.quick import FLAGS, QUICK

    for name, (module, options, switches) in QUICK.items():
        assert COMMANDS[name][:2] == (module, name)
        imported = __import__(f"stride.cli.{module}", fromlist=[name])
        known = {
            declared: parameter
            for parameter in build(name, getattr(imported, name)).params
            for declared in parameter.opts
        }
        own = set(known) - set(FLAGS) - {"--color", "--help", "-h"}
        assert own == set(options) | set(switches)
        for declared, parameter in {**options, **switches}.items():
            assert known[declared].name == parameter


@pytest.mark.parametrize(
    "arguments",
    [
        ["today"],
        ["--json", "today"],
        ["today", "--json", "--plain", "-q"],
        ["today", "--date", "2026-02-20", "--check"],
        ["--color", "never", "streak", "--date", "yesterday"],
    ],
)
def test_the_quick_way_takes_plain_command_lines(arguments):
    from stride.cli.quick import call

    assert call(arguments) is not None


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--help"],
        ["today", "--help"],
        ["today", "--date"],
        ["today", "--date", "-3"],
        ["today", "extra"],
        ["today", "--no"],
        ["report"],
        ["today", "--color", "blue"],
        ["today", "--date=2026-02-20"],
    ],
)
def test_the_quick_way_leaves_the_rest_to_typer(arguments):
    from stride.cli.quick import call

    assert call(arguments) is None


def test_no_sockets_ever(monkeypatch, tmp_path, own_home):
    """The whole main job with a socket that cannot be made."""
    import socket

    from stride.cli.app import run

    def refuse(*_args, **_kwargs):
        raise AssertionError("stride reached for the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for line in (
        f"import --tz UTC {SAMPLES / 'minutes.csv'} {SAMPLES / 'phone'}",
        "today --date 2026-02-20",
        "report --until 2026-03-01",
        "streak",
        "remind --force",
        "imports",
        "formats",
        f"backup {tmp_path / 'copy.db'}",
    ):
        assert run(line.split()) == 0, line
