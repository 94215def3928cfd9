"""Numbers and marks that several parts of the store go by, and where a day begins."""

from __future__ import annotations

import sqlite3

#: ``PRAGMA user_version`` of the present shape of the database (store/schema.py).
SHAPE = 5
#: A minute counts as worn from this many worn seconds on; below, another source may fill it.
WORN_MINUTE_S = 30
#: A minute of a steps-only export belongs to a walk from this many steps on. Source: the cut
#: between incidental and purposeful stepping, del Pozo Cruz 2022, JAMA Intern Med.
WALKING_MINUTE_STEPS = 40
#: So does one of which the export says itself that most of it was walked.
WALKED_MINUTE_S = 45
#: Why a row of an import in force does not count (column ``hidden``; NULL: it does).
SAME_WALK, OTHER_SOURCE = 1, 2


def day_start_of(db: sqlite3.Connection) -> int | None:
    """The minute of the clock at which the stored days begin, None before the first import."""
    row = db.execute("SELECT value FROM meta WHERE key = 'day_start_min'").fetchone()
    return int(row[0]) if row else None


def order_in_force(db: sqlite3.Connection) -> tuple[str, ...]:
    """The person's order of sources: that of the settings, else the one that was typed."""
    typed = db.execute("SELECT name FROM source_choice WHERE place IS NOT NULL ORDER BY place")
    return configured_order(db) or tuple(row[0] for row in typed)


def configured_order(db: sqlite3.Connection) -> tuple[str, ...]:
    """The order of sources that the settings gave."""
    row = db.execute("SELECT value FROM meta WHERE key = 'sources'").fetchone()
    return tuple(row[0].split("\n")) if row and row[0] else ()
