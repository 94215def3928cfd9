"""What a person did, in order, each with what it takes to undo it and to do it again.

An import is undone by its state alone; all else by the rows before and after, kept as JSON. Which
reading of a file is in force follows from what is done: the one that was done last.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from stride.errors import UsageError

#: Numbers of changes that are no imports are above this, so that an import keeps its own.
NOT_IMPORTS_FROM = 100_000
#: Tables of which every row is kept before and after a change, with the columns of their key.
TABLES = {
    "goal_change": ("id",),
    "rest_day": ("date",),
    "pain": ("date",),
    "manual_walk": ("id",),
    "discarded_day": ("date",),
    "source_choice": ("name",),
}

#: Table, row before (None: it was not there) and row after (None: it is gone), by column.
Image = tuple[str, dict[str, Any] | None, dict[str, Any] | None]


class Entry(NamedTuple):
    """One thing a person did. kind: the command. text: what exactly, in words.

    id: an import's own number, or one above NOT_IMPORTS_FROM. images: oldest first. state: ``done``
    or ``undone``. place: the higher, the later it was done or undone.
    """

    id: int
    kind: str
    text: str
    import_id: int | None
    images: str
    state: str
    place: int
    written_utc: str

    def rows(self) -> list[Image]:
        """What it changed in the tables of TABLES."""
        return [(table, before, after) for table, before, after in json.loads(self.images)]


COLUMNS = ", ".join(Entry._fields)


def write(
    db: sqlite3.Connection,
    kind: str,
    text: str,
    written_utc: str,
    images: list[Image] | None = None,
    import_id: int | None = None,
) -> int:
    """Note a change that was just made; its number."""
    number = import_id or 1 + max(
        NOT_IMPORTS_FROM, db.execute("SELECT coalesce(max(id), 0) FROM change").fetchone()[0]
    )
    values = (number, kind, text, import_id, json.dumps(images or []), "done", _next(db))
    marks = ", ".join("?" * len(Entry._fields))
    db.execute(f"INSERT INTO change ({COLUMNS}) VALUES ({marks})", (*values, written_utc))
    return number


def _next(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT coalesce(max(place), 0) + 1 FROM change").fetchone()[0])


def listed(db: sqlite3.Connection) -> list[Entry]:
    """Every change, the one that ``undo`` takes first before the others."""
    rows = db.execute(f"SELECT {COLUMNS} FROM change ORDER BY place DESC")
    return [Entry(*row) for row in rows]


def pick(db: sqlite3.Connection, number: int | None, redo: bool) -> Entry:
    """The change to undo, or with ``redo`` the undone one to do again.

    number: None for the last one. Raises UsageError when there is none.
    """
    state = "undone" if redo else "done"
    where = "state = ?" + ("" if number is None else " AND id = ?")
    values: tuple[Any, ...] = (state,) if number is None else (state, number)
    row = db.execute(
        f"SELECT {COLUMNS} FROM change WHERE {where} ORDER BY place DESC LIMIT 1", values
    ).fetchone()
    if row is None:
        verb = "bring back" if redo else "undo"
        which = "nothing" if number is None else f"no change {number}"
        raise UsageError(f"There is {which} to {verb}.", "'stride undo --list' says what there is.")
    return Entry(*row)


def turn(db: sqlite3.Connection, entry: Entry, redo: bool) -> Entry:
    """Undo a change, or do it again; as it is then.

    Raises UsageError where a later change stands on it.
    """
    images = entry.rows()
    for table, before, after in images if redo else reversed(images):
        _put(db, table, *((before, after) if redo else (after, before)))
    state, place = "done" if redo else "undone", _next(db)
    db.execute("UPDATE change SET state = ?, place = ? WHERE id = ?", (state, place, entry.id))
    if entry.import_id is not None:
        settle(db, entry.import_id)
    return entry._replace(state=state, place=place)


def settle(db: sqlite3.Connection, import_id: int) -> None:
    """Put that reading of a file in force that was done last, of all of the file of an import."""
    rows = db.execute(
        """SELECT i.id, i.state, c.state = 'done' FROM import i JOIN change c ON c.import_id = i.id
           WHERE i.sha256 = (SELECT sha256 FROM import WHERE id = ?) ORDER BY c.place DESC""",
        (import_id,),
    ).fetchall()
    taken = False
    for reading, state, done in rows:
        now = "undone" if not done else "replaced" if taken else "done"
        taken = taken or bool(done)
        if now != state:
            db.execute("UPDATE import SET state = ? WHERE id = ?", (now, reading))


def _put(
    db: sqlite3.Connection, table: str, there: dict[str, Any] | None, wanted: dict[str, Any] | None
) -> None:
    """Replace a row by another, or by none; it must be what the change left or found."""
    key = TABLES[table]
    row = there or wanted or {}
    where = " AND ".join(f"{name} = :{name}" for name in key)
    cursor = db.execute(f"SELECT * FROM {table} WHERE {where}", row)
    names = [column[0] for column in cursor.description]
    present = cursor.fetchone()
    now = dict(zip(names, present, strict=True)) if present else None
    if now != there:
        raise UsageError(
            "Something later changed the same entry.",
            "Undo that first: 'stride undo --list' says what there is.",
        )
    db.execute(f"DELETE FROM {table} WHERE {where}", row)
    if wanted is not None:
        names = list(wanted)
        marks = ", ".join(f":{name}" for name in names)
        db.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", wanted)
