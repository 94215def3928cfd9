"""Turns a command line into one command's call, and every error into a sentence and a code."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup, TyperOption

from stride import __version__, errors
from stride.cli import common

#: name -> (module, function, what it does). Only the command that is asked for is imported.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "import": ("importing", "import_", "Read exports and recordings into the log."),
    "classify": ("importing", "classify", "Label a recording second by second; store nothing."),
    "today": ("reading", "today", "The day at a glance."),
    "day": ("reading", "day", "The day's timeline and its walks."),
    "report": ("reading", "report", "Weeks, trend, best time of day and data quality."),
    "streak": ("reading", "streak", "The current and best streak, and a calendar."),
    "goal": ("goals", "goal", "The goal in force, why, and what advances it."),
    "rest": ("goals", "rest", "Keep a day or a range free: rest, illness, holiday."),
    "walk": ("goals", "walk", "Write down a walk that no sensor saw."),
    "pain": ("goals", "pain", "The back-pain diary, 0 to 10."),
    "tips": ("goals", "tips", "Advice that fits your week."),
    "imports": ("keeping", "imports", "What came in, newest first."),
    "undo": ("keeping", "undo", "Take an import back; --redo brings it in again."),
    "formats": ("keeping", "formats", "What stride can read."),
}

PANEL_ORDER = tuple(COMMANDS)
HELP = """Your walking minutes, from your own sensors, on your own machine.

stride reads exports of accelerometers, watches and phones, finds the walking in them and keeps
a daily log. It never uses the network. It is not a medical device: with pain or trouble moving,
see a doctor before building up.

Exit codes: 0 done, 1 the answer is no (--check), 2 usage, 65 bad or unknown data, 69 nothing
imported yet, 74 disk, 75 database busy, 130 interrupted.
"""


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and loads the one that runs."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(PANEL_ORDER)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, function, _ = COMMANDS[cmd_name]
        return build(cmd_name, getattr(import_module(f"stride.cli.{module}"), function))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        rows = [(name, help_line) for name, (_, _, help_line) in COMMANDS.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


def build(name: str, function: Any) -> Any:
    """The click command for ``function``, with the common options added."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name)(function)
    command = typer.main.get_command(app)
    command.params.extend(common_options())
    return command


def common_options() -> list[Any]:
    """--json, --plain, --color and -q; they write into ``common.flags``."""
    return [
        _flag("--json", "json", "Machine-readable output (docs/commands.md)."),
        _flag("--plain", "plain", "No boxes, no bars: one fact a line."),
        _flag(["--quiet", "-q"], "quiet", "Results and errors only."),
        TyperOption(
            param_decls=["--color"],
            metavar="WHEN",
            help="auto, always or never.",
            expose_value=False,
            callback=_set_color,
        ),
    ]


def _flag(decls: str | list[str], name: str, help_line: str) -> Any:
    def remember(ctx: Any, param: Any, value: bool) -> None:
        if value:
            setattr(common.flags, name, True)

    return TyperOption(
        param_decls=[decls] if isinstance(decls, str) else decls,
        is_flag=True,
        help=help_line,
        expose_value=False,
        callback=remember,
    )


def _set_color(ctx: Any, param: Any, value: str | None) -> None:
    if value is None:
        return
    if value not in ("auto", "always", "never"):
        raise errors.UsageError(f"--color cannot be {value!r}.", "Choose auto, always or never.")
    common.flags.color = value


def make_app() -> Any:
    """The whole command line as one click group."""
    app = typer.Typer(
        cls=LazyGroup,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=HELP,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )

    @app.callback(invoke_without_command=True)
    def root(
        ctx: typer.Context,
        version: bool = typer.Option(False, "--version", help="The version, and nothing else."),
    ) -> None:
        if version:
            sys.stdout.write(f"stride {__version__}\n")
            raise typer.Exit
        if ctx.invoked_subcommand is None:
            from stride.cli.welcome import welcome

            welcome()

    group = typer.main.get_command(app)
    group.params.extend(common_options())
    return group


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    arguments: those of the process when None.
    """
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """The exit code of one command line; output on stdout and stderr as it happens."""
    common.flags.__init__()  # type: ignore[misc]  # a second run in one process starts clean
    try:
        result = make_app().main(arguments, prog_name="stride", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else errors.EXIT_OK
    except errors.StrideError as error:
        return complain(error)
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        return _closed_pipe()
    except Exception as error:  # noqa: BLE001  # the one place where the unexpected ends
        return _unexpected(error)


def complain(error: errors.StrideError) -> int:
    """Message and hint on stderr; the exit code that goes with them."""
    common.error_line(error.message, error.hint)
    return error.exit_code


def _database_error(error: Exception) -> int:
    from stride.settings import find_paths
    from stride.store.connect import translated

    try:
        with translated(find_paths().database):
            raise error
    except errors.StrideError as known:
        return complain(known)


def _interrupted() -> int:
    sys.stderr.write("\nstride: interrupted; what was not finished was not stored.\n")
    return errors.EXIT_INTERRUPTED


def _closed_pipe() -> int:
    # The reader has gone (``stride report | head``): no more output, no complaint.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return errors.EXIT_OK


def _unexpected(error: Exception) -> int:
    if os.environ.get("STRIDE_DEBUG"):
        raise error
    if hasattr(error, "format_message"):  # a usage error of the command-line parser
        context = getattr(error, "ctx", None)
        hint = f"See '{context.command_path} --help'." if context else "See 'stride --help'."
        return complain(errors.UsageError(error.format_message(), hint))
    if type(error).__name__ == "Exit":
        return int(getattr(error, "exit_code", 0))
    if type(error).__name__ == "Abort":
        return _interrupted()
    if "sqlite3" in sys.modules and isinstance(error, sys.modules["sqlite3"].Error):
        return _database_error(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return complain(errors.DiskError(f"{where}{error.strerror or error}.", "Check the disk."))
    name = type(error).__name__
    return complain(
        errors.StrideError(
            f"something unexpected happened ({name}: {error}). Nothing was half stored.",
            "Run it again with STRIDE_DEBUG=1 to see where, and please report it.",
        )
    )
