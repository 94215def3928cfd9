"""Shows how far a file has been read: bytes of the file on disk, rate and time left, on stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Self

from stride.cli import common


class Progress:
    """A bar on a terminal; a single line with nothing moving elsewhere.

    Bytes of the file itself, so the time left is right without counting rows first.
    """

    def __init__(self, session: common.Session) -> None:
        self.session = session
        self.live = common.is_terminal(sys.stderr) and not (session.quiet or session.plain)
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.finish()

    def announce(self, path: str) -> None:
        """Say at once what is being read, before anything heavy is loaded."""
        size = _size(path)
        if common.is_terminal(sys.stderr):
            self.session.note(f"Reading {path}" + (f" ({_megabytes(size)})" if size else ""))
        if self.live and size and size > 5_000_000:
            self._start(size)

    def _start(self, size: int) -> None:
        from rich import progress

        self._bar = progress.Progress(
            progress.BarColumn(),
            progress.TaskProgressColumn(),
            progress.TransferSpeedColumn(),
            progress.TimeRemainingColumn(),
            progress.TextColumn("{task.description}"),
            console=self.session.err,
            transient=True,
        )
        self._task = self._bar.add_task("reading", total=size)
        self._bar.start()

    def advance(self, done_bytes: int) -> None:
        """The reader has consumed this many bytes of the file so far."""
        if self._bar is not None:
            total = self._bar.tasks[0].total
            text = "finding the walking" if total and done_bytes >= total else "reading"
            self._bar.update(self._task, completed=done_bytes, description=text)

    def finish(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


def _size(path: str) -> int:
    try:
        found = Path(path)
        return found.stat().st_size if found.is_file() else 0
    except OSError:
        return 0


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
