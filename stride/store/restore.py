"""Puts a backup in the database's place, and back again; what was there is always kept.

The rows are replaced in one transaction, under the lock of every other change, so that a kill, a
full disk or a second stride leaves either all of the one or all of the other.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from stride import disk
from stride.errors import BusyError, DataError, DiskError, UsageError
from stride.store import journal, kept
from stride.store.connect import BUSY_TIMEOUT_S, RETRY_S, migrate, translated, writing

NAME_A_BACKUP = "Name a file that 'stride backup' wrote."

#: Writes a line of the journal once the rows are in place: (database, copy of what was there).
Note = Callable[[sqlite3.Connection, Path], None]


def restore(backup_file: Path, database: Path, written_utc: str) -> Path | None:
    """Put a backup in the database's place; where the old one was kept, if there was one.

    The backup is never written, and checked first. Raises DataError for a file that is no backup.
    """
    if not backup_file.exists():
        raise DataError(f"{backup_file} does not exist.", NAME_A_BACKUP)
    if not backup_file.is_file():
        raise DataError(f"{backup_file} is not a file.", NAME_A_BACKUP)
    if database.exists() and backup_file.samefile(database):
        raise UsageError("That is the database itself.", NAME_A_BACKUP)

    def note(db: sqlite3.Connection, copy: Path) -> None:
        journal.write(db, "restore", str(backup_file), written_utc, _images(copy))

    return _put(backup_file, database, note)


def turn_back(entry: journal.Entry, database: Path, redo: bool) -> journal.Entry:
    """Undo a restore, or do it again: the copy that was kept comes back, the present one is kept.

    Raises UsageError when the copy is gone.
    """
    name = next((after["name"] for _, _, after in entry.rows() if after), "")
    copy = database.with_name(name)
    if not name or not copy.is_file():
        raise UsageError(
            f"The copy that was kept before that restore ({name}) is gone.",
            f"stride keeps the last {kept.KEPT_COPIES}.",
        )
    state = "done" if redo else "undone"

    def note(db: sqlite3.Connection, present: Path) -> None:
        if redo:  # the copy knows of the restore: it was made after it
            db.execute(
                "DELETE FROM change WHERE id = (SELECT id FROM change WHERE kind = 'restore'"
                " AND text = ? AND written_utc = ? ORDER BY place DESC LIMIT 1)",
                (entry.text, entry.written_utc),
            )
        number = journal.write(db, "restore", entry.text, entry.written_utc, _images(present))
        db.execute("UPDATE change SET state = ? WHERE id = ?", (state, number))

    _put(copy, database, note)
    return entry._replace(state=state)


def _images(copy: Path) -> list[journal.Image]:
    return [("database", None, {"name": copy.name})]


def _put(source: Path, database: Path, note: Note) -> Path | None:
    with translated(database, "; nothing was replaced"):
        disk.make_folder(database.parent)
        with _alone(database.parent), disk.scratch() as scratch:
            fresh = scratch / "restored.db"
            _checked_copy(source, scratch, fresh)
            if not database.exists() and _put_first(fresh, database):
                return None
            try:
                return _replace_rows(fresh, database, note)
            except DataError:
                return _replace_wreck(fresh, database)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One restore at a time in a folder. Raises BusyError after five seconds."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    until = time.monotonic() + BUSY_TIMEOUT_S
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise BusyError(
                        "Another restore is under way.", "Try again in a moment."
                    ) from error
                time.sleep(RETRY_S)
        yield
    finally:
        os.close(handle)


def _checked_copy(source: Path, scratch: Path, fresh: Path) -> None:
    """A sound copy of the present shape, made of a private copy: the source is only read."""
    with closing(sqlite3.connect(kept.private_copy(source, scratch), isolation_level=None)) as db:
        check(db, source)
        kept.copy(db, fresh)
    with closing(sqlite3.connect(fresh, isolation_level=None)) as db:
        try:
            migrate(db, None)
        except sqlite3.OperationalError as error:
            if "no such" not in str(error):
                raise
            raise _foreign(source, str(error)) from error
        check_columns(db, source)


def check(db: sqlite3.Connection, path: Path) -> None:
    """Raise DataError unless this is a sound database that some stride wrote."""
    try:
        result = db.execute("PRAGMA integrity_check").fetchone()[0]
        names = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
        steps = [
            row[0]
            for row in db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set=?",
                                  ("stride",))
        ] if "_sqlite_migrations" in names else []  # fmt: skip
        broken = db.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.OperationalError as error:
        if "no such" in str(error):
            raise _foreign(path, str(error)) from error
        raise
    except sqlite3.DatabaseError as error:
        raise _foreign(path, str(error)) from error
    if result != "ok" or broken:
        what = result if result != "ok" else "rows that belong to nothing"
        raise DataError(f"{path} is damaged: {what}.", "Use another backup.")
    if not steps:
        raise _foreign(path, "no stride has written it")


def check_columns(db: sqlite3.Connection, path: Path) -> None:
    """Raise DataError unless the tables of a migrated database have the present columns."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as model:
        migrate(model, None)
        for table in tables(model):
            wanted, present = (columns(each, table) for each in (model, db))
            if wanted != present:
                raise _foreign(path, f"its table {table} has other columns")


