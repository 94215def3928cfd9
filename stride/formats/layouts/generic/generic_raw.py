"""Any table with a time and three axes of acceleration to a recording."""

import re
from dataclasses import replace

from stride.errors import DataError
from stride.formats.find.head import as_number, is_number
from stride.formats.guess.samples import (
    LINEAR,
    OTHER_SENSOR_FILE,
    file_time_rule,
    gravity_beside,
    time_column,
    triples,
    unit_of,
)
from stride.formats.layout import At, Head, Samples, TableFile, Verdict, no, possible
from stride.formats.layout.own_table import as_told
from stride.formats.options import EXAMPLE_START
from stride.formats.table.dialect import Dialect, dialect_of
from stride.formats.time.clock import TimeRule
from stride.formats.time.spelling import has_clock, has_date, looks_like_time

#: Seconds since the start that no recording reaches, in any unit; epochs and days are above.
COUNTED_S = 20_000.0
_WHOLE = re.compile(r"^\d{9,19}$")
_STARTED = re.compile(
    r"\b(start(ed)?|begin|began|inizio|inicio|início|début|startzeit|beginn"
    r"|starttid|alku|początek|kezdet|başlangıç|начало|開始|开始|시작)\b",
    re.I,
)
#: Year first, or day first where nothing else can be meant: 31.05.2024, 31/05/2024.
_STAMP = re.compile(
    r"(\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4}|(?:1[3-9]|2\d|3[01])[/-]\d\d?[/-]\d{4})[T ,]+"
    r"(\d\d:\d\d(:\d\d(\.\d+)?)?)\s?(Z|UTC|[+-]\d\d:?\d\d)?"
)
_SENSOR = re.compile(r"(^|[^a-z])acc", re.IGNORECASE)


def recognise(head: Head) -> Verdict:
    """Possible when a header names three axes and rows of numbers follow."""
    if head.binary or not head.lines:
        return no("not text")
    names = head.columns
    if _holds_values(names):
        return _without_header(head)
    if not (axes := triples(names)):
        return no("no three columns named x, y and z")
    if OTHER_SENSOR_FILE.search(head.basename) and "acc" not in axes[0][0].lower():
        return no("another sensor, by its name")
    rows = head.rows(dialect_of(head).first_row, 5)
    index = names.index(axes[0][0])
    if rows and not any(index < len(row) and is_number(row[index]) for row in rows):
        return no(f"column {axes[0][0]} does not hold numbers")
    return possible(f"columns {', '.join(axes[0])}")


def _holds_values(cells: list[str]) -> bool:
    """Whether a first line holds values already: numbers, or a time and numbers."""
    values = cells[1:] if cells and has_date(cells[0]) else cells
    return bool(values) and all(is_number(cell) or not cell for cell in values)


def _without_header(head: Head) -> Verdict:
    width = _width(head)
    if has_date(head.columns[0]):
        near = [row[0] for row in head.rows(head.first, 12) if has_date(row[0])]
        close = width >= 4 and len({_minute(stamp) for stamp in near}) <= 2
        return possible("no header: a time, x, y and z") if close else no("no header")
    if width == 3 or width == 4:
        return possible(f"{width} columns of numbers and no header")
    return no("no header")


def _minute(stamp: str) -> str:
    """What stamps of one minute share."""
    return stamp[:16] if ":" in stamp else re.sub(r"\D", "", stamp)[:12]


def table(head: Head) -> Dialect:
    """How it is written; without a header its first columns are the time, x, y and z."""
    if not _holds_values(head.columns):
        return dialect_of(head)
    width = len(head.columns) if has_date(head.columns[0]) else 4
    more = [f"more {n}" for n in range(1, width - 3)]
    return dialect_of(head, head.first, ["time", "x", "y", "z", *more])


def _stated_start(head: Head) -> str | None:
    """The start that a line above the table states: 2026-05-01 10:00:04, Start."""
    for line in head.lines[: head.first]:
        stamp = _STAMP.search(line)
        if stamp and _STARTED.search(line):
            return f"{stamp[1]} {stamp[2]}{(stamp[5] or '').replace('UTC', 'Z')}"
    return None


def _check_bare(file: TableFile) -> None:
    """Raise DataError for columns without names of which the first may be no time."""
    head = file.blob.head
    first, width = head.columns[0], _width(head)
    if has_date(first):
        return
    if width != 4:
        raise DataError(
            f"{file.name} has {width} columns of numbers, no header and no time.",
            "Say the samples a second and the start: --columns x=1,y=2,z=3 --rate 50 --start "
            f"{EXAMPLE_START}.",
        )
    since_1970 = is_number(first) and _epoch(as_number(first))
    if file.options.format_id != FORMAT.id and not file.options.start and not since_1970:
        raise DataError(
            f"{file.name} has no header, and its first column counts from an unknown start.",
            f"If the columns are time, x, y, z: --format generic-raw --start {EXAMPLE_START}.",
        )


