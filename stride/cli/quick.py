"""Runs the commands that run often (shell prompts, cron) without loading the option parser.

typer takes about five times the CPU of an empty Python before stride's own work begins. A command
line made only of what stands below needs none of it; anything else, a mistake included, goes to
typer as it is, so that help and complaints have one home. A test holds this table against typer's
own view of the commands.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

#: name -> (module, {option that takes a value: parameter}, {flag: parameter})
QUICK: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
    "today": ("reading", {"--date": "date"}, {"--check": "check"}),
    "streak": ("reading", {"--date": "date"}, {}),
    "remind": (
        "reminding",
        {"--at": "at"},
        {"--notify": "notify", "--check": "check", "--force": "force"},
    ),
}
FLAGS = {
    "--json": "json",
    "--plain": "plain",
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
}
COLORS = ("auto", "always", "never")


class Call(NamedTuple):
    """A command line taken apart: what to call with what, and the common flags."""

    function: Any
    given: dict[str, Any]
    flags: dict[str, Any]


def call(arguments: list[str]) -> Call | None:
    """What to call; None when typer has to look at it.

    arguments: the command line without the program's name.
    """
    name, taken = "", None
    flags: dict[str, Any] = {}
    given: dict[str, Any] = {}
    options: dict[str, str] = {}
    switches: dict[str, str] = {}
    words = iter(arguments)
    for word in words:
        if not name and word in QUICK:
            name, taken = word, QUICK[word]
            _, options, switches = taken
        elif word in FLAGS:
            flags[FLAGS[word]] = True
        elif word in switches:
            given[switches[word]] = True
        elif word in options:
            given[options[word]] = next(words, "-")
        elif word == "--color" and (value := next(words, "")) in COLORS:
            flags["color"] = value
        else:
            return None
    if taken is None or any(str(value).startswith("-") for value in given.values()):
        return None
    return Call(getattr(import_module(f"stride.cli.{taken[0]}"), name), given, flags)
