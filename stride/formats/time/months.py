"""Names of months and of days of the week, as exports in some forty languages write them."""

from __future__ import annotations

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
