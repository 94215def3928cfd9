"""The one door for change: a transaction that knows which days it touched, and rebuilds them once.

Triggers note what is written, so that no caller can forget a day or a line of the journal; where a
day begins is read from the database alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from stride.store import journal
from stride.store.connect import writing
from stride.store.rules import configured_order, day_start_of, order_in_force
from stride.types import EPOCH

if TYPE_CHECKING:
    from stride.store.best import Fresh

#: Columns of an import that decide which minutes count and what they say of a day.
DECIDING = "state, source_rank, grade, placement, source"
WATCHED_IMPORTS = f"""
CREATE TEMP TABLE touched_import (id INTEGER PRIMARY KEY);
CREATE TEMP TABLE touched_walk (start_utc INTEGER, utc_offset_min INTEGER, duration_s INTEGER);
CREATE TEMP TABLE touched_day (date TEXT);
CREATE TEMP TABLE touched_all (one INTEGER);
CREATE TEMP TABLE image (table_name TEXT, before TEXT, after TEXT);
CREATE TEMP TRIGGER new_import AFTER INSERT ON main.import BEGIN
    INSERT OR IGNORE INTO touched_import VALUES (NEW.id); END;
CREATE TEMP TRIGGER other_import AFTER UPDATE OF {DECIDING} ON main.import BEGIN
    INSERT OR IGNORE INTO touched_import VALUES (NEW.id); END;
CREATE TEMP TRIGGER no_import AFTER DELETE ON main.import BEGIN
    INSERT INTO touched_all VALUES (1); END;
CREATE TEMP TRIGGER no_minute AFTER DELETE ON main.minute BEGIN
    INSERT INTO touched_all SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM touched_all); END;
CREATE TEMP TRIGGER new_meta AFTER INSERT ON main.meta WHEN NEW.key = 'day_start_min'
    AND EXISTS (SELECT 1 FROM main.day) BEGIN INSERT INTO touched_all VALUES (1); END;
CREATE TEMP TRIGGER other_meta AFTER UPDATE ON main.meta WHEN NEW.key = 'day_start_min' BEGIN
    INSERT INTO touched_all VALUES (1); END;
"""
#: Of a row of the journal's tables, what else has to be noted for its days.
TOUCHES = dict.fromkeys(journal.TABLES, "") | {
    "manual_walk": "INSERT INTO touched_walk VALUES"
    " ({side}.start_utc, {side}.utc_offset_min, {side}.duration_s);",
    "discarded_day": "INSERT INTO touched_day VALUES ({side}.date);",
    "source_choice": "INSERT INTO touched_all VALUES (1);",
}


@dataclass
class Change:
    """An open transaction. fresh: minutes just written, by import, which need not be read back."""

    db: sqlite3.Connection
    fresh: Fresh = field(default_factory=dict)

    @property
    def day_start_min(self) -> int:
        """The minute of the clock at which days begin."""
        return day_start_of(self.db) or 0

    def adopt(self, day_start_min: int, sources: tuple[str, ...]) -> None:
        """Go by the settings in force: where a day begins, and whose minutes come first."""
        set_day_start(self.db, day_start_min)
        set_order(self.db, sources)

    def note(self, kind: str, text: str, written_utc: str) -> int | None:
        """A line of the journal for what was written so far; its number, None where nothing was.

        Whatever a person enters needs one: leaving without it is an error.
        """
        images = self._images()
        self.db.execute("DELETE FROM image")
        return journal.write(self.db, kind, text, written_utc, images) if images else None

    def turn(self, entry: journal.Entry, redo: bool) -> journal.Entry:
        """Undo what a line of the journal says, or do it again."""
        turned = journal.turn(self.db, entry, redo)
        self.db.execute("DELETE FROM image")
        rank_imports(self.db)
        return turned

    def forget_journal(self) -> None:
        """Drop every line of the journal but those of the imports that are left."""
        self.db.execute("DELETE FROM change WHERE import_id IS NULL")
        self.db.execute("DELETE FROM image")

    def settle(self) -> set[date]:
        """Work out the days touched since the last time; their dates. Leaving does it too."""
        from stride.store.days import rebuild, rebuild_all

        if self.db.execute("SELECT 1 FROM touched_all").fetchone():
            dates = rebuild_all(self.db, self.day_start_min)
        else:
            dates = self._touched()
            rebuild(self.db, dates, self.day_start_min, self.fresh)
        for table in ("touched_import", "touched_walk", "touched_day", "touched_all"):
            self.db.execute(f"DELETE FROM {table}")
        self.fresh = {}
        return dates

    def _images(self) -> list[journal.Image]:
        rows = self.db.execute("SELECT table_name, before, after FROM image ORDER BY rowid")
        images = [(t, json.loads(b or "null"), json.loads(a or "null")) for t, b, a in rows]
        return [image for image in images if image[1] != image[2]]

    def _touched(self) -> set[date]:
        start = self.day_start_min
        days = set()
        for import_id in [row[0] for row in self.db.execute("SELECT id FROM touched_import")]:
            days |= dates_of_import(self.db, import_id, start, self.fresh)
        days |= {
            date.fromisoformat(row[0]) for row in self.db.execute("SELECT date FROM touched_day")
        }
        walks = self.db.execute("SELECT * FROM touched_walk").fetchall()
        for begin, offset, length in walks:
            # the offset may move on the way: a day more on either side
            first, last = ((s // 60 + offset - start) // 1440 for s in (begin, begin + length))
            days |= {EPOCH + timedelta(days=n) for n in range(first - 1, last + 2)}
        return days


@contextmanager
def changing(path: Path, days: bool = True) -> Iterator[Change]:
    """One change of the database: all of it with its days on a clean exit, none of it otherwise.

    path: the database, made and migrated when needed. days: whether days may be touched; what works
    them out is loaded before the database is locked. Raises as ``connect.writing`` does.
    """
    if days:
        import stride.store.days  # noqa: F401
    with writing(path) as db:
        _watch(db)
        change = Change(db)
        yield change
        change.settle()
        if change._images():
            raise AssertionError("something was entered without a line in the journal")


def _watch(db: sqlite3.Connection) -> None:
    """Note every row that decides about days, and every row of the journal's tables."""
    db.create_function("as_json", -1, _as_json)
    for statement in WATCHED_IMPORTS.split(";\nCREATE"):
        text = statement.strip()
        db.execute(text if text.startswith("CREATE") else f"CREATE {text}")
    for table in journal.TABLES:
        columns = [row[1] for row in db.execute(f"PRAGMA main.table_info({table})")]
        images = {
            side: f"as_json({', '.join(f'{name!r}, {side}.{name}' for name in columns)})"
            for side in ("OLD", "NEW")
        }
        for event in ("INSERT", "UPDATE", "DELETE"):
            before = "NULL" if event == "INSERT" else images["OLD"]
            after = "NULL" if event == "DELETE" else images["NEW"]
            sides = [side for side in ("OLD", "NEW") if side in before + after]
            also = " ".join(TOUCHES[table].format(side=side) for side in sides)
            db.execute(
                f"CREATE TEMP TRIGGER {table}_{event} AFTER {event} ON main.{table} BEGIN"
                f" INSERT INTO image VALUES ('{table}', {before}, {after}); {also} END"
            )


