"""What may stand in the columns of a table of steps, as values, and how each is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stride.formats.late import np
from stride.formats.steps.bins import bin_length
from stride.formats.steps.rows import DAY_S
from stride.formats.table.cells import counts_at
from stride.formats.texts import coded, respelled
from stride.formats.time.column import TimeColumn, dated
from stride.formats.time.zones import (
    Zone,
    choose_zone,
    instants,
    offsets_at,
    said_offsets,
    utc_instants,
    wall_instants,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stride.formats.options import ReadOptions
    from stride.formats.table.dialect import Dialect
    from stride.formats.table.text_blocks import TextTable
    from stride.formats.table.texttable import Key
    from stride.formats.time.order import DateOrder
    from stride.formats.time.parse import Times
    from stride.formats.time.zones import Instants
    from stride.types import F64, I16, I64, Bool

#: Column -> what is true of its cells in the rows that count, None for a date.
Only = Mapping[str, "Callable[[str], object] | None"]
HOUR_S = 3600.0
SHORTEST_S = 1.0  # a row that ends where it begins is a burst


@dataclass(frozen=True)
class Moment:
    """When something began or ended, in one column or in several side by side.

    names: of each column those it may have, the first that is there counting. clock: ``wall``,
    whatever the text says of a zone; ``utc``, likewise; ``local``, with the offset of the text
    where it names one. stamps: whether numbers count from 1970, in any unit; serial: whether they
    are days of a spreadsheet. missing_s: seconds from the start to the end where a cell of ends is
    empty or no later; in ``utc`` their column may be missing too. grid_s: seconds that times are
    rounded down to. wraps: of ends with the date of their start, one before it lies on the next
    day, or in the hour that comes twice. respell: of a time of day as it is written to one that any
    format reads.
    """

    names: tuple[tuple[str, ...], ...]
    clock: str
    stamps: bool = False
    missing_s: float | None = None
    grid_s: float | None = None
    wraps: bool = False
    serial: bool = False
    respell: Callable[[str], str] | None = None


def Wall(
    *names: str,
    wraps: bool = False,
    missing_s: float | None = None,
    respell: Callable[[str], str] | None = None,
) -> Moment:
    """The clock of the person, in columns that are joined."""
    each = tuple((name,) for name in names)
    return Moment(each, "wall", missing_s=missing_s, wraps=wraps, respell=respell)


def Utc(
    *names: str,
    stamps: bool = False,
    missing_s: float | None = None,
    grid_s: float | None = None,
) -> Moment:
    """UTC, in the first of these columns that is there."""
    return Moment((names,), "utc", stamps, missing_s, grid_s)


def Local(
    *names: str, numbers: bool = False, respell: Callable[[str], str] | None = None
) -> Moment:
    """The clock of the person with its offset, in columns that are joined."""
    each = tuple((name,) for name in names)
    return Moment(each, "local", stamps=numbers, serial=numbers, respell=respell)


class Count:
    """A column of counts: the first of these names that is there."""

    def __init__(self, *names: str) -> None:
        self.names = names


def columns_of(
    dialect: Dialect, moments: Sequence[Moment], counts: Sequence[Count], order: DateOrder
) -> tuple[dict[Key, TimeColumn], list[str]]:
    """The columns of one file: of the moments, to be read as such, and of the counts.

    order: of dates, which all of them prove together. Raises DataError where one is missing.
    """
    optional = {moment.names[0] for moment in moments if moment.missing_s and moment.clock == "utc"}
    wanted = [names for moment in moments for names in moment.names]
    wanted = [*wanted, *(count.names for count in counts)]
    resolved = dialect.find_all(*wanted)
    names = [
        name or (each[0] if each in optional else dialect.need(*each))
        for name, each in zip(resolved, wanted, strict=True)
    ]
    times: dict[Key, TimeColumn] = {}
    for moment in moments:
        parts, names = names[: len(moment.names)], names[len(moment.names) :]
        key = parts[0] if len(parts) == 1 else tuple(parts)
        blanks = moment.missing_s is not None
        times[key] = TimeColumn(order, moment.stamps, moment.serial, blanks)
    return times, names


def kept_rows(
    table: TextTable, keys: Sequence[Key], moments: Sequence[Moment], only: Only
) -> TextTable:
    """The rows that count, with times of day in a spelling that is read.

    keys: of the columns of the moments. only: of each column what is true of the cells of such
    rows, None for a date.
    """
    for name, counts in only.items():
        table = table.take(_true_of(table.columns[name], counts))
    for key, moment in zip(keys, moments, strict=True):
        if moment.respell and not isinstance(key, str):
            table.columns[key[-1]] = respelled(table.columns[key[-1]], moment.respell)
    return table


def _true_of(texts: Any, counts: Callable[[str], object] | None) -> Bool:
    if counts is None:
        return dated(texts)
    place, cells = coded(texts)
    mask: Bool = np.array([bool(counts(cell.strip())) for cell in cells], bool)[place]
    return mask


def spans_of(
    moments: Sequence[Moment],
    columns: list[TimeColumn],
    lines: I64,
    length_s: float | None,
    options: ReadOptions,
) -> tuple[F64, F64, I16, Zone]:
    """Starts and ends in UTC seconds, the offsets at the starts, and the zone.

    columns: of the moments, used up. length_s: of rows without an end, None for what fits.
    """
    begun = columns.pop(0).read(lines)
    start, offset, zone = _instants(moments[0], begun, options)
    if not columns:
        return start, start + (length_s or bin_length(start)), offset, zone
    stop = _ends(moments[1], columns.pop().read(lines), start, begun, options)
    least = moments[1].missing_s or SHORTEST_S
    stop = np.where(stop - start >= SHORTEST_S, stop, start + least)  # NaN as well
    return start, stop, offset, zone


def _instants(moment: Moment, times: Times, options: ReadOptions) -> Instants:
    if moment.clock == "local":
        return instants(times, options)
    if moment.clock == "wall":
        return wall_instants(times.local_s, options)
    utc = times.local_s
    if moment.grid_s:
        utc = utc / moment.grid_s
        np.floor(utc, out=utc)  # in place: copies of millions take as long as reading them
        utc *= moment.grid_s
    return utc_instants(utc, options)


def _ends(moment: Moment, times: Times, start: F64, begun: Times, options: ReadOptions) -> F64:
    """UTC seconds of ends. start: of the rows; begun: their starts as they are written."""
    if not times.dated:
        times = _on_the_day(times, begun)
    begun_s = begun.local_s
    if moment.clock == "utc":  # those that are missing have no offset
        return times.local_s
    if not moment.wraps:
        return _instants(moment, times, options)[0]
    zone, stop = choose_zone(options), times.local_s
    same_day = stop >= begun_s
    later = np.where(same_day, stop, stop + DAY_S)
    ahead = offsets_at(zone.tz, start + (later - begun_s)) * 60.0
    set_back = stop - offsets_at(zone.tz, start + HOUR_S) * 60.0
    return np.where(~same_day & (set_back > start), set_back, later - ahead)


def _on_the_day(times: Times, begun: Times) -> Times:
    """Ends without a date on the days of their starts, or on the next one, past midnight."""
    local_s = begun.local_s - begun.local_s % DAY_S + times.local_s
    local_s += DAY_S * (local_s < begun.local_s)
    local_s = np.where(times.local_s < DAY_S, local_s, times.local_s)
    return replace(begun, local_s=local_s)


def counts_of(
    table: TextTable, names: Sequence[str], dialect: Dialect, missing: float
) -> list[F64]:
    """(n,) counts of each column of a file; an empty cell is ``missing``.

    Raises DataError naming the line of no number.
    """
    return [counts_at(table.columns[name], table.line, name, dialect, missing) for name in names]


@dataclass(frozen=True)
class OffsetText:
    """The person's offset from UTC in a column of its own: ``UTC+0530``."""

    name: str

    def apply(self, table: TextTable, offset: I16, zone: Zone) -> Zone:
        """Put the offsets that are said in place of the zone's. The zone of the file comes back."""
        place, texts = coded(table.columns[self.name])
        return said_offsets(texts, place, offset, zone)
