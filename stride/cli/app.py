"""Turns a command line into one command's call, and every error into a sentence and a code."""

from __future__ import annotations

import os
import re
import signal
import sys
import warnings
from typing import Any

from stride import __version__, disk, errors
from stride.cli import common, quick
from stride.cli.commands import help_text


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code.

    arguments: those of the process when None.
    """
    if not os.environ.get("STRIDE_DEBUG"):
        warnings.simplefilter("ignore")  # a library's remarks mean nothing to a person
    try:
        signal.signal(signal.SIGTERM, _terminated)
        code = run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        code = _interrupted()
    sys.exit(code)


def _terminated(*_: object) -> None:
    """End as with Ctrl-C, so that scratch files go; being told twice changes nothing."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def run(arguments: list[str]) -> int:
    """The exit code of one command line; output on stdout and stderr as it happens."""
    os.umask(disk.PRIVATE_UMASK)
    disk.sweep()
    with common.command_line():
        try:
            return _run(arguments)
        finally:
            _tell_upgrade()


def _run(arguments: list[str]) -> int:
    try:
        result = _dispatch(arguments)
        sys.stdout.flush()
        if result == errors.EXIT_INTERRUPTED:  # typer has caught Ctrl-C before us
            return _interrupted()
        return result if isinstance(result, int) else errors.EXIT_OK
    except errors.StrideError as error:
        return complain(error)
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        return _closed_pipe()
    except SystemExit as leaving:  # typer leaves with 1 when the reader of a pipe has gone
        if isinstance(leaving.__context__, BrokenPipeError):
            return _closed_pipe()
        raise
    except Exception as error:  # noqa: BLE001  # the one place where the unexpected ends
        return _unexpected(error)


def _dispatch(arguments: list[str]) -> object:
    if arguments in (["--help"], ["-h"]):
        sys.stdout.write(help_text())
        return errors.EXIT_OK
    if arguments == ["--version"]:
        sys.stdout.write(f"stride {__version__}\n")
        return errors.EXIT_OK
    if "" in arguments and arguments[:1] not in (["config"], ["pain"]):
        # ``stride import "$FILE"`` with nothing in it would read the folder it stands in.
        raise errors.UsageError("One of the words given is empty.", "Is a variable not set?")
    arguments = _days_ago_last(arguments)
    quickly = quick.call(arguments)
    if quickly:
        vars(common.flags()).update(quickly.flags)
        return quickly.function(**quickly.given)
    from stride.cli.parser import make_app

    return make_app().main(arguments, prog_name="stride", standalone_mode=False)


#: ``-3`` or ``-3..-1``: a date, which the option parser would take for an option.
DAYS_AGO = re.compile(r"-[0-9]+(\.\..*)?")
#: Options whose next word is a value, where a command takes dates as words of their own.
WITH_VALUE = ("--color", "--date")


def _days_ago_last(arguments: list[str]) -> list[str]:
    """``day -3`` as ``day -- -3``, word by word; options may stand before the command."""
    if "--" in arguments:
        return arguments
    dates, rest, command, value = [], [], "", False
    for word in arguments:
        if not value and command in ("day", "rest") and DAYS_AGO.fullmatch(word):
            dates.append(word)
        else:
            rest.append(word)
        if not command and not value and word[:1] != "-":
            command = word
        value = not value and word in WITH_VALUE
    return [*rest, "--", *dates] if dates else arguments


def complain(error: errors.StrideError) -> int:
    """Message and hint on stderr; the exit code that goes with them.

    What fails after something was stored is only about showing it: the change itself is done.
    """
    if common.flags().stored and not isinstance(error, errors.UsageError):
        common.error_line(f"It is stored, but cannot be shown: {error.message}", error.hint)
        return errors.EXIT_OK
    common.error_line(error.message, error.hint)
    return error.exit_code


def _tell_upgrade() -> None:
    """What became of an older database that this command opened."""
    connect = sys.modules.get("stride.store.connect")
    if connect is not None and not common.flags().quiet:
        for note in connect.upgrade_notes:
            common.error_line(note)
        connect.upgrade_notes.clear()


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


#: What the parser of the command line says of a value -> what stride says.
VALUES = (
    (r"'(.*)' is not a valid int(?: range)?\.", "{option} needs a whole number, not '{0}'."),
    (r"'(.*)' is not a valid float(?: range)?\.", "{option} needs a number, not '{0}'."),
    (r"(\S+) is not in the range (\S+)<=x<=(\S+)\.", "{option} takes {1} to {2}, not {0}."),
)


def _in_words(error: Any) -> str:
    """The complaint of the parser of the command line, as a person would put it."""
    parameter = getattr(error, "param", None)
    if parameter is None or type(error).__name__ != "BadParameter":
        return str(error.format_message())
    option = max(parameter.opts, key=len)
    if not option.startswith("-"):
        option = str(parameter.make_metavar(error.ctx)).strip("[]")
    for pattern, words in VALUES:
        if match := re.fullmatch(pattern, str(error.message)):
            return words.format(*match.groups(), option=option)
    return f"{option}: {error.message}"


def _unexpected(error: Exception) -> int:
    if os.environ.get("STRIDE_DEBUG"):
        raise error
    if hasattr(error, "format_message"):  # a usage error of the command-line parser
        context = getattr(error, "ctx", None)
        hint = f"See '{context.command_path} --help'." if context else "See 'stride --help'."
        return complain(errors.UsageError(_in_words(error), hint))
    if type(error).__name__ == "Exit":
        return int(getattr(error, "exit_code", 0))
    if type(error).__name__ == "Abort":
        return _interrupted()
    if "sqlite3" in sys.modules and isinstance(error, sys.modules["sqlite3"].Error):
        return _database_error(error)
    if isinstance(error, OSError):
        return complain(errors.of_system(error, "Check the disk and the rights."))
    name = type(error).__name__
    return complain(
        errors.FaultError(
            f"something unexpected happened ({name}: {error}). Nothing was half stored.",
            "Run it again with STRIDE_DEBUG=1 to see where, and please report it.",
        )
    )
