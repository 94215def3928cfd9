"""Which columns of an unknown table are the steps, the time and the person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stride.errors import DataError
from stride.formats.find.head import as_number, is_number
from stride.formats.time.parse import serial_days
from stride.formats.time.spelling import has_clock, has_date, looks_like_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stride.formats.find.head import Head
    from stride.formats.table.dialect import Dialect

#: Words for steps in the languages of phones, whole cells with or without the words around them.
_STEP_WORDS = (
    r"schritte?|pasos|pas|étapes|passi|passos|passes|stappen|steg|skritt|skridt|askele(et|ita)"
    r"|krok[iyů]|krok(ów|ov)|шаги|шагов|кроки|кроків|adım(lar)?|lépések|lépésszám|βήματα|צעדים"
    r"|(ال)?خطوات|कदम|步数|步數|步行数|歩数|걸음\s?수|bước( chân)?|langkah|ก้าว|koraci|paşi|pași"
)
STEPS = re.compile(
    r"^((my|total|daily|num|number of|no\.? of)?[_ ]?steps?"
    r"([_ ]?(total|count|counts|taken|walked|daily|per day|\(steps\)|\(count\)))?|stepcount"
    r"|schrittzahl|schrittanzahl|n[uú]mero d[ei] pass?[oi]s?|nombre de pas|adım sayısı|počet kroků"
    r"|(anzahl|aantal|antall?|liczba|кількість|количество|broj|počet)[_ ]"
    rf"({_STEP_WORDS})|({_STEP_WORDS}))(\s*\((?!km|mi|m\)|%)[^)]*\))?$",
    re.IGNORECASE,
)
_VALUE = re.compile(r"^(value|values|count|wert|valor|valeur|quantity)$", re.IGNORECASE)
_TITLE = re.compile(r"step_?count|steps?(?![a-z])|schritte|pasos", re.IGNORECASE)
_DAY = re.compile(
    r"^(date|day|activity ?date|activity ?day|datum|tag|fecha|data|dato|jour|dia|día"
    r"|calendar_?date|log_?date|summary_date)$",
    re.IGNORECASE,
)
_START = re.compile(
    r"^(start|start[_ ]?(time|date|date ?time)|from|begin|date[/_ ]?time|time ?stamp|local_time"
    r"|unix_timestamp|ts|datetime|time|startzeit|beginn|von|début|inicio|inizio|início|begintijd"
    r"|starttid|начало)$",
    re.IGNORECASE,
)
_END = re.compile(
    r"^((end|finish|stop)([_ ]?(time|date|date ?time))?|to|until|ende|endzeit|endezeit|bis|fin"
    r"|hora de fin|heure de fin|fine|fim|einde|eindtijd|slutt?|sluttid|stopptid|koniec|конец)$",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"^(id|user(_?id|_?name)?|person|participant(_?id|_?full_?id)?|subject|name)$", re.IGNORECASE
)
#: Columns of recorded activities, whose steps other files of an export hold as well.
_SESSION = re.compile(
    r"^(activity|exercise|workout)[_ ]?(id|name)$|^(exercise|workout)[_ ]?(start|type|date|time)"
    r"|^activity[_ ]?type$",
    re.I,
)
_HOUR = re.compile(
    r"^(hour|hr|hour of day|stunde|heure|hora|ora|uur|timme|time|uhrzeit|zeit|tijd|tid|klokkeslett"
    r"|klockslag|godzina|čas|время|час|saat|kello|时间|時間|時刻|시간)$",
    re.I,
)
_HOUR_CELL = re.compile(
    r"^([01]?\d|2[0-3])([:.]\d\d([:.]\d\d)?(\s?[ap]\.?m\.?)?)?(\s*[-–]\s*\d.*)?$", re.I
)
_ORIGIN = re.compile(
    r"^(source|source_?name|device|device_?name|data[_ ]source|package|origin|app|data_?origin"
    r"|package_?name|source_?package|origin_?package)$",
    re.IGNORECASE,
)
#: Behind the date, so that neither 08:00:00 nor the offset of 08:30+00:00 is one.
_MIDNIGHT = re.compile(
    r"(^\d{8}[T_]?0000(00)?([.,]?0+)?|[\sT](0?0:00(:00)?([.,]0+)?(\s?AM)?|12:00(:00)?([.,]0+)?\s?AM))\s*(Z|UTC|[+-]\d\d:?\d\d)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Places:
    """Columns of a table of steps; empty where there is none."""

    time: str
    steps: str
    clock: str = ""
    end: str = ""
    person: str = ""
    origin: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns there are."""
        every = (self.time, self.steps, self.clock, self.end, self.person, self.origin)
        return tuple(name for name in every if name)


