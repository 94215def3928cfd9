"""Copies of the database: a backup, and everything in it as CSV."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from stride import disk
from stride.printable import harmless
from stride.store import kept
from stride.store.connect import translated
from stride.store.opening import open_to_read
from stride.store.restore import check

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
        " wear_s, slow_s, moderate_s, brisk_s, doubt_s, unclear_s, grade, source"
        " FROM best_minute ORDER BY 1",
        "a row a minute, from the one source that counts: seconds since 1970 UTC, offset of the"
        " local time, steps, seconds of each activity; walking_s holds the stairs too; empty"
        " where the source does not know",
    ),
    "walks.csv": (
        "SELECT b.start_utc AS utc_s, b.duration_s, b.walking_s, b.steps, b.cadence_spm,"
        " b.import_id FROM bout b JOIN counted_import i ON i.id = b.import_id"
        " ORDER BY 1",
        "a row a walking bout of a sensor (a break above 3 s ends one); two sensors worn at once"
        " each have theirs",
    ),
    "manual_walks.csv": ("SELECT * FROM manual_walk ORDER BY start_utc", "walks written by hand"),
    "goals.csv": ("SELECT * FROM goal_change ORDER BY id", "every decision about the goal"),
    "rest_days.csv": ("SELECT * FROM rest_day ORDER BY date", "days kept free"),
    "discarded_days.csv": (
        "SELECT * FROM discarded_day ORDER BY date",
        "days left out: they are in minutes.csv, and not in days.csv",
    ),
    "sources.csv": (
        "SELECT * FROM source_choice ORDER BY place IS NULL, place, name",
        "sources put in order (place, from 1 on) or left out (ignored: 1)",
    ),
    "pain.csv": ("SELECT * FROM pain ORDER BY date", "the back-pain diary, 0 to 10"),
    "imports.csv": ("SELECT * FROM import ORDER BY id", "every file that came in, and its state"),
}


def heads(db: sqlite3.Connection) -> dict[str, bytes]:
    """File of an export -> its first line, by which an earlier one is known."""
    columns = {}
    for name, (query, _) in TABLES.items():
        cursor = db.execute(f"SELECT * FROM ({query}) LIMIT 0")
        columns[name] = ",".join(column[0] for column in cursor.description).encode("utf-8")
    return columns


def export_csv(db: sqlite3.Connection, folder: Path) -> dict[str, int]:
    """Write every table of TABLES and a README into ``folder``; rows written by file name."""
    disk.make_folder(folder)
    db.execute("BEGIN")  # every file shows the same moment, whatever is imported meanwhile
    counts: dict[str, int] = {}
    for name, (query, _) in TABLES.items():
        disk.write_whole(folder / name, _Table(db.execute(query), counts, name).write)
    lines = [f"{name}: {text}." for name, (_, text) in TABLES.items()]
    text = "Exported by stride. UTF-8, comma, times as said per column.\n\n" + "\n".join(lines)
    disk.write_text(folder / "README.txt", text + "\n")
    return counts


class _Table(NamedTuple):
    """A query on its way into a CSV file; its rows are counted by name."""

    cursor: sqlite3.Cursor
    counts: dict[str, int]
    name: str

    def write(self, path: Path) -> None:
        """Fill the file."""
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow([column[0] for column in self.cursor.description])
            self.counts[self.name] = 0
            for row in self.cursor:
                writer.writerow([harmless(value) for value in row])
                self.counts[self.name] += 1


def backup(database: Path, target: Path) -> int:
    """Copy the database to ``target`` while others may use it, check the copy; its bytes.

    Source: SQLite's online backup API.
    """
    with translated(target, "; there is no backup"):
        disk.make_folder(target.absolute().parent)
        disk.sweep_partial(target.absolute().parent)
        disk.write_whole(target, lambda partial: _checked_copy(database, partial))
    return target.stat().st_size


def _checked_copy(database: Path, target: Path) -> None:
    with closing(open_to_read(database)) as db:
        kept.copy(db, target)
    with closing(sqlite3.connect(target)) as db:
        check(db, database)
