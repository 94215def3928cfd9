"""Turns the computer's clock and zone into stride's today, weeks and dates: their only reader."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from stride.cldr import WEEK_STARTS
from stride.errors import UsageError

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def now() -> datetime:
    """The present instant, UTC. ``STRIDE_NOW`` (ISO 8601 with offset) replaces it in tests."""
    fixed = os.environ.get("STRIDE_NOW")
    if not fixed:
        return datetime.now(UTC)
    try:
        instant = datetime.fromisoformat(fixed)
    except ValueError as error:
        raise UsageError(f"STRIDE_NOW is not a time: {fixed!r}.", "Give ISO 8601.") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def zone(name: str) -> ZoneInfo:
    """The zone of an IANA name.

    name: such as ``Europe/Oslo``. Raises UsageError for a name no zone has, and for "", which
    stands for a computer whose zone is not understood.
    """
    if not name:
        spelled = os.environ.get("TZ") or str(LOCALTIME)
        raise UsageError(
            f"The time zone of this computer ({spelled}) is not understood.",
            "Say it once: stride config set zone Europe/Oslo (or another IANA name).",
        )
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            f"{name!r} is not a time zone.",
            "Give an IANA name such as Europe/Oslo or UTC; --tz takes an offset, +05:30, too.",
        ) from error


LOCALTIME, TIMEZONE = Path("/etc/localtime"), Path("/etc/timezone")
#: Links that are followed from /etc/localtime; more are a circle.
MOST_LINKS = 16


def computer_zone() -> str:
    """The IANA name of the computer's own zone; "" when it says one that is not understood.

    Source: TZ, then the link /etc/localtime, then /etc/timezone (tzset(3), localtime(5)). A
    computer that says nothing at all is in UTC, as these pages have it.
    """
    if "TZ" in os.environ:
        text = os.environ["TZ"].removeprefix(":")
        return _known(_below_zoneinfo(text) or text) if text else "UTC"
    if not LOCALTIME.exists():
        return "UTC"
    names = _linked_names(LOCALTIME)
    with suppress(OSError, UnicodeDecodeError):
        names.append(TIMEZONE.read_text(encoding="ascii").strip())
    return next(filter(None, map(_known, names)), "")


def _linked_names(path: Path) -> list[str]:
    """The names of zones that a link leads to, one link at a time.

    The whole way to the end would pass them: on macOS the folder of the zones is a link itself.
    """
    names = []
    for _ in range(MOST_LINKS):
        try:
            path = path.parent / path.readlink()
        except OSError:
            break
        names.append(_below_zoneinfo(str(path)))
    return names


def _below_zoneinfo(path: str) -> str:
    """What follows the folder of the zones in a path, "" where it is not in it."""
    _, folder, name = path.partition("/zoneinfo/")
    return name.removeprefix("posix/") if folder else ""


def _known(name: str) -> str:
    """The name where it is one of a zone, else nothing."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return name


def local_day(instant: datetime, zone_name: str, day_start_min: int = 0) -> date:
    """The date that an instant belongs to.

    instant: aware. zone_name: IANA. day_start_min: minutes after midnight at which a day begins.
    """
    local = instant.astimezone(zone(zone_name))
    return (local.replace(tzinfo=None) - timedelta(minutes=day_start_min)).date()


def week_start(day: date, first_weekday: int = 0) -> date:
    """The first day of the week that holds ``day``; first_weekday: 0 Monday to 6 Sunday."""
    return day - timedelta(days=(day.weekday() - first_weekday) % 7)


def locale_week_start(environ: Mapping[str, str]) -> int:
    """The day a week begins where the person lives: 0 Monday to 6 Sunday.

    environ: LC_ALL before LC_TIME before LANG says the territory (locale(7)); none of them, or
    one without a territory, is Monday.
    """
    names = (environ.get(name) for name in ("LC_ALL", "LC_TIME", "LANG"))
    territory = next(filter(None, names), "").partition(".")[0].partition("@")[0].partition("_")[2]
    return next((day for day, where in WEEK_STARTS.items() if territory in where.split()), 0)


#: Dates that a log of walking can be about.
FIRST_YEAR, LAST_YEAR = 1900, 2999


def parse_date(text: str, today: date) -> date:
    """The date that a person typed.

    text: ``YYYY-MM-DD``, ``today``, ``yesterday``, ``tomorrow``, a weekday (the latest one, today
    included) or ``-N`` days. Raises UsageError for anything else.
    """
    word = text.strip().lower()
    shift = {"today": 0, "yesterday": -1, "tomorrow": 1}.get(word)
    if shift is None and _is_number(word.removeprefix("-")) and word[:1] == "-" and len(word) < 6:
        shift = -int(word[1:])
    if shift is not None:
        return today + timedelta(days=shift)
    if word in WEEKDAYS:
        return week_start(today, WEEKDAYS.index(word))
    try:
        day = date.fromisoformat(word)
    except ValueError as error:
        raise UsageError(
            f"{text!r} is not a date.",
            "Give YYYY-MM-DD, today, yesterday, a weekday, or -3 for three days ago.",
        ) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(f"{text!r} is too far away.", f"Years go from {FIRST_YEAR} on.")
    return day


def _is_number(text: str) -> bool:
    """Whether these are the digits 0 to 9 and nothing else; other scripts have theirs."""
    return text.isascii() and text.isdigit()


def parse_range(text: str, today: date) -> tuple[date, date]:
    """First and last date of ``DATE`` or ``DATE..DATE``. Raises UsageError."""
    first, dots, last = text.partition("..")
    start = parse_date(first, today)
    end = parse_date(last, today) if dots else start
    if end < start:
        raise UsageError(f"The range {text!r} ends before it starts.", "Put the earlier day first.")
    return start, end


def parse_minute(text: str) -> int:
    """Minutes after midnight of ``HH:MM``. Raises UsageError."""
    hours, colon, minutes = text.strip().partition(":")
    if colon and _is_number(hours) and _is_number(minutes) and len(hours) < 3 and len(minutes) == 2:
        value = int(hours) * 60 + int(minutes)
        if int(minutes) < 60 and value < 1440:
            return value
    raise UsageError(f"{text!r} is not a time of day.", "Give HH:MM, such as 17:30.")


class Stopwatch:
    """Seconds of wall time since it was made."""

    def __init__(self) -> None:
        self._start = time.perf_counter()

    def seconds(self) -> float:
        """How long ago that was."""
        return time.perf_counter() - self._start
