"""Opens the database for reading, whatever state a kill, an older stride or a closed disk left."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from stride.errors import NothingYet
from stride.store.rules import SHAPE

BUSY_TIMEOUT_S = 5.0


def nothing_yet() -> NothingYet:
    """What there is to say before the first import."""
    return NothingYet("Nothing has been imported yet.", "Next: stride import FILE")


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that changes nothing; an older database is upgraded in memory.

    Raises NothingYet where nothing was stored yet, and SQLite's errors.
    """
    db = _connect(path)
    try:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'import'").fetchone():
            raise nothing_yet()
        if db.execute("PRAGMA user_version").fetchone()[0] < SHAPE:
            db = _in_memory(db)
            from stride.store.connect import migrate

            db.isolation_level = None
            migrate(db, None)
    except BaseException:
        db.close()
        raise
    return db


def _connect(path: Path) -> sqlite3.Connection:
    """Read-only; where a log has to be mended first, mended, or read from a private copy."""
    try:
        return _tried(sqlite3.connect(_uri(path, "ro"), uri=True, timeout=BUSY_TIMEOUT_S))
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
    try:
        # who may write plays back what a kill left in the log
        _tried(sqlite3.connect(_uri(path, "rw"), uri=True, timeout=BUSY_TIMEOUT_S)).close()
        return _tried(sqlite3.connect(_uri(path, "ro"), uri=True, timeout=BUSY_TIMEOUT_S))
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
    # A folder that cannot be written has no room for the files beside the database.
    from stride import disk
    from stride.store.kept import private_copy

    with disk.scratch() as folder:
        return _in_memory(_tried(sqlite3.connect(private_copy(path, folder))))


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?mode={mode}"


def _tried(db: sqlite3.Connection) -> sqlite3.Connection:
    try:
        db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def _in_memory(source: sqlite3.Connection) -> sqlite3.Connection:
    """All of a database, in memory; the source is closed."""
    db = sqlite3.connect(":memory:")
    try:
        source.backup(db)
    finally:
        source.close()
    return db
