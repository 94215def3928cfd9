"""Writes the minutes and bouts of an import, hundreds of rows to an INSERT."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from stride.store.best import DECIMALS
from stride.types import SECONDS_COLUMNS

if TYPE_CHECKING:
    from stride.types import F64, MinuteTable

#: Rows of one INSERT are as many as make this many values, so that SQLite and Python meet three
#: hundred times less often; SQLite before 3.32 takes no more than 999.
MOST_VALUES = 900
#: Such INSERTs for which Python numbers are made at a time.
INSERTS_AT_A_TIME = 100


def insert_minutes(db: sqlite3.Connection, import_id: int, table: MinuteTable) -> None:
    """Write the minutes of an import; columns of which nothing is known stay NULL."""
    seconds_of = table.seconds
    names = [n for n in SECONDS_COLUMNS if n in seconds_of and not np.isnan(seconds_of[n]).all()]
    columns = _columns(table, names)
    width = len(columns)
    head = ", ".join(["import_id", *columns])
    marks = "(" + ", ".join([str(import_id), *"?" * width]) + ")"
    statement = f"INSERT INTO minute ({head}) VALUES "
    most = MOST_VALUES // width
    full = statement + ", ".join([marks] * most)
    for start in range(0, len(table.minute_utc), most * INSERTS_AT_A_TIME):
        part = slice(start, start + most * INSERTS_AT_A_TIME)
        values = _row_by_row([list_of(part) for list_of in columns.values()])
        whole = len(values) // (most * width) * most * width
        for first in range(0, whole, most * width):
            db.execute(full, values[first : first + most * width])
        if whole < len(values):
            rest = [marks] * ((len(values) - whole) // width)
            db.execute(statement + ", ".join(rest), values[whole:])


def _columns(table: MinuteTable, names: list[str]) -> dict[str, Callable[[slice], list[Any]]]:
    """Column -> what makes Python numbers of some of its rows."""
    columns: dict[str, Callable[[slice], list[Any]]] = {
        "minute_utc": lambda part: list(table.minute_utc[part].tolist()),
        "utc_offset_min": lambda part: list(table.utc_offset_min[part].tolist()),
        "steps": lambda part: _compact(table.steps[part]),
    }
    begins = table.bin_start
    if begins is not None:
        columns["bin_start"] = lambda part: list(begins[part].tolist())

    def seconds(name: str) -> Callable[[slice], list[Any]]:
        return lambda part: _compact(table.seconds[name][part])

    return columns | {name: seconds(name) for name in names}


def _row_by_row(columns: list[list[Any]]) -> list[Any]:
    """The values of some rows, one row after the other."""
    values: list[Any] = [None] * (len(columns) * len(columns[0]))
    for place, column in enumerate(columns):
        values[place :: len(columns)] = column
    return values


def _compact(values: F64) -> list[Any]:
    """Python numbers for SQLite: six decimals are plenty, and NaN becomes NULL."""
    rounded = np.round(values, DECIMALS)
    missing = np.isnan(rounded)
    if missing.all():
        return [None] * len(rounded)
    plain = rounded.tolist()
    if missing.any():
        plain = [None if gone else value for value, gone in zip(plain, missing, strict=True)]
    return list(plain)


def insert_bouts(db: sqlite3.Connection, import_id: int, table: MinuteTable) -> None:
    """Write the bouts of an import, where it has any."""
    bouts = table.bouts
    if bouts is None:
        return
    columns = (bouts.start_utc_s, bouts.duration_s, bouts.walking_s, bouts.steps, bouts.cadence_spm)
    db.executemany(
        "INSERT INTO bout (import_id, start_utc, duration_s, walking_s, steps, cadence_spm)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [(import_id, *row) for row in zip(*(c.tolist() for c in columns), strict=True)],
    )