def _width(head: Head) -> int:
    """How many columns a table without a header has; a delimiter that ends its lines makes none."""
    rows = head.rows(head.first)
    ended = bool(rows) and all(not row[-1] for row in rows)
    return len(head.columns) - ended


def _epoch(value: float) -> bool:
    return any(6e8 * 10**k <= value < 5e9 * 10**k for k in (0, 3, 6, 9))


def placed(file: TableFile, layout: Samples) -> Samples:
    """Time and axes; unit and gravity by header, else by the values."""
    if _holds_values(file.blob.head.columns):
        _check_bare(file)
    axes = triples(file.dialect.names)
    if not axes:
        raise DataError(
            f"{file.name} has no three columns that end in x, y and z.",
            "Say which they are, for example --columns time=t,x=ax,y=ay,z=az.",
        )
    xyz = axes[0]
    others = [name for name in file.dialect.names if name not in xyz]
    column = _time(file, xyz, others)
    rule = _rule(file, column)
    linear = bool(LINEAR.search(xyz[0]) or LINEAR.search(file.blob.head.basename))
    gravity = gravity_beside(others) if LINEAR.search(xyz[0]) else ()
    extra = next((n for n in others if n.lower() == "milliseconds" and n != column), "")
    within = rule.kind in ("iso", "text") and _below_second(file, extra)
    doubt = f"Columns {', '.join(xyz)} are taken as the acceleration."
    return replace(
        layout,
        time=rule,
        xyz=xyz,
        unit=unit_of(xyz[0]) or unit_of(f"({file.dialect.unit(xyz[0]).strip('[]() ')})"),
        add=gravity,
        gravity="no" if linear and not gravity else None,
        milliseconds=extra if within else "",
        only=_sensor(file, others),
        warnings=(doubt,) if len(axes) > 1 else (),
    )


def _time(file: TableFile, xyz: tuple[str, ...], others: list[str]) -> str:
    """The column of the time. Raises DataError where there is none."""
    column = time_column(others, file.rows[0] if file.rows else [])
    if column is None:
        raise DataError(
            f"{file.name} has no column with the time of its samples.",
            "Say the samples a second and the start: "
            f"--columns {as_told(dict(zip('xyz', xyz, strict=True)))} --rate 50 --start "
            f"{EXAMPLE_START}.",
        )
    return column if file.options.start else _dated(file, others, column)


def _dated(file: TableFile, names: list[str], column: str) -> str:
    """A column with date and time, where the one named as the time counts from the start."""
    cells = file.cells(column)[:1]
    if not cells or not is_number(cells[0]) or as_number(cells[0]) > COUNTED_S:
        return column
    firsts = {name: "".join(file.cells(name)[:1]) for name in names}
    return next((name for name, cell in firsts.items() if _is_moment(cell)), column)


def _is_moment(cell: str) -> bool:
    """Whether a cell is a time with its date: in words, or as a count since 1970."""
    if is_number(cell):
        return bool(_WHOLE.match(cell)) and _epoch(as_number(cell))
    return has_clock(cell) and has_date(cell)


def _sensor(file: TableFile, names: list[str]) -> tuple[str, str] | None:
    """The column and the text of accelerations in a table where sensors take turns."""
    for name in names:
        words = {cell.strip() for cell in file.cells(name)}
        sensors = [word for word in words if _SENSOR.search(word)]
        if sensors and len(words) > 1 and not any(has_date(word) for word in words):
            return name, min(sensors, key=lambda word: (bool(LINEAR.search(word)), word))
    return None


def _rule(file: TableFile, column: str) -> TimeRule:
    """The rule of the time column; with a column of dates beside a time of day, of both."""
    cells = {name: file.cells(name)[:1] for name in file.dialect.names}
    texts = {name: cell[0] for name, cell in cells.items() if cell and looks_like_time(cell[0])}
    dates = [name for name, text in texts.items() if has_date(text) and not has_clock(text)]
    clocks = [name for name, text in texts.items() if not has_date(text)]
    if column not in dates + clocks or not dates or not clocks:
        return At(column)(file)
    date, clock = dates[0], column if column in clocks else clocks[0]
    pairs = zip(file.cells(date), file.cells(clock), strict=False)
    both = [f"{day} {time}" for day, time in pairs]
    rule = file_time_rule(file.blob, file.dialect, (date, clock), both, file.options)
    return replace(rule, kind="text", date_column=date)


def _below_second(file: TableFile, column: str) -> bool:
    """Whether a column of milliseconds stays within the second: others count from the start."""
    if not column:
        return False
    head, place = file.blob.head, file.dialect.names.index(column)
    rows = head.rows(file.dialect.first_row, len(head.lines))
    cells = [row[place] for row in rows if place < len(row) and is_number(row[place])]
    return bool(cells) and all(0 <= as_number(cell) < 1000 for cell in cells)


FORMAT = Samples(
    id="generic-raw",
    title="Raw acceleration: a time and three axes",
    header="time,x,y,z",
    tells=recognise,
    table=table,
    started=_stated_start,
    adapt=placed,
    unit_from="the header",
    generic=True,
)
