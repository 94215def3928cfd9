"""Opens the database for writing, and turns SQLite's complaints into stride's."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stride import disk
from stride.errors import BusyError, DataError, DiskError, StrideError, of_system
from stride.store.rules import SHAPE

BUSY_TIMEOUT_S = 5.0
RETRY_S = 0.01
#: Pages kept while writing. Minutes come in order, so that a page which leaves is not needed again:
#: with four times as many, years of minutes take the same time and 50 MB more.
CACHE_KB = 16_000
#: What an older database was changed in when it was opened, in sentences for the person.
upgrade_notes: list[str] = []


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One write transaction: all of it on a clean exit, none of it otherwise.

    path: the database, made and migrated when needed. Raises BusyError when another stride writes
    for longer than 5 s, DiskError when the file system refuses, DataError for a damaged file. All
    of them mean that nothing was stored, unless they say otherwise. Only store/change.py calls
    this for changes: it works out the days.
    """
    with translated(path, "; nothing was stored"):
        db = _open(path)
        try:
            if not _is_present(db):
                from stride.store import schema  # noqa: F401  # before others wait for this one

            db.execute("BEGIN IMMEDIATE")
            try:
                # made, or upgraded, with what comes into it first, or not at all
                notes = _in_shape(db, path)
                yield db
                number = _number(db)
            except BaseException:
                _roll_back(db)
                raise
            _commit(db, path, number)
            upgrade_notes.extend(notes)
        finally:
            _close(db)


def _number(db: sqlite3.Connection) -> int:
    """Count this transaction, in it: what is there afterwards tells whether it was stored."""
    db.execute(
        "INSERT INTO meta (key, value) VALUES ('writes', 1)"
        " ON CONFLICT (key) DO UPDATE SET value = value + 1"
    )
    return _writes(db)


def _writes(db: sqlite3.Connection) -> int:
    row = db.execute("SELECT value FROM meta WHERE key = 'writes'").fetchone()
    return int(row[0]) if row else 0


def _commit(db: sqlite3.Connection, path: Path, number: int) -> None:
    """Commit; where the disk complained, look whether it was stored all the same."""
    try:
        db.execute("COMMIT")
    except sqlite3.Error:
        with suppress(sqlite3.Error):
            _roll_back(db)
        db.close()
        if not _was_stored(path, number):
            raise
    else:
        # into the file itself, so that a copy of it, or a disk that cannot be written, has it all
        with suppress(sqlite3.Error):
            db.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _was_stored(path: Path, number: int) -> bool:
    """Whether the transaction of that number is stored. Raises DiskError where nobody knows."""
    try:
        db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S)
        try:
            writes = _writes(db)
            blocked = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            db.close()
    except sqlite3.Error as error:
        raise DiskError(
            f"The disk that holds {path} failed while it stored; whether it did is not certain.",
            "Look with 'stride undo --list' once the disk is in order.",
        ) from error
    return writes >= number and not blocked


def _close(db: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):
        db.close()


def _roll_back(db: sqlite3.Connection) -> None:
    if db.in_transaction:  # a full disk has made SQLite roll back by itself
        db.execute("ROLLBACK")


def _open(path: Path) -> sqlite3.Connection:
    disk.make_folder(path.parent)
    disk.sweep_partial(path.parent)
    if not path.exists():
        path.touch(mode=0o600)  # a health diary is nobody else's business
    elif path.stat().st_mode & 0o077:
        with suppress(OSError):
            path.chmod(0o600)
    db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA temp_store = MEMORY")  # a full or shared TMPDIR is none of its business
        db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        _write_ahead(db)
    except BaseException:
        db.close()
        raise
    return db


def _is_present(db: sqlite3.Connection) -> bool:
    """Whether a database has the present shape; looked at without loading the migrations."""
    return bool(db.execute("PRAGMA user_version").fetchone()[0] == SHAPE)


def _has_tables(db: sqlite3.Connection) -> bool:
    return db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None


