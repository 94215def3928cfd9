"""What every command offers, asked of the parser itself: for completion and man pages."""

from __future__ import annotations

from typing import Any, NamedTuple

from stride.cli.commands import BELOW, COMMANDS
from stride.clock import WEEKDAYS
from stride.settings import COLORS, KEYS, plans
from stride.types import PLACEMENTS

SHELLS = ("bash", "zsh", "fish")
DATES = ("today", "yesterday", *WEEKDAYS)
#: Words for the positional arguments of some commands.
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "goal": ("show", "set", "hold", "back", "auto"),
    "rest": DATES,
    "day": DATES,
    "schedule": ("show", "install", "remove"),
    "config": ("show", "get", "set", "unset", "path", *(key.name for key in KEYS), *plans()),
    "completion": SHELLS,
    "help": tuple(COMMANDS),
    **{name: tuple(below) for name, below in BELOW.items()},
    "pain": tuple(str(score) for score in range(11)),
}


class Option(NamedTuple):
    """An option: its spellings, its line of help, and what to offer after it (None: a flag).

    metavar: the word for its value, "" for a flag.
    """

    names: tuple[str, ...]
    help: str
    values: tuple[str, ...] | None
    metavar: str = ""


class Command(NamedTuple):
    """A command as completion and man pages see it."""

    name: str
    line: str
    text: str
    usage: str
    options: tuple[Option, ...]
    words: tuple[str, ...]


def commands() -> list[Command]:
    """Every command, asked of the parser itself."""
    from stride.cli.parser import make_app

    group = make_app()
    out = []
    for name in COMMANDS:
        command = group.get_command(None, name)
        context = command.make_context(name, [], resilient_parsing=True)
        options = tuple(_option(p, context) for p in command.get_params(context) if _is_option(p))
        usage = " ".join(command.collect_usage_pieces(context))
        text = command.help or ""
        line = COMMANDS[name][2]
        words = ARGUMENTS.get(name, ())
        out.append(Command(name, line, text, usage, options, words))
    return out


def _is_option(parameter: Any) -> bool:
    return getattr(parameter, "param_type_name", "") == "option"


def _option(parameter: Any, context: Any) -> Option:
    record = parameter.get_help_record(context)
    flag = getattr(parameter, "is_flag", False)
    values = None if flag else _values(parameter.opts)
    metavar = "" if flag else parameter.metavar or ""
    return Option(tuple(parameter.opts), record[1] if record else "", values, metavar)


def _values(names: list[str]) -> tuple[str, ...]:
    if "--format" in names:
        from stride.formats import format_ids

        return tuple(format_ids())
    return {
        "--placement": ("auto", *PLACEMENTS),
        "--color": COLORS,
        "--date": DATES,
        "--until": DATES,
        "--from": DATES,
        "--date-order": ("dmy", "mdy", "ymd"),
        "--unit": ("g", "m/s2", "mg"),
        "--system": ("systemd", "cron", "launchd"),
    }.get(next((n for n in names if n.startswith("--")), ""), ())
