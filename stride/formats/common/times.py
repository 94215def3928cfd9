"""Texts of date and time to seconds, whole columns at once, in every spelling seen in exports.

A column is grouped by its pattern (digits replaced by 0); each pattern is understood once and
then read by slicing digits, so that millions of rows cost no Python loop.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from stride.errors import DataError
from stride.formats.common.months import MONTH_OF, WEEKDAYS

if TYPE_CHECKING:
    from stride.types import F64, U8

EPOCH_ORDINAL = 719163  # of 1970-01-01
SERIAL_1970 = 25569.0  # day of 1970-01-01 in a spreadsheet
_SERIAL = re.compile(r"^(3[6-9]|[45]\d)\d{3}([.,]\d+)?$")  # 1998 to 2064
MAX_TEXT_BYTES = 64  # a time is shorter; longer cells are not times

# Patterns are matched on bytes decoded as Latin-1, so that positions stay byte positions.
_WS = r"(?:\s|\xc2\xa0|\xe2\x80\xaf|\xa0)"
_NAME = r"(?P<month>[A-Za-z\x80-\xff]+)"
_WEEKDAY = rf"(?:(?P<weekday>[A-Za-z\x80-\xff]{{2,12}})\.?,?{_WS}+)?"
_YEAR, _MONTH, _DAY, _AM, _PM = (
    "|".join(word.encode().decode("latin-1") for word in words)
    for words in ("年년", "月월", "日일号", ("上午", "午前", "오전"), ("下午", "午後", "오후"))
)
_DATES = (
    r"(?P<Y>0000)(?P<s>[-/._])(?P<M>00?)(?P=s)(?P<D>00?)",
    r"(?P<Y>0000)(?P<M>00)(?P<D>00)",
    rf"(?P<Y>0000)\.{_WS}?(?P<M>00?)\.{_WS}?(?P<D>00?)\.",
    # the words year, month and day of Chinese, Japanese and Korean, as UTF-8 in Latin-1
    rf"(?P<Y>0000)(?:{_YEAR}){_WS}?(?P<M>00?)(?:{_MONTH}){_WS}?(?P<D>00?)(?:{_DAY})",
    rf"(?P<A>00?)\.{_WS}(?P<B>00?)\.{_WS}(?P<Y>0000)",
    r"(?P<A>00?)(?P<s>[-/._])(?P<B>00?)(?P=s)(?P<Y>0000|00)",
    rf"(?P<D>00?)[-.{_WS[3:-1]}]*{_NAME}[-.,\s]*(?P<Y>0000)",
    rf"(?P<D>00?)\.?(?:\s|-)*(?:de\s)?{_NAME}\.?(?:\s|-|,)*(?:de\s)?(?P<Y>0000|00)",
    rf"{_NAME}\.?\s+(?P<D>00?),?\s+(?P<Y>0000)",
)
_TIME = (
    rf"(?:(?:(?P<am>{_AM})|(?P<pm>{_PM})){_WS}?)?"
    rf"(?P<h>00?)[:.](?P<m>00)(?:[:.](?P<sec>00)(?:[.,:](?P<f>0+))?)?"
    rf"(?:{_WS}*(?P<half>[AaPp])\.?{_WS}?[Mm]\.?)?"
)
_ZONE = (
    rf"{_WS}*(?:\(?(?:UTC|GMT)?(?:(?P<sign>[+-])(?P<oh>00):?(?P<om>00)?)\)?|(?P<zulu>Z|UTC|GMT))"
    rf"(?:{_WS}*\[[^\]]*\])?"
)
_JOIN = rf"(?:T|{_WS}|,|;|_|-)+(?:at{_WS}+|um{_WS}+|kl\.?{_WS}+|Ã{_WS}+)?"
_PATTERNS = (
    *(
        re.compile(rf"^{_WS}*{_WEEKDAY}{day}(?:{_JOIN}{_TIME}(?:{_ZONE})?)?{_WS}*$")
        for day in _DATES
    ),
    re.compile(rf"^{_WS}*{_TIME}(?:{_ZONE})?{_WS}*$"),
    # minutes, seconds and at least three digits of a fraction: time since the start
    re.compile(r"^(?P<m>0+):(?P<sec>00)[.,](?P<f>000+)$"),
)


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


@dataclass(frozen=True)
class _Layout:
    """Where the digits of one pattern stand, and what its letters say."""

    fields: dict[str, tuple[int, int]]
    month: int = 0
    half: str = ""
    sign: int = 0
    zulu: bool = False


@lru_cache(maxsize=4096)
def _layout(template: bytes) -> _Layout | None:
    text = template.decode("latin-1")
    for pattern in _PATTERNS:
        match = pattern.match(text)
        if match is None:
            continue
        groups = match.groupdict()
        month = MONTH_OF.get(_word(groups.get("month")), 0)
        weekday = _word(groups.get("weekday"))
        if (groups.get("month") and not month) or (weekday and weekday not in WEEKDAYS):
            continue
        digits = ("Y", "M", "D", "A", "B", "h", "m", "sec", "f", "oh", "om")
        fields = {key: match.span(key) for key in digits if groups.get(key)}
        half = (groups.get("half") or "").lower()
        half = "a" if groups.get("am") else "p" if groups.get("pm") else half
        sign = {"+": 1, "-": -1}.get(groups.get("sign") or "", 0)
        return _Layout(fields, month, half, sign, bool(groups.get("zulu")))
    return None


def _word(found: str | None) -> str:
    return (found or "").encode("latin-1").decode("utf-8", "replace").lower()


def _column(texts: Any) -> tuple[U8, Any, Any]:
    """The bytes, starts and lengths of a column of texts."""
    import numpy as np
    import pyarrow as pa

    array = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
    array = array.cast(pa.binary()) if array.type != pa.binary() else array
    _, offsets, data = array.buffers()
    bounds = np.frombuffer(offsets, np.int32, len(array) + 1, array.offset * 4).astype(np.int64)
    raw = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return raw, bounds[:-1], np.diff(bounds)


def _matrix(raw: U8, starts: Any, length: int) -> U8:
    """The texts of one length as rows; a view where they lie side by side."""
    import numpy as np

    matrix: U8 = raw[starts[:, None] + np.arange(length)]
    return matrix


def _digits(matrix: U8, span: tuple[int, int]) -> Any:
    import numpy as np

    value = np.zeros(len(matrix), np.int64)
    for position in range(span[0], min(span[1], span[0] + 9)):
        value = value * 10 + (matrix[:, position].astype(np.int64) - 48)
    return value


def parse_times(texts: Any, order: str | None = None) -> Times:
    """Every text of a column as wall clock and offset.

    texts: pyarrow array or list of n texts. order: ``dmy`` or ``mdy`` for dates with the year last.
    Raises BadTime for a text that is no time, AmbiguousOrder when the order is needed and None.
    """
    import numpy as np

    raw, starts, lengths = _column(texts)
    local = np.zeros(len(starts))
    offset = np.full(len(starts), np.nan)
    zulu, dated = False, True
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        if not 3 < length <= MAX_TEXT_BYTES:
            raise _bad(raw, starts, lengths, int(rows[0]))
        matrix = _matrix(raw, starts[rows], int(length))
        is_digit = (matrix >= 48) & (matrix <= 57)
        pattern = np.where(is_digit, np.uint8(48), matrix)
        while len(rows):
            layout = _layout(pattern[0].tobytes())
            if layout is None:
                raise _bad(raw, starts, lengths, int(rows[0]))
            same = (pattern == pattern[0]).all(axis=1)
            try:
                found = _values(layout, matrix[same], order)
            except AmbiguousOrder:
                raise AmbiguousOrder(_text(raw, starts, lengths, int(rows[0])).strip()) from None
            local[rows[same]] = found.local_s
            if found.offset_min is not None:
                offset[rows[same]] = found.offset_min
            zulu, dated = zulu or found.zulu, dated and found.dated
            rows, matrix, pattern = rows[~same], matrix[~same], pattern[~same]
    wrong = np.flatnonzero(np.isnan(local))
    if len(wrong):
        raise _bad(raw, starts, lengths, int(wrong[0]))
    return Times(local, offset, zulu, dated)


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


def _values(layout: _Layout, matrix: U8, order: str | None) -> _Values:
    import numpy as np

    fields = layout.fields
    get = {key: _digits(matrix, span) for key, span in fields.items()}
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


def _days(get: dict[str, Any], layout: _Layout, order: str | None, two_digits: bool) -> F64:
    import numpy as np

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


def order_proofs(texts: Any) -> dict[str, int]:
    """The first row that proves each order of dates: ``dmy``, ``mdy``, or ``ymd`` for no doubt.

    Empty when every date could be either. texts: pyarrow array or list of n texts.
    """
    import numpy as np

    raw, starts, lengths = _column(texts)
    found: dict[str, int] = {}

    def proved(order: str, rows: Any) -> None:
        if len(rows):
            found[order] = min(found.get(order, int(rows[0])), int(rows[0]))

    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        if not 3 < length <= MAX_TEXT_BYTES:
            continue
        matrix = _matrix(raw, starts[rows], int(length))
        pattern = np.where((matrix >= 48) & (matrix <= 57), np.uint8(48), matrix)
        for _ in range(64):  # more patterns of one length than that are not dates
            if not len(pattern):
                break
            layout = _layout(pattern[0].tobytes())
            same = (pattern == pattern[0]).all(axis=1)
            if layout is not None and "A" in layout.fields:
                first = _digits(matrix[same], layout.fields["A"]) > 12
                second = _digits(matrix[same], layout.fields["B"]) > 12
                proved("dmy", rows[same][first & ~second])
                proved("mdy", rows[same][second & ~first])
            elif layout is not None:
                proved("ymd", rows[same])
            rows, matrix, pattern = rows[~same], matrix[~same], pattern[~same]
    return found


def order_evidence(texts: Any) -> set[str]:
    """What a column says about its date order: the orders that some row proves."""
    return set(order_proofs(texts))


def to_date(local_s: float) -> date:
    """The calendar day of a wall-clock second.

    Raises DataError outside the years 1 to 9999.
    """
    day = EPOCH_ORDINAL + local_s // 86400
    if not 1 <= day <= date.max.toordinal():
        raise DataError(f"A date {local_s / 31_557_600:.3g} years from 1970 cannot be meant.")
    return date.fromordinal(int(day))


def serial_days(texts: list[str]) -> list[float] | None:
    """Wall-clock seconds of days that a spreadsheet counts from 1900, None where not all are."""
    if not texts or not all(_SERIAL.match(text) for text in texts):
        return None
    return [(float(text.replace(",", ".")) - SERIAL_1970) * 86400.0 for text in texts]


def looks_like_time(text: str) -> bool:
    """Whether one text is a date, a time, or both."""
    encoded = re.sub(rb"\d", b"0", text.strip().encode())
    return len(encoded) > 3 and _layout(encoded) is not None


def has_date(text: str) -> bool:
    """Whether one text holds a date."""
    layout = _layout(re.sub(rb"\d", b"0", text.strip().encode()))
    return layout is not None and "Y" in layout.fields
