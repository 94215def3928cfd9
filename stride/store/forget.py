"""Takes things out of the database for good: no row, no free page, no log, no kept copy of them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from stride import disk
from stride.store import kept
from stride.store.change import Change, changing
from stride.store.connect import BUSY_TIMEOUT_S, translated
from stride.types import EPOCH

#: Tables of a person's entries, with the SQL of the local date that an entry is of.
DATED = {
    "goal_change": "date",
    "rest_day": "date",
    "pain": "date",
    "discarded_day": "date",
    "manual_walk": "date((start_utc / 60 + utc_offset_min) * 60, 'unixepoch')",
}
#: The minute of the local clock, in days since 1970, that a row of ``minute`` belongs to.
LOCAL_DAY = "(minute_utc + utc_offset_min - :start) / 1440"


class Wanted(NamedTuple):
    """What is to go: one import, everything of a source, or everything before a date."""

    import_id: int | None = None
    source: str | None = None
    before: date | None = None


class Extent(NamedTuple):
    """What there is of it. files: names of the files of imports that go as a whole."""

    imports: int
    days: int
    entries: int
    files: tuple[str, ...]


def look(db: sqlite3.Connection, wanted: Wanted, day_start_min: int) -> Extent:
    """What would go; nothing is changed."""
    ids = _ids(db, wanted, day_start_min)
    files = tuple(
        row[0]
        for number in ids
        for row in db.execute("SELECT path FROM import WHERE id = ?", (number,))
    )
    if wanted.before is None:
        return Extent(len(ids), 0, 0, files)
    limit = str(wanted.before)
    days = db.execute("SELECT count(*) FROM day WHERE date < ?", (limit,)).fetchone()[0]
    entries = sum(
        db.execute(f"SELECT count(*) FROM {table} WHERE {when} < ?", (limit,)).fetchone()[0]
        for table, when in DATED.items()
    )
    return Extent(len(ids), days, entries, files)


def forget(database: Path, wanted: Wanted) -> Extent:
    """Take it out, with every kept copy, and write the file anew without it.

    What is left of the journal is that of the imports that stay: what could be undone before would
    bring back what is to be forgotten. Raises StrideError; then nothing is forgotten.
    """
    with changing(database) as change:
        change.db.execute("PRAGMA secure_delete = ON")
        matches = look(change.db, wanted, change.day_start_min)
        for number in _ids(change.db, wanted, change.day_start_min):
            change.db.execute("DELETE FROM import WHERE id = ?", (number,))
        if wanted.before is not None:
            _forget_before(change, wanted.before)
        if wanted.source is not None:
            change.db.execute("DELETE FROM source_choice WHERE name = ?", (wanted.source,))
        change.forget_journal()
    with translated(database, "; run it again"):
        for copy in kept.copies(database):
            kept.remove(copy)
        disk.sweep_partial(database.parent)
        write_anew(database)
    return matches


def _ids(db: sqlite3.Connection, wanted: Wanted, day_start_min: int) -> list[int]:
    """The imports that go as a whole, those of the same content among them."""
    if wanted.import_id is not None:
        query = "sha256 = (SELECT sha256 FROM import WHERE id = :value)"
    elif wanted.source is not None:
        query = "source = :value COLLATE NOCASE"
    else:
        query = f"""NOT EXISTS (SELECT 1 FROM minute WHERE import_id = import.id
            AND {LOCAL_DAY} >= :value)
            AND NOT EXISTS
                (SELECT 1 FROM day_total WHERE import_id = import.id AND date >= :text)"""
    value: object = wanted.import_id if wanted.import_id is not None else wanted.source
    if wanted.before is not None:
        value = (wanted.before - EPOCH).days
    names = {"value": value, "text": str(wanted.before), "start": day_start_min}
    return [row[0] for row in db.execute(f"SELECT id FROM import WHERE {query}", names)]


def _forget_before(change: Change, limit: date) -> None:
    """Rows of days before the date, of imports that hold later ones too, and what was entered."""
    db, start = change.db, change.day_start_min
    first = {"value": (limit - EPOCH).days, "start": start}
    db.execute(f"DELETE FROM minute WHERE {LOCAL_DAY} < :value", first)
    db.execute(
        "DELETE FROM bout WHERE NOT EXISTS (SELECT 1 FROM minute WHERE"
        " minute.import_id = bout.import_id AND minute.minute_utc = bout.start_utc / 60)"
    )
    db.execute("DELETE FROM day_total WHERE date < ?", (str(limit),))
    for table, when in DATED.items():
        db.execute(f"DELETE FROM {table} WHERE {when} < ?", (str(limit),))
    db.execute(
        """UPDATE import SET
             first_utc = coalesce((SELECT min(minute_utc) * 60 FROM minute
                                   WHERE import_id = import.id), first_utc),
             steps = (SELECT coalesce(sum(steps), 0) FROM minute WHERE import_id = import.id),
             walking_s = CASE WHEN walking_s IS NULL THEN NULL ELSE
                 (SELECT sum(walking_s) FROM minute WHERE import_id = import.id) END,
             wear_s = CASE WHEN wear_s IS NULL THEN NULL ELSE
                 (SELECT sum(wear_s) FROM minute WHERE import_id = import.id) END
           WHERE first_utc < ?""",
        ((limit - EPOCH).days * 86400,),
    )


def write_anew(database: Path) -> None:
    """Write the file without free pages, and empty its log. Raises SQLite's errors."""
    with closing(sqlite3.connect(database, timeout=BUSY_TIMEOUT_S, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def forget_all(own_files: list[Path]) -> list[Path]:
    """Remove every file that stride keeps; those that were there. Raises OSError."""
    there = [path for path in own_files if path.exists()]
    for path in there:
        kept.remove(path)
    return there


def forget_names(memory: Path, files: tuple[str, ...]) -> None:
    """Take files out of the list of an inbox; a file forgotten there is only looked at again."""
    with suppress(OSError, ValueError):
        seen = json.loads(memory.read_text(encoding="utf-8"))
        left = {
            name: mark
            for name, mark in seen.items()
            if not any(Path(name).name in file for file in files)
        }
        if left != seen:
            disk.write_text(memory, json.dumps(left))
