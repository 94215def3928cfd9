"""The read side of the database: named SELECTs over sqlite3, read-only, nothing heavy loaded."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from stride.store.opening import nothing_yet, open_to_read
from stride.store.rules import WALKED_MINUTE_S, WALKING_MINUTE_STEPS, day_start_of
from stride.types import Day, DayMinutes, GoalChange, History, ModelUse, Pain, Walk

#: What a day's streak and goal need; the rest stays at its default.
SLIM_COLUMNS = (
    "date, walking_s, steps, grade, valid, estimate, wear_s, manual_s, from_steps_s, estimated_s,"
    " below_s, above_s"
)
FULL_COLUMNS = (
    "date, walking_s, steps, grade, valid, estimate, wear_s, stairs_s, running_s, cycling_s,"
    " standing_s, sitting_s, lying_s, sit_lie_s, still_s, moving_s, unknown_s, slow_s, moderate_s,"
    " brisk_s, longest_walk_s, manual_s, hours_s, sources, from_steps_s, estimated_s,"
    " below_s, above_s, unclear_s"
)
#: Where ``hours_s`` stands among those behind ``estimate``.
HOURS = 16
#: What a minute can be called in the timeline, by column; walking is what is left of its column
#: once the stairs are taken out.
TIMELINE = (
    "walking",
    "stairs",
    "running",
    "cycling",
    "standing",
    "sitting",
    "lying",
    "sit_lie",
    "still",
    "moving",
)


def open_reader(path: Path) -> Reader:
    """The database at ``path``, read-only. Raises NothingYet where there is none."""
    from stride.store.connect import translated

    with translated(path):
        if not path.exists():
            raise nothing_yet()
        return Reader(path, open_to_read(path))


class Reader:
    """An open database; every method is one question to it."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self.db = db

    @property
    def in_memory(self) -> bool:
        """Whether the file is older, or cannot be read where it is, and was copied to memory."""
        return not self.db.execute("PRAGMA database_list").fetchone()[2]

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def history(
        self, since: date | None = None, until: date | None = None, full: bool = True
    ) -> History:
        """All days (or those from ``since`` to ``until``), and every decision of the person.

        full: False leaves out what streaks and goals do not need.
        """
        columns = FULL_COLUMNS if full else SLIM_COLUMNS
        rows = self.db.execute(
            f"SELECT {columns} FROM day WHERE date BETWEEN ? AND ? ORDER BY date",
            (str(since or date.min), str(until or date.max)),
        )
        make = _full_day if full else _slim_day
        first = self.db.execute("SELECT min(date) FROM day").fetchone()[0]
        return History(
            days=tuple(make(row) for row in rows),
            rest_days=frozenset(self._dates("SELECT date FROM rest_day")),
            goal_changes=self.goal_changes(),
            pains=self.pains(),
            first_day=date.fromisoformat(first) if first else None,
            models=self.models(since, until) if full else (),
        )

    def _dates(self, query: str) -> list[date]:
        return [date.fromisoformat(row[0]) for row in self.db.execute(query)]

    def day(self, day: date) -> Day | None:
        """One day, None when nobody measured it."""
        query = f"SELECT {FULL_COLUMNS} FROM day WHERE date = ?"
        row = self.db.execute(query, (str(day),)).fetchone()
        return _full_day(row) if row else None

    def newest_day(self) -> date | None:
        """The last day with data, None when there is none."""
        newest = self.db.execute("SELECT max(date) FROM day").fetchone()[0]
        return date.fromisoformat(newest) if newest else None

    def goal_changes(self) -> tuple[GoalChange, ...]:
        """The person's decisions about the goal, in the order they were made."""
        rows = self.db.execute("SELECT date, kind, minutes FROM goal_change ORDER BY date, id")
        return tuple(GoalChange(date.fromisoformat(d), kind, m) for d, kind, m in rows)

    def pains(self) -> tuple[Pain, ...]:
        """The diary of back pain, oldest first."""
        rows = self.db.execute("SELECT date, score, note FROM pain ORDER BY date")
        return tuple(Pain(date.fromisoformat(d), score, note) for d, score, note in rows)

    def walks(self, day: date) -> tuple[Walk, ...]:
        """The walking bouts that began on a day, of the source each minute was taken from.

        Sources that know steps only have no bouts: their walks are runs of walking minutes.
        """
        start, end = self._minutes_around(day)
        rows = self.db.execute(
            """SELECT b.start_utc, m.utc_offset_min, b.duration_s, b.steps, b.cadence_spm
               FROM bout b JOIN best_minute m
                 ON m.minute_utc = b.start_utc / 60 AND m.import_id = b.import_id
               WHERE m.minute_utc BETWEEN ? AND ? ORDER BY 1""",
            (start, end),
        )
        wanted = str(day)
        walks = [Walk(*row) for row in rows if self._local(row[0] // 60, row[1])[0] == wanted]
        walks += self._minute_walks(day)
        walks += [walk for walk in self.manual_walks() if self._is_on(walk, wanted)]
        return tuple(sorted(walks, key=lambda walk: walk.start_utc_s))

    def _is_on(self, walk: Walk, wanted: str) -> bool:
        return self._local(walk.start_utc_s // 60, walk.utc_offset_min)[0] == wanted

    def manual_walks(self) -> list[Walk]:
        """Walks written down by hand."""
        rows = self.db.execute(
            "SELECT start_utc, utc_offset_min, duration_s FROM manual_walk ORDER BY 1"
        )
        return [
            Walk(start, offset, length, 0.0, 0.0, manual=True) for start, offset, length in rows
        ]

    def _minute_walks(self, day: date) -> list[Walk]:
        runs: list[list[Any]] = []
        for minute, offset, steps in self._step_minutes(day):
            if not runs or minute - runs[-1][3] > 1:
                runs.append([minute, offset, 0.0, minute])
            runs[-1][2] += steps
            runs[-1][3] = minute
        return [_run_as_walk(*run) for run in runs]

    def _step_minutes(self, day: date) -> list[tuple[int, int, float]]:
        rows = self.db.execute(
            """SELECT minute_utc, utc_offset_min, steps FROM best_minute
               WHERE minute_utc BETWEEN ? AND ? AND wear_s IS NULL
               AND (steps >= ? OR walking_s >= ?) ORDER BY 1""",
            (*self._minutes_around(day), WALKING_MINUTE_STEPS, WALKED_MINUTE_S),
        )
        return [row for row in rows if self._local(row[0], row[1])[0] == str(day)]

    def day_minutes(self, day: date) -> DayMinutes:
        """The minutes of a day, each with what most of it was spent on."""
        rows = self.db.execute(
            """SELECT minute_utc, utc_offset_min, steps, wear_s,
                      walking_s - coalesce(stairs_s, 0), stairs_s,
                      running_s, cycling_s, standing_s, sitting_s, lying_s, sit_lie_s, still_s,
                      moving_s
               FROM best_minute WHERE minute_utc BETWEEN ? AND ? ORDER BY 1""",
            self._minutes_around(day),
        )
        minutes, names, offsets, counts = [], [], [], []
        for minute_utc, offset, steps, wear_s, *spent in rows:
            local_date, minute = self._local(minute_utc, offset)
            if local_date == str(day):
                minutes.append(minute)
                names.append(_name_of_minute(steps, wear_s, spent))
                offsets.append(offset)
                counts.append(steps or 0.0)
        return DayMinutes(tuple(minutes), tuple(names), tuple(offsets), tuple(counts))

    def _minutes_around(self, day: date) -> tuple[int, int]:
        # Offsets reach from -12 to +14 hours; a day may start late and have 25 hours.
        start = (day - date(1970, 1, 1)).days * 1440
        return start - 15 * 60, start + 1440 + 37 * 60

    def _local(self, minute_utc: int, offset_min: int) -> tuple[str, int]:
        local = minute_utc + offset_min - self.day_start_min
        days, minute = divmod(local, 1440)
        return str(date(1970, 1, 1) + timedelta(days=days)), minute

    @cached_property
    def day_start_min(self) -> int:
        """The minute of the clock at which the stored days begin."""
        return day_start_of(self.db) or 0

    def source_order(self) -> tuple[str, ...]:
        """The person's order of sources, the best first."""
        from stride.store.rules import order_in_force

        return order_in_force(self.db)

    def ignored_sources(self) -> tuple[str, ...]:
        """The sources that the person left out."""
        rows = self.db.execute("SELECT name FROM source_choice WHERE ignored ORDER BY name")
        return tuple(row[0] for row in rows)

    def leaves_out(self) -> bool:
        """Whether the person left out any day or source."""
        query = "SELECT 1 FROM discarded_day UNION SELECT 1 FROM source_choice WHERE ignored"
        return self.db.execute(query).fetchone() is not None

    def is_discarded(self, day: date) -> bool:
        """Whether the person left a day out."""
        query = "SELECT 1 FROM discarded_day WHERE date = ?"
        return self.db.execute(query, (str(day),)).fetchone() is not None

    def imports(self) -> list[dict[str, Any]]:
        """Every import, newest first, as its row in the table."""
        return rows_as_dicts(self.db.execute("SELECT * FROM import ORDER BY id DESC"))

    def models(self, since: date | None = None, until: date | None = None) -> tuple[ModelUse, ...]:
        """The models of the imports in force that lie in a span, oldest first."""
        rows = self.db.execute(
            """SELECT model_id, model_sha256, count(*),
                 date(min(first_utc + first_offset_min * 60), 'unixepoch'),
                 date(max(last_utc - 1 + last_offset_min * 60), 'unixepoch')
               FROM counted_import WHERE model_id <> ''
                 AND date(first_utc + first_offset_min * 60, 'unixepoch') <= ?
                 AND date(last_utc - 1 + last_offset_min * 60, 'unixepoch') >= ?
               GROUP BY model_id, model_sha256 ORDER BY 4""",
            (str(until or date.max), str(since or date.min)),
        ).fetchall()
        if not rows:
            return ()
        from stride.shipped import is_current

        return tuple(
            ModelUse(
                model_id, count, date.fromisoformat(first), date.fromisoformat(last),
                is_current(model_id, sha256),
            )
            for model_id, sha256, count, first, last in rows
        )  # fmt: skip

    def import_of(self, sha256: str) -> dict[str, Any] | None:
        """The import in force of a file with this content, if there is one."""
        return in_force(self.db, sha256)


def in_force(db: sqlite3.Connection, sha256: str) -> dict[str, Any] | None:
    """The import in force of a file with this content, if there is one."""
    query = "SELECT * FROM import WHERE sha256 = ? AND state = 'done'"
    rows = rows_as_dicts(db.execute(query, (sha256,)))
    return rows[0] if rows else None


def rows_as_dicts(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    """Every row of a query, by column name."""
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _slim_day(row: Any) -> Day:
    day, walking_s, steps, grade, valid, estimate, wear_s, by_hand, *rest = row
    from_steps, estimated, below, above = rest
    return Day(
        date.fromisoformat(day), walking_s, steps, grade, bool(valid), bool(estimate), wear_s,
        manual_s=by_hand, from_steps_s=from_steps, estimated_s=estimated,
        below_s=below, above_s=above,
    )  # fmt: skip


def _full_day(row: Any) -> Day:
    day, walking_s, steps, grade, valid, estimate, *middle = row
    hours, sources, *last = middle[HOURS:]
    hours_s = tuple(float(part) for part in hours.split(","))
    names = tuple(sources.split("\n")) if sources else ()
    rest: list[Any] = [*middle[:HOURS], hours_s, names, *last]
    return Day(date.fromisoformat(day), walking_s, steps, grade, bool(valid), bool(estimate), *rest)


def _run_as_walk(first: int, offset: int, steps: float, last: int) -> Walk:
    length_min = last - first + 1
    return Walk(first * 60, offset, length_min * 60, steps, steps / length_min)


def _name_of_minute(steps: float, wear_s: float | None, spent: list[float | None]) -> str:
    if wear_s is None:
        walked = steps >= WALKING_MINUTE_STEPS or (spent[0] or 0.0) >= WALKED_MINUTE_S
        return "walking" if walked else "moving"
    if wear_s < 30:
        return "not_worn"
    seconds, name = max(zip((s or 0.0 for s in spent), TIMELINE, strict=True))
    return name if seconds > 0 else "unknown"
