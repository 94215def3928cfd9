"""GarminDB's databases: steps as they were counted up over each day, daily totals, recorded walks.

The tables are those that version 3.7 of the project's package defines, not a person's database:
times and days are DateTime columns with microseconds, on the local wall clock without a zone; the
steps of ``monitoring`` count up from midnight for each kind of activity, and what the watch says at
midnight is the end of the day before (3.7 writes it a second earlier). Each kind has a count of its
own, as Garmin's profile of FIT files says: the steps of a day are the sum of the kinds.
``daily_summary`` is Garmin Connect's own day. GarminDB's ``days_summary`` repeats it; where Connect
has none it takes the highest count of any kind, which misses a run. Beside it lie the databases of
other vendors, each with a ``days_summary``.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stride.errors import DataError
from stride.formats.late import np
from stride.formats.layout import Coded, Head, Intervals, Origin, Verdict, empty, likely, no, sure
from stride.formats.steps.day_totals import DayRows, day_totals
from stride.formats.steps.days import dates_of
from stride.formats.steps.intervals import intervals
from stride.formats.steps.kind_words import is_walk
from stride.formats.steps.rows import StepRows
from stride.formats.steps.running_totals import rises
from stride.formats.steps.walks import Sessions, clock_seconds, session_intervals
from stride.formats.table.sqlite import Names, arrays, is_sqlite, mentions, opened, tables
from stride.formats.time.zones import wall_instants
from stride.types import ReadNotes

if TYPE_CHECKING:
    import sqlite3


DEVICE = "Garmin"
OTHERS = {"sedentary_mins": "Fitbit", "active_hours": "Microsoft Health"}  # by a column of theirs
#: What each database is known by -> its rank: the minutes before recorded walks before days.
KNOWN_BY = (
    (("monitoring", "cum_active_time"), "monitoring", 0),
    (("steps_activities",), "activities", 1),
    (("daily_summary", "step_goal"), "daily_summary", 2),
    (("days_summary", "steps_goal"), "days_summary", 3),
    (("days_summary", "sedentary_mins"), "days_summary", 4),
    (("days_summary", "active_hours"), "days_summary", 4),
)
#: Wall-clock seconds since 1970, kind, count. SQLite turns texts into times for hardly more than it
#: takes to hand them over; what is no time becomes NULL, and is no row.
_COUNTS = """
    SELECT round((julianday(timestamp) - 2440587.5) * 86400.0), activity_type, steps
    FROM monitoring WHERE steps > 0 AND typeof(steps) IN ('integer', 'real')
    AND typeof(timestamp) = 'text'
"""
_CONNECT_DAYS = "SELECT day FROM daily_summary WHERE steps IS NOT NULL"
#: Of some days, as GarminDB takes their steps.
_HIGHEST = """
    SELECT substr(timestamp, 1, 10) AS day, max(steps) FROM monitoring
    WHERE typeof(steps) IN ('integer', 'real') AND day IN ({}) GROUP BY day
"""


def _table_of(head: Head) -> tuple[str, int] | None:
    """(table, rank) by which a database is one of GarminDB's."""
    matches = ((table, rank) for words, table, rank in KNOWN_BY if mentions(head, *words))
    return next(matches, None)


def recognise(head: Head) -> Verdict:
    """Sure by a table of GarminDB with a column that only it has, likely by the name."""
    if not is_sqlite(head):
        return no("not a database")
    if known_table := _table_of(head):
        return sure(f"a database with the table {known_table[0]} of GarminDB")
    if head.basename.lower().startswith("garmin"):
        return likely("a database named garmin…")
    return no("a database without monitoring, daily_summary or steps_activities")


def _rank(head: Head) -> int:
    known_table = _table_of(head)
    return known_table[1] if known_table else len(KNOWN_BY)


def read(origin: Origin) -> Intervals:
    """Steps between records, else recorded walks, else days: whichever this database has."""
    blob, options = origin.blob, origin.options
    with opened(blob, options) as connection:
        columns = {name: set(names) for name, names in tables(connection).items()}
        if {"timestamp", "activity_type", "steps"} <= columns.get("monitoring", set()):
            return _monitoring(origin, connection)
        if {"activity_id", "sport", "start_time"} <= columns.get("activities", set()):
            return _activities(origin, connection, columns)
        for name in ("daily_summary", "days_summary"):
            if {"day", "steps"} <= columns.get(name, set()):
                other = next((OTHERS[c] for c in OTHERS if c in columns[name]), DEVICE)
                return _days(replace(origin, device=other), connection, name)
    raise DataError(
        f"{blob.name} is a database of GarminDB without a table of steps.",
        "Import garmin_monitoring.db, garmin.db or garmin_activities.db, or their folder.",
    )


