"""Health Connect by MyDataHelps: step records of all apps as CSV, times with their offset.

Known of it are StartTime with an offset and the app's package in each row; the other columns are
found by their names, in any order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stride.errors import EmptyData
from stride.formats.find.origin import Origin
from stride.formats.layout import Format, likely, no, sure
from stride.formats.steps.bins import instants
from stride.formats.steps.devices import one_source
from stride.formats.steps.intervals import intervals
from stride.formats.steps.people import one_person
from stride.formats.steps.rows import StepRows
from stride.formats.steps.steptable import Wanted, read_table
from stride.formats.table.dialect import dialect_of
from stride.formats.time.parse import Times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.layout import Verdict
    from stride.formats.options import ReadOptions
    from stride.formats.steps.steptable import StepTable
    from stride.formats.table.dialect import Dialect
    from stride.types import F64, Bool, Intervals

_START = re.compile(r"^start_?time$", re.IGNORECASE)
_END = re.compile(r"^end_?time$", re.IGNORECASE)
_COUNT = re.compile(r"^(count|steps|step_?count)$", re.IGNORECASE)
_APP = re.compile(r"^(data_?)?origin(_?package(_?name)?)?$|package(_?name)?$", re.IGNORECASE)
_PERSON = re.compile(r"^participant_?(identifier|id)$", re.IGNORECASE)


@dataclass(frozen=True)
class _Columns:
    """The columns of a table; person is empty where there is none."""

    start: str
    end: str
    count: str
    app: str
    person: str = ""


def _columns(names: Sequence[str]) -> _Columns | None:
    patterns = (_START, _END, _COUNT, _APP, _PERSON)
    found = [next((n for n in names if pattern.search(n)), "") for pattern in patterns]
    return _Columns(*found) if all(found[:4]) else None


def recognise(head: Head) -> Verdict:
    """Sure by the columns of a step record and the participant, likely without the latter."""
    columns = _columns(head.columns)
    if columns is None:
        return no("no columns StartTime, EndTime, a count and the app's package")
    if columns.person:
        return sure("a participant, StartTime, EndTime, a count and the app's package")
    return likely("columns StartTime, EndTime, a count and the app's package")


def read(blob: Blob, options: ReadOptions) -> Intervals:
    """Steps by record; where apps overlap, the one that counted more."""
    import numpy as np

    dialect = dialect_of(blob.head)
    columns = _columns(dialect.names) or _Columns(
        dialect.need("StartTime"), dialect.need("EndTime"), dialect.need("Count"), ""
    )
    table, stop = _table(blob, options, dialect, columns), _stops(blob, options, dialect, columns)
    notes = table.notes
    if not len(table):
        raise EmptyData(f"{blob.name} holds no steps.", "There is nothing to import.")
    start, offset, zone = instants(_times(table), options)
    np.maximum(stop, start + 1.0, out=stop)
    nothing = np.broadcast_to(np.nan, start.shape)
    rows = StepRows(start, stop, offset, table.numbers[columns.count], nothing, table.line)
    apps: Any = table.texts[columns.app].index if columns.app else np.zeros(len(rows), np.int32)
    chosen = _one_person(table, columns, blob.name, options)
    del table, start, stop, offset
    if chosen is not None:
        rows, apps = rows.take(chosen), apps[chosen]
    one_source(rows, apps, notes, "record", "app")
    return intervals(Origin(blob, options, FORMAT.id, "Health Connect"), rows, zone, notes)


def _table(blob: Blob, options: ReadOptions, dialect: Dialect, columns: _Columns) -> StepTable:
    texts = tuple(name for name in (columns.app, columns.person) if name)
    wanted = Wanted((columns.start,), numbers=(columns.count,), texts=texts)
    return read_table(blob, options, dialect, wanted)


def _stops(blob: Blob, options: ReadOptions, dialect: Dialect, columns: _Columns) -> F64:
    """The ends of the same rows in UTC seconds."""
    wanted = Wanted((columns.end,), numbers=(columns.count,))
    return instants(_times(read_table(blob, options, dialect, wanted)), options)[0]


def _times(table: StepTable) -> Times:
    return Times(table.local_s, table.offset_min, table.zulu, dated=True)


def _one_person(
    table: StepTable, columns: _Columns, name: str, options: ReadOptions
) -> Bool | None:
    """Which rows are those of one participant, None where all are.

    Raises DataError when there are several and --source names none of them.
    """
    if not columns.person:
        return None
    people = table.texts[columns.person]
    person = one_person(people.names, name, options.source)
    if person is None:
        return None
    rows: Bool = people.index == people.names.index(person)
    return rows


FORMAT = Format(
    id="health-connect-csv",
    title="Health Connect by MyDataHelps: steps as CSV",
    header="ParticipantIdentifier,StartTime,EndTime,Count,DataOriginPackageName",
    recognise=recognise,
    read=read,
    family="health-connect-csv",
)
