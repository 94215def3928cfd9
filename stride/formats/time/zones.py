"""Zone rules: which zone a file is read in, and wall clock to UTC with both days of DST right."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from stride import clock
from stride.formats.late import np
from stride.formats.time.parse import FAR_S

if TYPE_CHECKING:
    from stride.formats.options import ReadOptions
    from stride.formats.time.parse import Times
    from stride.types import F64, I16, I64

DAY_S = 86400
_FIXED = re.compile(r"^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$", re.IGNORECASE)
_OFFSET = re.compile(r"^(?:UTC|GMT)?\s?([+-]?)(\d\d):?(\d\d)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone and why it was taken.

    rule: ``row``, ``option``, ``vendor``, ``configured`` or ``computer``.
    """

    tz: str
    rule: str


def choose_zone(options: ReadOptions, vendor: str | None = None) -> Zone:
    """The zone for a file whose rows carry no offset: --tz, the vendor's, configured, computer's.

    Raises UsageError for a zone that does not exist, and where none is known.
    """
    for tz, rule in (
        (options.tz, "option"),
        (vendor, "vendor"),
        (options.config_tz, "configured"),
        (options.computer_tz, "computer"),
    ):
        if tz:
            find_zone(tz)
            return Zone(tz, rule)
    clock.zone("")
    raise AssertionError("a zone without a name is refused")


@lru_cache(maxsize=64)
def find_zone(tz: str) -> tzinfo:
    """The zone of an IANA name or of an offset such as ``+05:30``."""
    fixed = _FIXED.match(tz.strip())
    if fixed and int(fixed[2]) <= 18:
        minutes = int(fixed[2]) * 60 + int(fixed[3] or 0)
        return timezone(timedelta(minutes=-minutes if fixed[1] == "-" else minutes))
    return clock.zone(tz)


def offset_minutes(text: str) -> int | None:
    """Minutes of ``UTC+0530``, ``+05:30`` or ``05:30``, None where a text is no offset."""
    match = _OFFSET.match(text.strip())
    if not match:
        return None
    minutes = int(match[2]) * 60 + int(match[3])
    return -minutes if match[1] == "-" else minutes


def offset_text(minutes: int) -> str:
    """An offset as ``+05:30``."""
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def row_zone(minutes: float) -> Zone:
    """The zone of a file whose rows say their offset themselves."""
    return Zone(offset_text(int(minutes)), "row")


def said_offsets(texts: list[str], place: I64, offset: I16, zone: Zone) -> Zone:
    """Put the offsets that rows say in words in place of the zone's; the zone of the file.

    texts: distinct ones. place: (n,) into these. offset: (n,) changed in place.
    """
    offsets = [offset_minutes(text) for text in texts]
    for number, minutes in enumerate(offsets):
        if minutes is not None:
            offset[place == number] = np.int16(minutes)
    return zone if not offsets or offsets[0] is None else row_zone(offsets[0])


def _offset_s(zone: tzinfo, instant_s: int) -> int:
    offset = datetime.fromtimestamp(instant_s, UTC).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


