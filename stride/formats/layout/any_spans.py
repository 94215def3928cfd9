"""Columns of times and steps, wherever they stand in a table, as a declaration."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from stride.formats.guess.steps import is_steps
from stride.formats.late import np
from stride.formats.layout.columns import Count, Local
from stride.formats.layout.rivals import AnySource, Person
from stride.formats.steps.bins import a_day_apart
from stride.formats.steps.devices import without_totals
from stride.formats.steps.people import SHARED_SHARE, one_person, splitting
from stride.formats.steps.running_totals import refuse_running, rises, since_midnight
from stride.formats.table.texttable import text_table

if TYPE_CHECKING:
    from stride.formats.guess.steps import Places
    from stride.formats.layout.base import TableFile
    from stride.formats.layout.columns import Moment
    from stride.formats.layout.spans import Spans
    from stride.formats.steps.rows import StepRows
    from stride.formats.time.zones import Zone
    from stride.types import Bool, ReadNotes

_UNTIL = re.compile(r"(?<=\d)\s*[-–~]\s*\d.*$")


def by_places(layout: Spans, places: Places) -> Spans:
    """The layout of a table by what its columns are.

    Several people are asked about; where sources overlap, each walk is from the one that counted
    more.
    """
    return replace(
        layout,
        start=_moment(places.time, places.clock),
        end=_moment(places.end, places.end_clock) if places.end else None,
        steps=Count(places.steps),
        walking=places.walking,
        only={places.kind: is_steps} if places.kind else {},
        person=Person(places.person) if places.person else None,
        rivals=AnySource(places.origin, bool(places.end)) if places.origin else None,
        days=a_day_apart,
        settle=partial(_settle, places),
    )


def _moment(name: str, clock: str) -> Moment:
    return Local(name, *filter(None, [clock]), numbers=True, respell=_clock)


def _clock(text: str) -> str:
    """A time of day; a bare hour gets its minutes, and of 07:00 - 08:00 the start counts."""
    text = _UNTIL.sub("", text)
    return f"{text}:00" if re.match(r"^\d\d?$", text) else text


def _settle(
    places: Places, rows: StepRows, file: TableFile, zone: Zone, notes: ReadNotes
) -> StepRows:
    """The rows without those of other people, without totals, and with what totals rose by.

    Raises DataError for several people, and for a running total.
    """
    if not (places.person or places.origin or places.kind) and _repeated(rows):
        rows.keep(_of_one_person(file, places))
    if places.end and not places.origin:
        without_totals(rows, notes)
    if not (places.end or places.origin) and since_midnight(rows):
        rows, _ = rises(rows, None, zone)
        notes.warnings.append(
            f"The column “{places.steps}” is a total since midnight: what it rose by is counted."
        )
    refuse_running(rows, f"{file.name}: column “{places.steps}”")
    return rows


def _repeated(rows: StepRows) -> bool:
    """Whether most times stand in several rows: people or devices side by side."""
    counts = np.unique(rows.start_s, return_counts=True)[1]
    return bool((counts > 1).mean() >= SHARED_SHARE)


def _of_one_person(file: TableFile, places: Places) -> Bool | slice:
    """The rows, (n,), of the person named, where a column parts them into several full series.

    Raises DataError where none of them is named.
    """
    times = [name for name in (places.time, places.clock) if name]
    others = [name for name in file.dialect.names if name not in places.columns]
    blob = replace(file.blob, columns_read=set())  # looked at, not read
    table = text_table(blob, None, file.dialect, (*others, *times))
    records = [{n: c.strip() for n, c in record.items()} for _, record in table.records()]
    cells = {name: [record[name] for record in records] for name in others}
    column = splitting(cells, [" ".join(record[n] for n in times) for record in records])
    if not column:
        return slice(None)
    person = one_person(cells[column], f"{blob.name}, column “{column}”,", file.options.source)
    return np.array([cell == person for cell in cells[column]])
