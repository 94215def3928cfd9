"""Shows how far the work on a file has come, each stage with its share, on stderr."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

from stride import stages
from stride.cli import common

#: A smaller file is read before a bar could be seen.
SMALL_BYTES = 5_000_000
#: Without a terminal a line is written each time this much more of a stage is done.
LINE_SHARE = 0.25


class Progress:
    """A bar for each stage on a terminal; with ``lines`` a line now and then anywhere else.

    Of reading the share is bytes of the file itself, so it is right without counting rows first.
    """

    def __init__(self, session: common.Session, lines: bool = False) -> None:
        self.session = session
        terminal = common.is_terminal(sys.stderr)
        self.live = terminal and not (session.quiet or session.plain)
        self.lines = lines and not self.live
        self._listening: AbstractContextManager[None] | None = None
        self._bar: Any = None
        self._tasks: dict[str, Any] = {}
        self._size = 0
        self._path = ""
        self._said: dict[str, float] = {}

    def __enter__(self) -> Self:
        self._listening = stages.listening(self._at)
        self._listening.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self.finish()
        if self._listening is not None:
            self._listening.__exit__(None, None, None)

    def announce(self, path: str) -> None:
        """Say at once what is being read, before anything heavy is loaded."""
        self._path, self._size, self._said = path, _size(path), {}
        if common.is_terminal(sys.stderr) or self.lines:
            size = f" ({_megabytes(self._size)})" if self._size else ""
            self.session.note(f"Reading {path}{size}")
        if self.live and self._size > SMALL_BYTES:
            self._start()

    def _start(self) -> None:
        from rich import progress

        self._tasks = {}
        self._bar = progress.Progress(
            progress.TextColumn("  {task.description:20}"),
            progress.BarColumn(),
            progress.TaskProgressColumn(),
            progress.TimeElapsedColumn(),
            console=self.session.err,
            transient=True,
        )
        self._bar.start()

    def advance(self, done_bytes: int) -> None:
        """The reader has consumed this many bytes of the file so far."""
        if self._size:
            self._at(stages.READING, min(1.0, done_bytes / self._size))

    def _at(self, stage: str, share: float) -> None:
        if self._bar is not None:
            self._draw(stage, share)
        elif self.lines and share >= self._said.get(stage, -1.0) + LINE_SHARE:
            self._said[stage] = share
            self.session.note(f"{self._path}: {stage}, {share:.0%}".replace("%", " %"))

    def _draw(self, stage: str, share: float) -> None:
        if stage not in self._tasks:
            for earlier in self._tasks.values():
                self._bar.update(earlier, completed=1.0)
            self._tasks[stage] = self._bar.add_task(stage, total=1.0)
        task = self._bar.tasks[self._tasks[stage]]
        self._bar.update(task.id, completed=max(share, task.completed))

    def finish(self) -> None:
        """Take the bars away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _size(path: str) -> int:
    try:
        place = Path(path)
        return place.stat().st_size if place.is_file() else 0
    except OSError:
        return 0


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
