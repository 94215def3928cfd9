"""Turns the minutes of all imports into one source for each minute, and keeps the choice.

The choice is made here and nowhere else: every row that does not count says so in its column
``hidden``, which is all that readers look at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from stride.store.rules import OTHER_SOURCE, SAME_WALK, WORN_MINUTE_S
from stride.types import SECONDS_COLUMNS

if TYPE_CHECKING:
    from stride.types import F64, I64, Bool, MinuteTable

#: Columns of a loaded row, in this order; NULL becomes NaN.
COLUMNS = ("minute_utc", "utc_offset_min", "steps", *SECONDS_COLUMNS)
#: Decimals kept of steps and seconds.
DECIMALS = 6
STEPS_ONLY_COLUMNS = ("minute_utc", "utc_offset_min", "steps", "walking_s")
#: Read beside them: where the bin of a row began (-1: it is a minute of its own), and its mark.
MARKS = ("bin_start", "hidden")

Fresh = dict[int, "MinuteTable"]


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What an import contributes to the choice and to the day.

    best_grade: the best grade that a day of it can have; A but where the placement is assumed.
    """

    id: int
    grade: str
    source_rank: int
    last_utc: int
    sha256: str
    source: str
    placement: str
    knows_wear: int
    best_grade: str = "A"


class Columns(dict[str, "F64"]):
    """Columns of COLUMNS of one length; those that are not kept are unknown in every row."""

    def __missing__(self, name: str) -> F64:
        if name not in COLUMNS:
            raise KeyError(name)
        return np.broadcast_to(np.nan, self["minute_utc"].shape)


@dataclass(slots=True)
class Part:
    """The rows of one import in a span, sorted by minute.

    place: of the import. bin_start: (n,) minute in which the bin of a row began. hidden: (n,) the
    mark as stored, 0 where the row counts.
    """

    place: int
    values: Columns
    bin_start: I64
    hidden: I64


