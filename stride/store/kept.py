"""Copies of the database that stride keeps beside it before it replaces or migrates it.

Each has a name of its own; the last three stay.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from stride import clock, disk
from stride.errors import of_system

KEPT_COPIES = 3
#: Files that SQLite keeps beside a database.
COMPANIONS = ("-wal", "-shm", "-journal")


def keep(source: sqlite3.Connection, database: Path, before: str) -> Path:
    """A sound copy of an open database, kept beside it; its path.

    before: what comes next, for the name: ``restore`` or the name of a migration. A copy of the
    same content and moment is the same copy, so that who repeats what was killed keeps one.
    """
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    partial = database.with_name(f"{database.stem}-before-{before}.part")

    def fill(path: Path) -> None:
        copy(source, path)

    disk.write_whole(partial, fill)
    return _named(partial, database, f"{before}-{stamp}")


def keep_wreck(database: Path) -> Path:
    """Keep a damaged database and its log byte by byte; the path of the copy."""
    import shutil

    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    partial = database.with_name(f"{database.stem}-before-restore.part")
    disk.write_whole(partial, lambda path: _copy_bytes(database, path))
    target = _named(partial, database, f"restore-{stamp}")
    for tail in ("-wal", "-journal"):
        beside = database.with_name(database.name + tail)
        if beside.exists():
            shutil.copyfile(beside, target.with_name(target.name + tail))
    return target


def _copy_bytes(source: Path, target: Path) -> None:
    import shutil

    shutil.copyfile(source, target)


def copy(source: sqlite3.Connection, target: Path) -> None:
    """All of an open database into a file, which then needs no other beside it."""
    write = sqlite3.connect(target)
    try:
        source.backup(write)
        write.execute("PRAGMA journal_mode = DELETE")
    finally:
        write.close()


def _named(partial: Path, database: Path, name: str) -> Path:
    number = 1
    while True:
        tail = "" if number == 1 else f"-{number}"
        target = database.with_name(f"{database.stem}-before-{name}{tail}.db")
        if not target.exists():
            partial.replace(target)
            return target
        if _same(partial, target):
            partial.unlink()
            return target
        number += 1


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def copies(database: Path) -> list[Path]:
    """The kept copies, newest first."""
    beside = database.parent.glob(f"{database.stem}-before-*.db")
    return sorted(beside, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def thin_out(database: Path) -> None:
    """Remove all but the last copies; called when a new one has done its duty."""
    for path in copies(database)[KEPT_COPIES:]:
        remove(path)


def remove(path: Path) -> None:
    """Remove a database file and what SQLite keeps beside it."""
    for tail in ("", *COMPANIONS):
        with suppress(FileNotFoundError):
            path.with_name(path.name + tail).unlink()


def private_copy(source: Path, folder: Path) -> Path:
    """Copy a database and the logs beside it, byte by byte, so that SQLite can mend the copy.

    Raises DataError when the source cannot be read, DiskError when there is no room.
    """
    import shutil

    target = folder / "copy.db"
    for tail in ("", "-wal", "-journal"):
        beside = source.with_name(source.name + tail)
        if tail and not beside.exists():
            continue
        try:
            with beside.open("rb"):
                pass
            shutil.copyfile(beside, target.with_name(target.name + tail))
        except OSError as error:
            raise of_system(error, "Mend the rights, or free some space.") from error
    return target