def tables(db: sqlite3.Connection) -> list[str]:
    """The tables that hold what a person stored."""
    rows = db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name <> '_sqlite_migrations' ORDER BY name = 'import' DESC, name"
    )
    return [row[0] for row in rows]


def columns(db: sqlite3.Connection, table: str) -> list[str]:
    """The names of the columns of a table, in order."""
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def _foreign(path: Path, why: str) -> DataError:
    return DataError(f"{path} is not a stride database ({why}).", NAME_A_BACKUP)


def _put_first(fresh: Path, database: Path) -> bool:
    """Put the first database of a folder in its place; False where another came first."""
    partial = database.with_name(f"{database.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(fresh, partial)
        partial.chmod(0o600)
        disk.sync(partial)
        os.link(partial, database)
    except FileExistsError:
        return False
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return True


def _replace_rows(fresh: Path, database: Path, note: Note) -> Path:
    with writing(database) as db:
        with closing(sqlite3.connect(database)) as present:
            check(present, database)
            copy = kept.keep(present, database, "restore")
        writes = db.execute("SELECT coalesce(max(value), 0) FROM meta WHERE key = 'writes'")
        count = int(writes.fetchone()[0])
        for table in tables(db)[::-1]:
            db.execute(f"DELETE FROM {table}")
        _copy_rows(fresh, db)
        note(db, copy)
        db.execute(
            "INSERT INTO meta (key, value) VALUES ('writes', ?) ON CONFLICT (key)"
            " DO UPDATE SET value = max(CAST(value AS INTEGER), excluded.value)",
            (count,),
        )
    with suppress(OSError):
        kept.thin_out(database)
    return copy


def _copy_rows(fresh: Path, db: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(fresh)) as source:
        for table in tables(source):
            names = columns(source, table)
            marks = ", ".join("?" * len(names))
            db.executemany(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",
                source.execute(f"SELECT {', '.join(names)} FROM {table}"),
            )


def _replace_wreck(fresh: Path, database: Path) -> Path:
    """Put a backup in the place of a database that is past reading; the wreck is kept."""
    copy = kept.keep_wreck(database)
    disk.write_whole(database, lambda partial: _copy_file(fresh, partial))
    for tail in kept.COMPANIONS:
        with suppress(FileNotFoundError):
            database.with_name(database.name + tail).unlink()
    with suppress(OSError):
        kept.thin_out(database)
    return copy


def _copy_file(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise DiskError(f"{target}: {error.strerror}.", "Free some space.") from error
