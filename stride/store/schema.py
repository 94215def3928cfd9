"""Turns an empty or older database into one of the present shape, step by step.

Every step is a migration that has shipped: never change one, add another. docs/data.md says what
the tables and columns mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("stride")

#: The order in which the first two steps chose the source of a minute, in their view. History:
#: today store/best.py chooses once, and the losing rows say so.
FIRST_BEST = """
    (m.wear_s IS NULL OR m.wear_s >= 30) DESC, i.grade, i.source_rank,
    coalesce(m.wear_s, 0) DESC, m.steps DESC, i.last_utc DESC, i.sha256
"""

#: Columns of seconds in a minute, as version 0.1 had them; written out because they are history.
FIRST_SECONDS = (
    "walking_s", "stairs_s", "running_s", "cycling_s", "standing_s", "sitting_s", "lying_s",
    "sit_lie_s", "still_s", "moving_s", "unknown_s", "wear_s", "slow_s", "moderate_s", "brisk_s",
)  # fmt: skip
FIRST_TABLES = (
    """CREATE TABLE import (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL,
        path TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        format_id TEXT NOT NULL,
        source TEXT NOT NULL,
        source_rank INTEGER NOT NULL DEFAULT 0,
        placement TEXT NOT NULL,
        placement_rule TEXT NOT NULL,
        grade TEXT NOT NULL CHECK (grade IN ('A', 'B', 'C', 'D')),
        tz TEXT NOT NULL,
        tz_rule TEXT NOT NULL,
        model_id TEXT NOT NULL,
        stride_version TEXT NOT NULL,
        rate_hz REAL,
        rows INTEGER NOT NULL,
        rows_skipped INTEGER NOT NULL,
        first_utc INTEGER NOT NULL,
        last_utc INTEGER NOT NULL,
        first_offset_min INTEGER NOT NULL,
        last_offset_min INTEGER NOT NULL,
        walking_s REAL,
        steps REAL NOT NULL,
        wear_s REAL,
        details TEXT NOT NULL,
        imported_utc TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'replaced'))
    )""",
    "CREATE INDEX import_sha256 ON import (sha256)",
    f"""CREATE TABLE minute (
        import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
        minute_utc INTEGER NOT NULL,
        utc_offset_min INTEGER NOT NULL,
        steps REAL NOT NULL,
        {", ".join(f"{column} REAL" for column in FIRST_SECONDS)},
        PRIMARY KEY (import_id, minute_utc)
    ) WITHOUT ROWID""",
    """CREATE TABLE bout (
        import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
        start_utc INTEGER NOT NULL,
        duration_s INTEGER NOT NULL,
        walking_s INTEGER NOT NULL,
        steps INTEGER NOT NULL,
        cadence_spm REAL NOT NULL,
        PRIMARY KEY (import_id, start_utc)
    ) WITHOUT ROWID""",
    """CREATE TABLE day_total (
        import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
        date TEXT NOT NULL,
        steps REAL NOT NULL,
        walking_s REAL,
        PRIMARY KEY (import_id, date)
    ) WITHOUT ROWID""",
    """CREATE TABLE day (
        date TEXT PRIMARY KEY,
        walking_s REAL NOT NULL,
        steps REAL NOT NULL,
        grade TEXT NOT NULL,
        valid INTEGER NOT NULL,
        estimate INTEGER NOT NULL,
        wear_s REAL,
        stairs_s REAL NOT NULL,
        running_s REAL NOT NULL,
        cycling_s REAL NOT NULL,
        standing_s REAL NOT NULL,
        sitting_s REAL NOT NULL,
        lying_s REAL NOT NULL,
        sit_lie_s REAL NOT NULL,
        still_s REAL NOT NULL,
        moving_s REAL NOT NULL,
        unknown_s REAL NOT NULL,
        slow_s REAL NOT NULL,
        moderate_s REAL NOT NULL,
        brisk_s REAL NOT NULL,
        longest_walk_s REAL NOT NULL,
        manual_s REAL NOT NULL,
        hours_s TEXT NOT NULL,
        sources TEXT NOT NULL
    ) WITHOUT ROWID""",
    "CREATE TABLE goal_change (id INTEGER PRIMARY KEY, date TEXT NOT NULL, kind TEXT NOT NULL,"
    " minutes REAL, written_utc TEXT NOT NULL)",
    "CREATE TABLE rest_day (date TEXT PRIMARY KEY, written_utc TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE pain (date TEXT PRIMARY KEY, score INTEGER NOT NULL CHECK (score BETWEEN 0"
    " AND 10), note TEXT NOT NULL, written_utc TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE manual_walk (id INTEGER PRIMARY KEY, start_utc INTEGER NOT NULL,"
    " utc_offset_min INTEGER NOT NULL, duration_s INTEGER NOT NULL, written_utc TEXT NOT NULL)",
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    f"""CREATE VIEW best_minute AS
        SELECT * FROM (
            SELECT m.*, i.grade, i.source,
                ROW_NUMBER() OVER (PARTITION BY m.minute_utc ORDER BY {FIRST_BEST}) AS place
            FROM minute m JOIN import i ON i.id = m.import_id
            WHERE i.state = 'done'
        ) WHERE place = 1""",
)


#: The view of the second step: without the rows that store/coarse.py hides.
SHOWN_BEST_MINUTE = f"""CREATE VIEW best_minute AS
    SELECT * FROM (
        SELECT m.*, i.grade, i.source,
            ROW_NUMBER() OVER (PARTITION BY m.minute_utc ORDER BY {FIRST_BEST}) AS place
        FROM minute m JOIN import i ON i.id = m.import_id
        WHERE i.state = 'done' AND m.hidden IS NULL
    ) WHERE place = 1"""


#: The minutes that count: the choice was made when the days were worked out, and is kept.
BEST_MINUTE = """CREATE VIEW best_minute AS
    SELECT m.*, i.grade, i.source FROM minute m JOIN import i ON i.id = m.import_id
    WHERE i.state = 'done' AND m.hidden IS NULL"""
CHANGE = """CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    import_id INTEGER REFERENCES import (id) ON DELETE CASCADE,
    images TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone')),
    place INTEGER NOT NULL,
    written_utc TEXT NOT NULL
)"""
#: What a person leaves out: days, and sources; and which source has the say where several saw one.
CHOICES = (
    "CREATE TABLE discarded_day (date TEXT PRIMARY KEY, written_utc TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE source_choice (
        name TEXT PRIMARY KEY COLLATE NOCASE,
        place INTEGER,
        ignored INTEGER NOT NULL,
        written_utc TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE VIEW counted_import AS
        SELECT * FROM import i WHERE i.state = 'done' AND NOT EXISTS (
            SELECT 1 FROM source_choice c WHERE c.ignored AND c.name IN (i.source, i.format_id)
        )""",
    "DROP VIEW best_minute",
    """CREATE VIEW best_minute AS
        SELECT m.*, i.grade, i.source FROM minute m JOIN counted_import i ON i.id = m.import_id
        WHERE m.hidden IS NULL""",
)


