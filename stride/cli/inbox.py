"""Turns a folder where phone and watch drop exports into the files that are new in it.

What was dealt with is remembered by name, size and time, so that a file refused is named once
and a run with nothing new says nothing. Forgetting does no harm: importing twice is importing once.
"""

from __future__ import annotations

import errno
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from stride import disk, errors

MEMORY = "inbox.json"
#: A file that changed this recently may still be on its way.
SETTLED_S = 10.0
SHOWN_NAMES = 3
#: Names that sync tools, browsers and editors give to what is not finished.
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".icloud", "~", ".swp")

Seen = dict[str, list[int]]


def new_files(folder: Path, state: Path, done: Path | None = None) -> tuple[list[Path], list[Path]]:
    """The files of ``folder`` and below that no earlier run dealt with: settled, and still new.

    The settled ones, oldest first, are ready; the others may still be on their way.

    done: where files go that were imported; what lies there is not new, even below ``folder``.
    Raises UsageError when it is no folder.
    """
    if not folder.is_dir():
        raise errors.UsageError(f"{folder} is not a folder.", "Name the folder of the exports.")
    seen = _recall(state)
    taken = done.resolve() if done is not None else None
    files = (path for path in _files(folder) if taken not in path.parents)
    fresh = [path for path in files if seen.get(str(path)) != _mark(path)]
    now = time.time()
    settled = [path for path in fresh if now - path.stat().st_mtime >= SETTLED_S]
    ready = sorted(settled, key=lambda path: (path.stat().st_mtime, str(path)))
    return ready, [path for path in fresh if path not in settled]


def waiting_for(folder: Path, growing: list[Path]) -> str:
    """What ``--inbox`` says where there is nothing to read, or something not yet."""
    if not growing:
        return f"Nothing new in {folder}; stride waits for a download or an export there."
    names = ", ".join(sorted(path.name for path in growing)[:SHOWN_NAMES])
    verb = "is" if len(growing) == 1 else "are"
    return f"{names} {verb} still new: read at the next run, {SETTLED_S:.0f} seconds from now."


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.resolve().rglob("*"):
        parts = path.relative_to(folder.resolve()).parts
        hidden = any(part.startswith((".", "~$")) for part in parts)
        if not hidden and not path.name.lower().endswith(UNFINISHED) and _is_file(path):
            yield path


def _is_file(path: Path) -> bool:
    """Whether it is one; a link into a closed folder is none that could be read."""
    with suppress(OSError):
        return path.is_file()
    return False


def _mark(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]


def remember(paths: list[Path], state: Path) -> None:
    """These files were dealt with; those that are gone are forgotten."""
    seen = {name: mark for name, mark in _recall(state).items() if Path(name).exists()}
    seen |= {str(path): _mark(path) for path in paths if path.exists()}
    with suppress(OSError):
        disk.make_folder(state)
        disk.write_text(state / MEMORY, json.dumps(seen))


def _recall(state: Path) -> Seen:
    try:
        remembered = json.loads((state / MEMORY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return remembered if isinstance(remembered, dict) else {}


def move(path: Path, done: Path) -> None:
    """Move a file that was imported into ``done``; a name that is taken gets a number.

    To another disk it is copied whole before it is removed here. Raises OSError.
    """
    disk.make_folder(done)
    target, number = done / path.name, 1
    while target.exists():
        target = done / f"{path.stem}-{number}{path.suffix}"
        number += 1
    try:
        path.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        import shutil

        disk.write_whole(target, lambda partial: _copy(path, partial, shutil.copyfile))
        shutil.copystat(path, target)
        path.unlink()


def _copy(source: Path, target: Path, how: Callable[[Path, Path], object]) -> None:
    how(source, target)