def _as_json(*pairs: object) -> str:
    return json.dumps(dict(zip(pairs[::2], pairs[1::2], strict=True)))


def dates_of_import(
    db: sqlite3.Connection, import_id: int, day_start_min: int, fresh: Fresh | None = None
) -> set[date]:
    """The local dates that an import says something about.

    fresh: tables just written, by import.
    """
    from stride.store.days import dates_of_table

    table = (fresh or {}).get(import_id)
    if table is not None:
        return dates_of_table(table, day_start_min)
    minutes = db.execute(
        "SELECT DISTINCT (minute_utc + utc_offset_min - ?) / 1440 FROM minute WHERE import_id = ?",
        (day_start_min, import_id),
    )
    totals = db.execute("SELECT date FROM day_total WHERE import_id = ?", (import_id,))
    return {EPOCH + timedelta(days=row[0]) for row in minutes} | {
        date.fromisoformat(row[0]) for row in totals
    }


def set_day_start(db: sqlite3.Connection, minute: int) -> None:
    """Let days begin at that minute of the clock from now on, the earlier ones too."""
    if day_start_of(db) != minute:
        _keep(db, "day_start_min", str(minute))


def set_order(db: sqlite3.Connection, order: tuple[str, ...]) -> None:
    """Rank every import by the person's order of sources."""
    text = "\n".join(order)
    if "\n".join(configured_order(db)) == text:
        return
    _keep(db, "sources", text)
    rank_imports(db)


def rank_imports(db: sqlite3.Connection) -> None:
    """Give every import its place in the order in force."""
    order = order_in_force(db)
    for import_id, name, format_id, rank in db.execute(
        "SELECT id, source, format_id, source_rank FROM import"
    ).fetchall():
        now = source_rank(order, name, format_id)
        if now != rank:
            db.execute("UPDATE import SET source_rank = ? WHERE id = ?", (now, import_id))


def source_rank(order: tuple[str, ...], name: str, format_id: str) -> int:
    """The place of a source in the person's order; those not named come last."""
    lowered = [entry.lower() for entry in order]
    places = [lowered.index(n.lower()) for n in (name, format_id) if n.lower() in lowered]
    return min(places, default=len(order))


def _keep(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
