"""One spelling of a time to where its digits stand: the patterns seen in exports.

A template is a text with every digit replaced by 0; each is understood once and kept.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from stride import cldr

#: What CLDR has not: spellings of single apps, names without their accents.
_BESIDE = {
    1: "jän",
    2: "fév fevr",
    3: "mrz",
    8: "aout",
    12: "dec",
}
_WEEKDAYS_BESIDE = "tues thur thurs weds"

MONTH_OF = {
    name: month
    for table in (cldr.MONTHS, _BESIDE)
    for month, names in table.items()
    for name in names.split()
}
WEEKDAYS = frozenset(cldr.WEEKDAYS.split() + _WEEKDAYS_BESIDE.split())

# Patterns are matched on bytes decoded as Latin-1, so that positions stay byte positions.
_WS = r"(?:\s|\xc2\xa0|\xe2\x80\xaf|\xa0)"
_NAME = r"(?P<month>[A-Za-z\x80-\xff]+)"
_WEEKDAY = rf"(?:(?P<weekday>[A-Za-z\x80-\xff]{{2,48}})\.?,?{_WS}+)?"
#: Before and after noon, before or behind the time of day (Unicode CLDR 49, dayPeriods).
_BEFORE_NOON = (
    "上午", "午前", "오전", "早上", "凌晨", "π.μ.", "πμ", "de.", "fm", "vorm.", "ap.", "ÖÖ", "SA",
    "ص", "пр.об.", "dop.", "przed poł.", "f.h.", "e.d.", "ก่อนเที่ยง", "पूर्वाह्न",
)  # fmt: skip
_AFTER_NOON = (
    "下午", "午後", "오후", "晚上", "μ.μ.", "μμ", "du.", "em", "nachm.", "ip.", "ÖS", "CH", "م",
    "сл.об.", "odp.", "po poł.", "e.h.", "i.e.", "หลังเที่ยง", "अपराह्न",
)  # fmt: skip
_YEAR, _MONTH, _DAY, _AM, _PM = (
    "|".join(re.escape(word.encode().decode("latin-1")) for word in words)
    for words in ("年년", "月월", "日일号", _BEFORE_NOON, _AFTER_NOON)
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
    rf"(?:{_WS}*(?:(?P<half>[AaPp])\.?{_WS}?[Mm]\.?|(?P<am2>{_AM})|(?P<pm2>{_PM})))?"
)
_ZONE = (
    rf"{_WS}*(?:\(?(?:UTC|GMT)?(?:(?P<sign>[+-])(?P<oh>00):?(?P<om>00)?)\)?|(?P<zulu>Z|UTC|GMT))"
    rf"(?:{_WS}*\[[^\]]*\])?"
)
#: Date and time without a mark between the digits, or with a T, a space or the like in the middle.
_RUN = (
    r"(?P<Y>0000)(?P<M>00)(?P<D>00)(?P<h>00)(?P<m>00)(?P<sec>00)(?:[.,](?P<f>0+))?",
    r"(?P<Y>0000)(?P<M>00)(?P<D>00)(?P<h>00)(?P<m>00)(?P<sec>00)(?P<f>000)",
    rf"(?P<Y>0000)(?P<M>00)(?P<D>00)(?:T|_|-|{_WS})(?P<h>00)(?P<m>00)"
    r"(?:(?P<sec>00)(?:[.,]?(?P<f>0+))?)?",
)
#: The first two of these as numbers: no epoch of the years 1971 to 2285 has 14 or 17 digits.
STAMP = (
    r"^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-4])[0-5]\d[0-6]\d"
    r"(\d{3}|[.,]\d+)?$"
)
_NOUGHTS = bytes.maketrans(b"123456789", b"0" * 9)
_STAMP, _LONG_NUMBER = re.compile(STAMP), re.compile(r"^\d{14,}([.,]\d*)?$")
#: Behind a date: the Russian word for year, the day of the week in brackets.
_BEHIND = rf"(?:{_WS}*{'г'.encode().decode('latin-1')}\.?)?(?:{_WS}?\([^\d()]{{1,40}}\))?"
_JOIN = rf"(?:T|{_WS}|,|;|_|-)+(?:at{_WS}+|um{_WS}+|kl\.?{_WS}+|Ã{_WS}+)?"
#: As texts: a pattern is compiled when a time gets as far as to it, for most are never needed.
_PATTERNS = (
    *(rf"^{_WS}*{_WEEKDAY}{day}{_BEHIND}(?:{_JOIN}{_TIME}(?:{_ZONE})?)?{_WS}*$" for day in _DATES),
    *(rf"^{_WS}*{run}(?:{_ZONE})?{_WS}*$" for run in _RUN),
    rf"^{_WS}*{_TIME}(?:{_ZONE})?{_WS}*$",
    # minutes, seconds and at least three digits of a fraction: time since the start
    r"^(?P<m>0+):(?P<sec>00)[.,](?P<f>000+)$",
)


@dataclass(frozen=True)
class Layout:
    """Where the digits of one pattern stand, and what its letters say."""

    fields: dict[str, tuple[int, int]]
    month: int = 0
    half: str = ""
    sign: int = 0
    zulu: bool = False


@lru_cache(maxsize=4096)
def layout_of(template: bytes) -> Layout | None:
    """What a template says, None when it is no time."""
    text = template.decode("latin-1")
    for pattern in _PATTERNS:
        match = re.match(pattern, text)
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
        half = "a" if groups.get("am") or groups.get("am2") else half
        half = "p" if groups.get("pm") or groups.get("pm2") else half
        sign = {"+": 1, "-": -1}.get(groups.get("sign") or "", 0)
        return Layout(fields, month, half, sign, bool(groups.get("zulu")))
    return None


def _word(group: str | None) -> str:
    return (group or "").encode("latin-1").decode("utf-8", "replace").lower()


def _layout(text: str) -> Layout | None:
    """What one text says; a long number is a time only where it can be one."""
    text = text.strip()
    if _LONG_NUMBER.match(text) and not is_stamp(text):
        return None
    return layout_of(text.encode().translate(_NOUGHTS))


def is_stamp(text: str) -> bool:
    """Whether a number is a date and a time of day in digits, such as 20260514093000."""
    return bool(_STAMP.match(text))


def looks_like_time(text: str) -> bool:
    """Whether one text is a date, a time, or both."""
    return len(text.strip()) > 3 and _layout(text) is not None


def has_date(text: str) -> bool:
    """Whether one text holds a date."""
    layout = _layout(text)
    return layout is not None and "Y" in layout.fields


def has_clock(text: str) -> bool:
    """Whether one text holds a time of day, with or without a date."""
    layout = _layout(text)
    return layout is not None and "h" in layout.fields
