"""Turns the annotated functions of the commands into one typer command line, loaded lazily."""

from __future__ import annotations

import inspect
import sys
from importlib import import_module
from typing import Any, get_type_hints

import typer
from typer.core import TyperGroup, TyperOption

from stride import __version__, errors
from stride.cli import checks, common, options
from stride.cli.commands import BELOW, COMMANDS, help_text


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and loads the one that runs.

    table: as COMMANDS. above: the words that lead to it, empty for the whole command line.
    """

    table = COMMANDS
    above = ""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.table)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.table:
            hint = f"{checks.nearest(cmd_name, self.table)}See 'stride {self.above}--help'."
            raise errors.UsageError(f"There is no command '{self.above}{cmd_name}'.", hint)
        module, function, _ = self.table[cmd_name]
        made = getattr(import_module(f"stride.cli.{module}"), function)
        return group_of(cmd_name, made) if cmd_name in BELOW else build(cmd_name, made)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if self.above and not args and not ctx.resilient_parsing:
            sys.stdout.write(ctx.get_help() + "\n")
            ctx.exit()
        return list(super().parse_args(ctx, args))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        if self.above:
            super().format_help(ctx, formatter)
        else:
            formatter.write(help_text())


def group_of(name: str, function: Any) -> Any:
    """The group of the commands below a command, with the help of ``function``."""
    group = LazyGroup(name=name, help=inspect.getdoc(function), rich_markup_mode=None)
    group.table, group.above = BELOW[name], f"{name} "
    return group


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
    own = {spelling for parameter in command.params for spelling in parameter.opts}
    command.params.extend(each for each in common_options() if not own & set(each.opts))
    return command


def common_options() -> list[Any]:
    """--json, --plain, --color and -q; they write into ``common.flags()``."""
    return [
        _flag("--json", "json", "Machine-readable output (docs/commands.md)."),
        _flag("--plain", "plain", "No boxes, no bars: one fact per line."),
        _flag(["--quiet", "-q"], "quiet", "Results and errors only."),
        _flag(["--verbose", "-v"], "verbose", "Say how far the work is, without a terminal too."),
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
            setattr(common.flags(), name, True)

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
    common.flags().color = value


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
