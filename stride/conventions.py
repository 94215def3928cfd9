"""Writes numbers and times of day the way of where the person lives; words stay English.

What a program reads is never touched: unless ``use`` was called, all is as in JSON's own English.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from stride.cldr import CLOCK_HOURS, DECIMAL_SIGNS, GROUP_SIGNS
from stride.rounding import whole

#: In every locale of the computer: stride speaks English.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


class Conventions(NamedTuple):
    """group: sign between groups of three digits. decimal: its sign. half_day: 12 hours, AM, PM."""

    group: str = ","
    decimal: str = "."
    half_day: bool = False


PLAIN = Conventions()
_in_use = [PLAIN]


def conventions_of(environ: Mapping[str, str]) -> Conventions:
    """Those of the locale.

    environ: LC_ALL before LC_NUMERIC, and LC_TIME for the clock, before LANG (locale(7)). The
    locale C, and one that CLDR has not, are PLAIN.
    """
    numbers, times = (
        next(filter(None, (environ.get(each) for each in ("LC_ALL", name, "LANG"))), "")
        for name in ("LC_NUMERIC", "LC_TIME")
    )
    return Conventions(
        _sign(GROUP_SIGNS, numbers, PLAIN.group),
        _sign(DECIMAL_SIGNS, numbers, PLAIN.decimal),
        _sign(CLOCK_HOURS, times, "24") == "12",
    )


def _sign(table: Mapping[str, str], locale: str, otherwise: str) -> str:
    """The key below which a locale stands, or else its language."""
    name = locale.partition(".")[0].partition("@")[0]
    for wanted in (name, name.partition("_")[0]):
        for key, names in table.items():
            if wanted and wanted in names.split():
                return key
    return otherwise


def use(chosen: Conventions) -> None:
    """Write so from now on."""
    _in_use[0] = chosen


def number(value: float, places: int = 0, sign: bool = False) -> str:
    """The value with its groups of digits, rounded to ``places``; sign: ``+`` before it too."""
    here = _in_use[0]
    if not places:
        value = whole(abs(value)) * (1 if value >= 0 else -1)
    text = f"{value:{'+' if sign else ''},.{places}f}"
    swapped = {",": here.group, ".": here.decimal}
    return "".join(swapped.get(letter, letter) for letter in text)


def time_of_day(minute: int) -> str:
    """``17:30``, or ``5:30 PM`` where the clock has twelve hours; minute: after midnight."""
    hour, rest = divmod(minute % 1440, 60)
    if not _in_use[0].half_day:
        return f"{hour:02d}:{rest:02d}"
    return f"{(hour + 11) % 12 + 1}:{rest:02d} {'PM' if hour >= 12 else 'AM'}"


def span_of_hours(first: int, hours: int = 1) -> str:
    """``15:00 to 17:00`` or ``3:00 PM to 5:00 PM``; a span to midnight ends at 24:00."""
    end = first + hours
    last = "24:00" if end == 24 and not _in_use[0].half_day else time_of_day(end * 60)
    return f"{time_of_day(first * 60)} to {last}"