def upgrade(path: Path) -> None:
    """Bring an older database up to date; the present shape is left alone. Raises StrideError."""
    with translated(path):
        db = _open(path)
        try:
            if _has_tables(db):
                migrate(db, path)
        finally:
            db.close()


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


def migrate(db: sqlite3.Connection, path: Path | None) -> None:
    """Bring the shape up to date in a transaction of its own: all of it, or nothing.

    path: of the database, as in ``_in_shape``. Raises DataError for one that a newer stride wrote.
    """
    if not _behind(db, path):
        return
    db.execute("BEGIN IMMEDIATE")  # another stride may be doing the same: one of us does it
    try:
        notes = _in_shape(db, path)
        db.execute("COMMIT")
    except BaseException:
        _roll_back(db)
        raise
    upgrade_notes.extend(notes)


def _in_shape(db: sqlite3.Connection, path: Path | None) -> list[str]:
    """Inside a transaction: make the tables, or bring those of an older stride up to date.

    path: a copy of an older database is copy beside it; None keeps none. Gives what a person is to
    know of it.
    """
    pending = _behind(db, path)
    if not pending:
        return []
    from sqlite_utils import Database

    from stride.store.schema import migrations
    from stride.store.upgrade import days_of, rebuilt

    database = Database(db)
    older = bool(migrations.applied(database))
    copy = _keep_copy(path, pending[0]) if older and path is not None else None
    before = days_of(db) if older else {}
    migrations.apply(database)
    notes = rebuilt(db, before) if before else []
    return [f"The database was upgraded; what it was before: {copy}", *notes] if copy else []


def _behind(db: sqlite3.Connection, path: Path | None) -> list[str]:
    """The names of the steps that a database lacks. Raises DataError for one of a newer stride."""
    if _is_present(db):
        return []
    from sqlite_utils import Database

    from stride.store.schema import migrations, unknown

    database = Database(db)
    newer = unknown(row.name for row in migrations.applied(database))
    if newer:
        raise DataError(
            f"{path} was written by a newer stride ({', '.join(newer)}).", "Upgrade stride."
        )
    return [step.name for step in migrations.pending(database)]


def _keep_copy(path: Path, before: str) -> Path:
    """Keep an older database as it is before the migration ``before`` changes it.

    Read by a second connection: the first holds the write lock, so nobody changes it meanwhile.
    """
    from stride.store import kept

    source = sqlite3.connect(path)
    try:
        return kept.keep(source, path, before)
    finally:
        source.close()


@contextmanager
def translated(path: Path, after: str = "") -> Iterator[None]:
    """Raise stride's errors instead of SQLite's and the operating system's.

    after: what is true then, such as ``; nothing was stored``; added to what the disk complains of.
    """
    try:
        yield
    except StrideError:
        raise
    except sqlite3.OperationalError as error:
        raise _operational(path, str(error), after) from error
    except sqlite3.DatabaseError as error:
        raise DataError(
            f"{path} is damaged or is not a stride database ({error}).",
            "Run 'stride doctor', or 'stride restore FILE' from a backup.",
        ) from error
    except OSError as error:
        error.filename = error.filename or str(path)
        raise of_system(
            error, "Free some space or mend the rights, or set STRIDE_HOME to another folder."
        ) from error


def _operational(path: Path, text: str, after: str) -> StrideError:
    if "locked" in text or "busy" in text:
        return BusyError("The database is in use by another stride.", "Try again in a moment.")
    reasons = {
        "full": f"The disk that holds {path} is full{after}.",
        "readonly": f"{path} cannot be written{after}.",
        "unable to open": f"{path} cannot be opened{after}.",
        "I/O error": f"The disk that holds {path} reported an error{after}.",
    }
    for word, sentence in reasons.items():
        if word in text:
            return DiskError(sentence, "Free some space or mend the rights, or set STRIDE_HOME.")
    return DataError(f"{path}: {text}.", "Run 'stride doctor'.")
