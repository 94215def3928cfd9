"""Runs command lines in this process, the way the installed command does."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import NamedTuple

import pytest

from stride.cli.app import run


class Result(NamedTuple):
    """What one command line did."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """The document on stdout."""
        return json.loads(self.out)


@pytest.fixture
def stride(capsys):
    """``stride("today", "--json")`` -> Result."""

    def call(*arguments: object) -> Result:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return Result(code, *capsys.readouterr())

    return call


@pytest.fixture
def minutes_csv(tmp_path):
    """Writes an export of steps by the minute: ``minutes_csv({"2026-03-02": {"08:00": 90}})``."""

    def write(days: dict[str, dict[str, int]], name: str = "minutes.csv"):
        rows = [f"{d},{t},{n}\n" for d, minutes in days.items() for t, n in minutes.items()]
        path = tmp_path / name
        path.write_text("date,time,steps\n" + "".join(rows))
        return path

    return write


@contextmanager
def ordinary_user(*folders):
    """Root may do anything, so for tests of permissions it becomes somebody else for a while."""
    import os

    if os.geteuid() != 0:
        yield
        return
    for folder in folders:
        for place in (folder, *folder.parents):
            if place.parts[:2] != ("/", "tmp") or place.stat().st_uid != 0:
                break
            place.chmod(place.stat().st_mode | 0o055)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