def _first(names: list[str], pattern: re.Pattern[str]) -> str:
    return next((name for name in names if pattern.match(name.replace("#", ""))), "")


def find_places(names: list[str], row: list[str], *, titled: bool = False) -> Places | None:
    """The columns of a table from its names and first row; None when it holds no steps.

    titled: the file name says steps, so that a column may be called just value or count.
    """
    steps = _first(names, STEPS) or (_first(names, _VALUE) if titled else "")
    rest = [name for name in names if name != steps]
    if not steps or any(_SESSION.match(name) for name in names):
        return None
    start, day = _first(rest, _START), _first(rest, _DAY)
    cell = dict(zip(names, row, strict=False))
    clock = ""
    whole = day and not is_date_only(cell.get(day, ""))  # Health Sync repeats the time of day
    if (
        not whole
        and start
        and day
        and not has_date(cell.get(start, ""))
        and looks_like_time(cell.get(start, ""))
    ):
        start, clock = day, start  # date and time of day in two columns
    hour = _first(rest, _HOUR)
    if day and hour and not clock and not whole and _HOUR_CELL.match(cell.get(hour, "").strip()):
        start, clock = day, hour
    named = [name for name in (start, day) if name]
    true = [name for name in named if _is_time(cell.get(name, ""))]
    dated = [name for name in rest if has_date(cell.get(name, ""))]
    fallback = named if not row else [day] if day else []
    time = next(iter([*true, *dated, *fallback]), "")
    if not time:
        return None
    return Places(
        time=time,
        steps=steps,
        clock=clock,
        end=_first(rest, _END),
        person=_first(rest, _PERSON),
        origin=_first(rest, _ORIGIN),
    )


def _is_time(cell: str) -> bool:
    cell = cell.strip().strip('"')
    if has_date(cell):
        return True
    return is_number(cell) and (as_number(cell) > 6e8 or serial_days([cell]) is not None)


def places_of(head: Head) -> Places | None:
    """The columns of a file."""
    rows = head.rows(head.first + 1, 5)
    titled = bool(_TITLE.search(head.basename))
    return find_places(list(head.columns), rows[0] if rows else [], titled=titled)


def is_date_only(cell: str) -> bool:
    """Whether a cell is a date without a time of day (or at midnight, as spreadsheets write)."""
    cell = cell.strip()
    return not (":" in cell or has_clock(cell)) or bool(_MIDNIGHT.search(cell))


def one_person(people: list[str], name: str, source: str | None) -> str | None:
    """The person whose rows count, None when there is only one.

    Raises DataError when there are several and ``--source`` names none of them.
    """
    known = sorted(set(people))
    if len(known) < 2:
        return None
    if source in known:
        return source
    shown = ", ".join(known[:4]) + (" …" if len(known) > 4 else "")
    raise DataError(
        f"{name} holds the steps of {len(known)} people or devices ({shown}).",
        f"Say whose to import, for example --source {known[0]}.",
    )


def numbers_rows(column: str, ids: Sequence[str], times: Sequence[str]) -> bool:
    """Whether a column named id numbers the rows, no two alike and no two of one time.

    times: of the same rows, as they are written.
    """
    return column.lower() == "id" and len(set(ids)) == len(ids) == len(set(times))


def require(head: Head, names: Dialect, what: str) -> Places:
    """The columns of a file the person said is a table of steps.

    Raises DataError when they are not there.
    """
    rows = head.rows(names.first_row, 5)
    titled = bool(_TITLE.search(head.basename))
    found = find_places(list(names.names), rows[0] if rows else [], titled=titled)
    if found is None:
        raise DataError(
            f"{what} has no column of steps beside a column of dates.",
            "Name them “date” and “steps” in the first line.",
        )
    return found
