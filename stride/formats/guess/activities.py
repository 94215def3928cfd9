"""Which table is a list of recorded activities, in whatever language: known by its shape.

The kind of an activity is known by the words in its column, so that a list in a language whose
column names no table has is still read as what it is, and its runs are never counted as walks.
"""

import re
from functools import lru_cache

from stride.formats.column_words import (
    BEGAN,
    DISTANCE,
    DURATION,
    ELAPSED,
    ENDED,
    KIND,
    MOVING,
    STEPS,
    first_named,
    plain,
    unbracketed,
)
from stride.formats.find.head import Head, by_column, is_number
from stride.formats.guess.steps import SESSION
from stride.formats.steps.activities import ActivityColumns
from stride.formats.steps.kind_words import is_walk
from stride.formats.table.cells import MISSING
from stride.formats.table.dialect import dialect_of
from stride.formats.time.spelling import has_clock, has_date

#: ``41:24``, ``2:11:24``, ``00:40:08.5``.
_CLOCK_DURATION = re.compile(r"^\d{1,3}(:[0-5]\d){1,2}([.,]\d+)?$")
#: Of several starts the one of the activity: Workout start time, beside that of the day.
_RECORDED = re.compile(r"workout|activity|exercise|session|trening|training")
_OFFSET = re.compile(r"^(UTC|GMT)?\s*[+-]\d\d?:?\d\d$|^(UTC|GMT|Z)$")
_CLOCK_TIME = re.compile(r"^([01]?\d|2[0-3])[:.][0-5]\d([:.][0-5]\d)?(\s?[ap]\.?m\.?)?$", re.I)
_PACE = re.compile(r"\bpace|\btempo \w|\w tempo\b|ritmo|allure|passo|vauhti")
_TYPE_SHARE = 0.5  # of the kinds of a column must be words of the table


@lru_cache(maxsize=2)  # asked for by several layouts of one file
def columns_of(head: Head, kind: str = "") -> ActivityColumns | None:
    """The columns of a list of activities, None for any other table.

    kind: the column of kinds, where its name is known.
    """
    if head.kind != "text" or len(head.columns) < 3:
        return None
    dialect = dialect_of(head)
    rows = head.rows(dialect.first_row)
    if not rows:
        return None
    return _columns(list(dialect.names), by_column(dialect.names, rows), kind)


def _columns(names: list[str], cells: dict[str, list[str]], kind: str) -> ActivityColumns | None:
    named, kind = bool(kind), kind or _kind_column(names, cells)
    rest = [name for name in names if name != kind]
    start = _start_column(rest, cells)
    if not kind or not start:
        return None
    rest.remove(start)
    dated = any(has_clock(cell) for cell in cells[start])
    end = next((name for name in rest if _is_end(name) and _dated(cells[name])), "")
    clock = "" if dated else next((n for n in rest if _all(cells[n], _CLOCK_TIME)), "")
    durations, lengths = _durations([name for name in rest if name not in (end, clock)], cells)
    if not (durations or end) or not (dated or clock):
        return None
    counted = KIND.search(plain(kind)) and any(STEPS.match(name) for name in rest)
    sessions = any(
        SESSION.match(name) for name in names
    )  # of an export that has its steps elsewhere
    if not (durations or named or first_named(rest, DISTANCE) or (counted and not sessions)):
        return None  # a start, an end and a word: any table of spans
    steps = next((name for name in rest if STEPS.match(name.split("#")[0])), "")
    offset = next((name for name in rest if _all(cells[name], _OFFSET)), "")
    return ActivityColumns(kind, start, durations, lengths, end, clock, steps, offset)


def _kind_column(names: list[str], cells: dict[str, list[str]]) -> str:
    """The column whose words are activities; one that is named so goes before one of titles."""

    def score(name: str) -> float:
        kinds = {cell for cell in cells[name] if cell and not is_number(cell)}
        if not kinds or any(has_date(kind) for kind in kinds):
            return 0.0
        words = sum(is_walk(kind) is not None for kind in kinds) / len(kinds)
        return words + bool(KIND.search(plain(name))) if words >= _TYPE_SHARE else 0.0

    best = max(names, key=score, default="")
    return best if best and score(best) > 0 else ""


def _is_end(name: str) -> bool:
    return bool(ENDED.search(plain(name)))


def _start_column(names: list[str], cells: dict[str, list[str]]) -> str:
    """The first column of dates, one that is named a start before others, local before UTC."""
    dated = [name for name in names if _dated(cells[name]) and not _is_end(name)]
    named = [name for name in dated if BEGAN.search(plain(name))]
    local = [name for name in named if "local" in plain(name)]
    recorded = [name for name in named if _RECORDED.search(plain(name))]
    return next(iter([*local, *recorded, *named, *dated]), "")


def _durations(
    names: list[str], cells: dict[str, list[str]]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(durations with the moving time first, elapsed times) among the columns."""
    timed = [name for name in names if _is_duration(name, cells[name])]
    moving = [name for name in timed if MOVING.search(unbracketed(name))]
    elapsed = [name for name in timed if ELAPSED.search(unbracketed(name)) and name not in moving]
    others = [name for name in timed if name not in moving and name not in elapsed]
    named = [name for name in others if DURATION.search(unbracketed(name))]
    return (*moving, *(named or others[:1]), *elapsed), tuple(elapsed)


def _is_duration(name: str, cells: list[str]) -> bool:
    some = [cell for cell in cells if cell.lower() not in MISSING]
    text = unbracketed(name)
    if not some or ENDED.search(text) or _PACE.search(text):
        return False
    if all(_CLOCK_DURATION.match(cell) for cell in some):
        long = any(cell.count(":") == 2 for cell in some)
        return long or any(words.search(text) for words in (MOVING, ELAPSED, DURATION))
    timed = any(words.search(text) for words in (MOVING, ELAPSED, DURATION))
    return timed and all(is_number(cell) for cell in some)


def _dated(cells: list[str]) -> bool:
    some = [cell for cell in cells if cell]
    return bool(some) and all(has_date(cell) for cell in some)


def _all(cells: list[str], pattern: re.Pattern[str]) -> bool:
    some = [cell for cell in cells if cell]
    return bool(some) and all(pattern.match(cell) for cell in some)