def _monitoring(origin: Origin, connection: sqlite3.Connection) -> Intervals:
    """The steps between one record and the next, of each kind of activity."""
    moments, kind, total = arrays(connection.execute(_COUNTS), "d", ("i", Names()), "d")
    local_s = moments[~np.isnan(moments)]
    if not len(local_s):
        raise empty(origin.blob)
    if len(local_s) < len(moments) or (local_s[1:] < local_s[:-1]).any():
        order = np.argsort(moments, kind="stable")[: len(local_s)]
        local_s, kind, total = moments[order], kind[order], total[order]
    del moments
    stop_s, offset, zone = wall_instants(local_s, origin.options)
    notes = ReadNotes(rows=len(stop_s))
    del local_s
    nothing, lines = np.broadcast_to(np.nan, stop_s.shape), np.arange(1, len(stop_s) + 1)
    records = [StepRows(stop_s, nothing, offset, total, nothing, lines)]
    del stop_s, offset, total, lines  # each can go as soon as it is replaced
    return intervals(origin, rises(records.pop(), kind, zone)[0], zone, notes)


def _activities(
    origin: Origin, connection: sqlite3.Connection, columns: dict[str, set[str]]
) -> Intervals:
    """Walks and hikes with their moving time."""
    counted = {"activity_id", "steps"} <= columns.get("steps_activities", set())
    steps, join = ("s.steps", "LEFT JOIN steps_activities s USING (activity_id)")
    if not counted:
        steps, join = "0", ""
    moving, whole = (
        f"a.{name}" if _has(columns, name) else "''" for name in ("moving_time", "elapsed_time")
    )
    kind = (
        "a.sport || ' ' || coalesce(a.sub_sport, '')" if _has(columns, "sub_sport") else "a.sport"
    )
    query = (
        f"SELECT {kind}, a.start_time, {moving}, {whole}, {steps} FROM activities a {join}"
        " WHERE a.start_time IS NOT NULL ORDER BY a.start_time"
    )
    sessions, notes = Sessions(), ReadNotes()
    for line, (sport, start, moved, elapsed, count) in enumerate(connection.execute(query), 1):
        notes.rows += 1
        length_s = clock_seconds(str(elapsed)) or 0.0
        walked_s = clock_seconds(str(moved)) or length_s
        if not is_walk(str(sport)) or not walked_s:
            notes.rows_skipped += 1
            continue
        number = float(count) if isinstance(count, int) and count > 0 else 0.0
        sessions.add(str(start), walked_s, line, length_s=length_s, steps=number)
    if not notes.rows:
        raise empty(origin.blob)
    return session_intervals(origin, sessions, notes, utc=False)


def _has(columns: dict[str, set[str]], name: str) -> bool:
    return name in columns["activities"]


def _days(origin: Origin, connection: sqlite3.Connection, table: str) -> Intervals:
    """The totals that Garmin gives for each day."""
    rows = connection.execute(
        f"SELECT day, steps FROM {table} WHERE typeof(steps) IN ('integer', 'real') ORDER BY day"
    ).fetchall()
    if not rows:
        raise empty(origin.blob)
    lines = list(range(1, len(rows) + 1))
    dates = dates_of([str(row[0]) for row in rows], lines, origin.options)
    partial: set[tuple[str, float]] = set()
    if table == "days_summary" and origin.device == DEVICE:
        partial = _highest_counts(origin, {str(day) for day in dates})
    days = DayRows()
    for day, (_, steps), line in zip(dates, rows, lines, strict=True):
        if (str(day), float(steps)) in partial:
            days.skipped += 1
        else:
            days.add(day, float(steps), line)
    return day_totals(origin, days)


def _highest_counts(origin: Origin, days: set[str]) -> set[tuple[str, float]]:
    """(day, highest count of any kind) of days that Connect does not have.

    By the ``monitoring`` beside, which has the sum of the kinds.
    """
    days -= {str(row[0])[:10] for row in _beside(origin, "daily_summary", _CONNECT_DAYS)}
    if not days:
        return set()
    query = _HIGHEST.format(", ".join(f"'{day}'" for day in days))
    return {(day, float(steps)) for day, steps in _beside(origin, "monitoring", query)}


def _beside(origin: Origin, table: str, query: str) -> list[tuple[Any, ...]]:
    """What a query gives of the databases beside that have a table."""
    quiet, rows = replace(origin.options, progress=None), []
    for blob in origin.blob.siblings:
        if is_sqlite(blob.head) and (table_rank := _table_of(blob.head)) and table_rank[0] == table:
            with suppress(DataError), opened(blob, quiet) as connection:  # refused in its turn
                rows += connection.execute(query).fetchall()
    return rows


FORMAT = Coded(
    id="garmindb",
    title="GarminDB: databases (monitoring, activities, days)",
    header="(SQLite) monitoring: timestamp, activity_type, intensity, duration, steps",
    device=DEVICE,
    tells=recognise,
    reads=read,
    family="garmindb",
    rank=_rank,
    kind="sqlite",
)