def unknown(applied: Iterable[str]) -> list[str]:
    """Those of the migrations applied to a database that this stride does not know."""
    names = {migration.name for migration in migrations._migrations}
    return sorted(set(applied) - names)


@migrations()  # type: ignore[untyped-decorator, unused-ignore]
def m001_first(db: Database) -> None:
    """The tables of version 0.1."""
    for statement in FIRST_TABLES:
        db.execute(statement)


@migrations()  # type: ignore[untyped-decorator, unused-ignore]
def m002_hidden(db: Database) -> None:
    """Coarse rows can be hidden where a finer source saw the same walk."""
    db.execute("ALTER TABLE minute ADD COLUMN hidden INTEGER")
    db.execute("DROP VIEW best_minute")
    db.execute(SHOWN_BEST_MINUTE)


@migrations()  # type: ignore[untyped-decorator, unused-ignore]
def m003_changes(db: Database) -> None:
    """The choice of source is kept, bins keep their start, and every change can be undone."""
    from stride.store.upgrade import fill_bin_starts, list_earlier_changes

    db.execute("ALTER TABLE minute ADD COLUMN bin_start INTEGER")
    db.execute("ALTER TABLE import ADD COLUMN model_sha256 TEXT NOT NULL DEFAULT ''")
    for column in ("from_steps_s", "estimated_s"):
        db.execute(f"ALTER TABLE day ADD COLUMN {column} REAL NOT NULL DEFAULT 0")
    db.execute("DROP VIEW best_minute")
    db.execute(BEST_MINUTE)
    db.execute(CHANGE)
    fill_bin_starts(db.conn)
    list_earlier_changes(db.conn)
    db.execute("PRAGMA user_version = 3")


@migrations()  # type: ignore[untyped-decorator, unused-ignore]
def m004_choices(db: Database) -> None:
    """Days can be left out, and sources be put in order or left out."""
    for statement in CHOICES:
        db.execute(statement)
    db.execute("PRAGMA user_version = 4")


@migrations()  # type: ignore[untyped-decorator, unused-ignore]
def m005_intervals(db: Database) -> None:
    """A day knows how far its walking may be off, and what was unclear."""
    for column in ("doubt_s", "unclear_s"):
        db.execute(f"ALTER TABLE minute ADD COLUMN {column} REAL")
    for column in ("below_s", "above_s", "unclear_s"):
        db.execute(f"ALTER TABLE day ADD COLUMN {column} REAL NOT NULL DEFAULT 0")
    db.execute("PRAGMA user_version = 5")