@dataclass(frozen=True)
class Minutes:
    """Rows sorted by minute, no minute twice.

    values: column of COLUMNS -> (n,) f64, NaN for what the import does not know; to be read only.
    import_index: (n,) index into ``imports``.
    """

    values: dict[str, F64]
    import_index: I64
    imports: tuple[ImportRow, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", Columns(self.values))

    def __len__(self) -> int:
        return len(self.import_index)

    @property
    def minute_utc(self) -> I64:
        """(n,) minutes since the epoch."""
        return self.values["minute_utc"].astype(np.int64)

    @cached_property
    def knows_wear(self) -> Bool:
        """(n,) whether the row comes from a sensor rather than from a table of steps."""
        flags = np.array([row.knows_wear for row in self.imports], dtype=bool)
        return flags[self.import_index] if len(flags) else np.zeros(0, dtype=bool)


def local_days(minute_utc: I64, offset_min: F64, day_start_min: int) -> I64:
    """(n,) days since 1970-01-01 of the local day that each minute belongs to."""
    local = minute_utc + offset_min.astype(np.int64) - day_start_min
    days: I64 = local // 1440
    return days


def load_imports(
    db: sqlite3.Connection, first_minute: int, last_minute: int
) -> tuple[ImportRow, ...]:
    """Every import that counts and may hold a minute of the span, both ends included."""
    rows = db.execute(
        """SELECT id, grade, source_rank, last_utc, sha256, source, placement, wear_s IS NOT NULL,
           CASE placement_rule WHEN 'assumed' THEN grade ELSE 'A' END
           FROM counted_import WHERE first_utc <= ? AND last_utc >= ? ORDER BY id""",
        (last_minute * 60 + 60, first_minute * 60),
    )
    return tuple(ImportRow(*row) for row in rows)


def load_parts(
    db: sqlite3.Connection,
    imports: tuple[ImportRow, ...],
    span: tuple[int, int],
    fresh: Fresh | None = None,
) -> list[Part]:
    """The rows of each import from the first minute of the span to its last, both included.

    fresh: tables just written, by import: years of minutes need not be read back.
    """
    tables = fresh or {}
    parts = [
        _cut(place, tables[row.id], span) if row.id in tables else _load(db, place, row, span)
        for place, row in enumerate(imports)
    ]
    return [part for part in parts if len(part.hidden)]


def _cut(place: int, table: MinuteTable, span: tuple[int, int]) -> Part:
    start, stop = np.searchsorted(table.minute_utc, (span[0], span[1] + 1))
    part = slice(int(start), int(stop))
    minute = table.minute_utc[part]
    values = Columns(minute_utc=minute.astype(np.float64))
    values["utc_offset_min"] = table.utc_offset_min[part].astype(np.float64)
    values["steps"] = np.round(table.steps[part], DECIMALS)
    for name, column in table.seconds.items():
        if not np.isnan(column[part]).all():
            values[name] = np.round(column[part], DECIMALS)
    bin_start = minute if table.bin_start is None else table.bin_start[part]
    return Part(place, values, bin_start, np.zeros(len(minute), np.int64))


def _load(db: sqlite3.Connection, place: int, row: ImportRow, span: tuple[int, int]) -> Part:
    where = "FROM minute WHERE import_id = ? AND minute_utc BETWEEN ? AND ?"
    bound = (row.id, *span)
    names: tuple[str, ...] = COLUMNS if row.knows_wear else STEPS_ONLY_COLUMNS
    # most exports know steps alone, and a column costs several times as much as the question
    if not db.execute(f"SELECT 1 {where} AND walking_s IS NOT NULL LIMIT 1", bound).fetchone():
        names = tuple(name for name in names if name != "walking_s")
    wanted = ", ".join(f"coalesce({name}, -1)" for name in (*names, *MARKS))
    rows = db.execute(f"SELECT {wanted} {where} ORDER BY minute_utc", bound)
    block = np.fromiter(chain.from_iterable(rows), np.float64).reshape(-1, len(names) + 2)
    values = Columns()
    for number, name in enumerate(names):
        column = block[:, number].copy()
        if name in SECONDS_COLUMNS:
            if (column < 0).all():  # what is known of no minute takes no memory
                continue
            column[column < 0] = np.nan
        values[name] = column
    bin_start, hidden = block[:, -2].astype(np.int64), block[:, -1].astype(np.int64)
    bin_start = np.where(bin_start < 0, values["minute_utc"].astype(np.int64), bin_start)
    return Part(place, values, bin_start, np.maximum(hidden, 0))


def choose(
    parts: list[Part], same_walk: list[Bool], imports: tuple[ImportRow, ...]
) -> tuple[Minutes, list[I64]]:
    """One row for each minute, and for the rows of each part the mark they get.

    same_walk: for each part (n,) which rows a finer source saw in other minutes.
    """
    marks = [np.where(same, SAME_WALK, 0) for same in same_walk]
    used = [(part, np.flatnonzero(mark == 0)) for part, mark in zip(parts, marks, strict=True)]
    names = [name for name in COLUMNS if any(name in part.values for part in parts)]
    if not parts:
        empty = {name: np.zeros(0) for name in COLUMNS}
        return Minutes(empty, np.zeros(0, dtype=np.int64), imports), marks
    if len(parts) == 1 and len(used[0][1]) == len(parts[0].hidden):
        place, count = parts[0].place, len(parts[0].hidden)
        return Minutes(parts[0].values, np.full(count, place), imports), marks
    values = Columns(
        (name, np.concatenate([part.values[name][rows] for part, rows in used])) for name in names
    )
    index = np.concatenate([np.full(len(rows), part.place, np.int64) for part, rows in used])
    keep = _better(values, index, imports)
    lost = np.ones(len(index), bool)
    lost[keep] = False
    first = 0
    for (_, rows), mark in zip(used, marks, strict=True):
        mark[rows[lost[first : first + len(rows)]]] = OTHER_SOURCE
        first += len(rows)
    return Minutes({n: c[keep] for n, c in values.items()}, index[keep], imports), marks


def _better(values: dict[str, F64], index: I64, imports: tuple[ImportRow, ...]) -> I64:
    """The row to take of each minute, in order of time.

    index: (n,) import of each row; the rows of an import follow each other, no minute twice. They
    are laid over each other, the better row on top: to sort all of them takes many times as long.
    """
    minute = values["minute_utc"].astype(np.int64)
    if not len(minute):
        return np.zeros(0, np.int64)
    minute -= minute.min()
    keys = _keys(values, index, imports)
    held = np.full(int(minute.max()) + 1, -1)
    bounds = np.flatnonzero(np.diff(index, prepend=-1, append=-1))
    for start, stop in pairwise(bounds.tolist()):
        at = minute[start:stop]
        row, top = np.arange(start, stop), held[at]
        held[at] = np.where((top < 0) | _before(keys, row, top), row, top)
    chosen: I64 = held[held >= 0]
    return chosen


def _keys(values: dict[str, F64], index: I64, imports: tuple[ImportRow, ...]) -> list[Any]:
    """(n,) numbers of each row, of which the lower is the better; a later one where all are one.

    Worn first, then the grade, the person's own order, the longer wear, the more steps (a growing
    export's last minute), then anything that is stable.
    """
    rank = _dense_rank([(row.grade, row.source_rank) for row in imports])[index]
    later = _dense_rank([(-row.last_utc, row.sha256, row.id) for row in imports])[index]
    wear = values["wear_s"]
    if np.isnan(wear).all():
        return [rank, -values["steps"], later]
    wear, unworn = np.nan_to_num(wear, nan=0.0), wear < WORN_MINUTE_S
    return [unworn, rank, -wear, -values["steps"], later]


def _before(keys: list[Any], row: I64, other: I64) -> Bool:
    """(m,) whether a row is better than another."""
    better, same = np.zeros(len(row), bool), np.ones(len(row), bool)
    for key in keys:
        better |= same & (key[row] < key[other])
        same &= key[row] == key[other]
    return better


def _dense_rank(keys: list[tuple[object, ...]]) -> I64:
    place = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return np.array([place[key] for key in keys], dtype=np.int64)


def keep_choice(
    db: sqlite3.Connection,
    imports: tuple[ImportRow, ...],
    parts: tuple[list[Part], list[I64]],
    inside: list[Bool],
) -> None:
    """Write the marks that changed, of rows inside the days worked out; runs of one mark at once.

    parts: the parts and the marks their rows get. inside: for each part (n,) which rows.
    """
    for part, mark, here in zip(*parts, inside, strict=True):
        db.executemany(
            "UPDATE minute SET hidden = ? WHERE import_id = ? AND minute_utc BETWEEN ? AND ?",
            [
                (value or None, imports[part.place].id, first, last)
                for value, first, last in _runs(part, mark, here & (mark != part.hidden))
            ],
        )


def _runs(part: Part, mark: I64, changed: Bool) -> Iterator[tuple[int, int, int]]:
    """(mark, first minute, last minute) of every run of rows that change to one mark."""
    rows = np.flatnonzero(changed)
    if not len(rows):
        return
    minute = part.values["minute_utc"]
    breaks = np.flatnonzero((np.diff(rows) != 1) | (np.diff(mark[rows]) != 0))
    starts = rows[np.concatenate([[0], breaks + 1])]
    ends = rows[np.concatenate([breaks, [len(rows) - 1]])]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        yield int(mark[start]), int(minute[start]), int(minute[end])
