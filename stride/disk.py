"""Files and folders of one's own: nobody else can read them, and none is ever half written."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: What is made with this mask is 0600, folders 0700: a health diary is nobody else's business.
PRIVATE_UMASK = 0o077
SCRATCH_PREFIX = "stride-"
#: The file in a scratch folder that its process keeps locked as long as it lives.
ALIVE = "alive.lock"
#: A folder younger than this may not have its lock yet.
UNLOCKED_S = 60.0


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, for its owner only; one that is there stays as it is."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)


def write_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Make a file anew and put it in place in one step; on any trouble the old one stays.

    write: fills the file it is given, which is empty and private. Raises OSError.
    """
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        write(partial)
        sync(partial)
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise


#: What ``write_whole`` calls a file until it is whole, and what SQLite keeps beside it.
PARTIAL = re.compile(r"\.([0-9]+)\.part(-journal|-wal|-shm)?$")


def sweep_partial(folder: Path) -> None:
    """Remove the half written files of processes that were killed; never raises OSError."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            match = PARTIAL.search(entry.name)
            if match and not _lives(int(match[1])):
                with suppress(OSError):
                    Path(entry.path).unlink()


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def write_text(path: Path, text: str) -> None:
    """Make a text file anew in one step (UTF-8, lines as they are). Raises OSError."""

    def fill(partial: Path) -> None:
        with partial.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)

    write_whole(path, fill)


def sync(path: Path) -> None:
    """Wait until what was written is on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def scratch_root(environ: dict[str, str] | os._Environ[str] = os.environ) -> Path:
    """Where scratch folders go; the same place as Python's tempfile, which is slow to load."""
    named = (environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return Path(next(filter(None, named), "/tmp"))


@contextmanager
def scratch() -> Iterator[Path]:
    """A private folder that is gone afterwards; after a kill, the next start sweeps it.

    Raises OSError where none can be made.
    """
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix=SCRATCH_PREFIX))
    lock = None
    try:
        lock = _locked(folder / ALIVE)
        yield folder
    finally:
        _remove(folder)
        if lock is not None:
            with suppress(OSError):
                os.close(lock)


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _locked(path: Path) -> int | None:
    """A handle that keeps the file locked until it is closed or the process ends."""
    try:
        import fcntl
    except ImportError:  # no such locks here: nothing is swept either
        return None
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def sweep(root: Path | None = None) -> None:
    """Remove the scratch folders of processes that were killed; never raises OSError."""
    with suppress(OSError, ImportError), os.scandir(root or scratch_root()) as entries:
        for entry in entries:
            if entry.name.startswith(SCRATCH_PREFIX) and entry.is_dir(follow_symlinks=False):
                _sweep(Path(entry.path))


def _sweep(folder: Path) -> None:
    import fcntl
    import time

    with suppress(OSError):
        status = folder.stat()
        if status.st_uid != os.getuid():
            return
        try:
            handle = os.open(folder / ALIVE, os.O_RDWR)
        except FileNotFoundError:
            empty = not any(folder.iterdir())
            if empty and time.time() - status.st_mtime > UNLOCKED_S:
                folder.rmdir()
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(folder)
        finally:
            os.close(handle)
