"""A table that nobody knows, as a person told its columns: ``time=ts,steps=n``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stride.errors import DataError, UsageError
from stride.formats.find.head import is_number, split_line
from stride.formats.guess.steps import Places, is_date_only
from stride.formats.layout.any_days import days_by_places
from stride.formats.layout.any_spans import by_places
from stride.formats.layout.base import Layout, TableFile, Verdict, likely, no, sure
from stride.formats.layout.columns import Count, Local
from stride.formats.layout.days import Day, Days, Number
from stride.formats.layout.samples import At, Rate, Samples
from stride.formats.layout.spans import Spans
from stride.formats.table.dialect import Dialect, dialect_of
from stride.formats.table.headed import cells_at, header_line, holds_values, table_with
from stride.formats.table.json_as_text import tables
from stride.formats.time.spelling import has_date

if TYPE_CHECKING:
    from stride.formats.find.blob import Blob
    from stride.formats.find.head import Head
    from stride.formats.options import ReadOptions
    from stride.types import Intervals, Recording

#: What may be said of a table of steps -> what it is in ``Places``.
STEP_ROLES = {
    "time": "time",
    "steps": "steps",
    "clock": "clock",
    "end": "end",
    "end-clock": "end_clock",
    "walking": "walking",
    "person": "person",
    "source": "origin",
    "kind": "kind",
}
AXES = ("x", "y", "z")
#: What the layout of a table has of the one that was told.
SAME = ("id", "title", "header", "device")
_PAIR = re.compile(r'\s*([a-z-]+)\s*=\s*("(?:[^"]|"")*"|[^,]*)\s*(?:,|$)')
_EXAMPLE = "For example --columns time=ts,steps=n or --columns time=t,x=ax,y=ay,z=az."


def told_columns(text: str) -> dict[str, str]:
    """{role: column} of ``time=ts,steps=n``; quotes hold a name with a comma in it.

    Raises UsageError for what says no table.
    """
    columns: dict[str, str] = {}
    place = 0
    while place < len(text):
        pair = _PAIR.match(text, place)
        if not pair or not (name := _unquoted(pair[2])):
            raise UsageError(f"--columns “{text}” is no list of name=column.", _EXAMPLE)
        if pair[1] not in (*STEP_ROLES, *AXES):
            roles = ", ".join((*STEP_ROLES, *AXES))
            raise UsageError(f"--columns knows no “{pair[1]}”.", f"It knows: {roles}.")
        if pair[1] in columns:
            raise UsageError(f"--columns says {pair[1]} twice.", _EXAMPLE)
        columns[pair[1]], place = name, pair.end()
    if not ({"time", "steps"} <= columns.keys() or set(AXES) <= columns.keys()):
        raise UsageError(
            "--columns needs time and steps, or x, y and z (with time, or --rate).", _EXAMPLE
        )
    if "steps" in columns and "x" in columns:
        raise UsageError("--columns takes steps, or x, y and z: not both.", _EXAMPLE)
    return columns


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1].replace('""', '"') if text[:1] == '"' else text


def as_told(columns: dict[str, str]) -> str:
    """The text that ``told_columns`` reads."""
    quoted = {
        role: '"{}"'.format(name.replace('"', '""')) if re.search('[",]', name) else name
        for role, name in columns.items()
    }
    return ",".join(f"{role}={name}" for role, name in quoted.items())


@dataclass(frozen=True, kw_only=True)
class OwnTable(Layout):
    """A table whose columns are told, by name or by place.

    header: the first line of the file it was told for, by which others like it are known: all
    columns that were named, or the same kinds of values in as many columns. columns: as after
    ``--columns``. rate_hz: of samples without a time. unit, date_order, placement: as the options
    of the same name, where the person gives none.
    """

    columns: str
    rate_hz: float | None = None
    unit: str | None = None
    date_order: str | None = None
    placement: str | None = None
    kind: str = ""

    def recognise(self, head: Head) -> Verdict:
        """Sure of the columns that were named, likely where kinds of values are all there is."""
        names = list(told_columns(self.columns).values())
        if head.kind == "json":
            keys = all(f'"{name}"' in head.text for name in names)
            return sure(f"keys {', '.join(names)}") if keys else no("other keys")
        if head.kind != "text" or not head.lines:
            return no("not text")
        if not all(name.isdecimal() for name in names):
            there = header_line(head, names) is not None
            why = f"columns {', '.join(names)}"
            return sure(why) if there else no(f"missing: {why}")
        example = split_line(self.header, head.delimiter)
        if not holds_values(cells_at(example, names)):
            same = [cell.lower() for cell in example] == head.keys
            return sure("the same header") if same else no("another header")
        shapes = [[_shape(cell) for cell in row] for row in (example, head.columns)]
        same = shapes[0] == shapes[1]
        return likely(f"{len(example)} columns of the same kinds") if same else no("other columns")

    def read(self, blob: Blob, options: ReadOptions) -> Recording | Intervals:
        """Samples, days where the times are dates alone, else steps with their time."""
        columns = told_columns(self.columns)
        blob, dialect = _table(blob, options, list(columns.values()))
        options = replace(
            options,
            unit=options.unit or self.unit,
            date_order=options.date_order or self.date_order,
        )
        names = {role: dialect.need(name) for role, name in columns.items()}
        if "x" in names:
            return self._samples(dialect, names).read(blob, options)
        places = replace(
            Places(names["time"], names["steps"]),
            **{STEP_ROLES[role]: name for role, name in names.items()},  # type: ignore[arg-type]
        )
        daily = not (places.clock or places.end) and _dates_alone(blob.head, dialect, places.time)
        file = TableFile(blob, options, dialect)
        same: dict[str, Any] = {name: getattr(self, name) for name in SAME}
        if daily:
            days = Days(**same, day=Day(places.time), steps=Number(places.steps))
            return days_by_places(days, places).read_file(file)
        spans = Spans(**same, start=Local(places.time), steps=Count(places.steps))
        return by_places(spans, places).read_file(file)

    def _samples(self, dialect: Dialect, names: dict[str, str]) -> Samples:
        if "time" not in names and self.rate_hz is None:
            raise DataError(
                "Without a column of times nothing tells how many samples a second these are.",
                "Say so, and when they began: --rate 50 --start 2024-05-31T14:05:00.",
            )
        return Samples(
            **{name: getattr(self, name) for name in SAME},
            placement=self.placement or "",
            time=At(names["time"]) if "time" in names else Rate(self.rate_hz or 0.0),
            xyz=tuple(names[axis] for axis in AXES),
            rate_hz=0.0 if "time" in names else self.rate_hz or 0.0,
            table=lambda _: dialect,
        )


def _table(blob: Blob, options: ReadOptions, names: list[str]) -> tuple[Blob, Dialect]:
    """The blob that holds the table, and how it is written; of JSON the rows as a table.

    Raises DataError where a column is not there.
    """
    if blob.head.kind != "json":
        return blob, table_with(blob.head, names, blob.name)
    for table in tables(blob, options):
        if header_line(table.head, names) is not None:
            return table, dialect_of(table.head)
    raise DataError(
        f"{blob.name} has no list of objects with {', '.join(names)}.",
        "Name the keys as they stand in the file.",
    )


def _dates_alone(head: Head, dialect: Dialect, time: str) -> bool:
    """Whether the first times are dates without a time of day."""
    place = dialect.names.index(time)
    cells = [row[place] for row in head.rows(dialect.first_row) if place < len(row)]
    return bool(cells) and all(has_date(cell) and is_date_only(cell) for cell in cells)


def _shape(cell: str) -> str:
    """What a cell holds: nothing, a number, a date or a text."""
    if not cell.strip():
        return ""
    return "number" if is_number(cell) else "date" if has_date(cell) else "text"
