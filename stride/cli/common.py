"""What every command shares: the common options, where output goes, and the open database."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import TYPE_CHECKING, Any

from stride import clock, conventions, settings
from stride.errors import BusyError, DiskError
from stride.printable import clean, clean_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import Console

    from stride.store.change import Change
    from stride.store.reader import Reader


class Flags:
    """The options that every command takes; filled while the command line is parsed.

    They are of one command line: a second run in one process has its own.
    """

    def __init__(self) -> None:
        self.json = False
        self.plain = False
        self.quiet = False
        self.verbose = False
        self.color: str | None = None
        #: Whether the command has stored something: what fails after that is told apart.
        self.stored = False


class CommandLine:
    """What one command line is run with: its flags, and the sessions it opened."""

    def __init__(self) -> None:
        self.flags = Flags()
        self.sessions: list[Session] = []


_current: ContextVar[CommandLine] = ContextVar("command line")


@contextmanager
def command_line() -> Iterator[None]:
    """The context in which one command line is parsed and run."""
    token = _current.set(CommandLine())
    try:
        yield
    finally:
        sessions = _current.get().sessions
        while sessions:
            sessions.pop().close()
        _current.reset(token)


def flags() -> Flags:
    """Those of the command line being run."""
    return _current.get().flags


class Session:
    """One run of one command: its flags, settings, day, database and consoles."""

    def __init__(self, given: Flags, chosen: settings.Settings) -> None:
        self.json = given.json
        self.plain = given.plain or bool(os.environ.get("STRIDE_PLAIN"))
        self.quiet = given.quiet
        self.verbose = given.verbose and not given.quiet
        self.settings = chosen
        self.color = given.color or ("never" if self.plain else chosen.color)

    @cached_property
    def today(self) -> date:
        """The local day it is now."""
        return clock.local_day(clock.now(), self.settings.zone, self.settings.day_start_min)

    def day(self, text: str | None) -> date:
        """The date a person typed after ``--date``, today when they typed none."""
        return clock.parse_date(text, self.today) if text else self.today

    def reader(self) -> Reader:
        """The database, opened for reading once. Raises NothingYet when there is none."""
        return self._reader

    @cached_property
    def _reader(self) -> Reader:
        from stride.store.reader import open_reader

        path = self.settings.paths.database
        reader = open_reader(path)
        if not reader.in_memory:
            return reader
        from stride.store.connect import upgrade

        try:  # an older database, or a disk that cannot be written
            upgrade(path)
        except (DiskError, BusyError):
            return reader
        reader.close()
        return open_reader(path)

    @contextmanager
    def changing(self, days: bool = True) -> Iterator[Change]:
        """One change of the database, with its days; what follows is only about showing it.

        days: whether days may be touched.
        """
        from stride.store.change import changing

        self.close()
        with changing(self.settings.paths.database, days) as change:
            yield change
        flags().stored = True

    def close(self) -> None:
        """Let go of the database, so that no log stays beside it."""
        reader = self.__dict__.pop("_reader", None)
        if reader is not None:
            reader.close()

    @cached_property
    def err(self) -> Console:
        """The rich console for progress and warnings, on stderr."""
        return make_console(sys.stderr, self.color)

    def write_json(self, document: dict[str, Any]) -> None:
        """One JSON document on stdout; the only thing there."""
        import json

        text = json.dumps({"schema": 1, **document}, ensure_ascii=False, indent=2)
        sys.stdout.write(clean_json(text) + "\n")

    def say(self, text: str, wrap: bool = False, painted: bool = False) -> None:
        """A result in words on stdout, as it is: no markup, no colour.

        wrap: break long lines between words where a person looks on. painted: it is clean already,
        and holds stride's own colours.
        """
        text = text if painted else clean(text)
        sys.stdout.write(encodable(wrapped(text, sys.stdout) if wrap else text, sys.stdout) + "\n")

    def note(self, text: str) -> None:
        """A remark on stderr, unless ``-q``."""
        if not self.quiet:
            sys.stderr.write(encodable(wrapped(clean(text), sys.stderr), sys.stderr) + "\n")


def error_line(text: str, hint: str = "") -> None:
    """A complaint on stderr: one sentence, and below it what to do."""
    lines = clean(f"stride: {text}" + (f"\n  {hint}" if hint else ""))
    sys.stderr.write(encodable(wrapped(lines, sys.stderr), sys.stderr) + "\n")


def wrapped(text: str, stream: Any) -> str:
    """The text broken between words to the width of a terminal; as it is anywhere else."""
    if not is_terminal(stream):
        return text
    import shutil
    import textwrap

    width = shutil.get_terminal_size((80, 24)).columns
    lines = []
    for line in text.splitlines():
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        lines += textwrap.wrap(
            line, max(width - 1, 30), subsequent_indent=indent,
            break_long_words=False, break_on_hyphens=False,
        ) or [""]  # fmt: skip
    return "\n".join(lines)


def session() -> Session:
    """The session of the command being run. Raises UsageError for a bad setting."""
    loaded = settings.load()
    conventions.use(conventions.PLAIN if flags().json else conventions.conventions_of(os.environ))
    if loaded.layouts is not None:
        from stride.formats import use_layouts

        use_layouts(loaded.layouts)
    sessions = _current.get().sessions
    sessions.append(Session(flags(), loaded))
    return sessions[-1]


def make_console(stream: Any, color: str) -> Console:
    """A rich console that obeys --color, NO_COLOR and TERM=dumb, and never guesses markup.

    stream: where it writes. color: auto, always or never.
    """
    from rich.console import Console

    return Console(
        file=stream,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        no_color=True if color == "never" else None,
        force_terminal=True if color == "always" else None,
        color_system=None if color == "never" else "auto",
    )


def encodable(text: str, stream: Any) -> str:
    """``text`` with what the stream's encoding cannot show replaced by plain ASCII."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = text.translate(ASCII_OF)
        return plain.encode(encoding, "replace").decode(encoding)
    return text


#: What a terminal without Unicode is shown instead.
ASCII_OF = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "’": "'",
        "…": "...",
        "·": ".",
        "✓": "+",
        "×": "x",
        "→": "->",
        "≥": ">=",
        "±": "+-",
        "█": "#",
        "▓": "%",
        "▒": "=",
        "░": "-",
        "\u202f": " ",
        "\u00a0": " ",
        **dict(zip("▁▂▃▄▅▆▇", "._-=+*#", strict=True)),
    }
)


def is_terminal(stream: Any) -> bool:
    """Whether a person is looking at ``stream``."""
    return bool(getattr(stream, "isatty", lambda: False)())
