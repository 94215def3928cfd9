"""Minutes on their way into the database: many rows at a time, none lost, none changed."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest

from stride.store import bulk, writer
from stride.store.best import COLUMNS, choose, load_imports, load_parts
from stride.store.change import changing
from stride.store.reader import open_reader
from stride.types import SECONDS_COLUMNS, MinuteTable, Source

FIRST = 28_000_000
#: As many rows as one INSERT takes of a table of steps, and as are made ready at a time.
MANY = bulk.MOST_VALUES // 3
LOT = MANY * bulk.INSERTS_AT_A_TIME


def table_of(count: int, names: tuple[str, ...]) -> MinuteTable:
    """Minutes with fractions, and with gaps in what is known."""
    rng = np.random.default_rng(count)
    seconds = {name: rng.uniform(0, 60, count) for name in names}
    for column in seconds.values():
        column[rng.random(count) < 0.3] = np.nan
    minute = FIRST + np.cumsum(rng.integers(1, 4, count))
    offset = rng.choice([60, 120], count).astype(np.int16)
    return MinuteTable(minute, offset, rng.uniform(0, 130, count), seconds, "C")


def store(path, table: MinuteTable) -> int:
    source = Source("file", "sha", 1, "test")
    record = writer.ImportRecord(source, "w", 0, "", "", "", "0", None, 1, 0, {}, "2026-03-09")
    with changing(path) as change:
        return writer.add_import(change, record, table)


@pytest.mark.parametrize("names", [(), ("walking_s",), SECONDS_COLUMNS])
@pytest.mark.parametrize("count", [1, MANY, MANY + 1, LOT, LOT + MANY + 7])
def test_every_row_is_stored_as_it_was(tmp_path, names, count):
    path, table = tmp_path / "s.db", table_of(count, names)
    store(path, table)
    columns = ", ".join(("minute_utc", "utc_offset_min", "steps", *SECONDS_COLUMNS))
    with sqlite3.connect(path) as db:
        found = np.array(db.execute(f"SELECT {columns} FROM minute ORDER BY 1").fetchall(), float)
    expected = np.full((count, 3 + len(SECONDS_COLUMNS)), np.nan)
    expected[:, 0], expected[:, 1] = table.minute_utc, table.utc_offset_min
    expected[:, 2] = table.steps.round(6)
    for name, column in table.seconds.items():
        expected[:, 3 + SECONDS_COLUMNS.index(name)] = column.round(6)
    np.testing.assert_array_equal(found, expected)


def test_one_insert_stays_within_what_an_old_sqlite_takes():
    assert bulk.MOST_VALUES <= 999
    assert bulk.MOST_VALUES // (3 + len(SECONDS_COLUMNS)) > 1


def test_what_an_import_does_not_know_is_unknown_in_every_minute(tmp_path):
    path = tmp_path / "s.db"
    store(path, table_of(50, ("walking_s",)))
    reader = open_reader(path)
    span = (FIRST, FIRST + 1000)
    imports = load_imports(reader.db, *span)
    (part,) = load_parts(reader.db, imports, span)
    best, _ = choose([part], [np.zeros(len(part.hidden), bool)], imports)
    reader.close()
    assert len(best) == 50
    for name in COLUMNS[3:]:
        assert best.values[name].shape == (50,)
        assert np.isnan(best.values[name]).all() == (name != "walking_s")
    with pytest.raises(KeyError):
        best.values["hopping_s"]
