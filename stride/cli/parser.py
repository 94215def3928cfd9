"""Turns the annotated functions of the commands into one typer command line, loaded lazily."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, get_type_hints

import typer
from typer.core import TyperGroup, TyperOption

from stride import __version__, errors
from stride.cli import common, options
from stride.cli.commands import COMMANDS, help_text


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and loads the one that runs."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            hint = f"{common.nearest(cmd_name, COMMANDS)}See 'stride --help'."
            raise errors.UsageError(f"There is no command {cmd_name!r}.", hint)
        module, function, _ = COMMANDS[cmd_name]
        return build(cmd_name, getattr(import_module(f"stride.cli.{module}"), function))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_text())


def build(name: str, function: Any) -> Any:
    """The command for ``function``, with the common options added.

    Annotations may name what ``stride.cli.options`` holds without importing it: they are worked
    out here, so that the modules of quick commands load without typer.
    """
    names = {**vars(options), **function.__globals__, "typer": typer}
    function.__annotations__ = get_type_hints(function, names, include_extras=True)
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