@lru_cache(maxsize=64)
def transitions(tz: str, first_day: int, last_day: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Offsets of a zone as steps: ``starts`` (UTC s, the first far back) and ``offsets`` (s).

    first_day, last_day: days since the epoch, UTC; found by looking at each day and halving.
    """
    zone = find_zone(tz)
    before = _offset_s(zone, first_day * DAY_S)
    starts, offsets = [-(2**62)], [before]
    for day in range(first_day, last_day + 1):
        after = _offset_s(zone, (day + 1) * DAY_S)
        if after != before:
            low, high = day * DAY_S, (day + 1) * DAY_S
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset_s(zone, middle) == before else (low, middle)
            starts.append(high)
            offsets.append(after)
        before = after
    return tuple(starts), tuple(offsets)


FIRST_DAY, LAST_DAY = -20_000, 60_000  # 1915 to 2134: outside, the nearest offset is as good
BLOCK_ROWS = 1 << 17
MAX_DAYS = 40_000  # a span beyond a century is damage; the ends are then enough


def _steps(tz: str, seconds: F64 | I64) -> tuple[I64, I64]:
    ends = np.nan_to_num(np.array([np.min(seconds), np.max(seconds)], np.float64))
    days = np.clip(ends / DAY_S, FIRST_DAY, LAST_DAY)
    first, last = int(days[0]) - 2, int(days[1]) + 2
    starts, offsets = transitions(tz, min(first, last), min(last, first + MAX_DAYS))
    return np.array(starts, np.int64), np.array(offsets, np.int64)


def offsets_at(tz: str, utc_s: F64 | I64) -> I16:
    """UTC offsets in minutes, (n,) i16.

    tz: zone. utc_s: (n,) instants, seconds since the epoch.
    """
    if len(utc_s) == 0:
        return np.zeros(0, np.int16)
    starts, offsets = _steps(tz, utc_s)
    minutes = (offsets // 60).astype(np.int16)
    offset_min = np.empty(len(utc_s), np.int16)
    for first in range(0, len(utc_s), BLOCK_ROWS):  # in blocks: the indices of millions are heavy
        part = slice(first, first + BLOCK_ROWS)
        offset_min[part] = minutes[np.searchsorted(starts, utc_s[part], side="right") - 1]
    return offset_min


def local_to_utc(tz: str, local_s: F64) -> F64:
    """UTC seconds of wall-clock seconds in file order, (n,) f64.

    The hour that comes twice is the second one after the clock went back or a stamp repeated;
    a time inside the hour that does not exist is taken as if the clock had not been changed.

    tz: zone. local_s: (n,) wall clock, as seconds since 1970-01-01 00:00 of that clock.
    """
    if len(local_s) == 0:
        return local_s
    starts, offsets = _steps(tz, local_s)
    # Before each change the clock shows starts + old offset: from there on the new one counts.
    edges = starts[1:] + np.maximum(offsets[:-1], offsets[1:])
    utc = np.array(local_s, np.float64)
    for first in range(0, len(utc), BLOCK_ROWS):  # in blocks: the indices of millions are heavy
        part = slice(first, first + BLOCK_ROWS)
        utc[part] -= offsets[np.searchsorted(edges, local_s[part], side="right")]
    for step in np.flatnonzero(offsets[1:] < offsets[:-1]):
        begin, end = starts[step + 1] + offsets[step + 1], starts[step + 1] + offsets[step]
        twice = np.flatnonzero((local_s >= begin) & (local_s < end))
        if len(twice):
            utc[twice] += _second_time(local_s[twice]) * (offsets[step] - offsets[step + 1])
    return utc


def _second_time(local_s: F64) -> I64:
    """1 where a stamp of the hour that comes twice is its second coming."""
    order = np.argsort(local_s, kind="stable")
    repeated = np.zeros(len(local_s), bool)
    repeated[order[1:]] = np.diff(local_s[order]) == 0
    back = np.concatenate([[False], np.diff(local_s) < 0])
    if repeated.any() and (not back.any() or back.sum() > len(back) / 2):
        return repeated.astype(np.int64)  # both hours interleaved by a sort, or newest first
    if back.sum() > len(back) / 2:
        return np.zeros(len(local_s), np.int64)
    return (np.cumsum(back) > 0).astype(np.int64)


#: (UTC seconds, offsets in minutes, zone) of some rows.
Instants = tuple["F64", "I16", Zone]


def instants(times: Times, options: ReadOptions, *, offsets_true: bool = True) -> Instants:
    """The instants of a column of times.

    Where some rows name an offset and others none, or a Z, each row keeps its own.

    offsets_true: an offset in the text is the person's, not only UTC written out.
    """
    named = ~np.isnan(times.offset_min)
    if not named.any():
        zone = choose_zone(options)
        utc = local_to_utc(zone.tz, times.local_s)
        return utc, offsets_at(zone.tz, utc), zone
    if named.all() and offsets_true and not times.zulu:
        offset = times.offset_min.astype(np.int16)
        zone = row_zone(offset[0]) if len(offset) else choose_zone(options)
        return times.local_s - times.offset_min * 60.0, offset, zone
    zone = choose_zone(options)
    utc = times.local_s - np.nan_to_num(times.offset_min) * 60.0
    if not named.all():
        utc[~named] = local_to_utc(zone.tz, times.local_s[~named])
    offset = offsets_at(zone.tz, utc)
    if offsets_true:
        named = named & (times.offset_min != 0.0) if times.zulu else named
        offset[named] = times.offset_min[named]
    return utc, offset, zone


def wall_instants(local_s: F64, options: ReadOptions) -> Instants:
    """The instants of wall-clock seconds in file order, by the zone said or configured."""
    zone = choose_zone(options)
    if not np.isfinite(local_s.sum()):  # left out later, by its line
        local_s = np.nan_to_num(local_s, posinf=FAR_S, neginf=-FAR_S)
    utc = local_to_utc(zone.tz, local_s)
    offset = np.empty(len(utc), np.int16)
    for first in range(0, len(utc), BLOCK_ROWS):
        part = slice(first, first + BLOCK_ROWS)
        offset[part] = (local_s[part] - utc[part]) // 60.0
    return utc, offset, zone


def utc_instants(utc_s: F64, options: ReadOptions) -> Instants:
    """UTC seconds with the offsets of the zone said or configured."""
    zone = choose_zone(options)
    return utc_s, offsets_at(zone.tz, utc_s), zone


def unset_instants(local_s: F64, start_s: float, options: ReadOptions) -> Instants:
    """The instants on the clock of a device that nobody sets on the way.

    start_s: the wall clock when it was set; its offset then holds for all rows.
    """
    ahead = start_s - float(local_to_utc(choose_zone(options).tz, np.array([start_s]))[0])
    return utc_instants(local_s - ahead, options)
