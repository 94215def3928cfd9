"""Copies of the database: backup, restore, and everything in it as CSV."""

from __future__ import annotations

import csv
import os
import sqlite3
import tempfile
from pathlib import Path

from stride.errors import DataError, UsageError
from stride.store.connect import BUSY_TIMEOUT_S, translated

#: file -> (query, what its columns are, for the README beside them)
TABLES: dict[str, tuple[str, str]] = {
    "days.csv": (
        "SELECT * FROM day ORDER BY date",
        "a row a local day: seconds of each activity, steps, wear_s (empty: not known), grade,"
        " valid (1: worn long enough to be judged), estimate (1: worked out from totals),"
        " hours_s (walking seconds of the 24 hours), sources",
    ),
    "minutes.csv": (
        "SELECT minute_utc * 60 AS utc_s, utc_offset_min, steps, walking_s, stairs_s, running_s,"
        " cycling_s, standing_s, sitting_s, lying_s, sit_lie_s, still_s, moving_s, unknown_s,"
        " wear_s, slow_s, moderate_s, brisk_s, grade, source FROM best_minute ORDER BY 1",
        "a row a minute, from the one source that counts: seconds since 1970 UTC, offset of the"
        " local time, steps, seconds of each activity; walking_s holds the stairs too; empty"
        " where the source does not know",
    ),
    "walks.csv": (
        "SELECT b.start_utc AS utc_s, b.duration_s, b.walking_s, b.steps, b.cadence_spm,"
        " b.import_id FROM bout b JOIN import i ON i.id = b.import_id"
        " WHERE i.state = 'done' ORDER BY 1",
        "a row a walking bout of a sensor (a break above 3 s ends one); two sensors worn at once"
        " each have theirs",
    ),
    "manual_walks.csv": ("SELECT * FROM manual_walk ORDER BY start_utc", "walks written by hand"),
    "goals.csv": ("SELECT * FROM goal_change ORDER BY id", "every decision about the goal"),
    "rest_days.csv": ("SELECT * FROM rest_day ORDER BY date", "days kept free"),
    "pain.csv": ("SELECT * FROM pain ORDER BY date", "the back-pain diary, 0 to 10"),
    "imports.csv": ("SELECT * FROM import ORDER BY id", "every file that came in, and its state"),
}


def export_csv(db: sqlite3.Connection, folder: Path) -> dict[str, int]:
    """Write every table of TABLES and a README into ``folder``; rows written by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    db.execute("BEGIN")  # every file shows the same moment, whatever is imported meanwhile
    counts = {}
    for name, (query, _) in TABLES.items():
        cursor = db.execute(query)
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([column[0] for column in cursor.description])
            counts[name] = 0
            for row in cursor:
                writer.writerow(row)
                counts[name] += 1
    lines = [f"{name}: {text}." for name, (_, text) in TABLES.items()]
    text = "Exported by stride. UTF-8, comma, times as said per column.\n\n" + "\n".join(lines)
    (folder / "README.txt").write_text(text + "\n", encoding="utf-8")
    return counts


def backup(database: Path, target: Path) -> int:
    """Copy the database to ``target`` while others may use it, check the copy; its bytes.

    Source: SQLite's online backup API. Raises UsageError when the target is the database itself.
    """
    if target.exists() and target.samefile(database):
        raise UsageError("The backup cannot be the database itself.", "Name another file.")
    with translated(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".part")
        os.close(handle)
        partial = Path(name)
        try:
            _copy(database, partial)
            partial.replace(target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    return target.stat().st_size


def _copy(source: Path, target: Path) -> None:
    read = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)
    write = sqlite3.connect(target)
    try:
        read.backup(write)
        write.execute("PRAGMA journal_mode = DELETE")
        check(write, source)
    finally:
        read.close()
        write.close()


def check(db: sqlite3.Connection, path: Path) -> None:
    """Raise DataError unless this is a sound stride database."""
    try:
        result = db.execute("PRAGMA integrity_check").fetchone()[0]
        db.execute("SELECT 1 FROM import, day LIMIT 1")
    except sqlite3.DatabaseError as error:
        raise DataError(
            f"{path} is not a stride database ({error}).", "Give a file that 'stride backup' wrote."
        ) from error
    if result != "ok":
        raise DataError(f"{path} is damaged: {result}.", "Use another backup.")


def restore(backup_file: Path, database: Path) -> Path | None:
    """Put a backup in the database's place; where the old one was kept, if there was one.

    The backup is checked first. A sound database is overwritten from within SQLite, in one
    transaction that waits for other strides; a damaged one is moved aside. Raises DataError for a
    file that is no backup.
    """
    if not backup_file.is_file():
        raise DataError(f"{backup_file} does not exist.", "Name a file that 'stride backup' wrote.")
    if database.exists() and backup_file.samefile(database):
        raise UsageError("That is the database itself.", "Name a file that 'stride backup' wrote.")
    with translated(database):
        database.parent.mkdir(parents=True, exist_ok=True)
    fresh = database.with_name(database.name + ".restored")
    try:
        _checked_copy(backup_file, fresh)
        with translated(database):
            return _put_in_place(fresh, database)
    finally:
        fresh.unlink(missing_ok=True)


def _checked_copy(source: Path, target: Path) -> None:
    hint = "Name a file that 'stride backup' wrote."
    try:
        with translated(target):
            target.unlink(missing_ok=True)
            target.touch(mode=0o600)
        _copy(source, target)
    except sqlite3.DatabaseError as error:
        raise DataError(f"{source} is not a stride database ({error}).", hint) from error
    except OSError as error:
        raise DataError(f"{source} cannot be read: {error.strerror}.", hint) from error


def _put_in_place(fresh: Path, database: Path) -> Path | None:
    if not database.exists():
        fresh.replace(database)
        return None
    kept = database.with_name(f"{database.stem}-before-restore.db")
    try:
        _copy(database, kept)
    except (DataError, sqlite3.DatabaseError):
        return _replace_damaged(fresh, database, kept)
    read, write = sqlite3.connect(fresh), sqlite3.connect(database, timeout=BUSY_TIMEOUT_S)
    try:
        read.backup(write)
    finally:
        read.close()
        write.close()
    return kept


def _replace_damaged(fresh: Path, database: Path, kept: Path) -> Path:
    database.replace(kept)
    for tail in ("-wal", "-shm"):
        database.with_name(database.name + tail).unlink(missing_ok=True)
    fresh.replace(database)
    return kept
