"""Opens the database for writing, and turns SQLite's complaints into stride's."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stride.errors import BusyError, DataError, DiskError, StrideError

BUSY_TIMEOUT_S = 5.0
RETRY_S = 0.01
#: Pages kept while writing. Minutes come in order, so that a page which leaves is not needed again:
#: with four times as many, years of minutes take the same time and 50 MB more.
CACHE_KB = 16_000


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One write transaction: all of it on a clean exit, none of it otherwise.

    path: the database, made and migrated when needed. Raises BusyError when another stride writes
    for longer than 5 s, DiskError when the file system refuses, DataError for a damaged file.
    """
    with translated(path):
        db = _open(path)
        try:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                _roll_back(db)
                raise
            db.execute("COMMIT")
        finally:
            db.close()


def _roll_back(db: sqlite3.Connection) -> None:
    if db.in_transaction:  # a full disk has made SQLite roll back by itself
        db.execute("ROLLBACK")


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)  # a health diary is nobody else's business
    db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        _write_ahead(db)
        migrate(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _write_ahead(db: sqlite3.Connection) -> None:
    """Keep the log of a database in WAL mode, so that reading and writing go on side by side.

    The switch is the one statement for which SQLite does not wait itself: of two who open a new
    database at once, the later is told at once that it is locked.
    """
    until = time.monotonic() + BUSY_TIMEOUT_S
    while db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(RETRY_S)


def migrate(db: sqlite3.Connection, path: Path) -> None:
    """Bring the shape up to date, keeping a copy of an older database beside it first.

    All of it in one transaction: a step that fails leaves the database as it was. Raises
    DataError for a database that a newer stride wrote.
    """
    from sqlite_utils import Database

    from stride.store.schema import migrations, unknown

    database = Database(db)
    newer = unknown(row.name for row in migrations.applied(database))
    if newer:
        raise DataError(
            f"{path} was written by a newer stride ({', '.join(newer)}).", "Upgrade stride."
        )
    if not migrations.pending(database):
        return
    db.execute("BEGIN IMMEDIATE")  # another stride may be doing the same: one of us does it
    try:
        pending = migrations.pending(database)
        if pending and migrations.applied(database):
            _keep_copy(path, pending[0].name)
        migrations.apply(database)
        db.execute("COMMIT")
    except BaseException:
        _roll_back(db)
        raise


def _keep_copy(path: Path, before: str) -> None:
    """Keep an older database as it is before the migration ``before`` changes it.

    Read by a second connection: the first holds the write lock, so nobody changes it meanwhile.
    """
    target = path.with_name(f"{path.stem}-before-{before}.db")
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    source, copy = sqlite3.connect(path), sqlite3.connect(partial)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
        source.close()
    partial.replace(target)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise stride's errors instead of SQLite's and the operating system's."""
    try:
        yield
    except StrideError:
        raise
    except sqlite3.OperationalError as error:
        raise _operational(path, str(error)) from error
    except sqlite3.DatabaseError as error:
        raise DataError(
            f"{path} is damaged or is not a stride database ({error}).",
            "Run 'stride doctor', or 'stride restore FILE' from a backup.",
        ) from error
    except OSError as error:
        raise DiskError(
            f"{error.filename or path}: {error.strerror}.",
            "Free some space or mend the rights, or set STRIDE_HOME to another folder.",
        ) from error


def _operational(path: Path, text: str) -> StrideError:
    if "locked" in text or "busy" in text:
        return BusyError("The database is in use by another stride.", "Try again in a moment.")
    reasons = {
        "full": f"The disk that holds {path} is full; nothing was stored.",
        "readonly": f"{path} cannot be written.",
        "unable to open": f"{path} cannot be opened.",
        "I/O error": f"The disk that holds {path} reported an error; nothing was stored.",
    }
    for word, sentence in reasons.items():
        if word in text:
            return DiskError(sentence, "Free some space or mend the rights, or set STRIDE_HOME.")
    return DataError(f"{path}: {text}.", "Run 'stride doctor'.")
