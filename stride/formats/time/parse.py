"""Texts of date and time to seconds, whole columns at once, in every spelling seen in exports.

A column is grouped by its pattern (digits replaced by 0); each pattern is understood once and
then read by slicing digits, so that millions of rows cost no Python loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from stride.errors import DataError
from stride.formats.late import np, pa, pc
from stride.formats.texts import all_match, as_bytes, floats, parts_of, text_bytes
from stride.formats.time.spelling import Layout, layout_of

if TYPE_CHECKING:
    from stride.types import F64, U8

EPOCH_ORDINAL = 719163  # of 1970-01-01
SERIAL_1970 = 25569.0  # day of 1970-01-01 in a spreadsheet
_SERIAL = r"^(3[6-9]|[45]\p{Nd})\p{Nd}{3}([.,]\p{Nd}+)?$"  # 1998 to 2064
MAX_TEXT_BYTES = 64  # a time is shorter; longer cells are not times
FAR_S = 1e12  # seconds from 1970: no time that anybody means
YEAR_1_S = -62_135_596_800
MIDNIGHT_1970 = b"1970-01-01 00:00:00"
MOST_ENDINGS = 64  # offsets are few, fractions of a second may be any


class BadTime(ValueError):
    """A text that is no time. row: its index in the column."""

    def __init__(self, row: int, text: str) -> None:
        super().__init__(text)
        self.row, self.text = row, text


class AmbiguousOrder(ValueError):
    """Dates such as 03/04/2024 and nothing that says which is the day; the text is one of them."""


@dataclass(frozen=True)
class Times:
    """A column of times.

    local_s: (n,) f64, wall clock as seconds since 1970-01-01 00:00 of that clock (time of day
    only, when the texts hold no date). offset_min: (n,) f64, NaN where the text names none.
    zulu: whether the offsets are a plain Z or UTC. dated: whether the texts hold a date.
    """

    local_s: F64
    offset_min: F64
    zulu: bool
    dated: bool


def letters(raw: U8, starts: Any, length: int) -> U8:
    """(n, length) bytes: the texts of one length as rows."""
    matrix: U8 = np.lib.stride_tricks.sliding_window_view(raw, length)[starts]
    return matrix


def digits(matrix: U8, span: tuple[int, int]) -> Any:
    value = np.zeros(len(matrix), np.int64)
    for position in range(span[0], min(span[1], span[0] + 9)):
        value = value * 10 + (matrix[:, position].astype(np.int64) - 48)
    return value


def parse_times(texts: Any, order: str | None = None) -> Times:
    """Every text of a column as wall clock and offset.

    texts: pyarrow array, chunked or not, or list of n texts. order: ``dmy`` or ``mdy`` for dates
    with the year last. Raises BadTime for a text that is no time, AmbiguousOrder when the order
    is needed and None.
    """
    local = np.empty(len(texts))
    offset: F64 | None = None  # years of nothing take no memory
    zulu, dated = False, True
    for first, part in parts_of(texts):
        try:
            times = iso_times(part) or _by_patterns(part, order)
        except (BadTime, AmbiguousOrder):
            return _by_patterns(as_bytes(texts), order)  # all rows together say what is wrong
        rows = slice(first, first + len(part))
        local[rows] = times.local_s
        if offset is None and not np.isnan(times.offset_min).all():
            offset = np.full(len(texts), np.nan)
        if offset is not None:
            offset[rows] = times.offset_min
        zulu, dated = zulu or times.zulu, dated and times.dated
    return Times(local, _unknown(len(texts)) if offset is None else offset, zulu, dated)


def _unknown(count: int) -> F64:
    return np.broadcast_to(np.nan, (count,))


def iso_times(text: Any) -> Times | None:
    """Times all as 2026-03-01 10:15:00, perhaps with a T or an ending, or no seconds; else None.

    The most common spelling, which pyarrow reads many times faster than a table of patterns does.
    Endings are fractions, offsets or a Z, and few. text: pyarrow array of n texts.
    """
    limits = pc.min_max(pc.binary_length(text))
    length = limits["min"].as_py()
    if length != limits["max"].as_py() or length is None or not 16 <= length <= MAX_TEXT_BYTES:
        return None
    head = 19 if length >= 19 else 16
    plain = text if length == head else pc.binary_slice(text, 0, head)
    try:
        for rows in (plain[:1], plain):  # the first alone: pyarrow words a failure for every row
            instants = rows.cast(pa.string()).cast(pa.timestamp("s"))
    except pa.ArrowInvalid:
        return None
    local = instants.cast(pa.int64()).to_numpy(zero_copy_only=False).astype("f8")
    if local.min() < YEAR_1_S:
        return None
    if length == head:
        return Times(local, _unknown(len(local)), False, True)
    return _with_endings(local, pc.binary_slice(text, head, length), MIDNIGHT_1970[:head])


def _with_endings(local: F64, endings: Any, moment: bytes) -> Times | None:
    """Times with what stands behind them; None where that is no ending, or they are many.

    moment: second 0, in the spelling of the times.
    """
    encoded = endings.dictionary_encode()
    distinct = encoded.dictionary.to_pylist()
    if len(distinct) > MOST_ENDINGS:
        return None
    try:
        ends = _by_patterns(pa.array([moment + end for end in distinct], pa.binary()), None)
    except BadTime:
        return None
    which = encoded.indices.to_numpy(zero_copy_only=False)
    local += ends.local_s[which]
    return Times(local, ends.offset_min[which], ends.zulu, True)


def _by_patterns(column: Any, order: str | None) -> Times:
    """A pyarrow array of texts, grouped by length and then by pattern."""
    raw, starts, lengths = measured(column)
    local = np.zeros(len(starts))
    offset = np.full(len(starts), np.nan)
    zulu, dated = False, True
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        if not 3 < length <= MAX_TEXT_BYTES:
            raise _bad(raw, starts, lengths, int(rows[0]))
        matrix = letters(raw, starts[rows], int(length))
        is_digit = (matrix >= 48) & (matrix <= 57)
        pattern = np.where(is_digit, np.uint8(48), matrix)
        while len(rows):
            layout = layout_of(pattern[0].tobytes())
            if layout is None:
                raise _bad(raw, starts, lengths, int(rows[0]))
            same = (pattern == pattern[0]).all(axis=1)
            try:
                values = _values(layout, matrix[same], order)
            except AmbiguousOrder:
                raise AmbiguousOrder(_text(raw, starts, lengths, int(rows[0])).strip()) from None
            local[rows[same]] = values.local_s
            if values.offset_min is not None:
                offset[rows[same]] = values.offset_min
            zulu, dated = zulu or values.zulu, dated and values.dated
            rows, matrix, pattern = rows[~same], matrix[~same], pattern[~same]
    wrong = np.flatnonzero(np.isnan(local))
    if len(wrong):
        raise _bad(raw, starts, lengths, int(wrong[0]))
    return Times(local, offset, zulu, dated)


def measured(column: Any) -> tuple[U8, Any, Any]:
    """The bytes, starts and lengths of a pyarrow array of texts."""
    raw, bounds = text_bytes(column)
    return raw, bounds[:-1], np.diff(bounds)


def _text(raw: U8, starts: Any, lengths: Any, row: int) -> str:
    text = bytes(raw[starts[row] : starts[row] + min(lengths[row], MAX_TEXT_BYTES)])
    return text.decode("utf-8", "replace")


def _bad(raw: U8, starts: Any, lengths: Any, row: int) -> BadTime:
    return BadTime(row, _text(raw, starts, lengths, row))


@dataclass(frozen=True)
class _Values:
    """What the rows of one pattern say; a time that cannot be is NaN."""

    local_s: F64
    offset_min: F64 | None
    zulu: bool
    dated: bool


def _values(layout: Layout, matrix: U8, order: str | None) -> _Values:
    fields = layout.fields
    get = {key: digits(matrix, span) for key, span in fields.items()}
    days = np.zeros(len(matrix))
    if "Y" in get:
        days = _days(get, layout, order, fields["Y"][1] - fields["Y"][0] == 2)
    zero = np.zeros(len(matrix), np.int64)
    hour = get.get("h", zero)
    if layout.half:
        good = (hour >= 1) & (hour <= 12)
        hour = np.where(good, hour % 12 + (12 if layout.half == "p" else 0), 99)
    minute, second = get.get("m", zero), get.get("sec", zero)
    day_s = hour * 3600 + minute * 60 + second
    valid = ((minute < 60) | ("h" not in get)) & (second <= 60)
    valid &= (hour < 24) | ((hour == 24) & (day_s == 86400))
    result = days * 86400 + day_s
    if "f" in fields:
        result = result + get["f"] / 10.0 ** min(fields["f"][1] - fields["f"][0], 9)
    offset = None
    if layout.zulu or layout.sign:
        offset = layout.sign * (get.get("oh", zero) * 60.0 + get.get("om", zero))
    return _Values(np.where(valid, result, np.nan), offset, layout.zulu, "Y" in get)


def _days(get: dict[str, Any], layout: Layout, order: str | None, two_digits: bool) -> F64:
    year = get["Y"] + (2000 if two_digits else 0)
    if "A" in get:
        if order not in ("dmy", "mdy"):
            raise AmbiguousOrder
        day, month = (get["A"], get["B"]) if order == "dmy" else (get["B"], get["A"])
    else:
        day = get["D"]
        month = get.get("M", np.full(len(day), layout.month))
    good = (month >= 1) & (month <= 12) & (day >= 1) & (year >= 1) & (year <= 9999)
    months = np.where(good, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + np.where(good, day - 1, 0).astype("timedelta64[D]")
    good &= days.astype("datetime64[M]") == months
    return np.where(good, days.astype(np.int64), np.nan).astype(np.float64)


def to_date(local_s: float) -> date:
    """The calendar day of a wall-clock second.

    Raises DataError outside the years 1 to 9999.
    """
    day = EPOCH_ORDINAL + local_s // 86400
    if not 1 <= day <= date.max.toordinal():
        raise DataError(
            f"A date {local_s / 31_557_600:.3g} years from 1970 cannot be meant.",
            "Correct or remove that line, or import the file as it was exported.",
        )
    return date.fromordinal(int(day))


def serial_days(texts: Any) -> F64 | None:
    """Wall-clock seconds of days that a spreadsheet counts from 1900, None where not all are.

    texts: chunked column or list of n texts.
    """
    if not len(texts) or not all_match(texts, _SERIAL):
        return None
    days: F64 = (floats(texts) - SERIAL_1970) * 86400.0
    return days
